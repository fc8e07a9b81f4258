import type { App } from '../app.ts'
import { judgeAlerts } from '../alerts/judge-alerts.job.ts'
import { addDays } from '../period.ts'
import type { World } from './world.store.ts'

/** The company's alerts go over its last month, as they would have day by day. Nobody is written to. */
export async function ringPast(app: App, { workspace, dates }: Pick<World, 'workspace' | 'dates'>): Promise<void> {
  await app.db
    .updateTable('alerts')
    .set({ judged: addDays(dates.today, -30) })
    .where('workspaceId', '=', workspace.id)
    .execute()
  await judgeAlerts(app)
}
