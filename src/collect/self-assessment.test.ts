import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assess, type AssessedFacts, type AssessedTexts } from './self-assessment.ts'
import { siteModes } from './site.ts'

const facts: fc.Arbitrary<AssessedFacts> = fc.record({
  domain: fc.domain(),
  mode: fc.constantFrom(...siteModes),
  timeZone: fc.constantFrom('Europe/Paris', 'America/Montreal', 'Indian/Reunion'),
  obeysSignals: fc.boolean(),
  small: fc.option(fc.record({ below: fc.integer({ min: 2, max: 999 }), how: fc.constantFrom('hide', 'round') })),
  months: fc.integer({ min: 1, max: 25 }),
  hosts: fc.array(fc.domain(), { maxLength: 3 }),
  noticeVersion: fc.option(fc.integer({ min: 1, max: 99 })),
  proofs: fc.nat(5_000_000),
  lastDeletion: fc.option(fc.constantFrom('2026-11-24T02:00:00.000Z', '2026-06-30T22:30:00.000Z')),
  version: fc.constantFrom('0.3.0', '1.12.4'),
})

const sentences = ({ settings, criteria }: AssessedTexts) => [
  ...settings.flat(),
  ...criteria.flatMap(({ title, does, check }) => [title, does, check]),
]

describe('however a site is set', () => {
  test('both languages say as much, of the same criteria in the same state, and leave no sentence empty', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { fr, en } = assess(given).texts
        expect(fr.criteria.map(({ state }) => state)).toEqual(en.criteria.map(({ state }) => state))
        expect(fr.settings).toHaveLength(en.settings.length)
        for (const said of [...sentences(fr), ...sentences(en)]) {
          expect(said.trim()).not.toBe('')
          expect(said).not.toMatch(/undefined|\bnull\b|NaN|\[object|Invalid/)
        }
      }),
    )
  })

  test('it can be kept as JSON and read the same', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const made = assess(given)
        expect(JSON.parse(JSON.stringify(made))).toEqual(made)
        expect(made.facts).toEqual(given)
      }),
    )
  })

  test('nothing is said done that the site was not set to do', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const done = (word: RegExp) =>
          assess(given).texts.fr.criteria.find(({ title }) => word.test(title))?.state === 'done'
        expect(done(/anonymes/)).toBe(given.small !== null)
        expect(done(/s’opposer/)).toBe(given.obeysSignals)
        expect(done(/exclusif/)).toBe(given.hosts.length === 0)
        expect(done(/consentement/)).toBe(given.mode === 'exempt')
      }),
    )
  })

  test('each setting is named with its value, in each language', () => {
    fc.assert(
      fc.property(facts, (given) => {
        for (const texts of Object.values(assess(given).texts)) {
          const said = texts.settings.map(([, value]) => value).join('\n')
          expect(said).toContain(given.version)
          expect(said).toContain(String(given.months))
          for (const host of given.hosts) expect(said).toContain(host)
          if (given.small) expect(said).toContain(String(given.small.below))
          if (given.noticeVersion !== null) expect(said).toContain(String(given.noticeVersion))
        }
      }),
    )
  })
})

test('the last deletion is told at the hour of the site, not of the server', () => {
  const base: AssessedFacts = {
    domain: 'ruches.example', mode: 'exempt', timeZone: 'Europe/Paris', obeysSignals: false, small: null, months: 25, hosts: [], noticeVersion: null,
    proofs: 12_345, lastDeletion: '2026-06-30T22:30:00.000Z', version: '0.3.0',
  } // prettier-ignore
  const said = (timeZone: string) => sentences(assess({ ...base, timeZone }).texts.fr).join('\n')
  expect(said('Europe/Paris')).toMatch(/1er juillet|1 juil|01\/07/)
  expect(said('America/Montreal')).toMatch(/30 juin|30\/06/)
  expect(said('Europe/Paris')).toMatch(/12\s345/u)
  expect(sentences(assess(base).texts.en).join('\n')).toMatch(/12,345/)
})
