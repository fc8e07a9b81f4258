import type { App } from '../app.ts'
import { forgetStopped } from './consents.store.ts'
import { deleteOlder, deleteOlderRecords } from './deletion.store.ts'
import { logPrivacy } from './privacy-log.store.ts'
import { cutoffOf } from './retention.ts'
import { sitesEverMeasured } from './sites.store.ts'

type Parts = Pick<App, 'db' | 'clickhouse' | 'clock' | 'log'>

/**
 * Deletes what every site has kept long enough, those taken off included. A site that cannot be done now does not keep the others
 * waiting: it is done the next night.
 * @returns how many sites lost something
 */
export async function endRetention({ db, clickhouse, clock, log }: Parts): Promise<number> {
  const now = clock()
  let sites = 0
  for (const site of await sitesEverMeasured(db)) {
    try {
      const cutoff = cutoffOf(site, now)
      const figures = await deleteOlder(clickhouse, site.id, cutoff)
      const counts = { ...figures, ...(await deleteOlderRecords(db, site.id, cutoff)) }
      if (Object.values(counts).every((count) => count === 0)) continue
      await logPrivacy(db, { siteId: site.id, at: now, act: 'retention', doneBy: null, counts, before: cutoff.instant })
      sites++
    } catch (error) {
      log.error({ err: error, site: site.id }, 'retention: a site was not done; tried again next time')
    }
  }
  await forgetStopped(db, now)
  return sites
}
