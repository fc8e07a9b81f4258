// From a bearer key to a scope: an edge by design.
import type { App } from '../app.ts'
import { AppError, badRequest, signInNeeded, tooLarge, wrongType } from '../errors.ts'
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

/** Deeper than anything we read; JSON nested without end is a way to fill a stack. */
const deepest = 64

/**
 * The JSON object a body holds. A key written twice counts as it was written last.
 * @throws wrongType, tooLarge, or a 400 that says what was not understood
 */
export async function jsonObject(request: Request, maxBytes?: number): Promise<Record<string, unknown>> {
  if (
    !/^application\/([\w.-]+\+)?json\s*(;\s*charset="?utf-?8"?\s*)?$/i.test(request.headers.get('content-type') ?? '')
  )
    throw wrongType('application/json; charset=utf-8')
  const bytes = await request.arrayBuffer()
  if (maxBytes !== undefined && bytes.byteLength > maxBytes) throw tooLarge(`${maxBytes / 1024} Kio`)
  const value = parsed(bytes)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongBody()
  return value as Record<string, unknown>
}

function parsed(bytes: ArrayBuffer): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw badRequest('badEncoding', { fr: 'Le corps n’est pas en UTF-8.', en: 'The body is not UTF-8.' })
  }
  if (depthOf(text) > deepest)
    throw badRequest('tooDeep', {
      fr: `Le corps a plus de ${deepest} niveaux d’imbrication.`,
      en: `The body is nested more than ${deepest} levels deep.`,
    })
  try {
    return JSON.parse(text)
  } catch {
    throw wrongBody()
  }
}

/** How deep the brackets of a JSON text go, those inside strings left out. */
function depthOf(text: string): number {
  let depth = 0
  let deepestSeen = 0
  for (const [bracket] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{}]/gs)) {
    if (bracket === '[' || bracket === '{') deepestSeen = Math.max(deepestSeen, ++depth)
    else if (bracket === ']' || bracket === '}') depth--
  }
  return deepestSeen
}

/** A body, or one of its fields, that is not of the form asked. */
export const wrongBody = (field?: string) =>
  badRequest(
    'badBody',
    field === undefined
      ? { fr: 'Le corps doit être un objet JSON valide.', en: 'The body must be a valid JSON object.' }
      : { fr: `« ${field} » n’a pas la forme attendue.`, en: `"${field}" is not of the form expected.` },
    field,
  )
