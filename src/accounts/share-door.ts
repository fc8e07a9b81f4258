// From the address of a share and its proof to the narrowest of scopes: an edge by design.
import { verifyPassword } from 'better-auth/crypto'
import { redirect } from 'react-router'
import { localeOf } from '../i18n.ts'
import { type Limit, countAttempt } from './attempts.store.ts'
import { clientNetwork } from './client-ip.ts'
import { closedCookie, secretsIn, withSecret } from './cookie.ts'
import { type PageArgs, appOf, ipOf } from './request.ts'
import type { Scope } from './scope.ts'
import { privateKey } from './secret.ts'
import { type ShareView, askedOfShare, shareViews } from './share-views.ts'
import { type Share, noteOpening, shareOf } from './shares.store.ts'

/** Tries of a password in a quarter of an hour: of one reader, then of everybody together. */
const limits = {
  reader: { tries: 10, windowSeconds: 900 },
  share: { tries: 100, windowSeconds: 900 },
} as const satisfies Record<string, Limit>

const cookieName = 'filrouge_share'

/** Says that a password was given: of one share, and of one password of it. */
async function proofOf(args: Pick<PageArgs, 'context'>, share: Share): Promise<string> {
  const { secret } = await appOf(args).auth.$context
  return privateKey(secret, 'share', share.id, share.passwordHash ?? '')
}

/** What the address opens, and whether its password is still to be given; null when it opens nothing. */
export async function shareAt(args: PageArgs): Promise<{ share: Share; asksPassword: boolean } | null> {
  const app = appOf(args)
  const share = await shareOf(app.db, args.params['token'] ?? '', app.clock())
  if (!share) return null
  const asksPassword =
    share.passwordHash !== null && !secretsIn(args.request, cookieName).includes(await proofOf(args, share))
  return { share, asksPassword }
}

/**
 * Tries a password. The try is counted before it is made.
 * @returns the cookie that proves it, or null when it is wrong
 * @throws tooMany
 */
export async function provePassword(args: PageArgs, share: Share, password: string): Promise<string | null> {
  const app = appOf(args)
  const { secret } = await app.auth.$context
  const now = app.clock()
  await countAttempt(
    app.db,
    privateKey(secret, 'share-reader', share.id, clientNetwork(ipOf(args))),
    limits.reader,
    now,
  )
  await countAttempt(app.db, privateKey(secret, 'share-tries', share.id), limits.share, now)
  if (share.passwordHash !== null && !(await verifyPassword({ hash: share.passwordHash, password }))) return null
  return closedCookie(withSecret(args.request, cookieName, await proofOf(args, share)), app.url)
}

/** Of every shared page: no engine keeps it, and no page that it leads to learns its address. */
export const sharedHeaders = { 'x-robots-tag': 'noindex, nofollow', 'referrer-policy': 'no-referrer' }

export interface OpenShare {
  readonly share: Share
  /** Nobody, who reads that project as the view needs and writes nothing; only the page of the view ever holds it. */
  readonly scope: Scope
  /** What is to be shown: the reader's address says nothing that could widen it. */
  readonly asked: URLSearchParams
}

/**
 * The share at this address, for the page of one view.
 * @throws a redirect to its door, which asks for the password or says that nothing opens
 */
export async function openShare(args: PageArgs, view: ShareView): Promise<OpenShare> {
  const found = await shareAt(args)
  if (!found || found.asksPassword || found.share.view !== view) throw toDoor(args)
  const app = appOf(args)
  const { share } = found
  const now = app.clock()
  // Following a link inside the view asks for its data again, and is no opening.
  if ((args.request.headers.get('sec-fetch-mode') ?? 'navigate') === 'navigate')
    await noteOpening(app.db, share.id, now)
  return {
    share,
    scope: {
      db: app.db,
      clickhouse: app.clickhouse,
      workspace: share.workspaceId,
      user: { id: null, name: '', email: null },
      role: shareViews[view].reads,
      project: share.projectId,
      locale: localeOf(args.request),
      now,
    },
    asked: askedOfShare(share.pinned, new URL(args.request.url).searchParams, share.changesPeriod),
  }
}

const toDoor = ({ params }: PageArgs) => redirect(`/s/${encodeURIComponent(params['token'] ?? '')}`)
