import type { Locale } from '../i18n.ts'

/** Every code of two letters that names a country in a language. */
function codes(names: Intl.DisplayNames): string[] {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')
  // Codes the language's tables name without being a country: the whole world, unions, withdrawn or invented ones.
  const none = new Set([
    'EU',
    'EZ',
    'UN',
    'ZZ',
    'XA',
    'XB',
    'QO',
    'SU',
    'YU',
    'DD',
    'AN',
    'CS',
    'BU',
    'TP',
    'ZR',
    'FX',
    'NT',
    'UK',
  ])
  return letters
    .flatMap((a) => letters.map((b) => a + b))
    .filter((code) => !none.has(code) && names.of(code) !== undefined && names.of(code) !== code)
}

const namesIn = (locale: Locale) => new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' })
const plain = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[’'\s-]+/g, ' ')
    .trim()

/** A country by its code, in words; the code itself when it has none. */
export const countryName = (code: string, locale: Locale): string =>
  /^[A-Z]{2}$/.test(code) ? (namesIn(locale).of(code) ?? code) : code

/** The code of a country given by code or by name, in either language, with or without accents; null when it is none. */
export function countryCode(given: string): string | null {
  const wanted = plain(given)
  for (const locale of ['fr', 'en'] as const) {
    const names = namesIn(locale)
    const found = codes(names).find((code) => code.toLowerCase() === wanted || plain(names.of(code) ?? '') === wanted)
    if (found) return found
  }
  return null
}
