import type { FieldSpec } from './field.ts'
import type { Kind } from './kind.ts'

/** The least that a kind takes: its required fields and nothing else. */
export const leastOf = (kind: Kind): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(kind.fields).map(([name, { spec }]) => [name, spec.required ? goodValue(name, spec) : null]),
  )

/** A value that a field takes. */
function goodValue(name: string, spec: FieldSpec): unknown {
  switch (spec.type) {
    case 'text':
    case 'longText':
      return name === 'pattern' ? '/merci' : name.startsWith('utm') ? 'noel' : 'Texte'
    case 'url':
      return 'https://exemple.fr/page'
    case 'integer':
    case 'number':
    case 'money':
    case 'ratio':
      return Math.max(spec.min ?? 0, 1)
    case 'choice':
      return spec.numeric ? Number(spec.options?.at(-1)) : spec.options?.at(-1)
    case 'date':
      return '2026-11-24'
    case 'instant':
      return '2026-11-24T10:00:00Z'
    case 'boolean':
      return false
    case 'months':
      return { '2026-11': 1 }
    case 'json':
      return null
  }
}

const days = ['0001-01-01', '9999-12-31', '2026-02-31', '2026-13-01', '31/02/2026', '20260-01-01', 'hier', '<script>']

/** Values that no field of this type takes, as JSON carries them, each with what is wrong. */
export function badValues(spec: FieldSpec): [string, unknown][] {
  const low = spec.min === undefined ? [] : [['below the least', spec.min - 1] as [string, unknown]]
  const high = spec.max === undefined ? [] : [['above the most', spec.max + 1] as [string, unknown]]
  const notNumbers: [string, unknown][] = [
    ['a number in words', 'douze'],
    ['NaN, as JSON cannot say it', 'NaN'],
    ['a list', [1]],
    ['beyond all measure', 1e300],
  ]
  switch (spec.type) {
    case 'text':
    case 'longText':
      return [
        ['10,000 characters', 'x'.repeat(10_000)],
        ['a zero byte', 'a\u0000b'],
        ['an escape sequence', 'a\u001b[31mb'],
        ['bytes that were no UTF-8', 'caf\ufffd'],
        ['half a surrogate pair', '\ud83c'],
        ['a number', 12],
        ['an object', { fr: 'titre' }],
      ]
    case 'url':
      return [
        ['a script', 'javascript:alert(1)'],
        ['a file', 'file:///etc/passwd'],
        ['no address', 'ruchers du ventoux'],
        ['10,000 characters', `https://exemple.fr/${'x'.repeat(10_000)}`],
        ['a number', 12],
      ]
    case 'integer':
      return [...low, ...high, ...notNumbers, ['a half', (spec.min ?? 0) + 0.5]]
    case 'money':
      return [...low, ...high, ...notNumbers, ['half a cent', 0.5]]
    case 'number':
    case 'ratio':
      return [...low, ...high, ...notNumbers]
    case 'date':
      return [...days.map((day): [string, unknown] => [day, day]), ['a number', 20_261_124]]
    case 'instant':
      return [...days.map((day): [string, unknown] => [`${day} at ten`, `${day}T10:00:00Z`]), ['no zone', '2026-11-24T10:00:00']] // prettier-ignore
    case 'choice':
      return [['no such option', 'inconnu'], ['a number of no option', 5], ['an option in capitals', String(spec.options?.[0]).toUpperCase() + '!'], ['HTML', '<b>']] // prettier-ignore
    case 'boolean':
      return [['a word', 'oui']]
    case 'months':
      return [['a month that does not exist', { '2026-13': 1 }], ['a word', 'novembre'], ['a negative weight', { '2026-11': -1 }], ['the year 1', { '0001-01': 1 }], ['a list', ['2026-11']]] // prettier-ignore
    case 'json':
      return [['a word', 'grille'], ['an empty object in a list', [{}]]] // prettier-ignore
  }
}

/** What a person may type into a field of this type and that it does not take. */
export function badTexts(spec: FieldSpec): string[] {
  const least = spec.min === undefined ? [] : [String((spec.min - 1) / (spec.type === 'money' ? 100 : 1))]
  switch (spec.type) {
    case 'text':
    case 'longText':
      return ['x'.repeat(10_000), 'a\u0000b', ...(spec.required ? ['', '   '] : [])]
    case 'url':
      return ['javascript:alert(1)', 'ruchers', 'https://']
    case 'integer':
      return [...least, 'douze', '1,5', '1e9', 'NaN', 'Infinity', '9'.repeat(40), '=1+1', '<b>1</b>']
    case 'number':
      return [...least, 'douze', '1e300', 'NaN', '--3', '9'.repeat(40)]
    case 'money':
      return [...least, 'douze', '12,345', '1e5', 'NaN', '9'.repeat(40), '=1+1']
    case 'ratio':
      return ['-1', '500', '500 %', 'NaN', 'moitié'].filter((text) => spec.max === 1 || !text.startsWith('500'))
    case 'date':
      return days
    case 'instant':
      return days.map((day) => `${day}T10:00`)
    case 'choice':
      return ['inconnu', '<script>', '500 %']
    case 'months':
      return ['novembre', '{"2026-13":1}', '{"2026-11":-1}', '[1]']
    case 'boolean':
    case 'json':
      return []
  }
}
