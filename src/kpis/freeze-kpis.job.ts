import type { Scope } from '../accounts/scope.ts'
import type { ClickHouse } from '../clickhouse.ts'
import { bucketOf } from '../analytics/query.ts'
import { type Period, addDays } from '../period.ts'
import type { Db } from '../projects/coverage.ts'
import { listObjects } from '../projects/objects.store.ts'
import { linksOf } from '../projects/thread.store.ts'
import { compile, definitionOf, isCompiled } from './compiled.ts'
import { noteDeviation } from './deviations.store.ts'
import { type Grain, type Measuring, measuring, readFigure, siteOf, todayOf } from './figures.store.ts'
import { type Kpi, goal, kpi } from './kpis.ts'
import { type Asked, goalsByKpi, lastDayOf, manualReadings, measureIn, periodOf } from './measures.store.ts'
import { currentValues, freeze } from './values.store.ts'

/** Days that are read again: an event may come late, a log may be imported after the fact. */
const reread = 35

interface Clock {
  readonly db: Db
  readonly clickhouse: ClickHouse
  readonly clock: () => Date
}

/**
 * Freezes what every KPI was worth over the days, weeks and months that are over, and notes the deviations beyond their threshold.
 * Nothing is done twice: a figure read again the same writes nothing.
 * @returns how many figures were frozen, and how many deviations noted
 */
export async function freezeKpis({ db, clickhouse, clock }: Clock): Promise<{ frozen: number; deviations: number }> {
  const projects = await db
    .selectFrom('projects')
    .select(['id', 'workspaceId'])
    .where('archivedAt', 'is', null)
    .orderBy('createdAt')
    .execute()
  const done = { frozen: 0, deviations: 0 }
  for (const { id, workspaceId } of projects) {
    const scope: Scope = {
      db,
      clickhouse,
      workspace: workspaceId,
      user: { id: null, name: 'Filrouge', email: null },
      role: 'owner',
      project: null,
      locale: 'fr',
      now: clock(),
    }
    const { frozen, deviations } = await freezeProject(scope, id)
    done.frozen += frozen
    done.deviations += deviations
  }
  return done
}

/** The same for one project. */
export async function freezeProject(scope: Scope, projectId: string): Promise<{ frozen: number; deviations: number }> {
  const kpis = await listObjects(scope, kpi, projectId)
  const done = { frozen: 0, deviations: 0 }
  if (kpis.length === 0) return done
  const [m, goals, links] = await Promise.all([
    measuring(scope, projectId),
    listObjects(scope, goal, projectId),
    linksOf(scope, projectId),
  ])
  const byKpi = goalsByKpi(goals, links)
  for (const { id, title, values } of kpis) {
    const own = { ...(values as Kpi), title }
    const readings = await manualReadings(scope, id, own)
    const asked = { id, values: own, goals: byKpi.get(id) ?? [], readings }
    done.frozen += await freezeOne(m, id, asked)
    const measured = await measureIn(m, asked, false)
    if (await noteDeviation(scope, projectId, id, own, measured, todayOf(m, siteOf(m, own.site)))) done.deviations += 1
  }
  return done
}

/** Freezes one KPI's days, weeks and months that are over. */
async function freezeOne(m: Measuring, id: string, { values, goals }: Asked): Promise<number> {
  const found = compile(values, goals)
  const period = periodOf(values)
  if (!isCompiled(found) || !period) return 0
  const site = siteOf(m, values.site)
  const yesterday = addDays(todayOf(m, site), -1)
  const lived = { from: period.from, to: period.to < yesterday ? period.to : yesterday }
  if (lived.from > lived.to) return 0
  const definition = definitionOf(found, site?.domain ?? null)
  if (found.isNow) {
    // It has no past: only yesterday, as it stands this morning, and never again.
    if (
      lived.to !== yesterday ||
      (await currentValues(m.scope, id, 'day', { from: yesterday, to: yesterday })).length > 0
    )
      return 0
    const { total } = await readFigure(m, found, site, { from: lived.from, to: yesterday }, period, null)
    return freeze(m.scope, m.projectId, id, 'day', [{ startsOn: yesterday, value: total.value }], definition)
  }
  let frozen = 0
  for (const grain of ['day', 'week', 'month'] as const) {
    const window = await windowOf(m, id, grain, lived, yesterday)
    const { buckets } = await readFigure(m, found, site, window, period, grain)
    const over = buckets.filter(({ label }) => lastDayOf(grain, label) <= lived.to)
    const fresh = over.map(({ label, value }) => ({ startsOn: label, value }))
    frozen += await freeze(m.scope, m.projectId, id, grain, fresh, definition)
  }
  return frozen
}

/** What is read: everything the first time, then what may still have changed, in whole weeks or months. */
async function windowOf(m: Measuring, id: string, grain: Grain, lived: Period, yesterday: string): Promise<Period> {
  const known = await currentValues(m.scope, id, grain, { from: bucketOf(grain, lived.from), to: lived.to })
  if (known.length === 0) return lived
  const from = bucketOf(grain, addDays(yesterday, -reread))
  return from > lived.from && from <= lived.to ? { from, to: lived.to } : lived
}
