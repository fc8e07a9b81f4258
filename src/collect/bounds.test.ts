import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BoundField, type Bounded, bounded, DailyBounds, mostValues, others } from './bounds.ts'

const day = 86_400_000
const fields = Object.keys(mostValues) as BoundField[]

describe('whatever comes, in whatever order', () => {
  const step = fc.record({
    siteId: fc.integer({ min: 1, max: 3 }),
    field: fc.constantFrom(...fields),
    value: fc.constantFrom('', '/', 'a', 'b', 'c', 'd', 'é', '\u0000', 'constructor'),
    after: fc.constantFrom(0, 0, 0, 1, day / 2, day),
  })

  test('the first values of a site and a field are allowed that day, each as often as it comes; the others never', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 4 }), (steps, most) => {
        const bounds = new DailyBounds({ path: most, name: most, hostname: most, referrer: most, prop: most })
        const seen = new Map<string, Set<string>>()
        let now = 1_795_000_000_000
        for (const { siteId, field, value, after } of steps) {
          if (Math.floor((now + after) / day) !== Math.floor(now / day)) seen.clear()
          now += after
          const key = `${siteId} ${field}`
          const known = seen.get(key) ?? new Set()
          seen.set(key, known)
          const isAllowed = known.has(value) || known.size < most
          if (isAllowed) known.add(value)
          expect(bounds.allows(siteId, field, value, now)).toBe(isAllowed)
        }
        expect(bounds.size).toBe([...seen.values()].reduce((sum, { size }) => sum + size, 0))
      }),
    )
  })

  test('one site’s flood takes nothing from another, as long as all together have room', () => {
    const bounds = new DailyBounds({ ...mostValues, path: 100 })
    for (let n = 0; n < 1_000; n++) bounds.allows(1, 'path', `/${n}`, 0)
    expect(bounds.allows(1, 'path', '/1000', 0)).toBe(false)
    expect(bounds.allows(2, 'path', '/1000', 0)).toBe(true)
    expect(bounds.allows(1, 'name', '/1000', 0)).toBe(true)
  })

  test('a clock set back begins the day anew rather than keep it full', () => {
    const bounds = new DailyBounds({ ...mostValues, name: 1 })
    expect([bounds.allows(1, 'name', 'a', 3 * day), bounds.allows(1, 'name', 'b', 3 * day)]).toEqual([true, false])
    expect(bounds.allows(1, 'name', 'b', 2 * day)).toBe(true)
  })

  test('values that differ by one letter are told apart, up to the site’s number of them', () => {
    const bounds = new DailyBounds()
    let allowed = 0
    for (let n = 0; n < mostValues.path + 5_000; n++) if (bounds.allows(1, 'path', `/produit/${n}`, 0)) allowed++
    // Two that meet in 32 bits count as one: fewer than ten in fifty thousand.
    expect(bounds.size).toBe(mostValues.path)
    expect(allowed - mostValues.path).toBeLessThan(10)
  })
})

describe('an event over its bounds', () => {
  const event: Bounded = {
    url: new URL('https://payer.example/miel?q=1#prix'),
    name: 'inscription',
    referrer: 'https://partenaire.example/page?x=1',
    props: { plan: 'pro', lot: '3' },
  }
  const fold = (given: Bounded, ...over: BoundField[]) => {
    const told: BoundField[] = []
    const kept = bounded(given, 'ruches.example', (field) => !over.includes(field), (field) => told.push(field))
    return { kept, told }
  } // prettier-ignore

  test.each([
    ['path', { url: `https://payer.example/${others}?q=1#prix` }],
    ['name', { name: others }],
    ['hostname', { url: 'https://ruches.example/miel?q=1#prix' }],
    ['referrer', { referrer: 'https://autres.invalid/' }],
    ['prop', { props: {} }],
  ] as const)('in its %s keeps the rest as it was', (field, changed) => {
    const { kept, told } = fold(event, field)
    expect({ ...kept, url: kept.url.href }).toEqual({ ...event, url: event.url.href, ...changed })
    expect(new Set(told)).toEqual(new Set([field]))
  })

  test('in nothing is the same event, and one given is never changed', () => {
    expect(fold(event).kept).toBe(event)
    fold(event, ...fields)
    expect([event.url.href, event.name, event.props]).toEqual([
      'https://payer.example/miel?q=1#prix',
      'inscription',
      { plan: 'pro', lot: '3' },
    ])
  })

  test.each(['', 'not an address', '/miel'])(
    'with the referrer “%s”, which has no host, asks nothing of it',
    (referrer) => {
      expect(fold({ ...event, referrer }, 'referrer')).toMatchObject({ kept: { referrer }, told: [] })
    },
  )

  test('is the same however often it is folded', () => {
    fc.assert(
      fc.property(fc.subarray(fields), (over) => {
        const once = fold(event, ...over).kept
        const twice = fold(once, ...over).kept
        expect({ ...twice, url: twice.url.href }).toEqual({ ...once, url: once.url.href })
      }),
    )
  })
})
