// Lets anyone into a demonstration by one press: an edge by design. `App.demo` is null on every ordinary instance.
import type { App } from '../app.ts'
import { notFound } from '../errors.ts'
import { closedCookie } from './cookie.ts'
import { signedInCookie } from './fixtures.ts'
import { enterByLink } from './guests.store.ts'
import { guestCookieWith } from './request.ts'

export const doorNames = ['lead', 'management', 'contributor', 'guest'] as const
export type DoorName = (typeof doorNames)[number]

/** Who a visitor of the demonstration may be, and where he enters. */
export interface DemoDoors {
  /** Address of the project. */
  readonly to: string
  /** The members' user ids. */
  readonly people: Readonly<Record<Exclude<DoorName, 'guest'>, string>>
  readonly names: Readonly<Record<DoorName, string>>
  /** uuid of a guest link. */
  readonly guestLink: string
}

const isDoor = (text: string): text is DoorName => doorNames.some((name) => name === text)

/**
 * Opens a session as one of the people of the demonstration.
 * @returns its cookie
 * @throws notFound on an ordinary instance, for a door that is not there, or once a visitor closed the guest link
 */
export async function enterDemo(
  app: Pick<App, 'auth' | 'db' | 'demo' | 'url' | 'clock'>,
  request: Request,
  door: string,
): Promise<{ to: string; cookie: string }> {
  const { demo } = app
  if (!demo || !isDoor(door)) throw notFound()
  if (door === 'guest') {
    const secret = await enterByLink(app.db, demo.guestLink, demo.names.guest, app.clock())
    return { to: demo.to, cookie: guestCookieWith(request, secret, app.url) }
  }
  const session = await signedInCookie(app, demo.people[door])
  return { to: demo.to, cookie: closedCookie(session, app.url) }
}
