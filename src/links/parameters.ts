import type { Words } from '../errors.ts'
import { isDay } from '../period.ts'

export const parameterTypes = ['text', 'number', 'boolean', 'date', 'url'] as const
export type ParameterType = (typeof parameterTypes)[number]

/** What an event must or may carry. */
export interface Parameter {
  readonly name: string
  readonly type: ParameterType
  readonly required: boolean
  /** Values allowed; empty when any of the type will do. */
  readonly allowed: readonly string[]
}

const typeNames: ReadonlyMap<string, ParameterType> = new Map(Object.entries<ParameterType>({
  texte: 'text', text: 'text', nombre: 'number', number: 'number', 'oui-non': 'boolean', 'yes-no': 'boolean', 'oui ou non': 'boolean', 'yes or no': 'boolean', boolean: 'boolean',
  date: 'date', jour: 'date', adresse: 'url', url: 'url', address: 'url',
})) // prettier-ignore

const isRequired = (word: string) => /^(obligatoire|required)$/i.test(word)

/** Parameters one event may declare: as many as the collector takes. */
const most = 30

/**
 * Parameters written a line each: `name : type, obligatoire, value | value`. Type and the rest may be left out: text, not required,
 * any value. What cannot be read is told by its line.
 */
export function readParameters(text: string): {
  readonly parameters: readonly Parameter[]
  readonly problems: Record<string, Words>
} {
  const parameters: Parameter[] = []
  const fail = (line: number, fr: string, en: string) => ({
    parameters,
    problems: { parameters: { fr: `Ligne ${line} : ${fr}`, en: `Line ${line}: ${en}` } },
  })
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const [head = '', ...rest] = line.split(':')
    const name = head.trim()
    if (!/^[\w.-]{1,300}$/u.test(name))
      return fail(at + 1, 'commencez par le nom du paramètre, sans espace ni accent, puis « : ».', 'start with the parameter’s name, without space or accent, then “:”.') // prettier-ignore
    if (parameters.some((known) => known.name === name))
      return fail(at + 1, `« ${name} » est déjà déclaré.`, `“${name}” is declared already.`)
    const parts = rest.join(':').split(',').map((part) => part.trim()).filter((part) => part !== '') // prettier-ignore
    const type = parts.map((part) => typeNames.get(part.toLowerCase())).find((found) => found !== undefined)
    const values = parts.filter((part) => typeNames.get(part.toLowerCase()) === undefined && !isRequired(part))
    if (values.length > 1)
      return fail(at + 1, `« ${values[0]} » et « ${values[1]} » : séparez les valeurs permises par « | ».`, `“${values[0]}” and “${values[1]}”: separate allowed values by “|”.`) // prettier-ignore
    const allowed = (values[0] ?? '').split('|').map((value) => value.trim()).filter((value) => value !== '') // prettier-ignore
    const odd = allowed.find((value) => !hasType(value, type ?? 'text'))
    if (odd !== undefined)
      return fail(at + 1, `« ${odd} » n’est pas du type annoncé.`, `“${odd}” is not of the type announced.`)
    parameters.push({ name, type: type ?? 'text', required: parts.some(isRequired), allowed })
  }
  if (parameters.length > most) return fail(most + 1, `${most} paramètres au plus.`, `${most} parameters at most.`)
  return { parameters, problems: {} }
}

/** Whether a value that arrived, always a text, reads as the type. */
export function hasType(value: string, type: ParameterType): boolean {
  switch (type) {
    case 'text':
      return value !== ''
    case 'number':
      return /^-?\d+([.,]\d+)?$/.test(value)
    case 'boolean':
      return /^(true|false|1|0|oui|non|yes|no)$/i.test(value)
    case 'date':
      return /^.{10}([T ].*)?$/.test(value) && isDay(value.slice(0, 10))
    case 'url':
      return URL.canParse(value) || value.startsWith('/')
  }
}
