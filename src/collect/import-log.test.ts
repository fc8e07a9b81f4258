import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Scope } from '../accounts/scope.ts'
import { isAppError } from '../errors.ts'
import { type TestInstance, testInstance } from '../testing.ts'
import { importLog } from './import-log.ts'
import { listRuns } from './import-runs.store.ts'
import { removeEvents } from './imports.store.ts'
import { addSite } from './sites.store.ts'

let t: TestInstance
let scope: Scope
let dir: string
beforeAll(async () => {
  t = await testInstance()
  scope = await t.scope('owner')
  dir = await mkdtemp(join(tmpdir(), 'import-log-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0'
const line = (time: string, path: string, more: { ip?: string; agent?: string; status?: number } = {}) =>
  `${more.ip ?? '203.0.113.9'} - - [17/May/2025:${time} +0000] "GET ${path} HTTP/1.1" ${more.status ?? 200} 512 "-" "${more.agent ?? firefox}"`

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(dir, name)
  await writeFile(path, content)
  return path
}
let sites = 0
async function newSite(): Promise<string> {
  return (await addSite(scope, { domain: `journal-${++sites}.example` })).domain
}
async function stored(site: string) {
  const { site: { id } } = (await t.app.collector.site(site)) ?? { site: { id: 0 } } // prettier-ignore
  const answer = await t.clickhouse.query({
    query: `select
      (select count() from events where site_id = ${id} and bot_reason = '') as events,
      (select count() from events where site_id = ${id} and bot_reason != '') as bots,
      (select uniqExact(visit_id) from visits where site_id = ${id}) as visits,
      (select sum(pageviews) from visits where site_id = ${id}) as pages`,
    format: 'JSONEachRow',
  })
  const [row] = await answer.json<{ events: number; bots: number; visits: number; pages: number }>()
  return row
}
const idOf = async (site: string) => (await t.app.collector.site(site))?.site.id ?? 0
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (found: unknown) => found,
  )
  if (!isAppError(error)) throw error
  return error
}

describe('an import', () => {
  test('keeps pages, marks bots, says why it refuses the rest, and computes visits by the same rules', async () => {
    const site = await newSite()
    const path = await file('petit.log', [
      line('10:58:00', '/'),
      line('11:03:00', '/miel'),
      line('11:40:00', '/cire'),
      line('11:41:00', '/logo.png'),
      line('11:42:00', '/absent', { status: 404 }),
      line('11:43:00', '/', { ip: '203.0.113.10', agent: 'Googlebot/2.1 (+http://www.google.com/bot.html)' }),
      'garbage',
      '',
    ].join('\n')) // prettier-ignore
    const seen: number[] = []
    const report = await importLog(t.app, {
      site,
      files: [path],
      onProgress: ({ bytes, totalBytes }) => seen.push(bytes / totalBytes),
    })
    expect(report).toMatchObject({
      site,
      lines: 7,
      kept: 3,
      bots: 1,
      known: 0,
      visits: 2,
      refused: { file: 1, status: 1, unreadable: 1 },
    })
    expect(await stored(site)).toEqual({ events: 3, bots: 1, visits: 2, pages: 3 })
    expect(seen.at(-1)).toBe(1)
  })

  test('of the same lines, again, packed or grown, adds only what is new', async () => {
    const site = await newSite()
    const lines = Array.from({ length: 40 }, (_, i) => line(`10:${String(i).padStart(2, '0')}:00`, `/p${i % 5}`))
    // Two equal lines of one second are two reloads.
    lines.push(line('11:00:00', '/double'), line('11:00:00', '/double'))
    const first = await importLog(t.app, { site, files: [await file('a.log', lines.join('\n'))] })
    const again = await importLog(t.app, { site, files: [await file('a-again.log.gz', gzipSync(lines.join('\n')))] })
    const grown = await importLog(t.app, {
      site,
      files: [await file('a-grown.log', [...lines, line('11:10:00', '/plus')].join('\r\n'))],
    })
    expect([first.kept, again.kept, again.known, grown.kept, grown.known]).toEqual([42, 0, 42, 1, 42])
    expect(first.files[0]?.fingerprint).toBe(again.files[0]?.fingerprint)
    expect(await stored(site)).toEqual({ events: 43, bots: 0, visits: 1, pages: 43 })
    const id = await idOf(site)
    const runs = await listRuns(scope, id)
    expect(runs.map(({ files, state, report }) => [files[0]?.name, state, report?.['kept']])).toEqual([
      ['a-grown.log', 'done', 1],
      ['a-again.log.gz', 'done', 0],
      ['a.log', 'done', 42],
    ])
    expect(await listRuns(await t.scope('owner'), id)).toEqual([])
  })

  test('on trial says what it would give, with a line of each reason that names nobody, and writes nothing', async () => {
    const site = await newSite()
    const files = [
      await file(
        'essai.log',
        [line('10:00:00', '/'), line('10:01:00', '/logo.png?u=5'), '203.0.113.9 x@exemple.fr'].join('\n'),
      ),
    ]
    const trial = await importLog(t.app, { site, files, dryRun: true })
    expect(trial).toMatchObject({ dryRun: true, kept: 1, visits: 1, days: { from: '2025-05-17', to: '2025-05-17' } })
    expect(trial.samples).toEqual({
      file: { file: 'essai.log', line: 2, text: '2025-05-17 GET /logo.png 200' },
      unreadable: { file: 'essai.log', line: 3, text: '… …' },
    })
    expect(await stored(site)).toEqual({ events: 0, bots: 0, visits: 0, pages: 0 })
    expect(await listRuns(scope, await idOf(site))).toEqual([])
    const { dryRun: _, ...real } = await importLog(t.app, { site, files })
    expect(trial).toEqual({ ...real, dryRun: true })
  })

  test('of a set that holds the same log twice, or in parts that overlap, counts each line once', async () => {
    const site = await newSite()
    const lines = Array.from({ length: 30 }, (_, i) => line(`10:${i + 10}:00`, `/p${i}`))
    const files = [
      await file('set.log', lines.slice(10).join('\n')),
      await file('set.log.1', lines.slice(0, 20).join('\n')),
      await file('set-copy.log.gz', gzipSync(lines.slice(10).join('\n'))),
    ]
    expect(await importLog(t.app, { site, files })).toMatchObject({ kept: 30, known: 30, visits: 1 })
    expect(await stored(site)).toEqual({ events: 30, bots: 0, visits: 1, pages: 30 })
  })

  test('that is stopped keeps what it wrote; asked for again, it ends as if it had never stopped', async () => {
    const site = await newSite()
    const lines = Array.from({ length: 12_000 }, (_, i) =>
      line(new Date(i * 5_000).toISOString().slice(11, 19), `/p${i % 50}`, { ip: `203.0.113.${i % 200}` }),
    )
    const files = [await file('long.log', lines.join('\n'))]
    const stop = new AbortController()
    const cut = importLog(t.app, { site, files, signal: stop.signal, onProgress: () => stop.abort() })
    await expect(cut).rejects.toThrow()
    await t.app.journal.drained()
    expect((await stored(site))?.events).toBe(5_000)
    const whole = await importLog(t.app, { site, files })
    expect(whole).toMatchObject({ kept: 12_000, known: 0 })
    expect(await stored(site)).toEqual({ events: 12_000, bots: 0, visits: whole.visits, pages: 12_000 })
    expect((await listRuns(scope, await idOf(site))).map(({ state }) => state)).toEqual(['done'])
  })

  test('is taken back with its visits; those it shared with another import keep the pages of the other', async () => {
    const site = await newSite()
    const id = await idOf(site)
    // Ten and more: the numbers of visitors come from a log's first lines.
    const pages = Array.from({ length: 10 }, (_, i) => line(`10:0${i}:00`, '/a'))
    const first = [...pages, line('12:00:00', '/b', { ip: '203.0.113.77' })]
    await importLog(t.app, { site, files: [await file('un.log', first.join('\n'))] })
    await importLog(t.app, { site, files: [await file('deux.log', [...first, line('10:12:00', '/c')].join('\n'))] })
    expect(await stored(site)).toEqual({ events: 12, bots: 0, visits: 2, pages: 12 })
    const [second, one] = await listRuns(scope, id)
    await removeEvents(t.clickhouse, id, one?.id ?? 0)
    expect(await stored(site)).toEqual({ events: 1, bots: 0, visits: 1, pages: 1 })
    await removeEvents(t.clickhouse, id, second?.id ?? 0)
    expect(await stored(site)).toEqual({ events: 0, bots: 0, visits: 0, pages: 0 })
    await importLog(t.app, { site, files: [join(dir, 'un.log')] })
    expect(await stored(site)).toEqual({ events: 11, bots: 0, visits: 2, pages: 11 })
  })

  test('a visit goes on from one file to the next, whatever their order', async () => {
    const site = await newSite()
    const [evening, night] = [await file('2.log', line('11:20:00', '/b')), await file('1.log', line('11:00:00', '/a'))]
    expect(await importLog(t.app, { site, files: [evening, night] })).toMatchObject({ kept: 2, visits: 1 })
  })

  test.each([
    [
      'a picture',
      () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52]),
      'notALog',
    ],
    ['an empty file', () => Buffer.alloc(0), 'notALog'],
    ['a page', () => Buffer.from('<!doctype html>\n<p>Bonjour</p>\n'), 'notALog'],
    [
      'a packed log cut short',
      () => gzipSync(Array.from({ length: 5000 }, (_, i) => line('10:00:00', `/${i}`)).join('\n')).subarray(0, -400),
      'brokenGzip',
    ],
  ])('of %s is refused in both languages, and changes nothing', async (_, bytes, id) => {
    const site = await newSite()
    const good = await file('bon.log', line('10:00:00', '/'))
    const error = await refusal(importLog(t.app, { site, files: [good, await file('mauvais.bin', bytes())] }))
    expect(error.id).toBe(id)
    expect(error.words.fr).toContain('Rien n’a été importé')
    expect(error.words.en).toContain('Nothing was imported')
    expect(await stored(site)).toEqual({ events: 0, bots: 0, visits: 0, pages: 0 })
  })

  test('of a file that is not there, or for a site that is not, is refused', async () => {
    expect((await refusal(importLog(t.app, { site: await newSite(), files: [join(dir, 'absent.log')] }))).id).toBe(
      'noFile',
    )
    expect((await refusal(importLog(t.app, { site: 'inconnu.example', files: [] }))).status).toBe(404)
  })
})

const real = resolve(import.meta.dirname, '../../../shared/data/weblogs/apache_combined_17-19_may_2015.log')

/** Counts obtained apart, by fields cut at quotes: nothing shared with our own reading. */
const counting = String.raw`
{ n = split($0, q, "\""); split(q[2], r, " "); split(q[3], s, " "); status = s[1] + 0; lines++
  if (n < 7) { unreadable++; next }
  if (r[1] != "GET") { method++; next }
  if (status >= 400) { bad++; next }
  if (status >= 300 && status != 304) { redirect++; next }
  path = tolower(r[2]); sub(/[?#].*/, "", path); m = split(path, p, "."); ext = m > 1 ? p[m] : ""
  if (ext ~ /^(css|js|png|jpg|jpeg|gif|svg|ico|xml|txt|rss|pdf|zip|gz|tgz|bz2|tar|json|exe|jar|iso|mp3|mp4|webm|swf|csv|deb|rpm|doc|ttf|woff|eot)$/ || path ~ /\/favicon[^\/]*$/) { file++; next }
  pages++ }
END { print lines, pages + 0, unreadable + 0, method + 0, bad + 0, redirect + 0, file + 0 }`

describe.skipIf(!existsSync(real))('the log of a real site', () => {
  test('gives the counts that awk gives, and nothing the second time', async () => {
    const site = (await addSite(scope, { domain: 'semicomplete.com', timeZone: 'America/Los_Angeles' })).domain
    const [lines, pages, unreadable, method, status, redirect, files] = execFileSync('awk', [counting, real])
      .toString()
      .trim()
      .split(' ')
      .map(Number)
    const report = await importLog(t.app, { site, files: [real] })
    const { referrerSpam = 0, unreadable: cut = 0, ...refused } = report.refused
    expect(report.lines).toBe(lines)
    expect(cut).toBe(unreadable)
    expect(refused).toEqual({ method, status, redirect, file: files })
    expect(report.kept + report.bots + referrerSpam).toBe(pages)
    // Of this log's pages about half were asked for by machines.
    expect(report.bots).toBeGreaterThan(900)
    const after = await stored(site)
    expect(after).toEqual({ events: report.kept, bots: report.bots, visits: report.visits, pages: report.kept })
    const again = await importLog(t.app, { site, files: [real] })
    expect(again).toMatchObject({ kept: 0, bots: 0, visits: 0, known: report.kept + report.bots })
    expect(await stored(site)).toEqual(after)
    // An address of the log is in no row.
    const [ip = ''] = (await readFile(real, 'utf8')).split(' ')
    const rows = await (
      await t.clickhouse.query({ query: `select * from events where path != '' limit 20000`, format: 'JSONEachRow' })
    ).text()
    expect(rows).not.toContain(ip)
  })
})

test('a form that keeps no user agent says nothing of robots: its pages count', async () => {
  const site = await newSite()
  const bare = (time: string, path: string) =>
    `203.0.113.9 - - [17/May/2025:${time} +0000] "GET ${path} HTTP/1.1" 200 512`
  const path = await file('common.log', [bare('08:00:00', '/'), bare('08:01:00', '/miel')].join('\n'))
  const report = await importLog(t.app, { site, files: [path] })
  expect(report).toMatchObject({ lines: 2, kept: 2, bots: 0 })
  expect(await stored(site)).toEqual({ events: 2, bots: 0, visits: 1, pages: 2 })
})
