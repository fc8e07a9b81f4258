import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BadBody, readEventBody } from './event-body.ts'
import { fromMatomo, parametersOf } from './matomo.ts'
import { fromPlausible } from './plausible.ts'
import { flat, inTheirWords } from './translated.ts'
import { fromUmami } from './umami.ts'

// Bodies of other tools' clients are anybody's words: each becomes an event, nothing, or a refusal that names a field; never a failure.

const site = { domain: 'ruches.example', currency: 'EUR' }
const oddNames = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'] as const

describe('a name that every object has is a name like another', () => {
  test.each(oddNames)('an event of Plausible called %s', (name) => {
    const { body } = fromPlausible({ n: name, u: 'https://ruches.example/', d: site.domain }, site.domain)
    expect(readEventBody(body).name).toBe(name)
  })
  test.each(oddNames)('a body of Umami whose type is %s', (type) => {
    const { body } = fromUmami({ type, payload: { url: '/miel', name: 'clic', data: { a: 1 } } }, site)
    expect(readEventBody(body)).toMatchObject({ name: 'clic', props: { a: '1' } })
  })
  test.each(oddNames)('a property of Matomo called %s', (name) => {
    const { body } = fromMatomo(parametersOf(`?url=https://ruches.example/&${name}=1&dimension1=or`), site)
    expect(readEventBody(body)).toMatchObject({ name: 'pageview', props: { dimension1: 'or' } })
  })
})

test('whatever a client sends, it is an event, nothing, or a refusal that names a field', () => {
  const keys = fc.constantFrom('n', 'u', 'd', 'r', 'm', '$', 'e', 'h', 'url', 'name', 'data', 'tag', 'type', 'timestamp', 'website', 'hostname', 'referrer', ...oddNames) // prettier-ignore
  const value = fc.oneof(fc.constantFrom('https://ruches.example/#/miel', 'engagement', 'event', '{"a":[1]}', '{"amount":3}', '\ud800'), fc.jsonValue({ maxDepth: 2 })) // prettier-ignore
  const bag = fc.dictionary(keys, value, { maxKeys: 8 })
  const outcome = (body: unknown) => {
    if (body === null) return 'nothing'
    try {
      return typeof readEventBody(body).name
    } catch (error) {
      if (error instanceof BadBody) return typeof error.field
      throw error
    }
  }
  fc.assert(
    fc.property(bag, (given) => {
      const texts = Object.fromEntries(Object.entries(given).map(([key, one]) => [key, String(JSON.stringify(one))]))
      const made = [
        fromPlausible(given, site.domain).body,
        fromUmami({ type: given['type'], payload: given }, site).body,
        fromMatomo(texts, site).body,
      ]
      for (const body of made) expect(['nothing', 'string']).toContain(outcome(body))
    }),
    { numRuns: 300 },
  )
})

describe('properties laid flat', () => {
  test.each([
    ['a text', 'miel', {}],
    ['a list', [1], {}],
    ['what is empty', { a: '', b: null, c: undefined, d: 0, e: false }, { d: 0, e: false }],
    ['objects inside objects', { a: { b: { c: 1 } }, d: 2 }, { 'a.b.c': 1, d: 2 }],
    ['lists, as they are written', { a: { b: [1, 'x'] } }, { 'a.b': '[1,"x"]' }],
  ])('of %s', (_, given, expected) => expect(flat(given)).toEqual(expected))

  test('of two hundred objects inside one another stop where a name would be too long', () => {
    let deep: unknown = 1
    for (let i = 0; i < 200; i++) deep = { cire: deep }
    const names = Object.keys(flat({ deep }))
    expect(names).toHaveLength(1)
    expect(names[0]?.length).toBeLessThan(300)
  })
})

test.each([
  ['url', 'u', '«\u202fu\u202f» manque.', '"u" is missing.'],
  ['props.prix', 'm.prix', '«\u202fm.prix\u202f» manque.', '"m.prix" is missing.'],
  ['title', 'title', '«\u202ftitle\u202f» manque.', '"title" is missing.'],
])('a refusal about %s speaks of %s, in both languages', (field, theirs, fr, en) => {
  const error = new BadBody(field, { fr: `«\u202f${field}\u202f» manque.`, en: `"${field}" is missing.` })
  const told = inTheirWords(error, { url: 'u', props: 'm' })
  expect([told.field, told.words]).toEqual([theirs, { fr, en }])
})
