// From a bearer key to a scope: an edge by design.
import type { App } from '../app.ts'
import { AppError, signInNeeded } from '../errors.ts'
import { localeOf } from '../i18n.ts'
import { keyHolder } from './keys.store.ts'
import type { KeyScope } from './roles.ts'
import type { Scope } from './scope.ts'

/**
 * The scope of a request that carries an API key: the key's workspace, all its projects.
 * @throws signInNeeded without a key that works; a 403 named keyScope when the key does not have this right
 */
export async function apiScope(app: App, request: Request, needed: KeyScope): Promise<Scope> {
  const key = /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  const now = app.clock()
  const holder = key === undefined ? null : await keyHolder(app.db, key, now)
  if (!holder) throw signInNeeded()
  if (!holder.scopes.includes(needed))
    throw new AppError('keyScope', 403, {
      fr: `Cette clé n’a pas le droit « ${needed} ».`,
      en: `This key does not have the right "${needed}".`,
    })
  return {
    db: app.db,
    clickhouse: app.clickhouse,
    workspace: holder.workspaceId,
    user: { id: `key:${holder.id}`, name: holder.name, email: null },
    // A key that may write does what a project lead does; one that reads, what the management sees.
    role: needed.endsWith(':write') ? 'lead' : 'management',
    project: null,
    locale: request.headers.has('accept-language') ? localeOf(request) : holder.locale,
    now,
  }
}
