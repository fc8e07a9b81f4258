import type { Scope } from '../accounts/scope.ts'
import { sitesOf } from '../analytics/analytics.store.ts'
import type { App } from '../app.ts'
import { type Day, addDays, dayIn } from '../period.ts'
import { walk } from './decision.ts'
import { type AtWork, alertsAtWork, isRinging, noteJudged } from './judging.store.ts'
import { grainOf } from './rule.ts'
import { firstSince, lastStretch, readSeries } from './series.store.ts'

type Parts = Pick<App, 'db' | 'clickhouse' | 'clock' | 'log' | 'url'>

/** What is caught up with after the instance was down. */
const longest = 30

/**
 * Judges every alert over the stretches that have ended since it was last judged. Reads no event where none has. One that cannot
 * be judged now does not keep the others waiting.
 * @returns how many were judged, and how many times they rang
 */
export async function judgeAlerts(app: Parts): Promise<{ judged: number; fired: number }> {
  const done = { judged: 0, fired: 0 }
  for (const alert of await alertsAtWork(app.db)) {
    try {
      const fired = await judgeOne(app, alert)
      if (fired === null) continue
      done.judged += 1
      done.fired += fired
    } catch (error) {
      app.log.error({ err: error, alert: alert.id }, 'alerts: one was not judged; tried again next time')
    }
  }
  return done
}

/** @returns how many times it rang; null when there was nothing to judge, or another process did */
async function judgeOne(app: Parts, alert: AtWork): Promise<number | null> {
  const scope: Scope = {
    db: app.db,
    clickhouse: app.clickhouse,
    workspace: alert.workspaceId,
    user: { id: null, name: 'Filrouge', email: null },
    role: 'owner',
    project: null,
    locale: alert.locale,
    now: app.clock(),
  }
  const until = lastStretch(grainOf(alert.rule), alert.timeZone, scope.now)
  if (alert.judged === until) return null
  const site = (await sitesOf(scope, { project: alert.projectId })).find(({ id }) => id === alert.siteId)
  if (!site) return null
  const today = dayIn(alert.timeZone, scope.now)
  const points = await readSeries(scope, site, alert.rule, sinceOf(alert.judged ?? until, today))
  // Judged for the first time, it looks at the last stretch only: a new alert does not ring for the past.
  const known = points.findIndex(({ stretch }) => stretch === alert.judged)
  const from =
    alert.judged === null ? points.length - 1 : known >= 0 ? known + 1 : firstSince(points, addDays(today, -longest))
  const turns = walk(alert.rule, points, from, await isRinging(scope, alert.id))
  const isNoted = await noteJudged(scope, alert, turns, until, app.url)
  return isNoted ? turns.filter(({ turn }) => turn === 'fired').length : null
}

const sinceOf = (judged: string, today: Day): Day => {
  const [day, earliest] = [judged.slice(0, 10), addDays(today, -longest)]
  return day > earliest ? day : earliest
}
