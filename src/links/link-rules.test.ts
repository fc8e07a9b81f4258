import { expect, test } from 'vitest'
import { type LinkRule, fitsRule, readRules } from './link-rules.ts'

const phone = { device: 'mobile', country: 'FR' }

test.each<[Partial<LinkRule>, boolean]>([
  [{ device: 'mobile' }, true],
  [{ device: 'desktop' }, false],
  [{ country: 'FR' }, true],
  [{ device: 'mobile', country: 'BE' }, false],
  [{ device: 'mobile', country: 'FR' }, true],
])('the rule %j fits a phone in France: %s', (rule, fits) => {
  expect(fitsRule({ device: '', country: '', destination: 'https://a.example/', ...rule }, phone)).toBe(fits)
})

const read = (...rows: (readonly [device: string, country: string, destination: string])[]) =>
  readRules((name) => {
    const [, row = '', column = ''] = name.split('.')
    return rows[Number(row)]?.[['device', 'country', 'destination'].indexOf(column)] ?? ''
  })

test('rules are read in their order, empty rows left out, countries in capitals', () => {
  expect(read(['mobile', '', 'https://a.example/m'], ['', '', ''], ['', ' be ', 'https://a.example/be'])).toEqual({
    problems: {},
    rules: [
      { device: 'mobile', country: '', destination: 'https://a.example/m' },
      { device: '', country: 'BE', destination: 'https://a.example/be' },
    ],
  })
})

test.each([
  ['names nobody', [['', '', 'https://a.example/']], 'rule.0.device', /un appareil ou un pays/],
  ['leads nowhere', [['mobile', '', '']], 'rule.0.destination', /Donnez l’adresse/],
  ['runs a script', [['mobile', '', 'javascript:alert(1)']], 'rule.0.destination', /https:/],
  ['names a country at length', [['', 'France', 'https://a.example/']], 'rule.0.country', /deux lettres/],
  [
    'can never be reached',
    [
      ['', 'FR', 'https://a.example/'],
      ['mobile', 'FR', 'https://a.example/m'],
    ],
    'rule.1.device',
    /déjà tous ses visiteurs/,
  ],
] as const)('a rule that %s is refused where it stands', (_, rows, field, sentence) => {
  const { problems } = read(...(rows as unknown as [string, string, string][]))
  expect(Object.keys(problems)).toEqual([field])
  expect(problems[field]?.fr).toMatch(sentence)
})
