import { beforeAll, describe, expect, test } from 'vitest'
import { addKey } from '../accounts/keys.store.ts'
import type { Scope } from '../accounts/scope.ts'
import { addSite } from '../collect/sites.store.ts'
import { httpServer } from '../http.ts'
import { testInstance } from '../testing.ts'
import { sitesOf } from './analytics.store.ts'
import { tell } from './visits.fixture.ts'

const t = await testInstance()
const http = httpServer(t.app, async () => new Response('page'))
let owner: Scope
let key: string
let writeKey: string
let strangerKey: string
const body = { site: 'api.example', period: { from: '2026-11-01', to: '2026-11-03' }, metrics: ['visits', 'pageviews'] }

const post = (sent: unknown, bearer: string | null = key, headers: Record<string, string> = {}) =>
  http.request('http://localhost:3000/api/v1/query', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      ...headers,
    },
    body: typeof sent === 'string' || sent instanceof Uint8Array ? (sent as string) : JSON.stringify(sent),
  })

beforeAll(async () => {
  owner = await t.scope('owner')
  key = await addKey(owner, 'lecture', ['stats:read'])
  writeKey = await addKey(owner, 'écriture', ['events:write'])
  strangerKey = await addKey(await t.scope('owner'), 'ailleurs', ['stats:read'])
  await addSite(owner, { domain: 'api.example' })
  const [site] = await sitesOf(owner, { domain: 'api.example' })
  const visit = (id: number, at: string, channel: string) => ({
    site: site?.id ?? 0,
    visitor: id,
    visit: id,
    at,
    startedAt: at,
    path: '/',
    entry: '/',
    shared: { visit_channel: channel },
  })
  await tell(t.clickhouse, [
    visit(1, '2026-11-01T10:00:00Z', 'Direct'),
    visit(2, '2026-11-02T10:00:00Z', 'Direct'),
    visit(3, '2026-11-02T11:00:00Z', 'Email'),
  ])
})

test('a query answers its rows and totals', async () => {
  const answer = await post({ ...body, dimensions: ['channel'] })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({
    rows: [
      { channel: 'Direct', visits: 2, pageviews: 2 },
      { channel: 'Email', visits: 1, pageviews: 1 },
    ],
    totals: { visits: 3, pageviews: 3 },
  })
})

test('a comparison comes with its own days, rows and totals', async () => {
  const answer = await post({
    ...body,
    period: { from: '2026-11-02', to: '2026-11-02' },
    compare: 'previous',
    dimensions: ['channel'],
  })
  expect(await answer.json()).toMatchObject({
    totals: { visits: 2 },
    comparison: {
      period: { from: '2026-11-01', to: '2026-11-01' },
      totals: { visits: 1 },
      rows: [{ channel: 'Direct', visits: 1 }],
    },
  })
})

test('order and limit are obeyed, and the totals stay those of the whole', async () => {
  const answer = await post({
    ...body,
    dimensions: ['channel'],
    orderBy: [{ by: 'channel', direction: 'desc' }],
    limit: 1,
  })
  expect(await answer.json()).toMatchObject({ rows: [{ channel: 'Email' }], totals: { visits: 3 } })
})

describe('refusals', () => {
  test('without a key: 401', async () => expect((await post(body, null)).status).toBe(401))
  test('with a key that only writes: 403', async () => expect((await post(body, writeKey)).status).toBe(403))

  test('with the key of another workspace, the site is not there: 404, and the same for a site nobody has', async () => {
    const [theirs, nobody] = await Promise.all([
      post(body, strangerKey),
      post({ ...body, site: 'nobody.example' }, strangerKey),
    ])
    expect([theirs.status, nobody.status]).toEqual([404, 404])
    expect(await theirs.json()).toEqual(await nobody.json())
  })

  test.each<[string, unknown, number, string | null]>([
    ['broken JSON', '{"site":', 400, null],
    ['a list', [], 400, null],
    ['bad UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 400, null],
    ['a body over 64 KiB', `{"site":"${'x'.repeat(70_000)}"}`, 413, null],
    ['no site', { period: body.period, metrics: ['visits'] }, 400, 'site'],
    ['an unknown metric', { ...body, metrics: ['hits'] }, 400, 'metrics.0'],
    ['an end before the start', { ...body, period: { from: '2026-11-03', to: '2026-11-01' } }, 400, 'period.to'],
    ['an unknown field', { ...body, sql: 'select 1' }, 400, 'sql'],
  ])('%s', async (_, sent, status, field) => {
    const answer = await post(sent)
    expect(answer.status).toBe(status)
    const { error } = (await answer.json()) as { error: { id: string; field: string | null; message: string } }
    expect(error.field).toBe(field)
    expect(error.message.length).toBeGreaterThan(5)
  })

  test('the message is in the language asked for', async () => {
    const english = (await (await post({ ...body, metrics: [] }, key, { 'accept-language': 'en' })).json()) as {
      error: { message: string }
    }
    const french = (await (await post({ ...body, metrics: [] }, key, { 'accept-language': 'fr' })).json()) as {
      error: { message: string }
    }
    expect(english.error.message).toBe('At least one metric.')
    expect(french.error.message).toBe('Au moins une mesure.')
  })
})
