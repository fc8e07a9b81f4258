import type { Generated, JSONColumnType, Kysely, Selectable } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import { AppError, invalid, notFound } from '../errors.ts'
import { isTimeZone, plainDomain, type Site, type SiteMode, type SiteSettings } from './site.ts'
import type { Tables } from '../postgres.ts'

export interface SiteRow {
  id: Generated<number>
  publicId: Generated<string>
  workspaceId: string
  projectId: string | null
  domain: string
  timeZone: Generated<string>
  currency: Generated<string>
  mode: Generated<SiteMode>
  settings: JSONColumnType<SiteSettings>
  createdAt: Generated<Date>
  deletedAt: Date | null
}

declare module '../postgres.ts' {
  interface Tables {
    sites: SiteRow
  }
}

export interface NewSite {
  readonly domain: string
  readonly timeZone?: string
  readonly currency?: string
  readonly mode?: SiteMode
  readonly projectId?: string | null
  readonly settings?: SiteSettings
}

const columns = [
  'id',
  'publicId',
  'workspaceId',
  'projectId',
  'domain',
  'timeZone',
  'currency',
  'mode',
  'settings',
] as const

const siteOf = (row: Pick<Selectable<SiteRow>, (typeof columns)[number]>): Site => row

/**
 * Adds a site to the workspace. A domain this workspace had taken off comes back with its history and its settings.
 * @throws invalid when a field is wrong, conflict when the domain is already measured
 */
export async function addSite(scope: Scope, site: NewSite): Promise<Site> {
  const domain = plainDomain(site.domain)
  check({ ...site, domain })
  const projectId = site.projectId ?? scope.project
  const back = await takeBack(scope, domain, projectId)
  if (back) return back
  const row = await scope.db
    .insertInto('sites')
    .values({
      workspaceId: scope.workspace,
      projectId,
      domain,
      ...(site.timeZone === undefined ? {} : { timeZone: site.timeZone }),
      ...(site.currency === undefined ? {} : { currency: site.currency }),
      ...(site.mode === undefined ? {} : { mode: site.mode }),
      settings: JSON.stringify(site.settings ?? {}),
    })
    .onConflict((on) => on.column('domain').where('deletedAt', 'is', null).doNothing())
    .returning(columns)
    .executeTakeFirst()
  if (!row) throw siteTaken(domain)
  return siteOf(row)
}

function siteTaken(domain: string): AppError {
  const words = {
    fr: `Le site ${domain} est déjà mesuré par cette instance.`,
    en: `The site ${domain} is already measured by this instance.`,
  }
  return new AppError('siteTaken', 409, words, { fields: { domain: words } })
}

/** A site of this workspace that was taken off, measured again; null where there is none. @throws conflict */
async function takeBack(scope: Scope, domain: string, projectId: string | null): Promise<Site | null> {
  try {
    const row = await scope.db
      .updateTable('sites')
      .set({ deletedAt: null, projectId })
      .where('id', '=', (latest) =>
        latest
          .selectFrom('sites as off')
          .select('off.id')
          .where('off.workspaceId', '=', scope.workspace)
          .where('off.domain', '=', domain)
          .where('off.deletedAt', 'is not', null)
          .orderBy('off.deletedAt', 'desc')
          .limit(1),
      )
      .returning(columns)
      .executeTakeFirst()
    return row ? siteOf(row) : null
  } catch (error) {
    // Somebody measures the domain meanwhile: the index on live domains refuses a second.
    if ((error as { code?: string }).code === '23505') throw siteTaken(domain)
    throw error
  }
}

/** Stops measuring a site. Its figures stay, and come back with it: `addSite`. The collector obeys within five seconds. */
export async function removeSite(scope: Scope, id: number): Promise<void> {
  const { numUpdatedRows } = await scope.db
    .updateTable('sites')
    .set({ deletedAt: scope.now })
    .where('workspaceId', '=', scope.workspace)
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw notFound()
}

/** Domains of a project that were taken off and are not measured again, latest first. */
export const removedSites = async (scope: Scope, projectId: string): Promise<string[]> => {
  const rows = await scope.db
    .selectFrom('sites as off')
    .select(['off.domain', 'off.deletedAt'])
    .where('off.workspaceId', '=', scope.workspace)
    .where('off.projectId', '=', projectId)
    .where('off.deletedAt', 'is not', null)
    .where((on) =>
      on.not(
        on.exists(
          on
            .selectFrom('sites as live')
            .select('live.id')
            .whereRef('live.domain', '=', 'off.domain')
            .where('live.deletedAt', 'is', null),
        ),
      ),
    )
    .orderBy('off.deletedAt', 'desc')
    .limit(20)
    .execute()
  return [...new Set(rows.map(({ domain }) => domain))]
}

function check(site: NewSite): void {
  const problems = {
    ...(site.domain === ''
      ? {
          domain: {
            fr: 'Indiquez un nom de domaine, par exemple exemple.fr.',
            en: 'Give a domain name, such as example.com.',
          },
        }
      : {}),
    ...(site.timeZone !== undefined && !isTimeZone(site.timeZone)
      ? {
          timeZone: {
            fr: 'Ce fuseau horaire est inconnu. Exemple : Europe/Paris.',
            en: 'This time zone is unknown. Example: Europe/Paris.',
          },
        }
      : {}),
    ...(site.currency !== undefined && !/^[A-Z]{3}$/.test(site.currency)
      ? { currency: { fr: 'Indiquez un code de trois lettres : EUR.', en: 'Give a three-letter code: EUR.' } }
      : {}),
  }
  if (Object.keys(problems).length > 0) throw invalid(problems)
}

const own = (scope: Scope) => {
  const query = scope.db
    .selectFrom('sites')
    .select(columns)
    .where('workspaceId', '=', scope.workspace)
    .where('deletedAt', 'is', null)
  return scope.project === null ? query : query.where('projectId', '=', scope.project)
}

/** The workspace's sites, by domain. */
export const listSites = async (scope: Scope): Promise<Site[]> =>
  (await own(scope).orderBy('domain').execute()).map(siteOf)

/** The sites of one project, by domain. */
export const sitesOfProject = async (scope: Scope, projectId: string): Promise<Site[]> =>
  (await own(scope).where('projectId', '=', projectId).orderBy('domain').execute()).map(siteOf)

/** The site a project's figures come from: its first; null while it has none. */
export const siteOfProject = async (scope: Scope, projectId: string): Promise<Site | null> =>
  (await own(scope).where('projectId', '=', projectId).orderBy('id').limit(1).execute()).map(siteOf)[0] ?? null

/** A site of the workspace by its domain. @throws notFound */
export async function getSite(scope: Scope, domain: string): Promise<Site> {
  const row = await own(scope).where('domain', '=', plainDomain(domain)).executeTakeFirst()
  if (!row) throw notFound()
  return siteOf(row)
}

interface SiteChange extends Omit<NewSite, 'domain' | 'settings'> {
  /**
   * The settings as they become, from those of the moment: each form changes its own subject and leaves the others, whoever saved them
   * since it was opened.
   */
  readonly settings?: (now: SiteSettings) => SiteSettings
}

/** Changes a site; what is left out stays. The collector obeys within five seconds. */
export async function updateSite(scope: Scope, id: number, { settings, ...plain }: SiteChange): Promise<Site> {
  check({ domain: '-', ...plain })
  return scope.db.transaction().execute(async (transaction) => {
    const now = await transaction
      .selectFrom('sites')
      .select('settings')
      .where('workspaceId', '=', scope.workspace)
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if (!now) throw notFound()
    const row = await transaction
      .updateTable('sites')
      .set({
        ...plain,
        ...(settings === undefined ? {} : { settings: JSON.stringify(settings(now.settings)) }),
        workspaceId: scope.workspace,
      })
      .where('workspaceId', '=', scope.workspace)
      .where('id', '=', id)
      .returning(columns)
      .executeTakeFirstOrThrow()
    return siteOf(row)
  })
}

/** Every site of the instance: for the collector, which knows no workspace. */
export const everySite = async (db: Kysely<Tables>): Promise<Site[]> =>
  (await db.selectFrom('sites').select(columns).where('deletedAt', 'is', null).execute()).map(siteOf)

/** Those taken off too: their figures are kept, and end like the others'. */
export const sitesEverMeasured = async (db: Kysely<Tables>): Promise<Site[]> =>
  (await db.selectFrom('sites').select(columns).orderBy('id').execute()).map(siteOf)
