import { beforeAll, describe, expect, test } from 'vitest'
import type { Scope } from '../accounts/scope.ts'
import { httpServer } from '../http.ts'
import { testInstance } from '../testing.ts'
import { lastingHash } from './consents.ts'
import { writeNotice } from './consents.store.ts'
import { privacyLogOf } from './privacy-log.store.ts'
import type { Site } from './site.ts'
import { addSite } from './sites.store.ts'
import { eraseVisitor, exportVisitor } from './visitor-rights.store.ts'

const t = await testInstance()
const http = httpServer(t.app, () => Promise.resolve(new Response('page')))
let lead: Scope
let site: Site

beforeAll(async () => {
  lead = await t.scope('lead')
  site = await addSite(lead, { domain: 'droits.example', mode: 'consent' })
  await writeNotice(lead, site.id, 'Ce que nous mesurons')
})

let serial = 0
const newNumber = () => `${Date.now()}.${String(++serial).padStart(20, '5')}`

/** A browser of its own; with a number, its page says that it consents. */
async function send(path: string, { visitor = '', browser = 'A' }: { visitor?: string; browser?: string } = {}) {
  const answer = await http.request('/api/event', {
    method: 'POST',
    body: JSON.stringify({
      site: site.domain,
      url: `https://droits.example${path}?utm_campaign=noel`,
      consent: visitor !== '',
      visitor,
    }),
    headers: { 'user-agent': `Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0 ${browser}` },
  })
  expect(answer.status).toBe(202)
}
const consent = (visitor: string) =>
  http.request('/api/consent', { method: 'POST', body: JSON.stringify({ site: site.domain, visitor, given: true }) })
const hashOf = (visitor: string) => lastingHash(site.id, visitor)

async function stored(table: 'events' | 'visits') {
  await t.app.journal.drained()
  const column = table === 'events' ? 'path' : 'any(entry_path)'
  const answer = await t.clickhouse.query({
    query: `select ${column} as path from ${table} where site_id = ${site.id} ${table === 'visits' ? 'group by visit_id' : ''} order by path`,
    format: 'JSONEachRow',
  })
  return (await answer.json<{ path: string }>()).map(({ path }) => path)
}

describe('what belongs to one visitor', () => {
  const jeanne = newNumber()
  const paul = newNumber()

  beforeAll(async () => {
    // Jeanne looks around before she answers the banner, then comes back; Paul and somebody without consent pass by.
    await send('/jeanne-avant', { browser: 'J' })
    await consent(jeanne)
    await send('/jeanne-apres', { visitor: jeanne, browser: 'J' })
    await consent(paul)
    await send('/paul', { visitor: paul, browser: 'P' })
    await send('/anonyme', { browser: 'X' })
    await t.app.journal.drained()
  })

  test('is exported whole: her events, those of the same visit before her consent, and the proof with its notice', async () => {
    const file = await exportVisitor(lead, site, hashOf(jeanne))
    expect(file.events.map(({ path, consent: given, utm_campaign: campaign }) => [path, given, campaign])).toEqual([
      ['/jeanne-avant', undefined, undefined],
      ['/jeanne-apres', 1, 'noel'],
    ])
    expect(file).toMatchObject({ site: 'droits.example', visitor: hashOf(jeanne) })
    expect(file.consents).toEqual([
      {
        givenAt: expect.stringMatching(/^\d{4}-/),
        withdrawnAt: null,
        noticeVersion: 1,
        notice: 'Ce que nous mesurons',
      },
    ])
    // Nothing of the others, and not the number itself, which only her browser holds.
    expect(JSON.stringify(file)).not.toMatch(new RegExp(`paul|anonyme|${jeanne.split('.')[1]}`))
  })

  test('is erased whole, and nothing of the others is', async () => {
    const counts = await eraseVisitor(lead, t.app, site, hashOf(jeanne))
    expect(counts).toEqual({ events: 2, visits: 1, consents: 1 })
    expect(await stored('events')).toEqual(['/anonyme', '/paul'])
    expect(await stored('visits')).toEqual(['/anonyme', '/paul'])
    const again = await exportVisitor(lead, site, hashOf(jeanne))
    expect([again.events, again.consents]).toEqual([[], []])
    expect((await exportVisitor(lead, site, hashOf(paul))).events).toHaveLength(1)
  })

  test('does not come back: her browser’s number is followed no more', async () => {
    await send('/jeanne-revient', { visitor: jeanne, browser: 'J2' })
    expect((await exportVisitor(lead, site, hashOf(jeanne))).events).toEqual([])
    const answer = await consent(jeanne)
    expect(await answer.json()).toEqual({ status: 'ignored', reason: 'expired' })
  })

  test('is logged in numbers, without saying of whom', async () => {
    const log = await privacyLogOf(lead, site.id, 20)
    expect(log.map(({ act }) => act)).toEqual(['export', 'export', 'export', 'erasure', 'export'])
    expect(log.at(-2)).toMatchObject({ doneBy: lead.user.name, counts: { events: 2, visits: 1, consents: 1 } })
    expect(JSON.stringify(log)).not.toContain(hashOf(jeanne))
  })

  test('includes events acknowledged a moment ago, which are not in the store yet', async () => {
    const late = newNumber()
    await Promise.all(Array.from({ length: 20 }, (_, i) => send(`/tard-${i}`, { visitor: late, browser: 'T' })))
    expect((await eraseVisitor(lead, t.app, site, hashOf(late))).events).toBe(20)
    expect((await stored('events')).filter((path) => path.startsWith('/tard'))).toEqual([])
  })

  test('of a number nobody knows is nothing', async () => {
    expect(await eraseVisitor(lead, t.app, site, hashOf(newNumber()))).toEqual({ events: 0, visits: 0, consents: 0 })
  })
})
