// Makes people and workspaces at start: an edge by design.
import type { App } from '../app.ts'
import { conflict, invalid } from '../errors.ts'
import type { Locale } from '../i18n.ts'
import { addMember } from './members.store.ts'
import { type NewPerson, type Person, addPerson, hasPeople, nameProblem, personProblems } from './people.store.ts'
import { type Workspace, addWorkspace, lockInstance } from './workspaces.store.ts'

type Instance = Pick<App, 'db' | 'auth'>

export interface FirstOwner extends NewPerson {
  /** Name of the workspace to make, or to give to the one the command line made. */
  readonly workspace: string
  readonly locale: Locale
}

/**
 * The first account of an empty instance, owner of its workspace. A workspace without members, made by the command
 * line, is taken over with what it holds.
 * @throws conflict when somebody has an account already; invalid by field
 */
export function createFirstOwner(
  { db, auth }: Instance,
  owner: FirstOwner,
): Promise<{ person: Person; workspace: Workspace }> {
  return db.transaction().execute(async (trx) => {
    await lockInstance(trx)
    if (await hasPeople(trx))
      throw conflict('instanceHasOwner', {
        fr: 'Cette instance a déjà un propriétaire. Demandez-lui une invitation.',
        en: 'This instance already has an owner. Ask for an invitation.',
      })
    const { name: problem } = nameProblem(owner.workspace)
    const problems = { ...personProblems(owner), ...(problem ? { workspace: problem } : {}) }
    if (Object.keys(problems).length > 0) throw invalid(problems)
    const person = await addPerson(trx, auth, owner)
    const orphan = await trx
      .selectFrom('workspaces')
      .select(['id', 'slug', 'name', 'locale'])
      .where((eb) =>
        eb.not(
          eb.exists(eb.selectFrom('members').select('userId').whereRef('members.workspaceId', '=', 'workspaces.id')),
        ),
      )
      .orderBy('createdAt')
      .executeTakeFirst()
    const workspace = orphan ?? (await addWorkspace(trx, owner.workspace, owner.locale))
    if (orphan)
      await trx
        .updateTable('workspaces')
        .set({ name: owner.workspace.trim(), locale: owner.locale })
        .where('id', '=', orphan.id)
        .execute()
    await addMember(trx, workspace.id, person.id, 'owner')
    return { person, workspace }
  })
}

/** Makes the first owner from the environment (FILROUGE_ADMIN_EMAIL and _PASSWORD) when nobody has an account yet. */
export async function ensureFirstOwner(app: Pick<App, 'db' | 'auth' | 'config' | 'log'>): Promise<void> {
  const { admin } = app.config
  if (!admin || (await hasPeople(app.db))) return
  const name = admin.email.split('@')[0] ?? admin.email
  await createFirstOwner(app, { ...admin, name, workspace: 'Mon espace', locale: 'fr' })
  app.log.info('first owner made from the environment')
}
