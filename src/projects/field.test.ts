import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FieldSpec } from './field.ts'
import {
  choice,
  date,
  fromForm,
  instant,
  integer,
  longText,
  money,
  number,
  ratioField,
  text,
  toForm,
  url,
} from './field.ts'
import { checkValues } from './kind.ts'

const paris = 'Europe/Paris'

/** The French problem of a value in a field, or null when it is taken. */
function problem(field: Parameters<typeof checkValues>[0]['fields'][string], value: unknown): string | null {
  const checked = checkValues({ fields: { it: field }, check: () => ({}) }, { it: value })
  return checked.ok ? null : (checked.problems['it']?.fr ?? 'unnamed')
}

test.each([
  ['a name of 10,000 characters', text(), 'x'.repeat(10_000), '200 caractères au plus.'],
  ['an empty required text', text({ required: true }), '   ', 'Ce champ est nécessaire.'],
  ['a required text left out', text({ required: true }), null, 'Ce champ est nécessaire.'],
  ['bytes that were no UTF-8', text(), 'caf\ufffd', 'Des caractères sont illisibles : ressaisissez le texte.'],
  ['a zero byte', longText(), 'a\u0000b', 'Des caractères sont illisibles : ressaisissez le texte.'],
  ['half a surrogate pair', text(), '\ud83c', 'Des caractères sont illisibles : ressaisissez le texte.'],
  ['a script for an address', url(), 'javascript:alert(1)', 'Écrivez une adresse complète, qui commence par https://.'],
  ['a negative price', money(), -1, 'Pas moins de 0\u202f€.'],
  ['a price in words', money(), 'douze', 'Écrivez un montant en euros, par exemple 1 250,50.'],
  ['VAT of 500 %', ratioField(), 5, 'Pas plus de 100\u202f%.'],
  ['a day that does not exist', date(), '2026-02-30', 'Choisissez un jour du calendrier, entre 1900 et 2199.'],
  ['a day of the year 20260', date(), '20260-01-01', 'Choisissez un jour du calendrier, entre 1900 et 2199.'],
  ['a weight of 9 out of 5', integer({ min: 1, max: 5 }), 9, 'Pas plus de 5.'],
  ['half a person', integer(), 1.5, 'Écrivez un nombre entier.'],
  ['infinity', number(), Infinity, 'Écrivez un nombre, par exemple 12,5.'],
  ['an unknown choice', choice(['a', 'b']), 'c', 'Choisissez une valeur de la liste.'],
  ['an instant without a zone', instant(), '2026-01-01T10:00', 'Choisissez une date et une heure.'],
])('%s is refused with what to do', (_, field, value, expected) => {
  expect(problem(field, value)).toBe(expected)
})

test('an unknown field is named, not dropped', () => {
  const checked = checkValues({ fields: { title: text() }, check: () => ({}) }, { title: 'a', colour: 'red' })
  expect(checked).toMatchObject({ ok: false, problems: { colour: { fr: 'Champ inconnu : colour.' } } })
})

test('an optional field left empty is null, whatever its type', () => {
  for (const field of [text(), longText(), url(), integer(), money(), date(), instant(), ratioField()])
    expect(fromForm(field.spec, '  ', paris)).toBeNull()
})

test('HTML and formulas are ordinary text', () => {
  expect(problem(text(), '<script>alert(1)</script>')).toBeNull()
  expect(problem(text(), '=cmd()')).toBeNull()
})

const spec = (type: FieldSpec['type']): FieldSpec => ({ type, required: false })

test.each([
  [spec('money'), '1 250,50', 125_050],
  [spec('ratio'), '5,5 %', 0.055],
  [spec('ratio'), '20', 0.2],
  [spec('number'), '1\u202f234,5', 1234.5],
  [spec('integer'), '12', 12],
  [spec('boolean'), 'on', true],
  [spec('boolean'), '', false],
  [spec('instant'), '2026-07-01T10:00', '2026-07-01T08:00:00Z'],
  [spec('instant'), '2026-10-25T02:30', '2026-10-25T00:30:00Z'],
  [spec('integer'), '1e9', '1e9'],
  [spec('months'), '{"2026-01":1}', { '2026-01': 1 }],
])('a form gives %o from "%s"', (field, typed, expected) => {
  expect(fromForm(field, typed, paris)).toEqual(expected)
})

test('what a form shows is read back as the same value', () => {
  const cases: [FieldSpec, fc.Arbitrary<unknown>][] = [
    [spec('money'), fc.integer({ min: 0, max: 1_000_000_000 })],
    [spec('ratio'), fc.integer({ min: 0, max: 10_000 }).map((n) => n / 10_000)],
    [spec('integer'), fc.integer({ min: 0, max: 1_000_000 })],
  ]
  for (const [field, values] of cases)
    fc.assert(
      fc.property(values, fc.constantFrom('fr' as const, 'en' as const), (value, locale) => {
        expect(fromForm(field, toForm(field, value, paris, locale), paris)).toBe(value)
      }),
    )
})
