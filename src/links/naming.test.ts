import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressTraps } from './address-traps.ts'
import { conventional } from './links.ts'
import { type Utm } from './utm.ts'
import {
  distance,
  fits,
  namingProblems,
  nearest,
  openNaming,
  readNaming,
  rejoined,
  usualNaming,
  withTemplate,
} from './naming.ts'

const none: Utm = { utmSource: null, utmMedium: null, utmCampaign: null, utmContent: null, utmTerm: null }
const plain = (text: string | undefined) => text?.replace(/[\u00a0\u202f]/g, ' ')

describe('the name that was probably meant', () => {
  const allowed = ['newsletter', 'linkedin', 'paid_social', 'google', 'qr', 'facebook.com']
  test.each([
    ['newsleter', 'newsletter'],
    ['newslettre', 'newsletter'],
    ['Paid Social', 'paid_social'],
    ['paidsocial', 'paid_social'],
    ['gogle', 'google'],
    ['facebook-com', 'facebook.com'],
    ['qe', null],
    ['instagram', null],
    ['', null],
  ])('of "%s" is %s', (typed, wanted) => expect(nearest(typed, allowed)).toBe(wanted))

  test('is at a distance that is symmetric, zero for the same word only, and never beyond the longer word', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é'), maxLength: 8 })
    fc.assert(
      fc.property(word, word, (a, b) => {
        const d = distance(a, b)
        expect(d).toBe(distance(b, a))
        expect(d === 0).toBe(a === b)
        expect(d).toBeLessThanOrEqual(Math.max(a.length, b.length))
        expect(d).toBeGreaterThanOrEqual(Math.abs(a.length - b.length))
      }),
    )
  })
})

test.each([
  ['####-*', '2026-noel', true],
  ['####-*', '26-noel', false],
  ['####-*', '2026-', false],
  ['bouton-*', 'bouton-haut', true],
  ['image-##', 'image-07', true],
  ['image-##', 'image-7', false],
  ['v1.2', 'v1x2', false],
])('the pattern %s and the name %s: %s', (mask, value, expected) => expect(fits(mask, value)).toBe(expected))

test.each([
  ['noel_coffrets', '-', 'noel-coffrets'],
  ['noel.coffrets', '_', 'noel_coffrets'],
  ['promo-1.5-kg', '-', 'promo-1.5-kg'],
  ['-noel-', '-', 'noel'],
  ['noel', '.', 'noel'],
] as const)('%s joined by %s is %s', (typed, separator, joined) => expect(rejoined(typed, separator)).toBe(joined))

describe('a convention', () => {
  const naming = {
    ...openNaming,
    sources: ['newsletter', 'linkedin'],
    mediums: ['email', 'social'],
    separator: '-' as const,
    campaignPatterns: ['####-*'],
    contentPatterns: ['bouton-*'],
  }
  const good: Utm = {
    ...none,
    utmSource: 'newsletter',
    utmMedium: 'email',
    utmCampaign: '2026-noel',
    utmContent: 'bouton-haut',
  }

  test('that nobody wrote refuses nothing', () => {
    const anything = fc.record({
      utmSource: fc.string(),
      utmMedium: fc.string(),
      utmCampaign: fc.string(),
      utmContent: fc.string(),
      utmTerm: fc.string(),
    })
    fc.assert(fc.property(anything, (utm) => Object.keys(namingProblems(openNaming, utm, [])).length === 0))
  })

  test('lets through what follows it, and what is left empty', () => {
    expect(namingProblems(naming, good, [])).toEqual({})
    expect(namingProblems(naming, none, [])).toEqual({})
  })

  test.each<[Partial<Utm>, keyof Utm, RegExp]>([
    [{ utmSource: 'newsleter' }, 'utmSource', /écrivez « newsletter »/],
    [{ utmSource: 'radio' }, 'utmSource', /choisissez newsletter, linkedin/],
    [{ utmMedium: 'e-mail' }, 'utmMedium', /écrivez « email »/],
    [{ utmCampaign: '2026_noel' }, 'utmCampaign', /écrivez « 2026-noel »/],
    [{ utmCampaign: 'noel-2026' }, 'utmCampaign', /aucun modèle.*####-\*/],
    [{ utmContent: 'haut' }, 'utmContent', /bouton-\*/],
  ])('answers %j by field, with the mended name', (change, field, sentence) => {
    const problems = namingProblems(naming, { ...good, ...change }, [])
    expect(Object.keys(problems)).toEqual([field])
    expect(plain(problems[field]?.fr)).toMatch(sentence)
  })

  test('may hold links to the campaigns of the project', () => {
    const closed = { ...openNaming, declaredOnly: true }
    const of = (utmCampaign: string, campaigns: string[]) =>
      plain(namingProblems(closed, { ...none, utmCampaign }, campaigns)['utmCampaign']?.fr)
    expect(of('noel-2026', ['noel-2026'])).toBeUndefined()
    expect(of('noel-2062', ['noel-2026'])).toMatch(/écrivez « noel-2026 »/)
    expect(of('noel', [])).toMatch(/ajoutez d’abord la campagne/)
  })

  test('read from its form is the one that was written, and the usual one passes', () => {
    const usual = usualNaming(['Lettre', 'LinkedIn'])
    const form: Record<string, string> = {
      sources: usual.sources.join('\n'),
      mediums: ` ${usual.mediums.join(' ,\n')} `,
      separator: '-',
      declaredOnly: 'any',
    }
    usual.templates.forEach((template, row) => {
      for (const [column, text] of Object.entries(template)) form[`template.${row}.${column}`] = text
    })
    expect(readNaming((name) => form[name] ?? '')).toEqual({ naming: usual })
  })

  test.each([
    ['sources', 'Lettre de Noël', /« lettre-de-noel »/],
    ['campaignPatterns', '(a+)+$', /n’est pas un modèle/],
    ['campaignPatterns', '****', /trois au plus/],
    ['contentPatterns', 'a*b*c*d*', /trois au plus/],
    ['template.0.source', 'Facebook', /« facebook »/],
    ['mediums', Array.from({ length: 101 }, (_, n) => `m${n}`).join('\n'), /Cent lignes/],
  ])('whose %s is "%s" is refused by its field', (field, text, sentence) => {
    const read = readNaming((name) => (name === field ? text : name === 'template.0.name' ? 'Lettre' : ''))
    expect('problems' in read && plain(read.problems[field]?.fr)).toMatch(sentence)
  })

  test('proposes names that pass it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }).map(conventional), (typed) => {
        const said = namingProblems({ ...openNaming, separator: '-' }, { ...none, utmCampaign: typed }, [])[
          'utmCampaign'
        ]?.en
        const proposal = said === undefined ? typed : (/write “(.*)”/.exec(said)?.[1] ?? '')
        expect(namingProblems({ ...openNaming, separator: '-' }, { ...none, utmCampaign: proposal }, [])).toEqual({})
      }),
    )
  })
})

test('a template fills what is empty and writes over nothing', () => {
  const template = { name: 'Lettre', source: 'newsletter', medium: 'email', content: '' }
  expect(withTemplate({ ...none, utmMedium: 'sms' }, template)).toEqual({
    ...none,
    utmSource: 'newsletter',
    utmMedium: 'sms',
  })
  expect(withTemplate(none, undefined)).toEqual(none)
})

describe('a trap of the address', () => {
  const letter: Utm = { ...none, utmSource: 'lettre', utmMedium: 'email', utmCampaign: 'noel' }
  const of = (destination: string, utm: Utm = letter) =>
    addressTraps(destination, utm)
      .map(({ fr }) => plain(fr))
      .join('\n')
  test.each([
    ['parameters after the fragment', 'https://a.example/#/page?utm_source=x', /« utm_source » est écrit après le #/],
    ['a parameter already there', 'https://a.example/?utm_campaign=old&x=1', /porte déjà utm_campaign/],
    ['another name of the source', 'https://a.example/?ref=partenaire', /« ref », qui sert aussi de source/],
    ['a copied click id', 'https://a.example/?fbclid=abc', /« fbclid », l’identifiant d’un clic/],
    ['a shortener', 'https://bit.ly/abc', /« bit.ly » raccourcit/],
    ['an address of a person', 'https://a.example/?q=jeanne%40exemple.fr', /« q » semble désigner une personne/],
    ['a field that names one', 'https://a.example/?prenom=Jeanne', /« prenom » semble/],
    ['a telephone number', 'https://a.example/?r=06%2012%2034%2056%2078', /« r » semble/],
  ])('%s is told', (_, destination, sentence) => expect(of(destination)).toMatch(sentence))

  test('a person in a campaign parameter is told too', () => {
    expect(of('https://a.example/', { ...letter, utmContent: 'jeanne@exemple.fr' })).toMatch(/« utm_content » semble/)
  })

  test.each([
    'https://a.example/coffrets?taille=2&couleur=miel#avis',
    'https://a.example/?email=',
    'https://a.example/?source=',
    'https://a.example/article-0612345678',
  ])('%s falls into none but what it holds', (destination) => {
    expect(of(destination, none)).toBe('')
  })
})
