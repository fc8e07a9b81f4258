import { describe, expect, test } from 'vitest'
import { defaultChannels } from './channel-rules.ts'
import { lastingFor, lastingNumber } from './consents.ts'
import { dropReasons, enrich, type Hit, type Surroundings } from './enrich.ts'
import { readEventBody } from './event-body.ts'
import type { EventRow } from './event-row.ts'
import type { Site, SiteMode, SiteSettings } from './site.ts'
import { LiveVisits } from './visit.ts'

// What is kept of each thing an event may say, by the site's mode and the visitor's consent. The server alone decides.

const now = Date.parse('2026-11-24T10:00:00Z')
const mine = `${now - 1_000}.12345678901234567890`

const siteIn = (mode: SiteMode, settings: SiteSettings = {}): Site => ({
  id: 7, publicId: '', workspaceId: 'w', projectId: null, domain: 'ruches.example', timeZone: 'Europe/Paris', currency: 'EUR', mode, settings,
}) // prettier-ignore

const around = (more: Partial<Surroundings> = {}): Surroundings => ({
  agentOf: () => ({ device: 'desktop', browser: 'Firefox', os: 'Linux', bot: '' }),
  countryOf: () => 'FR',
  shield: null,
  channels: defaultChannels,
  visits: new LiveVisits(),
  visitorsOf: () => ['11', '10'],
  ...more,
})

/** All that a page could say of one person, in every field there is. */
const everything = {
  site: 'ruches.example',
  url: 'https://ruches.example/desinscription/jeanne@exemple.fr?utm_source=lettre&utm_medium=email&utm_campaign=noel&utm_content=haut&utm_term=miel&gclid=CLIC1&fbclid=CLIC2&ref=REF&client=CLIENT#FRAGMENT',
  name: 'Inscription de jeanne@exemple.fr',
  title: 'Compte de jeanne@exemple.fr',
  referrer: 'https://www.partenaire.example/espace/jeanne?session=SESSION',
  props: {
    produit: 'miel', user_id: 'USER42', email: 'x', message: 'écrire à jeanne@exemple.fr', lien: 'https://autre.example/p?msclkid=CLIC3#F',
  },
  revenue: { amount: 12, currency: 'EUR' },
  id: 'essai-1',
  visitor: mine,
} // prettier-ignore

function hit(more: { consent?: boolean; visitor?: string; at?: number; optOut?: boolean } & Partial<Hit> = {}): Hit {
  const { consent, visitor, at = now, optOut, ...rest } = more
  const body = readEventBody({
    ...everything,
    ...(visitor === undefined ? {} : { visitor }),
    ...(optOut ? { optOut } : {}),
    consent: consent ?? false,
  })
  return {
    ...body, lasting: body.visitor, objects: body.optOut, idGiven: true, at, receivedAt: at, ip: '203.0.113.9', userAgent: 'Firefox/128.0',
    language: 'fr-CA,fr;q=0.9', signalsOptOut: false, origin: 'live', ...rest,
  } // prettier-ignore
}

function rowOf(mode: SiteMode, given: Hit, more: Partial<Surroundings> = {}): EventRow {
  const outcome = enrich(given, siteIn(mode), around(more))
  if (outcome.status !== 'kept') throw new Error(outcome.reason)
  return outcome.row
}

type Shown = string | number | Readonly<Record<string, string>> | undefined

/** Field, then what is stored without consent, then with it. Exempt mode is as without consent, whatever the page says. */
const table: [keyof EventRow, without: Shown, consented: Shown][] = [
  ['path', '/desinscription/…', '/desinscription/jeanne@exemple.fr'],
  ['entry_path', '/desinscription/…', '/desinscription/jeanne@exemple.fr'],
  ['name', 'Inscription de …', 'Inscription de jeanne@exemple.fr'],
  ['title', 'Compte de …', 'Compte de jeanne@exemple.fr'],
  ['referrer_host', 'partenaire.example', 'partenaire.example'],
  ['visit_referrer_host', 'partenaire.example', 'partenaire.example'],
  ['source', 'partenaire.example', 'lettre'],
  ['visit_source', 'partenaire.example', 'lettre'],
  ['channel', 'Referral', 'Email'],
  ['visit_channel', 'Referral', 'Email'],
  // Which click id there was: its name, never what it holds.
  ['click_id', undefined, 'gclid'],
  ['visit_click_id', undefined, 'gclid'],
  ['utm_source', undefined, 'lettre'],
  ['utm_medium', undefined, 'email'],
  ['utm_campaign', undefined, 'noel'],
  ['utm_content', undefined, 'haut'],
  ['utm_term', undefined, 'miel'],
  ['visit_utm_source', undefined, 'lettre'],
  ['visit_utm_medium', undefined, 'email'],
  ['visit_utm_campaign', undefined, 'noel'],
  ['visit_utm_content', undefined, 'haut'],
  ['visit_utm_term', undefined, 'miel'],
  ['props', { produit: 'miel', lien: 'https://autre.example/p' }, everything.props],
  ['consent', undefined, 1],
  ['lasting_id', undefined, lastingNumber(7, mine, now) ?? ''],
  ['visitor_id', '11', lastingNumber(7, mine, now) ?? ''],
  // The same in every mode: what the audience of the site needs.
  ['hostname', 'ruches.example', 'ruches.example'],
  ['country', 'FR', 'FR'],
  ['language', 'fr', 'fr'],
  ['device', 'desktop', 'desktop'],
  ['browser', 'Firefox', 'Firefox'],
  ['os', 'Linux', 'Linux'],
  ['revenue_cents', 1200, 1200],
  ['currency', 'EUR', 'EUR'],
  ['event_id', 'essai-1', 'essai-1'],
]

describe('what is kept of an event', () => {
  describe.each([
    ['exempt', false, false],
    ['exempt', true, false],
    ['consent', false, false],
    ['consent', true, true],
  ] as const)('on a site in %s mode, consent %s', (mode, consent, isKept) => {
    const row = rowOf(mode, hit({ consent }))

    test.each(table)('%s', (field, without, consented) => {
      expect(row[field]).toEqual(isKept ? consented : without)
    })

    test('nothing else is stored, and no trace of a click, a person or an address', () => {
      const known = new Set<string>([...table.map(([field]) => field), 'site_id', 'ts', 'received_at', 'id_given', 'interactive', 'visit_id', 'visit_started_at', 'is_entry']) // prettier-ignore
      expect(Object.keys(row).filter((field) => !known.has(field))).toEqual([])
      const stored = JSON.stringify(row)
      expect(stored).not.toMatch(/203\.0\.113|128\.0|fr-CA|SESSION|CLIENT|FRAGMENT|espace|CLIC1|CLIC2/)
      expect(stored).not.toContain(mine)
      if (!isKept) expect(stored).not.toMatch(/jeanne|USER42|CLIC|REF|lettre|noel/)
    })
  })
})

describe('a consent', () => {
  const born = (ago: number) => `${now - ago}.12345678901234567890`

  test.each([
    ['of thirteen months less a second', born(lastingFor - 1_000), true],
    ['over thirteen months', born(lastingFor + 1), false],
    ['made up for the future, so as never to end', born(-3 * 86_400_000), false],
    ['of a clock that is an hour ahead', born(-3_600_000), true],
    ['that is no number of ours', 'jeanne@exemple.fr', false],
    ['that is a number of the site’s own', '4242424242', false],
  ])('with a number %s: %s, followed: %s', (_, visitor, isFollowed) => {
    const row = rowOf('consent', hit({ consent: true, visitor }))
    expect([row.consent === 1, row.lasting_id !== undefined, row.utm_campaign !== undefined]).toEqual([
      isFollowed,
      isFollowed,
      isFollowed,
    ])
  })

  test('without a number keeps campaigns, under the number of the day', () => {
    const row = rowOf('consent', hit({ consent: true, visitor: '' }))
    expect([row.consent, row.utm_campaign, row.visitor_id, row.lasting_id]).toEqual([1, 'noel', '11', undefined])
  })

  test('whose number was stopped counts for nothing', () => {
    const stopped = lastingNumber(7, mine, now)
    const row = rowOf('consent', hit({ consent: true }), { isStopped: (visitor) => visitor === stopped })
    expect([row.consent, row.lasting_id, row.utm_campaign, row.visitor_id]).toEqual([undefined, undefined, undefined, '11'])
  }) // prettier-ignore

  test('gives the same number on every day, and another on another site', () => {
    expect(lastingNumber(7, mine, now)).toBe(lastingNumber(7, mine, now + 200 * 86_400_000))
    expect(lastingNumber(8, mine, now)).not.toBe(lastingNumber(7, mine, now))
  })
})

describe('a visit and the consent that comes or goes in it', () => {
  /** Three page views of one visitor a minute apart, consenting or not. */
  function walk(...consents: boolean[]): EventRow[] {
    const visits = new LiveVisits()
    return consents.map((consent, i) => {
      const at = now + i * 60_000
      const outcome = enrich(hit({ consent, at }), siteIn('consent'), around({ visits }))
      if (outcome.status !== 'kept') throw new Error(outcome.reason)
      visits.keep(outcome.visitor, outcome.visit, at)
      return outcome.row
    })
  }
  const lasting = lastingNumber(7, mine, now)

  test('goes on when consent is given; what came before is not tied to the lasting number', () => {
    const [first, second, third] = walk(false, true, true)
    expect(new Set([first?.visit_id, second?.visit_id, third?.visit_id]).size).toBe(1)
    expect([first?.lasting_id, second?.lasting_id, third?.lasting_id]).toEqual([undefined, lasting, lasting])
    // A visit has one visitor: that of its beginning.
    expect([first?.visitor_id, third?.visitor_id]).toEqual(['11', '11'])
    expect(second?.visit_utm_campaign).toBeUndefined()
  })

  test('ends when it is withdrawn: nothing of its beginning is told of what follows', () => {
    const [first, second, third] = walk(true, false, false)
    expect(first?.visitor_id).toBe(lasting)
    expect(second?.visit_id).not.toBe(first?.visit_id)
    expect(third?.visit_id).toBe(second?.visit_id)
    expect(JSON.stringify([second, third])).not.toMatch(/lettre|noel/)
    expect(JSON.stringify([second, third])).not.toContain(lasting)
  })
})

describe('who does not want to be measured', () => {
  const reasonOf = (mode: SiteMode, settings: SiteSettings, more: Parameters<typeof hit>[0]) => {
    const outcome = enrich(hit(more), siteIn(mode, settings), around())
    return outcome.status === 'dropped' ? outcome.reason : null
  }

  test.each([
    ['exempt', {}, { optOut: true }, 'objection'],
    ['consent', {}, { optOut: true, consent: true }, 'objection'],
    ['exempt', { obeySignals: true }, { signalsOptOut: true }, 'optOut'],
    ['consent', { obeySignals: true }, { signalsOptOut: true, consent: true }, 'optOut'],
    ['exempt', {}, { signalsOptOut: true }, null],
  ] as const)('in %s mode with %j, saying %j: %s', (mode, settings, more, reason) => {
    expect(reasonOf(mode, settings, more)).toBe(reason)
    if (reason) expect(dropReasons).toContain(reason)
  })
})
