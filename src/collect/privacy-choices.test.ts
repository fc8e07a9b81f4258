import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, addMonths, dayIn, startOfDay } from '../period.ts'
import { isLasting, lastingFor, lastingHash, lastingNumber, readConsentBody } from './consents.ts'
import { BadBody } from './event-body.ts'
import { readMonths, readPrivacyForm } from './privacy-form.ts'
import { cutoffOf } from './retention.ts'
import { readSiteForm, snippetOf } from './site-form.ts'
import { longestRetention, type SiteSettings } from './site.ts'
import { derivedSalt, visitorId } from './visitor.ts'

// What a lead chooses of a site's privacy, and what a browser keeps: read as typed, checked, and never longer than said.

const from = (fields: Record<string, string>) => (name: string) => fields[name] ?? ''

describe('the form of signals and small figures', () => {
  const before: SiteSettings = { hosts: ['a.fr'], retentionMonths: 6, smallFigures: { below: 9, how: 'round' } }
  const kept = { hosts: ['a.fr'], retentionMonths: 6 }

  test.each([
    ['nothing', {}, { ...kept, obeySignals: false }],
    ['signals', { obeySignals: 'on' }, { ...kept, obeySignals: true }],
    ['a threshold', { below: '5' }, { ...kept, obeySignals: false, smallFigures: { below: 5, how: 'hide' } }],
    ['a threshold with spaces', { below: ' 12 ', how: 'round' }, { ...kept, obeySignals: false, smallFigures: { below: 12, how: 'round' } }],
    ['the least', { below: '2' }, { ...kept, obeySignals: false, smallFigures: { below: 2, how: 'hide' } }],
    ['the most', { below: '1000' }, { ...kept, obeySignals: false, smallFigures: { below: 1_000, how: 'hide' } }],
    ['a way that does not exist', { below: '5', how: 'blur' }, { ...kept, obeySignals: false, smallFigures: { below: 5, how: 'hide' } }],
    ['a way without a threshold', { how: 'round' }, { ...kept, obeySignals: false }],
  ])('that says %s', (_, fields, settings) => {
    expect(readPrivacyForm(from(fields), before)).toEqual({ settings })
  }) // prettier-ignore

  test('takes a threshold from 2 to 1,000, and months from 1 to 25, in figures and nothing else', () => {
    const typed = fc.oneof(
      fc.integer({ min: -5, max: 2_000 }).map(String),
      fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
      fc.constantFrom('1e2', '0x10', '٣', '5.', '+5', '0007', '１２'),
    )
    fc.assert(
      fc.property(typed, (text) => {
        const isWhole = /^[0-9]+$/.test(text.trim()) && text.trim().length <= 6
        const number = Number(text.trim())
        const read = readPrivacyForm(from({ below: text }), before)
        expect('settings' in read).toBe(isWhole && number >= 2 && number <= 1_000)
        expect('months' in readMonths(text)).toBe(isWhole && number >= 1 && number <= longestRetention)
      }),
    )
  })

  test('says what is wrong in both languages', () => {
    for (const read of [readPrivacyForm(from({ below: '1' }), before), readMonths('26')]) {
      const [words] = Object.values('problems' in read ? read.problems : {})
      expect(words?.fr).toBeTruthy()
      expect(words?.en).toBeTruthy()
      expect(words?.fr).not.toBe(words?.en)
    }
  })
})

describe('the form of a site', () => {
  const before: SiteSettings = { obeySignals: true, shield: { countries: ['XX'] }, searchParams: ['old'] }
  const typed = { timeZone: 'Europe/Paris', currency: ' chf ', mode: 'consent' }

  test('is read with its other settings as they were', () => {
    expect(readSiteForm(from({ ...typed, searchParams: ' q \r\n\nfiltre[mot]\ns' }), before)).toEqual({
      timeZone: 'Europe/Paris',
      currency: 'CHF',
      mode: 'consent',
      settings: { obeySignals: true, shield: { countries: ['XX'] }, searchParams: ['q', 'filtre[mot]', 's'] },
    })
    expect(readSiteForm(from({ ...typed, mode: 'everything' }), before)).toMatchObject({ mode: 'exempt' })
  })

  test.each([
    ['deux mots', '« deux mots »'],
    ['q=', '« q= »'],
    ['recherché', '« recherché »'],
    [`q\n${'a'.repeat(61)}`, `« ${'a'.repeat(60)} »`],
    [Array.from({ length: 101 }, (_, i) => `p${i}`).join('\n'), '100 lignes'],
  ])('refuses %j, and says which', (searchParams, said) => {
    const read = readSiteForm(from({ ...typed, searchParams }), before)
    const { fr = '', en = '' } = ('problems' in read && read.problems['searchParams']) || {}
    expect(fr.replaceAll('\u202f', ' ')).toContain(said)
    expect(en).not.toMatch(/[«»]/)
  })

  test.each([
    ['exempt', {}, ''],
    ['consent', {}, ' data-consent'],
    ['exempt', { obeySignals: true }, ' data-signals'],
    ['consent', { obeySignals: true }, ' data-consent data-signals'],
  ] as const)('in %s mode with %j gives the line its attributes', (mode, settings, attributes) => {
    expect(snippetOf({ domain: 'a.fr', mode, settings }, 'https://m.example')).toBe(
      `<script defer data-site="a.fr"${attributes} src="https://m.example/js/filrouge.js"></script>`,
    )
  })
})

describe('the end of a retention', () => {
  const zones = ['Europe/Paris', 'UTC', 'America/Sao_Paulo', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Australia/Lord_Howe', 'Asia/Kathmandu'] // prettier-ignore
  const cases = fc.record({
    timeZone: fc.constantFrom(...zones),
    months: fc.integer({ min: 1, max: 40 }),
    now: fc.date({ min: new Date('2015-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
  })

  test('is a midnight of the site, and nothing lives past its months before the next night', () => {
    fc.assert(
      fc.property(cases, ({ timeZone, months, now }) => {
        const { day, instant } = cutoffOf({ timeZone, settings: { retentionMonths: months } }, now)
        expect(instant).toEqual(startOfDay(timeZone, day))
        expect(dayIn(timeZone, instant)).toBe(day)
        const tomorrow = addDays(dayIn(timeZone, now), 1)
        // The first day kept, months later, has not passed when the next night comes.
        expect(addMonths(tomorrow, -Math.min(months, longestRetention))).toBe(day)
        expect(day < dayIn(timeZone, now)).toBe(true)
      }),
    )
  })

  test('moves forward with time, and backward with a longer retention', () => {
    fc.assert(
      fc.property(cases, fc.nat(90 * 86_400_000), ({ timeZone, months, now }, later) => {
        const site = { timeZone, settings: { retentionMonths: months } }
        const { instant } = cutoffOf(site, now)
        expect(cutoffOf(site, new Date(now.getTime() + later)).instant >= instant).toBe(true)
        expect(cutoffOf(site, now, Math.min(months, longestRetention) + 1).instant < instant).toBe(true)
      }),
    )
  })
})

describe('the number that a browser keeps', () => {
  const digits = fc.stringMatching(/^\d{16,40}$/)
  const made = fc.record({ born: fc.integer({ min: 1_000_000_000_000, max: 4_000_000_000_000 }), chance: digits })

  test('holds from a day before it was made to thirteen months after, and nothing prolongs it', () => {
    const edge = fc.constantFrom(-86_400_001, -86_400_000, -1, 0, lastingFor - 1, lastingFor, lastingFor + 1)
    fc.assert(
      fc.property(made, edge, ({ born, chance }, age) => {
        const number = `${born}.${chance}`
        const isHeld = age >= -86_400_000 && age <= lastingFor
        expect(isLasting(number)).toBe(true)
        expect(lastingNumber(7, number, born + age)).toBe(isHeld ? lastingHash(7, number) : null)
      }),
    )
  })

  test('is stored as 64 bits that say neither the number nor the site', () => {
    fc.assert(
      fc.property(made, ({ born, chance }) => {
        const number = `${born}.${chance}`
        const hashed = lastingHash(7, number)
        expect(BigInt(hashed) < 2n ** 64n).toBe(true)
        expect(hashed).not.toContain(chance)
        expect(lastingHash(8, number)).not.toBe(hashed)
      }),
    )
  })

  test.each([
    '', '4242', '1795000000000', '1795000000000.', '1795000000000.123', '1795000000000.12345678901234567890\n', ' 1795000000000.12345678901234567890',
    '179500000000.12345678901234567890', '1795000000000.1234567890123456789x', `1795000000000.${'1'.repeat(41)}`, '1795000000000,12345678901234567890',
  ])('has not the form of %j', (given) => {
    expect([isLasting(given), lastingNumber(7, given, 1_795_000_000_000)]).toEqual([false, null])
  }) // prettier-ignore

  test('an answer to the notice is read whole, or refused for one of its fields', () => {
    const good = { site: 'ruches.example', visitor: '1795000000000.12345678901234567890', given: true }
    expect(readConsentBody({ ...good, more: 1 })).toEqual({ ...good, notice: null })
    const field = fc.constantFrom('site', 'visitor', 'given', 'notice')
    const strange = fc.oneof(fc.jsonValue(), fc.constantFrom(NaN, -1, 0, 1.5, 1_000_001, '', 'x'.repeat(254)))
    fc.assert(
      fc.property(field, strange, (name, value) => {
        try {
          expect(readConsentBody({ ...good, [name]: value })).toEqual({ ...good, notice: null, [name]: value })
        } catch (error) {
          expect(error).toBeInstanceOf(BadBody)
          expect((error as BadBody).field).toBe(name)
        }
      }),
    )
  })
})

test('a visitor’s number changes with each thing it is made of, and cannot be moved from one to another', () => {
  const salt = fc.stringMatching(/^[0-9a-f]{64}$/)
  fc.assert(
    fc.property(salt, fc.nat(9_999), fc.ipV4(), fc.string(), (key, siteId, ip, agent) => {
      const one = visitorId(key, siteId, ip, agent)
      expect(visitorId(key, siteId, ip, agent)).toBe(one)
      expect(one).toMatch(/^\d{1,20}$/)
      const others = [
        visitorId(derivedSalt(key, '2026-11-24'), siteId, ip, agent),
        visitorId(key, siteId + 1, ip, agent),
        visitorId(key, siteId, `${ip}0`, agent),
        visitorId(key, siteId, ip, `${agent} `),
        visitorId(key, Number(`${siteId + 1}${ip[0]}`), ip.slice(1), agent),
      ]
      expect(others).not.toContain(one)
    }),
  )
  expect(derivedSalt('a'.repeat(64), '2026-11-24')).toMatch(/^[0-9a-f]{64}$/)
})
