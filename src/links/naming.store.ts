import type { ColumnType } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import { conflict, forbidden } from '../errors.ts'
import type { Derive } from '../projects/coverage.ts'
import type { Guard } from '../projects/guards.ts'
import { type Campaign, type TrackedLink, slugTaken } from './links.ts'
import { utmFields } from './utm.ts'
import { type Naming, campaignNameProblem, namingProblems, namingSchema, openNaming } from './naming.ts'

interface NamingTable {
  projectId: string
  workspaceId: string
  naming: ColumnType<unknown, string, string>
  version: ColumnType<number, number | undefined, number>
  savedAt: ColumnType<Date, Date | undefined, Date>
  savedBy: string
}

declare module '../postgres.ts' {
  interface Tables {
    linkNamings: NamingTable
  }
}

export interface SavedNaming {
  readonly naming: Naming
  /** 0 when the project has not written any. */
  readonly version: number
  readonly saved: { readonly by: string; readonly at: Date } | null
}

/** The naming convention of a project; the open one where none is written. */
export async function namingOf(scope: Scope, projectId: string): Promise<SavedNaming> {
  const row = await scope.db
    .selectFrom('linkNamings')
    .select(['naming', 'version', 'savedAt', 'savedBy'])
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', projectId)
    .executeTakeFirst()
  if (!row) return { naming: openNaming, version: 0, saved: null }
  const naming = namingSchema.parse(row.naming)
  return { naming, version: row.version, saved: { by: row.savedBy, at: row.savedAt } }
}

export const mayName = (scope: Scope) => scope.role === 'owner' || scope.role === 'lead'

/**
 * Writes the convention that was read at `version`.
 * @throws forbidden; conflict when somebody else wrote it since
 */
export async function saveNaming(scope: Scope, projectId: string, version: number, naming: Naming): Promise<void> {
  if (!mayName(scope)) throw forbidden()
  const values = { naming: JSON.stringify(naming), savedAt: scope.now, savedBy: scope.user.name }
  const written =
    version === 0
      ? await scope.db
          .insertInto('linkNamings')
          .values({ projectId, workspaceId: scope.workspace, ...values })
          .onConflict((on) => on.column('projectId').doNothing())
          .returning('version')
          .executeTakeFirst()
      : await scope.db
          .updateTable('linkNamings')
          .set({ ...values, version: version + 1 })
          .where('workspaceId', '=', scope.workspace)
          .where('projectId', '=', projectId)
          .where('version', '=', version)
          .returning('version')
          .executeTakeFirst()
  if (!written)
    throw conflict('changedMeanwhile', {
      fr: 'Quelqu’un a changé la convention entre-temps : ouvrez la page à nouveau, puis reportez vos changements.',
      en: 'Somebody changed the convention meanwhile: open the page again, then make your changes.',
    })
}

/** Technical names of the project's campaigns. */
export async function campaignNames(scope: Scope, projectId: string): Promise<string[]> {
  const rows = await scope.db
    .selectFrom('campaigns as c')
    .innerJoin('objects as o', 'o.id', 'c.id')
    .select('c.utmCampaign')
    .where('o.workspaceId', '=', scope.workspace)
    .where('o.projectId', '=', projectId)
    .where('o.deletedAt', 'is', null)
    .orderBy('c.utmCampaign')
    .execute()
  return [...new Set(rows.map(({ utmCampaign }) => utmCampaign))]
}

interface CampaignTable {
  id: string
  utmCampaign: string
}

declare module '../postgres.ts' {
  interface Tables {
    campaigns: CampaignTable
  }
}

/** Of these slugs, those that lead somewhere already, whoever they belong to: /l/ knows no workspace. */
export async function takenSlugs(
  scope: Scope,
  slugs: readonly string[],
  except: string | null,
): Promise<ReadonlySet<string>> {
  if (slugs.length === 0) return new Set()
  const rows = await scope.db.selectFrom('trackedLinks').select(['id', 'slug']).where('slug', 'in', slugs).execute()
  return new Set(rows.filter(({ id }) => id !== except).map(({ slug }) => slug))
}

/** A free slug like the one wanted. */
async function freeLike(scope: Scope, slug: string): Promise<string> {
  const candidates = [2, 3, 4, 5, 6, 7, 8, 9].map((n) => `${slug.slice(0, 57)}-${n}`)
  const taken = await takenSlugs(scope, candidates, null)
  return candidates.find((candidate) => !taken.has(candidate)) ?? ''
}

/**
 * What a project asks of its links beyond their form: its naming convention, and an address nobody else has. Only what changes is
 * judged: a link older than the convention keeps its name until somebody touches it.
 */
export const linkGuard: Guard = {
  kind: 'trackedLink',
  async check(scope, projectId, given, { id, before }) {
    const values = given as TrackedLink
    const changes = (name: keyof TrackedLink) => before === null || before[name] !== values[name]
    const problems: Record<string, { fr: string; en: string }> = {}
    const changed = utmFields.filter(changes)
    if (changed.length > 0) {
      const [{ naming }, campaigns] = await Promise.all([namingOf(scope, projectId), campaignNames(scope, projectId)])
      const found = namingProblems(naming, values, campaigns)
      for (const name of changed) if (found[name]) problems[name] = found[name]
    }
    const { slug } = values
    if (slug !== null && slug !== '' && changes('slug') && (await takenSlugs(scope, [slug], id)).has(slug))
      problems['slug'] = slugTaken(slug, await freeLike(scope, slug))
    return problems
  },
}

/** A campaign's technical name follows the convention too: its links will carry it. */
export const campaignGuard: Guard = {
  kind: 'campaign',
  async check(scope, projectId, given, { before }) {
    const { utmCampaign } = given as Campaign
    if (before?.['utmCampaign'] === utmCampaign) return {}
    const problem = campaignNameProblem((await namingOf(scope, projectId)).naming, utmCampaign)
    return problem === null ? {} : { utmCampaign: problem }
  },
}

/** Whether each link follows the convention, for the coverage check. */
export const deriveNaming: Derive = async (scope, projectId, objects) => {
  const links = objects.filter(({ kind }) => kind === 'trackedLink')
  if (links.length === 0) return new Map()
  const [{ naming }, campaigns] = await Promise.all([namingOf(scope, projectId), campaignNames(scope, projectId)])
  return new Map(
    links.map(({ id, values }) => [
      id,
      { outsideNaming: Object.keys(namingProblems(naming, values as TrackedLink, campaigns)).length > 0 },
    ]),
  )
}
