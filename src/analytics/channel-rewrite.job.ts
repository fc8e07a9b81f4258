import type { App } from '../app.ts'
import { siteChannels } from '../collect/channel-rules.ts'
import { everyRuleList, type RuleList } from '../collect/channel-rules.store.ts'
import { moveWays, sortedTables, visitsToMove, waysIn } from './channel-past.store.ts'
import { channelOfPast } from './channel-preview.ts'
import { aloneOnSite, noteFinished, noteMoved, noteProgress, isUnderWay, sitesJustSorted, sitesToSort } from './channel-rewrites.store.ts' // prettier-ignore

type Parts = Pick<App, 'db' | 'clickhouse' | 'journal' | 'collector' | 'clock' | 'log'>

/**
 * Sorts the past visits of a site by its rules in force. It only asks which visits are not where the rules put them: cut
 * short anywhere, it is simply begun again. Events that come meanwhile are sorted by the new rules as they come; those that wait in
 * the journal are stored first.
 * @returns false when another process is at it
 */
export const sortPast = (app: Parts, siteId: number, signal?: AbortSignal): Promise<boolean> =>
  aloneOnSite(app.db, siteId, async () => {
    // The rules are read again after each round: others may have been published meanwhile.
    for (let list = await rulesInForce(app, siteId); list;) {
      try {
        await sortBy(app, list, signal)
      } catch (error) {
        await noteProgress(app.db, list, { problem: (error as Error).message.slice(0, 500) })
        throw error
      }
      const after = await rulesInForce(app, siteId)
      if (after?.version === list.version) break
      list = after
    }
  })

const rulesInForce = async ({ db }: Parts, siteId: number): Promise<RuleList | undefined> =>
  (await everyRuleList(db)).find((list) => list.siteId === siteId)

async function sortBy(app: Parts, list: RuleList, signal: AbortSignal | undefined): Promise<void> {
  const { db, clickhouse } = app
  await app.collector.reloadSites()
  await app.journal.drained()
  const { of } = siteChannels(list.version, list.entries)
  const isAsked = await isUnderWay(db, list)
  const note = async (done: number) => isAsked && noteProgress(db, list, { done })
  await note(0)
  for (const [n, table] of sortedTables.entries()) {
    signal?.throwIfAborted()
    const wrong = new Map<string, string>()
    for (const way of await waysIn(clickhouse, list.siteId, table)) {
      const channel = channelOfPast(of, way)
      if (channel !== way.channel) wrong.set(way.key, channel)
    }
    if (wrong.size === 0) continue
    if (table === 'visits') await noteMoved(db, list, await visitsToMove(clickhouse, list.siteId, wrong))
    signal?.throwIfAborted()
    await moveWays(clickhouse, list.siteId, table, wrong, (done) => note((n + done) / sortedTables.length))
  }
  if (isAsked) await noteFinished(db, list, app.clock())
}

/** Takes up what a stopped process left. */
export const sortPastOfAll = async (app: Parts): Promise<number> => sortEach(app, await sitesToSort(app.db))

/** Looks once more at what was sorted in the last day: it reads all their history, so not too often. */
export const lookAgain = async (app: Parts): Promise<number> =>
  sortEach(app, await sitesJustSorted(app.db, app.clock()))

async function sortEach(app: Parts, sites: readonly number[]): Promise<number> {
  for (const siteId of sites) {
    try {
      await sortPast(app, siteId)
    } catch (error) {
      app.log.error({ err: error, siteId }, 'channels: past visits were not sorted; tried again later')
    }
  }
  return sites.length
}
