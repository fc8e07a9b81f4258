import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countryCode, countryName } from './country-names.ts'
import { filtersOf, readFilters, withLine } from './filters.ts'
import { rangeOf } from './site.ts'
import { DropTally } from './tally.ts'

describe('a site’s filters', () => {
  const read = (lists: Record<string, string>) => readFilters((name) => lists[name] ?? '', { obeySignals: true })

  test('are read list by list; other settings stay', () => {
    const given = {
      hosts: ' Paiement.example \r\n\nboutique.example',
      ips: '192.0.2.0/24\n2001:DB8::/32\n203.0.113.7\n203.0.113.7',
      paths: '/admin/*\n*/panier',
      countries: 'Belgique\nfr\nCote d’Ivoire\nGermany',
      referrers: 'https://www.spam.example/x',
    }
    expect(read(given)).toEqual({
      settings: {
        obeySignals: true,
        hosts: ['paiement.example', 'boutique.example'],
        shield: {
          ips: ['192.0.2.0/24', '2001:db8::/32', '203.0.113.7'],
          paths: ['/admin/*', '*/panier'],
          countries: ['BE', 'FR', 'CI', 'DE'],
          referrers: ['spam.example'],
        },
      },
    })
  })

  test.each([
    ['hosts', 'paiement.fr/merci'],
    ['ips', 'bureau'],
    ['ips', '192.0.2.0/33'],
    ['ips', '192.0.2.0/24/8'],
    ['ips', 'fe80::1%eth0'],
    ['paths', 'admin'],
    ['paths', `/${'a'.repeat(500)}`],
    ['countries', 'Ruritanie'],
    ['countries', 'EU'],
    ['referrers', 'pas un domaine'],
    ['hosts', Array.from({ length: 201 }, (_, i) => `h${i}.fr`).join('\n')],
  ])('"%s": "%s" is refused by its field', (field, lines) => {
    const answer = read({ [field]: lines })
    expect('problems' in answer ? Object.keys(answer.problems) : []).toEqual([field])
  })

  test('one line is added, once, and never a wrong one', () => {
    const one = withLine({ shield: { countries: ['RU'] } }, 'ips', '203.0.113.7')
    expect(filtersOf(withLine(one, 'ips', '203.0.113.7'))).toMatchObject({ ips: ['203.0.113.7'], countries: ['RU'] })
    expect(withLine(one, 'ips', '')).toMatchObject({ shield: { ips: ['203.0.113.7'] } })
    expect(withLine(one, 'hosts', 'a/b')).toBe(one)
  })

  test.each([
    ['0.0.0.0/0', 0],
    ['192.0.2.7', 32],
    ['::/0', 0],
    ['2001:db8::1', 128],
  ])('%s is a range of %i bits', (given, bits) => {
    expect(rangeOf(given)?.bits).toBe(bits)
  })
})

test('a country is known by its code or its name in either language, and shown in the reader’s', () => {
  expect(['FR', 'belgique', 'Belgium', 'États-Unis', 'etats unis', 'Réunion', '', 'XX'].map(countryCode)).toEqual(
    ['FR', 'BE', 'BE', 'US', 'US', 'RE', null, null],
  ) // prettier-ignore
  expect([countryName('DE', 'fr'), countryName('DE', 'en'), countryName('', 'fr')]).toEqual([
    'Allemagne',
    'Germany',
    '',
  ])
})

describe('the tally of drops', () => {
  test('adds up by site, day and reason, with what stands behind', () => {
    const tally = new DropTally()
    for (let i = 0; i < 3; i++) tally.add(1, '2026-11-24', 'bot', { rule: 'curl', detail: 'curl/8', sample: `/p${i}` })
    tally.add(1, '2026-11-24', 'repeat')
    tally.add(2, '2026-11-24', 'host', { detail: 'a\u0000b\ud800' })
    const { totals, details } = tally.take()
    expect(totals.map(({ siteId, reason, count }) => [siteId, reason, count])).toEqual([[1, 'bot', 3], [1, 'repeat', 1], [2, 'host', 1]]) // prettier-ignore
    expect(details.map(({ reason, rule, detail, sample, count }) => [reason, rule, detail, sample, count])).toEqual([
      ['bot', 'curl', 'curl/8', '/p2', 3],
      ['host', '', 'ab\ufffd', '', 1],
    ])
    expect(tally.take()).toEqual({ totals: [], details: [] })
  })

  test('what could not be written is counted with what comes next', () => {
    const tally = new DropTally()
    tally.add(1, '2026-11-24', 'host', { detail: 'a.fr' })
    const failed = tally.take()
    tally.add(1, '2026-11-24', 'host', { detail: 'a.fr' })
    tally.putBack(failed)
    const { totals, details } = tally.take()
    expect([totals[0]?.count, details[0]?.count]).toEqual([2, 2])
  })

  test('a hundred thousand made-up agents are three hundred rows and one, and no count is lost', () => {
    const tally = new DropTally()
    for (let i = 0; i < 100_000; i++) tally.add(1, '2026-11-24', 'bot', { rule: 'x', detail: `bot-${i}` })
    const { totals, details } = tally.take()
    expect([totals[0]?.count, details.length]).toEqual([100_000, 301])
    expect(details.reduce((sum, { count }) => sum + count, 0)).toBe(100_000)
    // Written meanwhile: they are known all the same.
    tally.add(1, '2026-11-24', 'bot', { rule: 'x', detail: 'one-more' })
    expect(tally.take().details.map(({ detail }) => detail)).toEqual([''])
    expect(tally.size).toBe(301)
    tally.sweep('2026-11-25')
    expect(tally.size).toBe(0)
  })
})

describe('what the form of filters shows, saved again', () => {
  const codes = ['FR', 'BE', 'CD', 'CG', 'US', 'GB', 'CI', 'RE', 'KP', 'KR', 'GF', 'PF', 'DO', 'DM', 'GN', 'GW', 'GQ', 'PG', 'NE', 'NG', 'SX', 'MF', 'VG', 'VI', 'MM', 'SZ', 'TR', 'MO', 'HK'] // prettier-ignore

  test.each(['fr', 'en'] as const)('gives the same countries, named in %s', (locale) => {
    expect(codes.map((code) => countryCode(countryName(code, locale)))).toEqual(codes)
  })

  test('gives the same lists', () => {
    const host = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,4})?\.[a-z]{2,4}$/)
    const lists = fc.record({
      hosts: fc.array(host),
      ips: fc.array(
        fc.oneof(
          fc.ipV4(),
          fc.ipV6(),
          fc.tuple(fc.ipV4(), fc.nat(32)).map((range) => range.join('/')),
        ),
      ),
      paths: fc.array(fc.webPath().map((path) => `/${path.replace(/^\/+/, '')}*`)),
      countries: fc.constant<string[]>([]),
      referrers: fc.array(host),
    })
    fc.assert(
      fc.property(lists, (given) => {
        const once = readFilters((name) => given[name].join('\n'), { obeySignals: true })
        if (!('settings' in once)) throw new Error(JSON.stringify(once.problems))
        const shown = filtersOf(once.settings)
        expect(readFilters((name) => shown[name].join('\r\n'), once.settings)).toEqual(once)
      }),
      { numRuns: 50 },
    )
  })
})
