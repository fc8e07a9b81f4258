// The fictional company in a real instance: an edge by design.
import { addMember } from './accounts/members.store.ts'
import { personByEmail } from './accounts/people.store.ts'
import type { App } from './app.ts'
import { dayIn } from './period.ts'
import { datesFrom, timeZone } from './world/piece.ts'
import { type World, writeWorld } from './world/world.store.ts'

/** The company as it stands on a day, for tests and journeys: one an instance. */
export const makeWorld = (
  app: App,
  { today = dayIn(timeZone, app.clock()) }: { readonly today?: string } = {},
): Promise<World> => writeWorld(app, datesFrom(today))

/** The fictional company, opened by `npm run demo`. */
export async function loadDemo(app: App, say: (text: string) => void): Promise<void> {
  const there = await app.db
    .selectFrom('sites')
    .select('id')
    .where('domain', '=', 'ruchers-ventoux.example')
    .executeTakeFirst()
  if (there) return
  const world = await makeWorld(app)
  const admin = app.config.admin ? await personByEmail(app.db, app.config.admin.email) : null
  if (admin) await addMember(app.db, world.workspace.id, admin.id, 'owner')
  say(world.workspace.name)
}
