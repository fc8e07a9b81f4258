import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, isDay } from '../period.ts'
import { historyOf } from './history.ts'
import { historyDimensions, reportOf, sums, useOf } from './history-columns.ts'
import { tableOfJson, tablesOf } from './history-table.ts'
import { dayOf, nthDay, numberOf, orderOf } from './history-value.ts'

// Exports go through many hands before they come here: whatever a spreadsheet did to the form of a value, its meaning stays.

const days = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('1995-01-01', n))
const apart = (day: string) => day.split('-') as [string, string, string]

describe('a number', () => {
  const locales = fc.constantFrom('fr-FR', 'en-US', 'de-DE', 'fr-CH')
  const shown = (n: number, locale: string, options?: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, options).format(n)

  test('that counts is read back from every way of grouping its thousands', () =>
    fc.assert(
      fc.property(fc.nat(1_000_000_000), locales, (n, locale) => {
        expect(numberOf(shown(n, locale), true)).toBe(n)
        expect(numberOf(String(n), true)).toBe(n)
      }),
    ))

  test('with decimals is read back from either point', () =>
    fc.assert(
      fc.property(fc.nat(100_000_000), locales, (hundredths, locale) => {
        const two = { minimumFractionDigits: 2, maximumFractionDigits: 2 }
        expect(numberOf(shown(hundredths / 100, locale, two), false)).toBeCloseTo(hundredths / 100, 6)
        expect(numberOf(`${shown(hundredths / 1e7, locale, two)} %`, false)).toBeCloseTo(Math.round(hundredths / 1e5) / 1e4, 6)
      }),
    )) // prettier-ignore

  test('of seconds written as a clock', () =>
    fc.assert(
      fc.property(fc.nat(500_000), (n) => {
        const two = (part: number) => String(part).padStart(2, '0')
        expect(numberOf(`${two(Math.floor(n / 3600))}:${two(Math.floor(n / 60) % 60)}:${two(n % 60)}`, false)).toBe(n)
      }),
    ))

  test('is never made of a text that is none, and never anything but a number', () =>
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (text, isWhole) => {
        const value = numberOf(text, isWhole)
        if (value !== null) expect(Number.isFinite(value) && value >= 0).toBe(true)
        if (/[a-rt-z]/i.test(text)) expect(value).toBeNull()
      }),
    ))
})

describe('a day', () => {
  test('is read back from every way of writing it, once the table says which part comes first', () =>
    fc.assert(
      fc.property(days, fc.constantFrom('/', '.', '-'), (day, sign) => {
        const [year, month, date] = apart(day)
        expect([day, day.replaceAll('-', ''), `${day} 21:50:00`, `${day}T00:00:00Z`].map((text) => dayOf(text, 'unknown'))).toEqual(Array(4).fill(day)) // prettier-ignore
        expect(dayOf([date, month, year].join(sign), 'dayFirst')).toBe(day)
        expect(dayOf([month, date, year].join(sign), 'monthFirst')).toBe(day)
        expect(dayOf([Number(date), Number(month), year].join(sign), 'dayFirst')).toBe(day)
      }),
    ))

  test('of a whole month tells which part comes first; a table that cannot tell is not guessed at', () =>
    fc.assert(
      fc.property(days, (day) => {
        const month = Array.from({ length: 28 }, (_, i) => apart(addDays(`${day.slice(0, 7)}-01`, i)))
        expect(orderOf(month.map(([y, m, d]) => `${d}/${m}/${y}`))).toBe('dayFirst')
        expect(orderOf(month.map(([y, m, d]) => `${m}/${d}/${y}`))).toBe('monthFirst')
        expect(orderOf(month.slice(0, 12).map(([y, m, d]) => `${d}/${m}/${y}`))).toBe('unknown')
      }),
    ))

  test('is a day of the calendar or nothing, whatever is written', () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{1,4}[-/.]?[0-9]{1,2}[-/.]?[0-9]{1,4}$/), (text) => {
        const day = dayOf(text, 'dayFirst')
        expect(day === null || isDay(day)).toBe(true)
      }),
    ))

  test('counted from the first of a report', () =>
    fc.assert(
      fc.property(days, fc.nat(2_000), (day, n) => {
        expect(nthDay(day.replaceAll('-', ''), String(n).padStart(4, '0'))).toBe(addDays(day, n))
        expect([nthDay('', String(n)), nthDay(day, '-1'), nthDay(day, 'x')]).toEqual([null, null, null])
      }),
    ))
})

describe('a table', () => {
  const cell = fc.oneof(
    fc.constantFrom('"', '""', '\r\n', ';', ',', '\t', 'été', '#', ' a'),
    fc.string({ maxLength: 8 }),
  )
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

  test('gives its cells back whatever they hold, with the line each row begins on', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), fc.constantFrom(',', ';', '\t'), fc.constantFrom('\n', '\r\n'), (given, separator, end) => {
        // A first cell that is never blank and never a comment.
        const rows = given.map(([a, b], i) => [`${i}`, a, b])
        const text = [['jour', 'un', 'deux'], ...rows].map((row) => row.map(quoted).join(separator)).join(end)
        const [table] = tablesOf('t.csv', text)
        expect(table?.rows.map(({ cells }) => cells)).toEqual(rows)
        let line = 2
        const lines = rows.map((row) => {
          const began = line
          line += 1 + row.join('').split('\n').length - 1
          return began
        })
        expect(table?.rows.map((row) => row.line)).toEqual(lines)
      }),
    )) // prettier-ignore

  test.each([
    ['not JSON', '{"2025-05-17": ['],
    ['a text', '"2025-05-17"'],
    ['null', 'null'],
    ['not by day', '{"label":"Firefox","nb_visits":4}'],
    ['a day without its figures', '{"2025-05-17":null}'],
    ['a day with a text', '{"2025-05-17":["Firefox"]}'],
  ])('of JSON that is %s is none', (_, text) => expect(tableOfJson('x.json', text)).toBeNull())
})

test.each([
  ['Utilisateurs  actifs', 'visitors'],
  ["Chemin de la page et classe d'écran", 'page'],
  ['CHEMIN DE LA PAGE ET CLASSE D’ÉCRAN', 'page'],
  ['Système d’exploitation', 'os'],
  ['Région', 'region'],
  ['Nième jour', 'nthDay'],
  ['constructor', null],
  ['visiteurs par page', null],
])('a column called %j is for %j', (name, use) => expect(useOf(name)).toBe(use))

test.each([
  ['Actions.getEntryPageUrls.csv', 'entryPage'],
  ['Actions.getExitPageUrls.csv', 'exitPage'],
  ['Actions.getPageUrls.csv', 'page'],
  ['Referrers.getReferrerType.csv', 'channel'],
  ['Referrers.getCampaigns.csv', 'utmCampaign'],
  ['Referrers.getWebsites.csv', 'referrerHost'],
  ['UserCountry.getRegion.csv', 'region'],
  ['UserCountry.getCountry.csv', 'country'],
  ['Countries.csv', 'country'],
  ['DevicesDetection.getType.csv', 'device'],
  ['Régions 2025.csv', 'region'],
  // Lists of what we keep nothing of are not taken for another.
  ['UserCountry.getCity.csv', 'city'],
  ['Actions.getPageTitles.csv', null],
  ['Referrers.getKeywords.csv', null],
  ['export.csv', null],
])('what %j lists is %j', (name, dimension) => expect(reportOf(name)).toBe(dimension))

describe('days summed up', () => {
  const row = fc.record({
    day: fc.constantFrom('2025-05-17', '2025-05-18'),
    source: fc.constantFrom('Google', 'Bing', ''),
    visits: fc.nat(50),
    pageviews: fc.nat(200),
  })
  const csv = (rows: readonly { day: string; source: string; visits: number; pageviews: number }[]) =>
    ['date,source,visits,pageviews', ...rows.map((r) => `${r.day},${r.source},${r.visits},${r.pageviews}`)].join('\n')

  test('rows of one day and value are one, and whole days are the sum of all values, direct visits included', () =>
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 15 }), (rows) => {
        const { rows: found, derivedFrom } = historyOf(tablesOf('sources.csv', csv(rows)), 'UTC')
        expect(derivedFrom).toBe('source')
        const sum = (key: 'visits' | 'pageviews', day: string, source?: string) =>
          rows.reduce((all, one) => all + (one.day === day && (source ?? one.source) === one.source ? one[key] : 0), 0)
        for (const one of found) {
          const source = one.dimension === '' ? undefined : one.value
          expect([one.visits, one.pageviews]).toEqual([sum('visits', one.day, source), sum('pageviews', one.day, source)])
          expect([one.visitors, one.bounces, one.seconds]).toEqual([null, null, null])
        }
        const keys = found.map(({ day, dimension, value }) => `${day} ${dimension} ${value}`)
        expect(new Set(keys).size).toBe(keys.length)
        expect(new Set(found.map(({ day }) => day))).toEqual(new Set(rows.map(({ day }) => day)))
      }),
    )) // prettier-ignore

  test('what our own export holds is read back as it was', () => {
    const figures = [6, 7, 15, 2, 300]
    const list = ['', ...historyDimensions].map((dimension) => ['2025-05-17', dimension, dimension && 'x', ...figures])
    const text = [['day', 'dimension', 'value', ...sums], ...list].map((cells) => cells.join(',')).join('\r\n')
    const { tool, rows } = historyOf(tablesOf('filrouge.csv', text), 'UTC')
    expect(tool).toBe('filrouge')
    expect(rows.map((one) => [one.day, one.dimension, one.value, ...sums.map((sum) => one[sum])])).toEqual(list)
  })
})
