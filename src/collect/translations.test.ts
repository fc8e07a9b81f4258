import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BadBody, readEventBody } from './event-body.ts'
import { bulkOf, bulkParameters, fromMatomo, matomoSite, type Parameters, parametersOf } from './matomo.ts'
import { fromPlausible, isPlausible, plausibleSites } from './plausible.ts'
import { inTheirWords, type Translated } from './translated.ts'
import { fromUmami, umamiSite } from './umami.ts'

const site = { domain: 'ruches.example', currency: 'EUR' }

/** What is left of a translation once it is checked as our own body: an address as text, what is empty left out. */
function read({ body }: Translated): Record<string, unknown> | null {
  if (!body) return null
  const checked = { ...readEventBody(body), url: readEventBody(body).url.href }
  return Object.fromEntries(
    Object.entries(checked).filter(
      ([, value]) => value !== '' && value !== null && value !== false && JSON.stringify(value) !== '{}',
    ),
  )
}
const page = { site: 'ruches.example', name: 'pageview', url: 'https://ruches.example/miel' }

describe('what Plausible’s clients write', () => {
  test.each([
    ['short names', { n: 'pageview', u: page.url, d: 'ruches.example', r: null, w: 1200, h: 0 }, page],
    ['long names', { name: 'pageview', url: page.url, domain: 'ruches.example', referrer: 'https://a.fr/' }, { ...page, referrer: 'https://a.fr/' }],
    ['properties as text', { n: 'Signup', u: page.url, d: 'x', p: '{"plan":"pro","n":3,"none":null,"list":[1]}' }, { ...page, name: 'Signup', props: { plan: 'pro', n: '3' } }],
    ['properties as an object, under m', { n: 'Signup', u: page.url, d: 'x', m: { plan: 'pro' } }, { ...page, name: 'Signup', props: { plan: 'pro' } }],
    ['properties that are no object', { n: 'Signup', u: page.url, d: 'x', p: 'plan' }, { ...page, name: 'Signup' }],
    ['an amount', { n: 'Purchase', u: page.url, d: 'x', $: { amount: '1322.22', currency: 'usd' } }, { ...page, name: 'Purchase', revenue: { cents: 132_222, currency: 'USD' } }],
    ['an amount as text', { n: 'Purchase', u: page.url, d: 'x', revenue: '{"amount":10,"currency":"EUR"}' }, { ...page, name: 'Purchase', revenue: { cents: 1_000, currency: 'EUR' } }],
    ['no amount, as their script says it', { n: 'Clic', u: page.url, d: 'x', $: {} }, { ...page, name: 'Clic' }],
    ['an exit', { n: 'Outbound Link: Click', u: page.url, d: 'x', p: { url: 'https://a.fr/' } }, { ...page, name: 'outbound', props: { url: 'https://a.fr/' } }],
    ['a page in the hash', { n: 'pageview', u: 'https://ruches.example/app#/miels/lavande?utm_source=a', d: 'x', h: 1 }, { ...page, url: 'https://ruches.example/app/miels/lavande?utm_source=a' }],
    ['a hash that is no page', { n: 'pageview', u: 'https://ruches.example/miel#prix', d: 'x' }, { ...page, url: 'https://ruches.example/miel#prix' }],
    ['a page that was read', { n: 'engagement', u: page.url, d: 'x', p: { plan: 'pro' }, sd: 40, e: 5_400, v: 36 }, { ...page, name: 'engagement', props: { time: '5', scroll: '40' } }],
  ])('%s', (_, body, event) => {
    expect(isPlausible(body)).toBe(true)
    expect(read(fromPlausible(body, 'ruches.example'))).toEqual(event)
  }) // prettier-ignore

  test.each([
    [{ site: 'a.fr', url: 'https://a.fr/' }, false],
    [{ url: 'https://a.fr/' }, false],
    [{ site: 'a.fr', d: 'b.fr' }, false],
    [['d'], false],
    [{ domain: 'a.fr' }, true],
  ])('%j is theirs: %s', (body, theirs) => {
    expect(isPlausible(body)).toBe(theirs)
  })

  test('a body may be for several sites, or name none', () => {
    expect(plausibleSites({ d: 'a.fr, b.fr,' })).toEqual(['a.fr', 'b.fr'])
    expect(plausibleSites({ n: 'pageview', u: 'https://www.a.fr/x' })).toEqual(['www.a.fr'])
  })
})

describe('what Umami’s clients write', () => {
  const payload = { website: 'b2b7…', hostname: 'www.ruches.example', url: '/miel' }
  const at = { ...page, url: 'https://www.ruches.example/miel' }
  test.each([
    ['a page of their script', { ...payload, url: at.url, title: 'Miels', referrer: '', screen: '1920x1080', language: 'fr-FR' }, { ...at, title: 'Miels' }],
    ['a path', payload, at],
    ['a referrer on the site', { ...payload, referrer: '/accueil' }, { ...at, referrer: 'https://www.ruches.example/accueil' }],
    ['an event with data, nested', { ...payload, name: 'inscription', data: { plan: 'pro', who: { age: 40 }, tags: ['a', 'b'], empty: null } }, { ...at, name: 'inscription', props: { plan: 'pro', 'who.age': '40', tags: '["a","b"]' } }],
    ['an amount', { ...payload, name: 'achat', data: { revenue: 27.9, currency: 'USD', lot: 3 } }, { ...at, name: 'achat', props: { lot: '3' }, revenue: { cents: 2_790, currency: 'USD' } }],
    ['an amount without a currency', { ...payload, name: 'achat', data: { revenue: '5' } }, { ...at, name: 'achat', revenue: { cents: 500, currency: 'EUR' } }],
    ['a tag', { ...payload, tag: 'test-b' }, { ...at, props: { tag: 'test-b' } }],
    ['an event of a server, without a page', { website: 'b2b7…', name: 'tâche' }, { ...page, url: 'https://ruches.example/', name: 'tâche' }],
    ['its own time', { ...payload, timestamp: 1_795_600_000 }, { ...at, time: new Date('2026-11-25T09:46:40Z') }],
  ])('%s', (_, given, event) => {
    expect(read(fromUmami({ type: 'event', payload: given }, site))).toEqual(event)
  }) // prettier-ignore

  test('who somebody is makes no event; how a page was read makes that of our own tracker', () => {
    expect(fromUmami({ type: 'identify', payload: { ...payload, id: 'camille' } }, site).body).toBeNull()
    const vitals = { ...payload, lcp: 2100.5, cls: 0.01 }
    expect(read(fromUmami({ type: 'performance', payload: vitals }, site))).toEqual({ ...at, name: 'web-vitals', props: { lcp: '2100.5', cls: '0.01' } }) // prettier-ignore
    const reading = { ...payload, engagement: 61_200 }
    expect(read(fromUmami({ type: 'engagement', payload: reading }, site))).toEqual({ ...at, name: 'engagement', props: { time: '61' } }) // prettier-ignore
  })

  test('whom it is for: the name of the site, and the host of the page', () => {
    expect(umamiSite({ payload })).toEqual({ name: 'b2b7…', host: 'www.ruches.example' })
    expect(umamiSite({ payload: { url: 'https://a.fr/x' } })).toEqual({ name: '', host: 'a.fr' })
    expect(umamiSite({})).toEqual({ name: '', host: '' })
  })

  test('what it says of the visitor goes beside the event', () => {
    const said = fromUmami({ type: 'event', payload: { ...payload, language: 'fr-FR', userAgent: 'Firefox' } }, site)
    expect([said.language, said.userAgent]).toEqual(['fr-FR', 'Firefox'])
  })
})

describe('what Matomo’s clients write', () => {
  const url = 'https://ruches.example/miel'
  test.each([
    ['a page', { action_name: 'Miels', url, urlref: 'https://a.fr/' }, { ...page, title: 'Miels', referrer: 'https://a.fr/' }],
    ['a page with dimensions', { url, dimension1: 'pro', dimensionx: 'no' }, { ...page, props: { dimension1: 'pro' } }],
    ['an event', { url, e_c: ' Vidéos ', e_a: 'Lecture', e_n: 'La ruche', e_v: '12', ca: '1' }, { ...page, name: 'Vidéos / Lecture', props: { e_n: 'La ruche', e_v: '12' } }],
    ['an exit, from a page', { url, link: 'https://a.fr/x?client=4' }, { ...page, name: 'outbound', props: { url: 'https://a.fr/x' } }],
    ['an exit told as its target', { url: 'https://a.fr/x', link: 'https://a.fr/x', urlref: url }, { ...page, name: 'outbound', props: { url: 'https://a.fr/x' }, referrer: url }],
    ['a download', { url, download: `${url}.pdf` }, { ...page, name: 'download', props: { url: `${url}.pdf` } }],
    ['a search on the site', { url, search: 'lavande', search_count: '0' }, { ...page, name: 'search', props: { term: 'lavande', results: '0' } }],
    ['a goal with an amount', { url, idgoal: '3', revenue: '12.5' }, { ...page, name: 'goal 3', revenue: { cents: 1_250, currency: 'EUR' } }],
    ['an order', { url, idgoal: '0', ec_id: 'A41', revenue: '27.9', ec_items: '[["sku","Miel","",27.9,1]]', ec_tx: '1.5' }, { ...page, id: 'A41', name: 'order', revenue: { cents: 2_790, currency: 'EUR' }, props: { items: '1', tax: '1.5', order: 'A41' } }],
    ['a basket', { url, idgoal: '0', revenue: '10', ec_items: '[]' }, { ...page, name: 'cart', props: { items: '0', amount: '10' } }],
    ['a content acted on', { url, c_n: 'Bandeau', c_p: 'a.png', c_i: 'clic' }, { ...page, name: 'content / clic', props: { content: 'Bandeau', piece: 'a.png' } }],
    ['no address', {}, { ...page, url: 'https://ruches.example/' }],
    ['a time in UTC', { url, cdt: '2026-11-24 10:00:00' }, { ...page, time: new Date('2026-11-24T10:00:00Z') }],
    ['a time in seconds', { url, cdt: '1795600000' }, { ...page, time: new Date('2026-11-25T09:46:40Z') }],
    ['a ping', { url, ping: '1' }, null],
    ['a content shown', { url, c_n: 'Bandeau' }, null],
    ['a crash', { url, ca: '1', cra: 'x is not a function' }, null],
  ])('%s', (_, given, event) => {
    expect(read(fromMatomo(given as Parameters, site))).toEqual(event)
  }) // prettier-ignore

  test('parameters come from a query string, a form or a bulk body', () => {
    expect(parametersOf('/matomo.php?idsite=1&action_name=Caf%C3%A9+noir')).toEqual({ idsite: '1', action_name: 'Café noir' })
    expect(bulkParameters('?idsite=1&rec=1')).toEqual({ idsite: '1', rec: '1' })
    expect(bulkParameters({ idsite: 1, rec: 1, e_v: 2.5 })).toEqual({ idsite: '1', rec: '1', e_v: '2.5' })
    expect(bulkParameters(4)).toBeNull()
    expect(bulkOf('{"requests":["?a"],"token_auth":"k","send_image":0}')).toEqual({ requests: ['?a'], key: 'k', image: '0' })
    expect([bulkOf('idsite=1'), bulkOf('{"a":1}'), bulkOf('{')]).toEqual([null, null, null])
    expect(matomoSite({ idsite: '3', url: 'https://www.a.fr/' })).toEqual({ name: '3', host: 'www.a.fr' })
  }) // prettier-ignore
})

describe('whatever is written', () => {
  const strange = fc.dictionary(
    fc.constantFrom('n', 'u', 'd', 'p', '$', 'h', 'type', 'payload', 'url', 'data', 'e_c', 'e_a', 'ec_items', 'cdt', 'link', 'idgoal'),
    fc.jsonValue(),
  ) // prettier-ignore

  test('a translation gives a body or a refusal by name, never anything else', () => {
    fc.assert(
      fc.property(strange, (bag) => {
        const given = Object.fromEntries(Object.entries(bag).map(([name, value]) => [name, JSON.stringify(value)]))
        for (const translated of [
          () => fromPlausible(bag, 'ruches.example'),
          () => fromUmami({ type: 'event', payload: bag }, site),
          () => fromMatomo(given, site),
        ]) {
          const { body } = translated()
          try {
            if (body) readEventBody(body)
          } catch (error) {
            if (!(error instanceof BadBody)) throw error
          }
        }
      }),
    )
  })

  test('a refusal speaks the caller’s words', () => {
    const { body, names } = fromPlausible({ n: 'a', u: 'nowhere', d: 'x' }, 'ruches.example')
    try {
      readEventBody(body)
    } catch (error) {
      const theirs = inTheirWords(error as BadBody, names)
      expect([theirs.field, theirs.words.fr]).toEqual(['u', '« u » doit être une adresse complète en http ou https.'])
    }
    expect.assertions(1)
  })
})
