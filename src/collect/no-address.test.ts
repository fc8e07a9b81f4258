import { readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import * as tar from 'tar'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addKey } from '../accounts/keys.store.ts'
import { backup } from '../backup.ts'
import { httpServer } from '../http.ts'
import { testInstance } from '../testing.ts'
import { importLog } from './import-log.ts'
import { addSite } from './sites.store.ts'

// No address of a visitor is written anywhere: known ones come in by every door, then everything is searched for them.

const v4 = '198.51.100.23'
const v6 = '2001:db8:77:88:99:aa:bb:cc'

/** Every way of writing them that we know of, the network they belong to included. */
const written = /198\.51\.100\.|3325256727|c6336417|198-51-100|2001:0?db8:0?077|2001:db8:77|20010db80077|::ffff:c633/i

const said: string[] = []
const t = await testInstance(pino({ level: 'trace' }, { write: (line: string) => void said.push(line) }))
const app = { ...t.app, config: { ...t.app.config, trustedProxies: 1 } }
const http = httpServer(app, () => Promise.resolve(new Response('page')))
const folder = await mkdtemp(join(tmpdir(), 'filrouge-no-address-'))
const journals: string[] = []
const answers: string[] = []
let sent = 0

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
const domain = 'ruches.example'

async function post(path: string, body: unknown, from: string, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await http.request(path, {
    method: 'POST',
    body: text,
    headers: { 'user-agent': firefox, 'x-forwarded-for': from, 'content-type': 'application/json', ...headers },
  })
  sent++
  answers.push(await answer.text())
  return answer.status
}

/** What journal files hold at this instant: they go once ClickHouse has their events. */
function readJournals(): void {
  for (const text of filesUnder(join(app.config.dataDir, 'journal'))) journals.push(text)
}

function filesUnder(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name)
      try {
        return statSync(path).size < 50_000_000 ? [readFileSync(path, 'latin1')] : []
      } catch {
        // Taken away since it was listed.
        return []
      }
    })
}

beforeAll(async () => {
  const lead = await t.scope('owner')
  const site = await addSite(lead, {
    domain, mode: 'consent', settings: { shield: { paths: ['/admin/*'], ips: ['198.51.100.99', '2001:db8:ffff::/48'] }, obeySignals: true },
  }) // prettier-ignore
  // The lead's own list is no visitor's: what the shield holds is taken out of the search again below.
  const key = { authorization: `Bearer ${await addKey(lead, 'test', ['events:write'])}` }
  for (const from of [v4, v6, `::ffff:${v4}`, `203.0.113.1, ${v4}`]) {
    const event = { site: domain, url: `https://${domain}/page?x=1`, referrer: 'https://partenaire.example/' }
    await post('/api/event', event, from)
    await post('/api/event', { ...event, consent: true, visitor: `${Date.now()}.12345678901234567890`, id: crypto.randomUUID() }, from)
    await post('/api/event', { ...event, url: `https://${domain}/admin/x` }, from)
    await post('/api/event', { ...event, url: 'https://ailleurs.example/' }, from)
    await post('/api/event', { ...event, referrer: 'http://fr.semalt.com/x' }, from)
    await post('/api/event', event, from, { 'user-agent': 'Googlebot/2.1' })
    await post('/api/event', event, from, { 'sec-gpc': '1' })
    await post('/api/event', { ...event, optOut: true }, from)
    await post('/api/event', '{"site":', from)
    await post('/api/event', { ...event, url: 'pas une adresse' }, from)
    await post('/api/event', { ...event, ip: from, userAgent: firefox, time: '2026-01-05T10:00:00Z' }, '10.0.0.1', key)
    await post('/api/send', { type: 'event', payload: { website: site.publicId, url: '/umami', hostname: domain } }, from)
    const umami = { type: 'event', payload: { website: site.publicId, url: '/lot', hostname: domain, ip: from } }
    await post('/api/batch', [umami, umami], from, key)
    const hit = `?rec=1&idsite=${site.publicId}&url=https://${domain}/matomo&cip=${encodeURIComponent(from)}`
    await post('/matomo.php', { requests: [hit, hit], token_auth: key.authorization.slice(7) }, from)
    await post('/api/consent', { site: domain, visitor: `${Date.now()}.98765432109876543210`, given: true }, from)
    await http.request(`/opt-out/${domain}`, { headers: { 'x-forwarded-for': from } })
    readJournals()
  }
  const log = join(folder, 'access.log')
  const line = (ip: string, path: string) => `${ip} - - [17/May/2025:10:00:00 +0000] "GET ${path} HTTP/1.1" 200 512 "-" "${firefox}"`
  await writeFile(log, [line(v4, '/journal'), line(v6, '/journal'), line(v4, '/admin/x'), `${v4} illisible`, line(v4, '/a.css'), ''].join('\n'))
  await importLog(app, { site: domain, files: [log] })
  await app.collector.flushDrops()
  await app.journal.drained()
  await rm(log)
}, 120_000) // prettier-ignore

afterAll(() => rm(folder, { recursive: true, force: true }))

const found = (texts: readonly string[]) =>
  texts.flatMap((text) => {
    const at = text.search(written)
    return at < 0 ? [] : [text.slice(Math.max(0, at - 80), at + 60)]
  })
/** The lead's own list of addresses not to count, which he may read and change. */
const withoutShield = (text: string) => text.replaceAll('198.51.100.99', '').replaceAll('2001:db8:ffff::/48', '')

test('the search finds an address wherever and however it is written', () => {
  for (const text of [`x ${v4} y`, v6, 'client=3325256727', 'C6336417', '2001:0db8:0077:0088::', '::ffff:c633:6417'])
    expect(found([text]), text).toHaveLength(1)
})

test('events came in by every door, and were stored', async () => {
  expect(sent).toBe(60)
  expect(journals.length).toBeGreaterThan(0)
  const answer = await t.clickhouse.query({ query: 'select distinct path from events order by path', format: 'JSONEachRow' })
  const paths = (await answer.json<{ path: string }>()).map(({ path }) => path)
  for (const path of ['/page', '/umami', '/lot', '/matomo', '/journal']) expect(paths).toContain(path)
}) // prettier-ignore

test('no table of PostgreSQL holds one', async () => {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE' and table_schema = 'public'
  `.execute(t.db)
  expect(tables.length).toBeGreaterThan(30)
  for (const { name } of tables) {
    const { rows } = await sql<{ line: string }>`select t::text as line from ${sql.table(name)} as t`.execute(t.db)
    expect(found(rows.map(({ line }) => withoutShield(line))), name).toEqual([])
  }
})

test('no table of ClickHouse holds one', async () => {
  const answer = await t.clickhouse.query({
    query: `select name from system.tables where database = currentDatabase() and engine like '%MergeTree'`,
    format: 'JSONEachRow',
  })
  const tables = await answer.json<{ name: string }>()
  expect(tables.length).toBeGreaterThan(1)
  for (const { name } of tables) {
    const rows = await t.clickhouse.query({ query: `select * from ${name}`, format: 'JSONEachRow' })
    expect(found([await rows.text()]), name).toEqual([])
  }
})

test('no journal, no log and no answer holds one', () => {
  app.log.error('the log was read')
  expect(said.join('')).toContain('the log was read')
  expect(found(journals)).toEqual([])
  expect(found(said)).toEqual([])
  expect(found(answers)).toEqual([])
})

test('no file of the data folder and no backup holds one', async () => {
  const file = join(folder, 'sauvegarde.tar.gz')
  await backup(app, file, () => {})
  const unpacked = await mkdtemp(join(folder, 'unpacked-'))
  await tar.extract({ file, cwd: unpacked })
  const members = filesUnder(unpacked)
  expect(members.some((text) => text.includes(domain))).toBe(true)
  expect(found(members.map(withoutShield))).toEqual([])
  expect(found(filesUnder(app.config.dataDir).map(withoutShield))).toEqual([])
})
