import { beforeEach, describe, expect, test } from 'vitest'
import { makeMember } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { changeDraft } from '../collect/channel-rules.store.ts'
import { type OwnCondition, putRule, standardEntries } from '../collect/channel-rules.ts'
import type { Meta } from '../collect/collector.ts'
import { readEventBody } from '../collect/event-body.ts'
import { addSite } from '../collect/sites.store.ts'
import { testInstance } from '../testing.ts'
import { lookAgain, sortPast, sortPastOfAll } from './channel-rewrite.job.ts'
import { publishDraft, rewritesOfSite } from './channel-rewrites.store.ts'
import { pastVisits } from './channel-past.store.ts'
import { tell } from './visits.fixture.ts'

// Past visits sorted by new rules: cut short, taken up again, with events that come meanwhile.

const t = await testInstance()
let lead: Scope
let site: { readonly id: number; readonly domain: string }

beforeEach(async () => {
  lead = await makeMember(t.app, await t.workspace(), 'lead')
  site = await addSite(lead, { domain: `s-${crypto.randomUUID().slice(0, 8)}.example`, mode: 'consent' })
})

const hostRule = (value: string, channel = 'Voisins') => ({
  id: 'voisins',
  channel,
  join: 'all' as const,
  conditions: [{ on: 'referrerHost', how: 'contains', value }] as OwnCondition[],
})

/** Publishes the product's rules with one of the site's before them. */
async function publish(channel = 'Voisins', value = 'ruche') {
  const entries = putRule(standardEntries, hostRule(value, channel))
  const step = await changeDraft(lead, site.id, 0, { from: standardEntries, to: entries })
  return publishDraft(lead, site.id, step)
}

const from = (id: number, referrer: string, day = '2026-11-20', shared: Record<string, string> = {}) => {
  const at = `${day}T10:00:00Z`
  const came = {
    referrer_host: referrer,
    visit_referrer_host: referrer,
    channel: 'Referral',
    visit_channel: 'Referral',
    origin: 'live',
  }
  return {
    site: site.id,
    visitor: id,
    visit: id,
    at,
    startedAt: at,
    path: '/',
    entry: '/',
    shared: { ...came, ...shared },
  }
}

async function visitsBy(column = 'visit_channel', table = 'visits final') {
  const answer = await t.clickhouse.query({
    query: `select ${column} as channel, toInt64(uniqExact(visit_id)) as visits from ${table} where site_id = {site:UInt32} group by channel`,
    query_params: { site: site.id },
    format: 'JSONEachRow',
  })
  const rows = await answer.json<{ channel: string; visits: number }>()
  return Object.fromEntries(rows.map(({ channel, visits }) => [channel, Number(visits)]))
}

const rewrite = async () => (await rewritesOfSite(lead, site.id))[0]

describe('a rewriting cut short', () => {
  test.each([
    ['before the events', 0],
    ['between the events and the visits', 1],
  ])('%s is taken up again, and counts no visit twice', async (_, after) => {
    await tell(t.clickhouse, [
      from(1, 'ruche-a.example'),
      from(2, 'ruche-b.example', '2026-06-01'),
      from(3, 'autre.example'),
    ])
    await publish()
    // The signal is read before each table: a process that ends there leaves just this.
    let looks = 0
    const signal = {
      throwIfAborted: () => {
        if (looks++ === after * 2) throw new Error('killed')
      },
    } as AbortSignal
    await expect(sortPast(t.app, site.id, signal)).rejects.toThrow('killed')
    expect(await rewrite()).toMatchObject({ finishedAt: null, problem: 'killed' })
    expect(await visitsBy()).toEqual({ Referral: 3 })
    await sortPastOfAll(t.app)
    expect(await visitsBy()).toEqual({ Referral: 1, Voisins: 2 })
    expect(await visitsBy('channel', 'events')).toEqual({ Referral: 1, Voisins: 2 })
    expect(await rewrite()).toMatchObject({ moved: 2, done: 1, problem: null, finishedAt: expect.any(Date) })
  })

  test('after the visits were counted and changed counts them once all the same', async () => {
    await tell(t.clickhouse, [from(1, 'ruche-a.example'), from(2, 'ruche-b.example')])
    await publish()
    await sortPast(t.app, site.id)
    // What a process killed before its last word would have left.
    await t.db.updateTable('channelRewrites').set({ finishedAt: null }).where('siteId', '=', site.id).execute()
    await sortPastOfAll(t.app)
    expect(await rewrite()).toMatchObject({ moved: 2, finishedAt: expect.any(Date) })
  })

  test('by one process is left to it by the others', async () => {
    await tell(t.clickhouse, [from(1, 'ruche-a.example')])
    await publish()
    const both = await Promise.all([sortPast(t.app, site.id), sortPast(t.app, site.id)])
    expect(both).toContain(true)
    expect(await visitsBy()).toEqual({ Voisins: 1 })
  })
})

describe('events that come meanwhile', () => {
  const browser: Meta = {
    ip: '198.51.100.7', userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', language: 'fr',
    signalsOptOut: false, workspace: null,
  } // prettier-ignore
  const view = (path: string, more: Record<string, unknown> = {}) =>
    t.app.collector.accept(readEventBody({ site: site.domain, url: `https://${site.domain}${path}`, ...more }), browser)

  test('a visit under way goes on in its new channel, on every page of it', async () => {
    await view('/', { referrer: 'https://ruche-voisine.example/liens' })
    await publish()
    await sortPast(t.app, site.id)
    await view('/miel')
    await t.app.journal.drained()
    expect(await visitsBy()).toEqual({ Voisins: 1 })
    expect(await visitsBy('channel', 'events')).toEqual({ Voisins: 1 })
  })

  test('what another node stored by the old rules is found later', async () => {
    await publish()
    await sortPast(t.app, site.id)
    await tell(t.clickhouse, [from(1, 'ruche-a.example')])
    await lookAgain(t.app)
    expect(await visitsBy()).toEqual({ Voisins: 1 })
    expect(await rewrite()).toMatchObject({ moved: 0 })
  })

  test('rules published during the work are followed to the end', async () => {
    await tell(t.clickhouse, [from(1, 'ruche-a.example')])
    await publish()
    await publish('Amis', 'a')
    await sortPast(t.app, site.id)
    expect(await visitsBy()).toEqual({ Amis: 1 })
    expect((await rewritesOfSite(lead, site.id)).every(({ finishedAt }) => finishedAt !== null)).toBe(true)
  })
})

test('a site’s rules move no visit of another, nor figures that were imported with a channel of their own', async () => {
  const mine = site
  const other = await addSite(lead, { domain: `autre-${mine.domain}` })
  await tell(t.clickhouse, [
    from(1, 'ruche-a.example'),
    { ...from(2, 'ruche-a.example'), site: other.id },
    from(3, 'ruche-a.example', '2026-11-20', { origin: 'import' }),
  ])
  await publish()
  await sortPast(t.app, site.id)
  expect(await visitsBy()).toEqual({ Voisins: 1, Referral: 1 })
  site = other
  expect(await visitsBy()).toEqual({ Referral: 1 })
})

test('ways of coming that hold quotes, blanks and accents are told apart, and a channel may hold them too', async () => {
  const odd = ["l'été", 'l"été', 'a\\', "');--", ' ', 'É']
  await tell(
    t.clickhouse,
    odd.map((campaign, n) =>
      from(n, 'ruche.example', '2026-11-20', { utm_campaign: campaign, visit_utm_campaign: campaign }),
    ),
  )
  await publish("L'été \\ 100 %")
  await sortPast(t.app, site.id)
  expect(await visitsBy()).toEqual({ "L'été \\ 100 %": odd.length })
  const { past, isCut } = await pastVisits(t.clickhouse, site.id, new Date('2026-11-25T00:00:00Z'))
  expect(past.map(({ utmCampaign }) => utmCampaign).toSorted()).toEqual(odd.toSorted())
  expect(isCut).toBe(false)
})
