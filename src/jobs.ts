import { PgBoss } from 'pg-boss'
import type { App } from './app.ts'
import { endRetention } from './collect/retention.job.ts'
import { lookAgain, sortPastOfAll } from './analytics/channel-rewrite.job.ts'
import { freezeKpis } from './kpis/freeze-kpis.job.ts'
import { judgeAlerts } from './alerts/judge-alerts.job.ts'
import { sendWebhooks } from './alerts/send-webhooks.job.ts'
import { sendMail } from './mail.ts'
import { forgetOldMail } from './outbox.store.ts'
import { emptyTrash } from './projects/trash.store.ts'

/** Something done on a clock, once for all the application's nodes. Times are those of Europe/Paris. */
interface Job {
  readonly name: string
  /** Five fields, as in crontab. */
  readonly cron: string
  readonly run: (app: App) => Promise<unknown>
}

/** Every job of the product. */
const jobs: readonly Job[] = [
  { name: 'empty-trash', cron: '20 3 * * *', run: ({ db, clock }) => emptyTrash(db, clock()) },
  { name: 'end-retention', cron: '40 3 * * *', run: endRetention },
  { name: 'sort-past-visits', cron: '*/5 * * * *', run: sortPastOfAll },
  { name: 'look-again-at-past-visits', cron: '17 * * * *', run: lookAgain },
  { name: 'send-mail', cron: '* * * * *', run: sendMail },
  { name: 'send-webhooks', cron: '* * * * *', run: sendWebhooks },
  { name: 'judge-alerts', cron: '*/5 * * * *', run: judgeAlerts },
  { name: 'forget-old-mail', cron: '50 3 * * *', run: ({ db, clock }) => forgetOldMail(db, clock()) },
  // After midnight in every zone of France's departments but the Pacific: yesterday is over.
  { name: 'freeze-kpis', cron: '40 4 * * *', run: freezeKpis },
]

export interface Jobs {
  /** Waits for the job under way, at most `timeout` ms. */
  stop(): Promise<void>
}

/**
 * Starts the clock. pg-boss keeps its queue in PostgreSQL, in a schema of its own that it migrates itself, so that
 * two nodes never run the same job.
 */
export async function startJobs(app: App, timeout = 3_000): Promise<Jobs> {
  const boss = new PgBoss({ connectionString: app.engines.postgres.url, schema: 'jobs', max: 2 })
  // A lost connection is the supervisor's business; pg-boss tries again by itself.
  boss.on('error', (error) => app.log.warn({ reason: error.message }, 'jobs'))
  await boss.start()
  for (const { name, cron, run } of jobs) {
    await boss.createQueue(name)
    await boss.schedule(name, cron, {}, { tz: 'Europe/Paris' })
    await boss.work(name, { pollingIntervalSeconds: 60 }, async () => {
      // What runs each minute would fill the log with nothing done.
      const level = cron.startsWith('* ') ? 'debug' : 'info'
      app.log[level]({ job: name, result: await run(app) }, 'job done')
    })
  }
  return { stop: () => boss.stop({ graceful: true, timeout }) }
}
