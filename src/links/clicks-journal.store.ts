import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { Journal, type JournalOptions } from '../journal.ts'
import type { Tables } from '../postgres.ts'
import { type Click, addClicks } from './clicks.store.ts'

/** Opens the journal of the clicks, which begins to send what an earlier run left in it. */
export const openClicks = (dir: string, db: Kysely<Tables>, more: Pick<JournalOptions, 'log' | 'drainEvery'> = {}) =>
  Journal.open({
    dir,
    send: (rows, token) => addClicks(db, clicksIn(rows), token),
    acknowledge: 'file',
    drainEvery: 1_500,
    ...more,
  })

/** Parsed as they are asked for, so that a large batch never holds the event loop. */
function* clicksIn(rows: readonly Buffer[]): Generator<Click> {
  for (const row of rows) yield JSON.parse(row.toString('utf8')) as Click
}

/** Where clicks wait between the redirect and the totals. */
export const clicksDir = (dataDir: string): string => join(dataDir, 'clicks')
