import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Naming,
  campaignNameProblem,
  fits,
  folded,
  namingProblems,
  namingSchema,
  nearest,
  openNaming,
  readNaming,
  templateRows,
} from './naming.ts'
import { noUtm } from './utm.ts'

// The form of the convention, as people fill it: whatever they type is either kept as it was meant, or told by its field.

const plain = (text: string | undefined) => text?.replace(/[\u00a0\u202f]/g, ' ')
const lists = ['sources', 'mediums', 'campaignPatterns', 'contentPatterns', 'termPatterns'] as const
type Form = Readonly<Record<string, string>>

const read = (form: Form) => readNaming((name) => form[name] ?? '')
const problemsOf = (form: Form) => {
  const answer = read(form)
  return 'problems' in answer ? answer.problems : {}
}

/** The form as the page shows a convention. */
const formOf = (naming: Naming): Form => ({
  ...Object.fromEntries(lists.map((list) => [list, naming[list].join('\n')])),
  separator: naming.separator,
  declaredOnly: naming.declaredOnly ? 'declared' : 'any',
  ...Object.fromEntries(
    naming.templates.flatMap((template, row) =>
      Object.entries(template).map(([column, text]) => [`template.${row}.${column}`, text]),
    ),
  ),
})

const entry = fc.constantFrom('lettre', 'Lettre', 'paid_social', 'à la une', '####-*', 'v#.#', '****', '!!!', '.', 'x'.repeat(130), '') // prettier-ignore
const list = fc
  .array(fc.tuple(entry, fc.constantFrom('\n', '\r\n', ',', ' ; ')), { maxLength: 4 })
  .map((entries) => entries.flat().join(''))
const template = fc.record({ name: fc.constantFrom('Lettre', 'Affiche', ''), source: entry, medium: entry, content: entry }) // prettier-ignore
const form: fc.Arbitrary<Form> = fc
  .record({
    texts: fc.tuple(list, list, list, list, list),
    separator: fc.constantFrom('-', '_', '.', 'any', '', '*'),
    declaredOnly: fc.constantFrom('declared', 'any', ''),
    templates: fc.array(template, { maxLength: 3 }),
  })
  .map(({ texts, separator, declaredOnly, templates }) => ({
    ...Object.fromEntries(lists.map((name, n) => [name, texts[n] ?? ''])),
    separator,
    declaredOnly,
    ...Object.fromEntries(
      templates.flatMap((one, row) => Object.entries(one).map(([column, text]) => [`template.${row}.${column}`, text])),
    ),
  }))

describe('a form of the convention', () => {
  test('is kept as it is shown, or told by fields that it has', () => {
    fc.assert(
      fc.property(form, (given) => {
        const answer = read(given)
        if ('problems' in answer) {
          expect(Object.keys(answer.problems)).not.toEqual([])
          for (const [field, { fr, en }] of Object.entries(answer.problems)) {
            expect(given).toHaveProperty([field])
            expect(fr).not.toBe(en)
          }
          return
        }
        expect(namingSchema.parse(structuredClone(answer.naming))).toEqual(answer.naming)
        expect(read(formOf(answer.naming))).toEqual(answer)
      }),
      { numRuns: 300 },
    )
  })

  test('keeps only patterns that some name can follow', () => {
    const mask = fc.stringMatching(/^[a-b1#*._-]{1,6}$/)
    const separator = fc.constantFrom('-', '_', '.')
    fc.assert(
      fc.property(mask, separator, (campaignPatterns, joined) => {
        const answer = read({ campaignPatterns, separator: joined })
        if ('problems' in answer) return
        const name = campaignPatterns.replaceAll('#', '7').replaceAll('*', 'a')
        expect(campaignNameProblem(answer.naming, name)).toBeNull()
      }),
      { numRuns: 300 },
    )
  })

  test.each<[form: Form, field: string, french: RegExp, english: RegExp]>([
    [{ sources: '!!!' }, 'sources', /^Écrivez des lettres sans accent/, /^Write letters without accent/],
    [{ mediums: 'email\nE mail' }, 'mediums', /« E mail » s’écrit « e-mail »/, /“E mail” is written “e-mail”/],
    [{ sources: 'x'.repeat(121) }, 'sources', /de 120 caractères/, /of 120 characters/],
    [{ termPatterns: 'é*' }, 'termPatterns', /« é\* » n’est pas un modèle/, /“é\*” is not a pattern/],
    [
      { campaignPatterns: '####_*', separator: '-' },
      'campaignPatterns',
      /par « - » : aucun nom ne suivrait le modèle « ####_\* »/,
      /no name could follow the pattern “####_\*”/,
    ],
    [{ 'template.3.source': 'lettre' }, 'template.3.name', /Donnez un nom/, /Give this template a name/],
    [
      { 'template.0.name': 'Lettre', 'template.2.name': ' Lettre ' },
      'template.2.name',
      /porte déjà ce nom/,
      /has this name already/,
    ],
    [
      { [`template.${templateRows - 1}.name`]: 'y'.repeat(121) },
      `template.${templateRows - 1}.name`,
      /120 caractères/,
      /120 characters/,
    ],
    [
      { 'template.0.name': 'Lettre', 'template.0.content': 'Haut de page' },
      'template.0.content',
      /« haut-de-page »/,
      /“haut-de-page”/,
    ],
  ])('%j is told by its field alone, in both languages', (given, field, french, english) => {
    const problems = problemsOf(given)
    expect(Object.keys(problems)).toEqual([field])
    expect(plain(problems[field]?.fr)).toMatch(french)
    expect(problems[field]?.en).toMatch(english)
  })

  test('a pattern with a price keeps its dot, whatever joins the words', () => {
    const answer = read({ campaignPatterns: 'v#.#-*', separator: '-' })
    expect('naming' in answer && namingProblems(answer.naming, { ...noUtm, utmCampaign: 'v1.5-noel' }, [])).toEqual({})
  })

  test('every trouble is told at once, each where it stands', () => {
    const given = {
      sources: 'A',
      mediums: 'B',
      campaignPatterns: '(',
      'template.1.name': 'x',
      'template.1.medium': 'C',
    }
    expect(Object.keys(problemsOf(given)).sort()).toEqual([
      'campaignPatterns', 'mediums', 'sources', 'template.1.medium',
    ]) // prettier-ignore
  })
})

describe('a mask', () => {
  const name = fc.stringMatching(/^[a-z0-9._-]{1,10}$/)
  test('without signs of its own fits itself only, a star fits any name, a dot is a dot', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(fits(a, b)).toBe(a === b)
        expect(fits('*', a)).toBe(true)
        expect(fits(`${a}-*`, `${a}-${b}`)).toBe(true)
        expect(fits(`${a}*${b}`, `${a}${b}`)).toBe(false)
        expect(fits(a.replaceAll(/\d/g, '#'), a)).toBe(true)
      }),
    )
  })

  test('with three stars answers at once about the longest name that fits nowhere', () => {
    // Tried every way, this would be a hundred times a hundred times a hundred steps for each star more.
    expect(fits('*a*b*c', `${'a'.repeat(60)}${'b'.repeat(60)}`)).toBe(false)
  })
})

describe('a name that is proposed', () => {
  const allowed = ['newsletter', 'linkedin', 'paid_social', 'google', 'qr', 'sms', 'partenaire']
  test('is one of those allowed, two signs away at most, and passes', () => {
    const slip = fc
      .tuple(fc.constantFrom(...allowed), fc.nat(10), fc.constantFrom('', 'x', '-', 'É'))
      .map(([word, from, sign]) => `${word.slice(0, from)}${sign}${word.slice(from + 1)}`)
    fc.assert(
      fc.property(slip, (typed) => {
        const found = nearest(typed, allowed)
        if (found === null) return
        expect(allowed).toContain(found)
        expect(Math.abs(folded(found).length - folded(typed).length)).toBeLessThanOrEqual(2)
        expect(namingProblems({ ...openNaming, sources: allowed }, { ...noUtm, utmSource: found }, [])).toEqual({})
      }),
    )
  })

  test('or, when none is near, the first of a long list and how many more there are', () => {
    const sources = Array.from({ length: 11 }, (_, n) => `support-${'abcdefghijk'.charAt(n)}`)
    const said = namingProblems({ ...openNaming, sources }, { ...noUtm, utmSource: 'radio' }, [])['utmSource']
    expect(plain(said?.fr)).toMatch(/choisissez support-a, .*support-h ou l’une des 3 autres valeurs\.$/)
    expect(said?.en).toMatch(/choose support-a, .*support-h or one of 3 more\.$/)
  })
})
