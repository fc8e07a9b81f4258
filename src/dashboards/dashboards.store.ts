import type { ColumnType } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import { presets, viewOf } from '../analytics/audience.ts'
import type { Preset, View } from '../analytics/audience.ts'
import { type Words, conflict, forbidden, invalid, notFound } from '../errors.ts'
import { isDay, lengthOf } from '../period.ts'
import { isUuid } from '../uuid.ts'
import { type Card, mostCards } from './cards.ts'

interface DashboardTable {
  id: string
  workspaceId: string
  projectId: string
  name: string
  preset: Preset
  startsOn: string | null
  endsOn: string | null
  site: string | null
  cards: ColumnType<readonly Card[], string, string>
  removed: ColumnType<readonly Removed[], string | undefined, string>
  version: ColumnType<number, number | undefined, number>
  createdAt: ColumnType<Date, Date | undefined, never>
  updatedBy: string
  deletedAt: ColumnType<Date | null, Date | null | undefined, Date | null>
}

declare module '../postgres.ts' {
  interface Tables {
    dashboards: DashboardTable
  }
}

interface Removed {
  readonly card: Card
  readonly place: number
}

export interface Dashboard {
  readonly id: string
  readonly name: string
  readonly preset: Preset
  readonly startsOn: string | null
  readonly endsOn: string | null
  readonly site: string | null
  readonly cards: readonly Card[]
  readonly removed: readonly Removed[]
  readonly version: number
  readonly updatedBy: string
}

export type Settings = Pick<Dashboard, 'name' | 'preset' | 'startsOn' | 'endsOn' | 'site'>

const columns = [
  'id', 'name', 'preset', 'startsOn', 'endsOn', 'site', 'cards', 'removed', 'version', 'updatedBy',
] as const // prettier-ignore
const most = 30
const longestName = 80
const keptRemoved = 10

/** Roles that make dashboards; management reads them. */
export const mayCompose = ({ role }: Scope): boolean => role === 'owner' || role === 'lead' || role === 'contributor'

const rowsOf = (scope: Scope, project: string) =>
  scope.db
    .selectFrom('dashboards')
    .select(columns)
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', project)

/** The dashboards of a project, the oldest first. */
export const listDashboards = (scope: Scope, project: string): Promise<Dashboard[]> =>
  rowsOf(scope, project).where('deletedAt', 'is', null).orderBy('createdAt').orderBy('id').execute()

/** @throws notFound when the project has none such */
export async function readDashboard(scope: Scope, project: string, id: string): Promise<Dashboard> {
  if (!isUuid(id)) throw notFound()
  const row = await rowsOf(scope, project).where('id', '=', id).where('deletedAt', 'is', null).executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/** @returns its id @throws invalid when the settings do not do; forbidden for those who only read */
export async function createDashboard(
  scope: Scope,
  project: string,
  settings: Settings,
  cards: readonly Card[],
): Promise<string> {
  if (!mayCompose(scope)) throw forbidden()
  const known = await listDashboards(scope, project)
  if (known.length >= most)
    throw invalid({
      name: { fr: `${most} tableaux au plus : supprimez-en.`, en: `${most} dashboards at most: delete some.` },
    })
  const id = crypto.randomUUID()
  await scope.db
    .insertInto('dashboards')
    .values({
      id,
      workspaceId: scope.workspace,
      projectId: project,
      ...checked(settings),
      cards: JSON.stringify(cards),
      updatedBy: scope.user.name,
    })
    .execute()
  return id
}

/**
 * Changes a dashboard as it was read at a version.
 * @throws conflict when somebody else changed it since: nothing is written; invalid when the settings do not do
 */
export async function changeDashboard(
  scope: Scope,
  project: string,
  id: string,
  version: number,
  change: (now: Dashboard) => Partial<Pick<Dashboard, 'cards' | 'removed'> & Settings>,
): Promise<void> {
  if (!mayCompose(scope)) throw forbidden()
  const now = await readDashboard(scope, project, id)
  const { cards, removed, ...settings } = { ...now, ...change(now) }
  if (cards.length > mostCards)
    throw invalid({ form: { fr: `${mostCards} cartes au plus.`, en: `${mostCards} cards at most.` } })
  const written = await scope.db
    .updateTable('dashboards')
    .set({
      ...checked(settings),
      cards: JSON.stringify(cards),
      removed: JSON.stringify(removed.slice(-keptRemoved)),
      version: version + 1,
      updatedBy: scope.user.name,
    })
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', project)
    .where('id', '=', id)
    .where('version', '=', version)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (written.numUpdatedRows === 0n) throw changedSince(now.updatedBy)
}

const changedSince = (by: string) =>
  conflict('dashboardChanged', {
    fr: `${by} a changé ce tableau entre-temps. Rien n’a été écrasé : le voici à jour, recommencez si c’est encore utile.`,
    en: `${by} has changed this dashboard meanwhile. Nothing was overwritten: here it is up to date, do it again if it still makes sense.`,
  })

/** Takes a dashboard away, or puts it back. @throws notFound when the project has none such */
export async function setRemoved(scope: Scope, project: string, id: string, isRemoved: boolean): Promise<void> {
  if (!mayCompose(scope)) throw forbidden()
  if (!isUuid(id)) throw notFound()
  const written = await scope.db
    .updateTable('dashboards')
    .set({ deletedAt: isRemoved ? scope.now : null })
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', project)
    .where('id', '=', id)
    .executeTakeFirst()
  if (written.numUpdatedRows === 0n) throw notFound()
}

/** What a dashboard looks at: its own period, unless the address says another. */
export function viewOfDashboard(dashboard: Settings, search: URLSearchParams, today: string): View {
  const asked = new URLSearchParams(search)
  if (!asked.has('period') && !(asked.has('from') && asked.has('to'))) {
    asked.set('period', dashboard.preset)
    asked.set('from', dashboard.startsOn ?? '')
    asked.set('to', dashboard.endsOn ?? '')
  }
  return viewOf(asked, today)
}

function checked({ name: written, preset, startsOn, endsOn, site }: Settings): Settings {
  const name = written.trim()
  const problems: Record<string, Words> = {}
  if (name === '') problems['name'] = { fr: 'Donnez un nom.', en: 'Give it a name.' }
  if (name.length > longestName)
    problems['name'] = { fr: `${longestName} caractères au plus.`, en: `${longestName} characters at most.` }
  if (!presets.includes(preset)) problems['preset'] = { fr: 'Choisissez une période.', en: 'Choose a period.' }
  const [from, to] = [startsOn ?? '', endsOn ?? '']
  if (preset === 'custom' && !(isDay(from) && isDay(to) && from <= to && lengthOf({ from, to }) <= 4000))
    problems['startsOn'] = {
      fr: 'Donnez deux jours, le premier avant le second.',
      en: 'Give two days, the first before the second.',
    }
  if (Object.keys(problems).length > 0) throw invalid(problems)
  return {
    name,
    preset,
    startsOn: preset === 'custom' ? startsOn : null,
    endsOn: preset === 'custom' ? endsOn : null,
    site,
  }
}
