import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Scope } from '../accounts/scope.ts'
import { tell } from '../analytics/visits.fixture.ts'
import { testInstance } from '../testing.ts'
import { giveConsent, withdrawConsent } from './consents.store.ts'
import { deleteOlder, olderThan } from './deletion.store.ts'
import { importHistory } from './import-history.ts'
import { privacyLogOf } from './privacy-log.store.ts'
import { cutoffOf, figureTables } from './retention.ts'
import { endRetention } from './retention.job.ts'
import { addSite, removeSite } from './sites.store.ts'
import { monthsKept, type Site } from './site.ts'

const t = await testInstance()
const now = new Date('2026-11-24T11:00:00Z')
const app = { ...t.app, clock: () => now }
let lead: Scope

beforeAll(async () => {
  lead = { ...(await t.scope('lead')), now }
})

let serial = 0
/** A site with one visit begun at each instant; the visit may go on in another day. */
async function siteWith(months: number | null, ...begun: string[]): Promise<Site> {
  const site = await addSite(lead, {
    domain: `s${++serial}.example`,
    ...(months === null ? {} : { settings: { retentionMonths: months } }),
  })
  await tell(
    t.clickhouse,
    begun.flatMap((startedAt) => {
      const visit = ++serial
      const later = new Date(Date.parse(startedAt) + 20 * 60_000).toISOString()
      const one = { site: site.id, visitor: visit, visit, startedAt, entry: '/' }
      return [
        { ...one, at: startedAt, path: '/' },
        { ...one, at: later, path: '/suite' },
      ]
    }),
  )
  return site
}

async function left(site: Site) {
  const of = async (table: string, at: string) => {
    const answer = await t.clickhouse.query({
      query: `select distinct formatDateTime(${at}, '%Y-%m-%d %H:%i') as at from ${table} where site_id = ${site.id} order by at`,
      format: 'JSONEachRow',
    })
    return (await answer.json<{ at: string }>()).map(({ at: said }) => said)
  }
  return { events: await of('events', 'visit_started_at'), visits: await of('visits', 'visit_started_at') }
}

describe('what is too old', () => {
  test.each([
    ['25 months when nothing is set', {}, '2024-10-25', '2024-10-24T22:00:00.000Z'],
    ['6 months', { retentionMonths: 6 }, '2026-05-25', '2026-05-24T22:00:00.000Z'],
    ['25 months at most, whatever is written', { retentionMonths: 60 }, '2024-10-25', '2024-10-24T22:00:00.000Z'],
    ['one month', { retentionMonths: 1 }, '2026-10-25', '2026-10-24T22:00:00.000Z'],
  ])('after %s', (_, settings, day, instant) => {
    const found = cutoffOf({ timeZone: 'Europe/Paris', settings }, now)
    expect([found.day, found.instant.toISOString()]).toEqual([day, instant])
    expect(monthsKept({ settings })).toBeLessThanOrEqual(25)
  })

  test('is so before the months are over, never after: the clock turns once a day', () => {
    const at = (iso: string) =>
      cutoffOf({ timeZone: 'Europe/Paris', settings: { retentionMonths: 1 } }, new Date(iso)).day
    // A month that has no 31st ends on its last day.
    expect([at('2026-03-30T10:00:00Z'), at('2026-03-29T10:00:00Z'), at('2026-12-31T22:59:00Z')]).toEqual([
      '2026-02-28', '2026-02-28', '2026-12-01',
    ]) // prettier-ignore
  })
})

describe('the end of a retention', () => {
  test('deletes whole visits, raw and derived, and nothing that is young enough', async () => {
    const site = await siteWith(6, '2026-05-24T21:50:00Z', '2026-05-24T22:10:00Z', '2026-11-20T10:00:00Z')
    const other = await siteWith(12, '2026-05-24T21:50:00Z')
    expect(await olderThan(t.clickhouse, site.id, cutoffOf(site, now))).toEqual({ events: 2, visits: 1 })
    expect(await endRetention(app)).toBeGreaterThan(0)
    const kept = ['2026-05-24 22:10', '2026-11-20 10:00']
    expect(await left(site)).toEqual({ events: kept, visits: kept })
    expect((await left(other)).visits).toHaveLength(1)
    // What ClickHouse counted by the hour as events came is right too.
    const hours = await t.clickhouse.query({
      query: `select toStartOfHour(ts) as hour, count() as n from events where site_id = ${site.id} and bot_reason = '' and name = 'pageview' group by hour, path`,
      format: 'JSONEachRow',
    })
    expect((await hours.json<{ n: string | number }>()).reduce((sum, { n }) => sum + Number(n), 0)).toBe(4)
    // Nothing is hidden for a later merge: no part holds the rows any more.
    const answer = await t.clickhouse.query({
      query: `select count() as n from events where site_id = ${site.id} and visit_started_at < '2026-05-24 22:00:00' settings apply_deleted_mask = 0`,
      format: 'JSONEachRow',
    })
    expect(Number((await answer.json<{ n: string }>())[0]?.n)).toBe(0)
  })

  test('is logged with what went and up to when, once; a night with nothing to do says nothing', async () => {
    const site = await siteWith(3, '2026-08-01T10:00:00Z', '2026-08-02T10:00:00Z')
    await endRetention(app)
    await endRetention(app)
    const [entry, ...more] = await privacyLogOf(lead, site.id, 10)
    expect(more).toEqual([])
    expect(entry).toMatchObject({
      act: 'retention', doneBy: null, at: now, before: new Date('2026-08-24T22:00:00Z'),
      counts: { events: 4, visits: 2, consents: 0, drops: 0, imported: 0 },
    }) // prettier-ignore
    expect(await privacyLogOf(await t.scope('owner'), site.id, 10)).toEqual([])
  })

  test('comes for a site that was taken off too', async () => {
    const site = await siteWith(2, '2026-01-01T10:00:00Z')
    await removeSite(lead, site.id)
    await endRetention(app)
    expect(await left(site)).toEqual({ events: [], visits: [] })
  })

  test('takes the proofs with the last figures they allowed, and old totals of drops', async () => {
    const { id } = await siteWith(6)
    const consent = (visitor: string, at: string) => giveConsent(t.db, { siteId: id, visitor, notice: null, at: new Date(at) })
    // Thirteen months, then six: over. Thirteen months only: its figures may still be there. Withdrawn long ago, and of late.
    await consent('1', '2025-04-01T00:00:00Z')
    await consent('2', '2025-10-01T00:00:00Z')
    await consent('3', '2026-04-01T00:00:00Z')
    await withdrawConsent(t.db, { siteId: id, visitor: '3', at: new Date('2026-05-01T00:00:00Z') })
    await consent('4', '2026-04-01T00:00:00Z')
    await withdrawConsent(t.db, { siteId: id, visitor: '4', at: new Date('2026-06-01T00:00:00Z') })
    await t.db.insertInto('collectDrops').values([
      { siteId: id, day: '2026-05-24', reason: 'bot', count: 5 },
      { siteId: id, day: '2026-05-25', reason: 'bot', count: 7 },
    ]).execute() // prettier-ignore
    await endRetention(app)
    const proofs = await t.db.selectFrom('consents').select('visitor').where('siteId', '=', id).orderBy('visitor').execute()
    expect(proofs.map(({ visitor }) => visitor)).toEqual(['2', '4'])
    const drops = await t.db.selectFrom('collectDrops').select('day').where('siteId', '=', id).execute()
    expect(drops).toEqual([{ day: '2026-05-25' }])
    expect((await privacyLogOf(lead, id, 1))[0]?.counts).toMatchObject({ consents: 2, drops: 1 })
  }) // prettier-ignore

  test('deletes what was imported of days too old, and an import brings none back', async () => {
    const site = await siteWith(6)
    const path = join(t.app.config.dataDir, 'jours.csv')
    await writeFile(path, 'date,visits\n2026-05-24,3\n2026-05-25,4\n2026-11-01,5\n')
    const order = { site: site.domain, files: [path] }
    // Imported when the site still kept them.
    await importHistory({ ...app, clock: () => new Date('2026-11-01T11:00:00Z') }, order)
    await endRetention(app)
    const days = await t.db.selectFrom('importedDays').select(sql<string>`day::text`.as('on')).where('siteId', '=', site.id).orderBy('day').execute()
    expect(days.map(({ on }) => on)).toEqual(['2026-05-25', '2026-11-01'])
    expect((await privacyLogOf(lead, site.id, 1))[0]?.counts).toMatchObject({ imported: 1 })
    expect(await importHistory(app, { ...order, dryRun: true })).toMatchObject({ tooOld: 1, visits: 9, days: { from: '2026-05-25' } })
  }) // prettier-ignore

  test('does the other sites when one cannot be done', async () => {
    const bad = await siteWith(1, '2026-01-01T10:00:00Z')
    const good = await siteWith(1, '2026-01-01T10:00:00Z')
    await t.db.updateTable('sites').set({ timeZone: 'Nulle/Part' }).where('id', '=', bad.id).execute()
    await endRetention(app)
    expect((await left(good)).events).toEqual([])
    expect((await left(bad)).events).toHaveLength(1)
    await t.db.updateTable('sites').set({ timeZone: 'Europe/Paris' }).where('id', '=', bad.id).execute()
    await endRetention(app)
    expect((await left(bad)).events).toEqual([])
  })

  test('shortened, shows first what it would delete, and deletes that', async () => {
    const site = await siteWith(null, '2026-02-01T10:00:00Z', '2026-09-01T10:00:00Z')
    const cutoff = cutoffOf(site, now, 4)
    const seen = await olderThan(t.clickhouse, site.id, cutoff)
    expect(seen).toEqual({ events: 2, visits: 1 })
    expect(await deleteOlder(t.clickhouse, site.id, cutoff)).toEqual(seen)
  })
})

test('every table of ClickHouse that holds figures of a site ends with its retention', async () => {
  // Totals of imported reports say nothing of one visitor, and are kept as long as the site: name such a table here, with its reason.
  const totalsOnly: string[] = []
  const answer = await t.clickhouse.query({
    query: `select table from system.columns where database = currentDatabase() and name = 'site_id'
      and table in (select name from system.tables where database = currentDatabase() and engine not like '%View')`,
    format: 'JSONEachRow',
  })
  const tables = (await answer.json<{ table: string }>()).map(({ table }) => table)
  expect(tables.toSorted()).toEqual([...figureTables.map(({ table }) => table), ...totalsOnly].toSorted())
})
