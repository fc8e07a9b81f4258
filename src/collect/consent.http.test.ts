import { beforeAll, describe, expect, test } from 'vitest'
import type { Scope } from '../accounts/scope.ts'
import { httpServer } from '../http.ts'
import { testInstance } from '../testing.ts'
import { createCollector } from './collector.ts'
import { lastingFor, lastingNumber } from './consents.ts'
import { countProofs, forgetStopped, noticesOf, proofsOf, writeNotice } from './consents.store.ts'
import { addSite, updateSite } from './sites.store.ts'
import type { Site } from './site.ts'

const t = await testInstance()
const http = httpServer(t.app, () => Promise.resolve(new Response('page')))
let lead: Scope
let shop: Site
let blog: Site

beforeAll(async () => {
  lead = await t.scope('lead')
  shop = await addSite(lead, { domain: 'boutique.example', mode: 'consent' })
  blog = await addSite(lead, { domain: 'blog.example' })
})

let serial = 0
/** What a browser keeps, made `ago` milliseconds before now. */
const number = (ago = 0) => `${Date.now() - ago}.${String(++serial).padStart(20, '7')}`

async function post(path: string, body: unknown): Promise<[number, Record<string, unknown>]> {
  const answer = await http.request(path, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' },
  })
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  return [answer.status, (await answer.json()) as Record<string, unknown>]
}
const say = (visitor: string, given: boolean, more: object = {}) =>
  post('/api/consent', { site: 'boutique.example', visitor, given, ...more })
const view = (path: string, visitor: string, site = 'boutique.example') =>
  post('/api/event', { site, url: `https://${site}${path}?utm_campaign=noel`, consent: true, visitor })

async function stored(path: string) {
  await t.app.journal.drained()
  const answer = await t.clickhouse.query({
    query: `select consent, toString(lasting_id) as lasting, utm_campaign as campaign from events where path = {path:String} order by ts`,
    query_params: { path },
    format: 'JSONEachRow',
  })
  return answer.json<{ consent: number; lasting: string; campaign: string }>()
}
const numberOf = (visitor: string, site = shop) => lastingNumber(site.id, visitor, Date.now()) ?? ''
const proofOf = async (visitor: string) =>
  (await proofsOf(lead, shop.id, 1_000)).filter((proof) => proof.visitor === numberOf(visitor))

describe('the proof of a consent', () => {
  test('says when, on which version of the notice and for what; once, however often it is given', async () => {
    const visitor = number()
    expect(await writeNotice(lead, shop.id, 'Nous mesurons nos campagnes.')).toBe(1)
    expect(await say(visitor, true)).toEqual([202, { status: 'recorded' }])
    await writeNotice(lead, shop.id, 'Nous mesurons nos campagnes et vos retours.')
    await say(visitor, true)
    const [proof, ...more] = await proofOf(visitor)
    expect(more).toEqual([])
    expect(proof).toMatchObject({ noticeVersion: 1, withdrawnAt: null, purposes: expect.arrayContaining(['campaigns']) })
    expect(Math.abs(Date.now() - (proof?.givenAt.getTime() ?? 0))).toBeLessThan(60_000)
  }) // prettier-ignore

  test.each([
    [{ notice: 1 }, 1],
    [{ notice: 2 }, 2],
    [{}, 2],
    [{ notice: 99 }, 2],
  ])('of a page that says %j names version %i', async (more, version) => {
    const visitor = number()
    await say(visitor, true, more)
    expect((await proofOf(visitor))[0]?.noticeVersion).toBe(version)
  })

  test('is kept by no site in exempt mode, nor for a number that has expired', async () => {
    expect(await say(number(), true, { site: 'blog.example' })).toEqual([202, { status: 'ignored', reason: 'exempt' }])
    expect(await say(number(lastingFor + 5_000), true)).toEqual([202, { status: 'ignored', reason: 'expired' }])
    expect(await countProofs(lead, blog.id)).toEqual({ given: 0, withdrawn: 0 })
  })

  test('is shown to no other workspace', async () => {
    const other = await t.scope('owner')
    expect(await proofsOf(other, shop.id, 10)).toEqual([])
    expect(await noticesOf(other, shop.id)).toEqual([])
  })

  test.each([
    ['an unknown site', { site: 'absent.example', visitor: number(), given: true }, 404, null],
    ['no site', { visitor: number(), given: true }, 400, 'site'],
    ['a visitor’s name', { site: 'boutique.example', visitor: 'jeanne', given: true }, 400, 'visitor'],
    ['no answer', { site: 'boutique.example', visitor: number() }, 400, 'given'],
    ['a version that is none', { site: 'boutique.example', visitor: number(), given: true, notice: 1.5 }, 400, 'notice'],
    ['broken JSON', '{', 400, null],
    ['a body over a kibibyte', `{"site":"${'x'.repeat(1_100)}"}`, 413, null],
  ])('is refused by name for %s', async (_, body, status, field) => {
    const [got, { error }] = await post('/api/consent', body)
    expect([got, (error as { field: string | null }).field]).toEqual([status, field])
  }) // prettier-ignore
})

describe('a consent withdrawn', () => {
  test('is over at once: a page that still says yes is measured as without it', async () => {
    const visitor = number()
    await say(visitor, true)
    await view('/avant', visitor)
    expect(await say(visitor, false)).toEqual([202, { status: 'recorded' }])
    await view('/apres', visitor)
    expect(await stored('/avant')).toEqual([{ consent: 1, lasting: numberOf(visitor), campaign: 'noel' }])
    expect(await stored('/apres')).toEqual([{ consent: 0, lasting: '0', campaign: '' }])
    expect((await proofOf(visitor))[0]?.withdrawnAt).toBeInstanceOf(Date)
  })

  test('is not given again to the same number, and a restart does not forget it', async () => {
    const visitor = number()
    await say(visitor, true)
    await say(visitor, false)
    expect(await say(visitor, true)).toEqual([202, { status: 'ignored', reason: 'expired' }])
    const again = await createCollector({ ...t.app })
    const answers = httpServer({ ...t.app, collector: again }, () => Promise.resolve(new Response('')))
    await answers.request('/api/event', {
      method: 'POST',
      body: JSON.stringify({
        site: 'boutique.example',
        url: 'https://boutique.example/relance',
        consent: true,
        visitor,
      }),
      headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' },
    })
    await again.close()
    expect(await stored('/relance')).toEqual([{ consent: 0, lasting: '0', campaign: '' }])
  })

  test('can be taken back after the site left consent mode', async () => {
    const visitor = number()
    await say(visitor, true)
    await updateSite(lead, shop.id, { mode: 'exempt' })
    await say(visitor, false)
    await updateSite(lead, shop.id, { mode: 'consent' })
    expect((await proofOf(visitor))[0]?.withdrawnAt).toBeInstanceOf(Date)
  })

  test('is forgotten once the number would have expired by itself', async () => {
    const visitor = number()
    await say(visitor, false)
    const held = () => t.db.selectFrom('stoppedVisitors').selectAll().where('visitor', '=', numberOf(visitor)).execute()
    await forgetStopped(t.db, new Date(Date.now() + lastingFor))
    expect(await held()).toHaveLength(1)
    await forgetStopped(t.db, new Date(Date.now() + lastingFor + 2 * 86_400_000))
    expect(await held()).toEqual([])
  })
})

test('on a site in exempt mode nothing of a consent is kept, whatever the page says', async () => {
  await view('/exempte', number(), 'blog.example')
  expect(await stored('/exempte')).toEqual([{ consent: 0, lasting: '0', campaign: '' }])
})

describe('the notice', () => {
  test('has versions; the same text again makes none', async () => {
    const { id } = await addSite(lead, { domain: 'notice.example', mode: 'consent' })
    expect([await writeNotice(lead, id, 'Une'), await writeNotice(lead, id, 'Une'), await writeNotice(lead, id, 'Deux')]).toEqual([1, 1, 2])
    expect((await noticesOf(lead, id)).map(({ version, content }) => [version, content])).toEqual([[2, 'Deux'], [1, 'Une']])
  }) // prettier-ignore

  test('saved by eight at once has eight versions in turn', async () => {
    const { id } = await addSite(lead, { domain: 'huit.example', mode: 'consent' })
    const saved = await Promise.all(Array.from({ length: 8 }, (_, i) => writeNotice(lead, id, `Texte ${i}`)))
    expect(saved.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })
})
