import { describe, expect, test } from 'vitest'
import { BadBody, checkTime, limits, readEventBody } from './event-body.ts'

const good = { site: 'exemple.fr', url: 'https://exemple.fr/miel?x=1' }
const fieldOf = (body: unknown): string | null => {
  try {
    readEventBody(body)
    return null
  } catch (error) {
    if (error instanceof BadBody) return error.field
    throw error
  }
}
const props = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`p${i}`, i]))

describe('a body', () => {
  test('needs a site and an address, and is a page view unless it says otherwise', () => {
    expect(readEventBody(good)).toMatchObject({
      site: 'exemple.fr',
      name: 'pageview',
      id: '',
      props: {},
      revenue: null,
      consent: false,
      time: null,
    })
  })

  test.each([
    ['nothing but a list', [], ''],
    ['a text', 'x', ''],
    ['null', null, ''],
    ['no site', { url: good.url }, 'site'],
    ['a site that is a number', { ...good, site: 4 }, 'site'],
    ['no address', { site: 'exemple.fr' }, 'url'],
    ['a relative address', { ...good, url: '/miel' }, 'url'],
    ['an address that runs code', { ...good, url: 'javascript:alert(1)' }, 'url'],
    ['an address of 2,001 characters', { ...good, url: `https://exemple.fr/${'a'.repeat(1982)}` }, 'url'],
    ['a referrer too long', { ...good, referrer: `https://a.fr/${'a'.repeat(1990)}` }, 'referrer'],
    ['a name of 121 characters', { ...good, name: 'n'.repeat(121) }, 'name'],
    ['an id of 65 characters', { ...good, id: 'i'.repeat(65) }, 'id'],
    ['31 properties', { ...good, props: props(31) }, 'props'],
    ['a property that is an object', { ...good, props: { a: {} } }, 'props.a'],
    ['a property name of 301 characters', { ...good, props: { ['n'.repeat(301)]: 1 } }, `props.${'n'.repeat(60)}`],
    ['a property of 2,001 characters', { ...good, props: { a: 'v'.repeat(2001) } }, 'props.a'],
    ['a negative amount', { ...good, revenue: { amount: -1, currency: 'EUR' } }, 'revenue.amount'],
    ['an amount that is not a number', { ...good, revenue: { amount: 'beaucoup', currency: 'EUR' } }, 'revenue.amount'],
    ['an amount beyond reason', { ...good, revenue: { amount: 1e12, currency: 'EUR' } }, 'revenue.amount'],
    ['a currency of two letters', { ...good, revenue: { amount: 1, currency: 'EU' } }, 'revenue.currency'],
    ['consent that is a text', { ...good, consent: 'yes' }, 'consent'],
    ['a time without an offset', { ...good, time: '2026-11-24T10:00:00' }, 'time'],
    ['the 30th of February', { ...good, time: '2026-02-30T10:00:00Z' }, 'time'],
    ['a time in words', { ...good, time: 'hier' }, 'time'],
  ])('%s is refused by name', (_, body, field) => {
    expect(fieldOf(body)).toBe(field)
  })

  test.each([
    ['30 properties', { ...good, props: props(30) }],
    ['a name of 120 characters', { ...good, name: 'n'.repeat(limits.name) }],
    ['an address of 2,000 characters', { ...good, url: `https://exemple.fr/${'a'.repeat(1981)}` }],
    ['nulls for what is absent', { ...good, referrer: null, title: null, props: null, revenue: null, id: null }],
    ['an amount written as text', { ...good, revenue: { amount: '12.50', currency: 'eur' } }],
    ['a time with an offset', { ...good, time: '2026-11-24T10:00:00.123+01:00' }],
  ])('%s pass', (_, body) => {
    expect(fieldOf(body)).toBeNull()
  })

  test('amounts become integer cents', () => {
    const cents = (amount: number) => readEventBody({ ...good, revenue: { amount, currency: 'EUR' } }).revenue?.cents
    expect([cents(12.5), cents(0.1 + 0.2), cents(1.005), cents(0)]).toEqual([1250, 30, 100, 0])
  })

  test.each([
    ['1999-12-31T23:59:59Z', false],
    ['2000-01-01T00:00:00Z', true],
    ['2026-11-24T10:05:00Z', true],
    ['2026-11-24T10:15:00Z', false],
    ['9999-12-31T00:00:00Z', false],
  ])('an event of %s is taken at 10:00 that day: %s', (time, taken) => {
    const check = () => checkTime(new Date(time), new Date('2026-11-24T10:00:00Z'))
    if (taken) expect(check).not.toThrow()
    else expect(check).toThrow(BadBody)
  })
})
