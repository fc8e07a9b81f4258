import { expect, test } from 'vitest'
import { toCsv } from './csv.ts'

test('a formula in a text cell is defused, a negative number is not', () => {
  const csv = toCsv(['Titre', 'Écart'], [['=cmd()', -3.5], ['@SUM(A1)', 2], ['-2+3', null]], 'fr') // prettier-ignore
  expect(csv).toBe("\ufeffTitre;Écart\r\n'=cmd();-3,5\r\n'@SUM(A1);2\r\n'-2+3;\r\n")
})

test('quotes, separators and line ends stay inside their cell', () => {
  expect(toCsv(['a'], [['x,"y"\nz']], 'en')).toBe('\ufeffa\r\n"x,""y""\nz"\r\n')
})
