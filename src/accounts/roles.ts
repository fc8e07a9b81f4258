import type { Role } from './scope.ts'

/** Roles of people with an account; a guest comes by a link. */
export const memberRoles = ['owner', 'lead', 'contributor', 'management'] as const satisfies readonly Role[]
export type MemberRole = (typeof memberRoles)[number]

export const isMemberRole = (text: unknown): text is MemberRole => memberRoles.some((role) => role === text)

/** Whether a role may give this role, change it or take it away: an owner all, a lead those who neither own nor lead. */
export function mayGrant(actor: Role, role: MemberRole): boolean {
  if (actor === 'owner') return true
  return actor === 'lead' && (role === 'contributor' || role === 'management')
}

/** Who makes and revokes API keys. */
export const mayManageKeys = (role: Role) => role === 'owner'

/** Who opens a project to guests. */
export const mayInviteGuests = (role: Role) => role === 'owner' || role === 'lead'

/** Who shows a view to people without an account. */
export const mayShare = (role: Role) => role === 'owner' || role === 'lead' || role === 'contributor'

/** What an API key may be used for. */
export const keyScopes = ['stats:read', 'events:write', 'projects:read', 'projects:write'] as const
export type KeyScope = (typeof keyScopes)[number]

export const isKeyScope = (text: unknown): text is KeyScope => keyScopes.some((scope) => scope === text)
