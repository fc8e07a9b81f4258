import type { Scope } from '../accounts/scope.ts'
import { importKinds } from '../collect/import-runs.store.ts'
import { boundsOf, dayIn, type Period } from '../period.ts'
import type { Catalog } from '../projects/kind.ts'
import { listObjects } from '../projects/objects.store.ts'
import { daysOf, type Mark, type MarkSource, markSources } from './annotations.ts'
import { en } from './annotations.en.ts'
import { fr } from './annotations.fr.ts'

/** Objects of one kind that a curve of a period flags: the latest. */
const most = 2_000

interface Ground {
  readonly project: { readonly id: string; readonly timeZone: string }
  /** null where the curve is of no site. */
  readonly site: { readonly id: number; readonly timeZone: string } | null
  readonly period: Period
  readonly hidden?: readonly MarkSource[]
}

/**
 * What happened in a period, by day: notes, publications, campaigns, and what the product itself did to the figures of the site.
 * Everything is read where it is kept, with the rights of the reader.
 */
export async function marksOf(
  scope: Scope,
  kinds: Catalog['kinds'],
  { project, site, period, hidden = [] }: Ground,
): Promise<Mark[]> {
  const t = { fr, en }[scope.locale].marks
  const isWanted = (source: MarkSource) => !hidden.includes(source)
  const ofObjects = kinds.map(async (kind): Promise<Mark[]> => {
    const source = markSources.find((name) => name === kind.name)
    if (!source || !isWanted(source)) return []
    const phases: Partial<Record<Mark['phase'], (title: string) => string>> =
      source === 'content' || source === 'campaign' ? t.phases[source] : { from: t.from, to: t.to }
    return (await listObjects(scope, kind, project.id, { during: period, limit: most })).flatMap(
      ({ id, title, values }) => {
        const span = kind.marks(values, project.timeZone)
        return span === null
          ? []
          : daysOf(span, period).map(({ day, phase }) => ({
              source,
              day,
              phase,
              text: phases[phase]?.(title) ?? title,
              path: `${kind.path}/${id}`,
            }))
      },
    )
  })
  const found = await Promise.all([...ofObjects, ...(site ? ofSite(scope, site, period, isWanted) : [])])
  return found.flat().toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}

/** Imports that came to their end, and rules of channels put in force. */
function ofSite(
  scope: Scope,
  { id, timeZone }: NonNullable<Ground['site']>,
  period: Period,
  isWanted: (source: MarkSource) => boolean,
): Promise<Mark[]>[] {
  const t = { fr, en }[scope.locale].marks
  const { from, until } = boundsOf(timeZone, period)
  const on = (source: MarkSource, at: Date, text: string): Mark => ({
    source,
    day: dayIn(timeZone, at),
    phase: 'on',
    text,
    path: null,
  })
  const imports = async () => {
    const rows = await scope.db
      .selectFrom('importRuns')
      .select(['kind', 'finishedAt'])
      .where('workspaceId', '=', scope.workspace)
      .where('siteId', '=', id)
      .where('state', '=', 'done')
      .where('finishedAt', '>=', from)
      .where('finishedAt', '<', until)
      .limit(most)
      .execute()
    return rows.flatMap(({ kind, finishedAt }) =>
      finishedAt !== null && importKinds.includes(kind) ? [on('import', finishedAt, t.imported[kind])] : [],
    )
  }
  const channels = async () => {
    const rows = await scope.db
      .selectFrom('channelRules')
      .select(['version', 'publishedAt'])
      .where('workspaceId', '=', scope.workspace)
      .where('siteId', '=', id)
      .where('publishedAt', '>=', from)
      .where('publishedAt', '<', until)
      .limit(most)
      .execute()
    return rows.map(({ version, publishedAt }) => on('channels', publishedAt, t.channelsChanged(version)))
  }
  return [...(isWanted('import') ? [imports()] : []), ...(isWanted('channels') ? [channels()] : [])]
}
