import type { Scope } from '../accounts/scope.ts'
import { read, readGroupings } from '../analytics/analytics.store.ts'
import type { Row, Site } from '../analytics/analytics.store.ts'
import type { MetricName } from '../analytics/catalog.ts'
import { readCondition } from '../analytics/filters.ts'
import { type Granularity, query } from '../analytics/query.ts'
import type { Period } from '../period.ts'
import { type Ask, groupsOf, keyOf } from './asks.ts'

const mostRows = 2_000

export interface Answers {
  readonly rowsOf: (asked: Ask) => readonly Row[]
  /** Whether one of its readings failed. */
  readonly isLost: (asked: Ask) => boolean
}

/** Asks everything at once. Rows of parts of a question are joined by their name: a card may have metrics of two readings. */
export async function ask(
  scope: Scope,
  site: Site,
  asks: readonly Ask[],
  period: Period,
  compared: Period | null,
  granularity: Granularity,
  failed: (error: unknown) => void,
): Promise<Answers> {
  const joined = new Map<string, Map<string, Row>>()
  const lost = new Set<string>()
  const lostKey = (asked: Omit<Ask, 'metrics'>, metric: MetricName) => `${metric} ${keyOf(asked)}`
  await Promise.all(
    groupsOf(asks).map(async (group) => {
      const over = group.when === 'now' ? period : compared
      const filters = group.filters.flatMap((written) => readCondition(written) ?? [])
      const { metrics, bys } = group
      if (over === null) return
      const shared = { period: over, metrics, filters, granularity }
      const alone = (by: Ask['by']) =>
        read(
          scope,
          site,
          query({
            ...shared,
            dimensions: by === null ? [] : [by],
            ...(by === null || by === 'date' ? {} : { limit: mostRows }),
          }),
        )
      const listOf = (by: Ask['by']) => (by === null ? [] : [by])
      try {
        const found =
          group.isShared && bys.some((by) => by !== null)
            ? await readGroupings(scope, site, query(shared), bys.map(listOf), mostRows)
            : await Promise.all(bys.map(alone))
        bys.forEach((by, i) => {
          const key = keyOf({ ...group, by })
          const known = joined.get(key) ?? new Map<string, Row>()
          for (const row of found[i] ?? []) {
            const name = by === null ? '' : (row[by] ?? '')
            known.set(name, { ...known.get(name), ...row })
          }
          joined.set(key, known)
        })
      } catch (error) {
        failed(error)
        for (const by of bys) for (const metric of metrics) lost.add(lostKey({ ...group, by }, metric))
      }
    }),
  )
  return {
    rowsOf: (asked) => [...(joined.get(keyOf(asked))?.values() ?? [])],
    isLost: (asked) => asked.metrics.some((metric) => lost.has(lostKey(asked, metric))),
  }
}
