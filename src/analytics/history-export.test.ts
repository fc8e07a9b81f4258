import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { addKey } from '../accounts/keys.store.ts'
import type { Scope } from '../accounts/scope.ts'
import { historyOf } from '../collect/history.ts'
import { historyDimensions } from '../collect/history-columns.ts'
import { historyHead, historyLine } from '../collect/history-file.ts'
import { importedDays, importedValues } from '../collect/history.store.ts'
import { tablesOf, textOf } from '../collect/history-table.ts'
import { addSite } from '../collect/sites.store.ts'
import { commands } from '../commands.ts'
import { httpServer } from '../http.ts'
import { testInstance } from '../testing.ts'
import { answer, siteByDomain } from './analytics.store.ts'
import { query } from './query.ts'
import { tell } from './visits.fixture.ts'

// Out of one site, into another: the same figures, day by day.

const t = await testInstance()
const http = httpServer(t.app, () => Promise.resolve(new Response('a page')))
let owner: Scope
let key = ''
const period = { from: '2026-10-20', to: '2026-11-02' }
const file = join(t.app.config.dataDir, 'jours.csv')

beforeAll(async () => {
  const workspace = await t.workspace()
  owner = await t.scope('owner', { workspace })
  key = await addKey(owner, 'lecture', ['stats:read'])
  const { id: site } = await addSite(owner, { domain: 'ancien.example' })
  await addSite(owner, { domain: 'nouveau.example' })
  // Over the night that has 25 hours, one visit across midnight, one bounce, texts that a spreadsheet would run.
  const visit = (id: number, visitor: number, pages: readonly (readonly [at: string, path: string])[], source: string) =>
    pages.map(([at, path]) => ({
      site, visitor, visit: id, at, startedAt: pages[0]?.[0] ?? at, path, entry: pages[0]?.[1] ?? path,
      shared: { visit_source: source, visit_channel: source === '' ? 'Direct' : 'Referral', country: 'FR', city: 'L’Île, "la"', device: 'mobile' },
    })) // prettier-ignore
  await tell(t.clickhouse, [
    ...visit(1, 1, [['2026-10-20T21:58:00Z', '/'], ['2026-10-20T22:05:00Z', '/miel,cire'], ['2026-10-20T22:06:00Z', '/']], '=cmd()'),
    ...visit(2, 1, [['2026-10-20T09:00:00Z', '/']], ''),
    ...visit(3, 2, [['2026-10-25T00:30:00Z', '/'], ['2026-10-25T01:30:00Z', '/miel,cire']], "'quoted"),
    ...visit(4, 3, [['2026-11-02T12:00:00Z', '/à "lire"']], '-1'),
  ]) // prettier-ignore
})

const daysOf = async () => {
  const site = await siteByDomain(owner, 'ancien.example')
  const metrics = ['visitors', 'visits', 'pageviews', 'bounceRate', 'visitDuration'] as const
  const asked = query({ period, metrics, dimensions: ['date'], granularity: 'day' })
  const { rows } = await answer(owner, site, asked)
  return rows
    .filter((row) => (row.pageviews ?? 0) > 0)
    .map((row) => ({
      day: row.date,
      visitors: row.visitors,
      visits: row.visits,
      pageviews: row.pageviews,
      bounces: Math.round((row.bounceRate ?? 0) * (row.visits ?? 0)),
      seconds: Math.round((row.visitDuration ?? 0) * (row.visits ?? 0)),
    }))
}

describe('the days of a site', () => {
  test('go out by the command line and come into another site the same, day by day and value by value', async () => {
    await rm(file, { force: true })
    const out = await commands['export-history'].run(t.app, { site: 'ancien.example', file }, () => {})
    expect(out).toMatchObject({ site: 'ancien.example', from: '2026-10-20', smallFigures: null })
    expect(out.rows).toBe((await readFile(file, 'utf8')).split('\r\n').length - 2)
    const report = await commands['import-history'].run(t.app, { site: 'nouveau.example', files: [file] }, () => {})
    expect(report).toMatchObject({ tool: 'filrouge', skipped: [], derivedFrom: null })

    const site = await siteByDomain(owner, 'nouveau.example')
    const { days } = await importedDays(owner, site, period)
    expect(days).toEqual(await daysOf())
    expect(days.map(({ visits }) => visits)).toEqual([2, 0, 1, 1])

    const values = await importedValues(owner, site.id, days.map(({ day }) => day), 100)
    const of = (name: string) => values.filter(({ dimension }) => dimension === name).map(({ value, visits, pageviews }) => [value, Number(visits), Number(pageviews)])
    expect(new Set(of('source').map(([value]) => value))).toEqual(new Set(["'quoted", '-1', '', '=cmd()']))
    expect(of('page').toSorted((a, b) => Number(b[2]) - Number(a[2]))).toEqual([['/', 3, 4], ['/miel,cire', 2, 2], ['/à "lire"', 1, 1]])
    expect(of('city')).toEqual([['L’Île, "la"', 4, 7]])
  }) // prettier-ignore

  test('are the same by the API, within the days asked for', async () => {
    const get = (address: string, bearer = key) =>
      http.request(`http://localhost:3000/api/v1/sites/${address}`, { headers: { authorization: `Bearer ${bearer}` } })
    const whole = await get('ancien.example/history')
    expect(whole.headers.get('content-disposition')).toContain('ancien-example-filrouge-2026-10-20-')
    expect(`\ufeff${await whole.text()}`).toBe(await readFile(file, 'utf8'))
    const some = await (await get('ancien.example/history?from=2026-10-21&to=2026-10-25')).text()
    expect(some.match(/^2026-\d\d-\d\d,,/gm)).toEqual(['2026-10-21,,', '2026-10-25,,'])
    expect((await get('ancien.example/history?from=hier')).status).toBe(400)
    expect((await get('ancien.example/history?from=2026-10-02&to=2026-10-01')).status).toBe(400)
    expect(await (await get('nouveau.example/history')).text()).toBe(historyHead.slice(1))
    expect((await get('ailleurs.example/history')).status).toBe(404)
  })

  test('are not written over a file that exists, which is said', async () => {
    const again = commands['export-history'].run(t.app, { site: 'ancien.example', file }, () => {})
    await expect(again).rejects.toMatchObject({ id: 'cannotWrite', fields: { file: { fr: expect.stringContaining('existe déjà') } } })
  }) // prettier-ignore
})

test('any text comes back as it was, and no cell can be run as a formula', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom("'", '=', '+', '@', '"', ',', '\t', '\r', '\n', 'a') }))
  fc.assert(
    fc.property(text, fc.constantFrom(...historyDimensions), fc.nat(), (value, dimension, visits) => {
      const line = { day: '2026-11-02', dimension, value, visitors: null, visits, pageviews: 1, bounces: null, seconds: null }
      const csv = historyHead + historyLine(line)
      expect(historyLine({ ...line, value: `=${value}` })).toMatch(/^2026-11-02,\w+,"?'=/)
      expect(historyOf(tablesOf('x.csv', textOf(Buffer.from(csv))), 'UTC').rows.find((row) => row.dimension === dimension)).toMatchObject({ value, visits, dimension })
    }),
  )
}) // prettier-ignore
