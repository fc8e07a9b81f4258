import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { IdMemory } from './id-memory.ts'
import { memo } from './memo.ts'
import { countries, isPrivateIp, plainIp } from './place.ts'
import { RateLimit } from './rate.ts'
import { isHostOf, isTimeZone, shieldOf } from './site.ts'
import { isReferrerSpam } from './spam.ts'

describe('the memory of ids', () => {
  test('knows what it was told and nothing else, as a set does', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.constantFrom('add', 'forget'), fc.integer({ min: 1, max: 3 }), fc.string({ maxLength: 3 })),
          { maxLength: 400 },
        ),
        (steps) => {
          const memory = new IdMemory(1e9, 1e6, 0)
          const set = new Set<string>()
          for (const [step, site, id] of steps) {
            if (step === 'add') memory.add(site, id, 0)
            else memory.forget(site, id)
            if (step === 'add') set.add(`${site} ${id}`)
            else set.delete(`${site} ${id}`)
            expect(memory.has(site, id)).toBe(set.has(`${site} ${id}`))
          }
          expect(memory.size).toBe(set.size)
        },
      ),
    )
  })

  test('remembers an id for two lifetimes, and forgets it in the fourth', () => {
    const memory = new IdMemory(100, 1e6, 0)
    memory.add(1, 'old', 0)
    memory.add(1, 'b', 150)
    memory.add(1, 'c', 290)
    expect(memory.has(1, 'old')).toBe(true)
    memory.add(1, 'd', 400)
    expect([memory.has(1, 'old'), memory.has(1, 'b')]).toEqual([false, true])
  })

  test('over its size it forgets the oldest, and holds a hundred thousand ids at once', () => {
    const memory = new IdMemory(1e9, 50_000, 0)
    for (let i = 0; i < 120_000; i++) memory.add(1, `id-${i}`, 0)
    expect([memory.has(1, 'id-0'), memory.has(1, 'id-60000'), memory.has(1, 'id-119999')]).toEqual([true, true, true])
    for (let i = 0; i < 50_000; i++) memory.add(1, `more-${i}`, 0)
    expect([memory.has(1, 'id-0'), memory.has(1, 'id-119999')]).toEqual([false, true])
  })
})

test('a rate lets a burst pass, then so many a second, and tells how long to wait', () => {
  const rate = new RateLimit(2, 5)
  expect(Array.from({ length: 7 }, () => rate.take('a', 0))).toEqual([0, 0, 0, 0, 0, 1, 1])
  expect(rate.take('b', 0)).toBe(0)
  expect([rate.take('a', 1_000), rate.take('a', 1_000), rate.take('a', 1_000)]).toEqual([0, 0, 1])
  rate.sweep(60_000)
  expect(rate.take('a', 60_000)).toBe(0)
})

test('a function that remembers gives the same answers, and computes what it forgot', () => {
  let computed = 0
  const double = memo(10, (key) => ((computed += 1), key + key))
  for (let round = 0; round < 2; round++) for (let i = 0; i < 10; i++) expect(double(String(i))).toBe(`${i}${i}`)
  expect(computed).toBe(10)
  for (let i = 0; i < 100; i++) double(`x${i}`)
  expect(double('3')).toBe('33')
  expect(computed).toBe(111)
})

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['203.0.113.9:4711', '203.0.113.9'],
  ['[2001:DB8::1]:443', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['', ''],
  ['unknown', ''],
  ['1.2.3.4.5', ''],
])('the address "%s" is read as "%s"', (given, ip) => {
  expect(plainIp(given)).toBe(ip)
})

test('countries are told from the table shipped with us; private addresses have none', () => {
  const countryOf = countries()
  expect([
    countryOf('90.1.2.3'),
    countryOf('8.8.8.8'),
    countryOf('2001:660:3203::1'),
    countryOf('127.0.0.1'),
    countryOf('nothing'),
  ]).toEqual(['FR', 'US', 'FR', '', ''])
  expect(['10.1.2.3', '192.168.0.1', '172.20.0.1', '::1', 'fd00::1'].every(isPrivateIp)).toBe(true)
  expect(['172.32.0.1', '203.0.113.9', '2001:db8::1'].some(isPrivateIp)).toBe(false)
})

describe('a site', () => {
  const site = { domain: 'exemple.fr', settings: { hosts: ['boutique.example'] } }
  test.each([
    ['exemple.fr', true],
    ['www.exemple.fr', true],
    ['a.b.exemple.fr', true],
    ['boutique.example', true],
    ['fr.boutique.example', true],
    ['monexemple.fr', false],
    ['exemple.fr.evil.com', false],
    ['', false],
  ])('has "%s" among its hosts: %s', (host, isOwn) => {
    expect(isHostOf(site, host)).toBe(isOwn)
  })

  test('has a shield of addresses, paths and countries', () => {
    const shield = shieldOf({
      shield: {
        ips: ['192.0.2.0/24', '2001:db8::/32', '198.51.100.7', 'nonsense', '1.2.3.4/99'],
        paths: ['/admin/*', '/a+b'],
        countries: ['XX'],
      },
    })
    const hidden = (ip: string, path = '/', country = 'FR') => shield?.(ip, path, country)?.rule ?? null
    expect([
      hidden('192.0.2.200'),
      hidden('2001:db8:1::5'),
      hidden('198.51.100.7'),
      hidden('203.0.113.1', '/admin/x'),
      hidden('203.0.113.1', '/a+b'),
      hidden('203.0.113.1', '/', 'XX'),
    ]).toEqual(['ip', 'ip', 'ip', 'path', 'path', 'country'])
    expect([
      hidden('192.0.3.1'),
      hidden('', '/administration'),
      hidden('203.0.113.1', '/aab'),
      hidden('198.51.100.8'),
    ]).toEqual(Array(4).fill(null))
    expect(shieldOf({})).toBeNull()
  })

  test.each([
    ['/admin/*', '/admin/', true],
    ['/admin/*', '/administration', false],
    ['*/panier', '/fr/panier', true],
    ['*/panier', '/fr/panier/2', false],
    ['/a*b*c', '/a1b2b3c', true],
    ['/a*b*c', '/abc', true],
    ['/a*b*c', '/acb', false],
    ['/ab*ba', '/aba', false],
    ['/fr/**/x', '/fr/a/b/x', true],
    ['*', '/', true],
    ['/(a|b)+.html', '/(a|b)+.html', true],
    ['/(a|b)+.html', '/abab.html', false],
  ])('keeps out by "%s" the page %s: %s', (pattern, path, isOut) => {
    expect(shieldOf({ shield: { paths: [pattern] } })?.('', path, '') ?? null).toEqual(
      isOut ? { rule: 'path', detail: pattern } : null,
    )
  })

  test('many stars cost no more on a path made to be tried again and again', () => {
    const shield = shieldOf({ shield: { paths: [`/${'a*'.repeat(50)}b`] } })
    expect(shield?.('', `/${'a'.repeat(1_990)}`, '')).toBeNull()
  })

  test('has a time zone that exists', () => {
    expect(['Europe/Paris', 'UTC', 'Indian/Reunion'].every(isTimeZone)).toBe(true)
    expect(['', 'Mars/Olympus', 'x'.repeat(100)].some(isTimeZone)).toBe(false)
  })
})

test('a made-up referrer is known with its sub-domains', () => {
  expect([
    isReferrerSpam('semalt.com'),
    isReferrerSpam('a.b.semalt.com'),
    isReferrerSpam('notsemalt.com'),
    isReferrerSpam(''),
  ]).toEqual([true, true, false, false])
})
