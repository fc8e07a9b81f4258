import * as z from 'zod'
import type { Words } from '../errors.ts'
import type { Locale } from '../i18n.ts'
import { type Cents, maxCents, moneyInput, parseMoney } from '../money.ts'
import { isDay } from '../period.ts'

/** How a field is shown and typed. One type, one widget, one column type. */
export type FieldType =
  | 'text' | 'longText' | 'url' | 'integer' | 'number' | 'money' | 'ratio'
  | 'date' | 'instant' | 'choice' | 'boolean' | 'months' | 'json' // prettier-ignore

export interface FieldSpec {
  readonly type: FieldType
  readonly required: boolean
  readonly options?: readonly string[]
  /** A choice among numbers: the options are their texts, the value is the number. */
  readonly numeric?: boolean
  readonly min?: number
  readonly max?: number
  readonly maxLength?: number
  /** Key of a group heading in the kind's words. */
  readonly group?: string
  /** Not on the form: set by a page of its own. */
  readonly hidden?: boolean
  /** Set by an action of the product alone: neither a form nor the API may write it. */
  readonly locked?: boolean
}

/** One column of a kind: how it looks, and the schema that everything passes, form or API. */
export interface Field<T = unknown> {
  readonly spec: FieldSpec
  readonly schema: z.ZodType<T>
}

export type FieldValue<F> = F extends Field<infer T> ? T : never

interface Options {
  readonly required?: boolean
  readonly group?: string
  readonly hidden?: boolean
  readonly locked?: boolean
}

type Filled<O extends Options, T> = O extends { required: true } ? T : T | null

/** A problem a schema reports in both languages: carried through zod as the issue's params. */
const problem = (fr: string, en: string) => ({ params: { words: { fr, en } satisfies Words } })

// What no text may hold: control characters but tab and line ends, and the mark left by undecodable bytes.
// eslint-disable-next-line no-control-regex
const unreadable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])/

function make<O extends Options, T>(
  spec: Omit<FieldSpec, 'required' | 'group' | 'hidden' | 'locked'>,
  options: O | undefined,
  schema: z.ZodType<T>,
): Field<Filled<O, T>> {
  const required = options?.required === true
  const whole = required ? schema : schema.nullable().default(null)
  return {
    spec: {
      ...spec,
      required,
      ...(options?.group ? { group: options.group } : {}),
      ...(options?.hidden || options?.locked ? { hidden: true } : {}),
      ...(options?.locked ? { locked: true } : {}),
    },
    schema: whole as unknown as z.ZodType<Filled<O, T>>,
  }
}

const textSchema = (maxLength: number, required: boolean) => {
  const base = z
    .string()
    .trim()
    .max(maxLength)
    .refine(
      (s) => !unreadable.test(s),
      problem(
        'Des caractères sont illisibles : ressaisissez le texte.',
        'Some characters cannot be read: type the text again.',
      ),
    )
  return required ? base.min(1) : base
}

/** One line of text, trimmed. */
export const text = <O extends Options & { max?: number }>(options?: O) => {
  const maxLength = options?.max ?? 200
  return make({ type: 'text', maxLength }, options, textSchema(maxLength, options?.required === true))
}

/** Several lines of text. */
export const longText = <O extends Options & { max?: number }>(options?: O) => {
  const maxLength = options?.max ?? 5_000
  return make({ type: 'longText', maxLength }, options, textSchema(maxLength, options?.required === true))
}

/** An address of the web; no other scheme, so that a link never runs a script. */
export const url = <O extends Options>(options?: O) =>
  make(
    { type: 'url', maxLength: 2_000 },
    options,
    z.string().trim().max(2_000).refine(
      (s) => URL.canParse(s) && /^https?:$/.test(new URL(s).protocol),
      problem('Écrivez une adresse complète, qui commence par https://.', 'Write a whole address, starting with https://.'),
    ),
  ) // prettier-ignore

export const integer = <O extends Options & { min?: number; max?: number }>(options?: O) => {
  const { min = 0, max = 1_000_000_000 } = options ?? {}
  return make({ type: 'integer', min, max }, options, z.number().int().min(min).max(max))
}

export const number = <O extends Options & { min?: number; max?: number }>(options?: O) => {
  const { min = 0, max = 1_000_000_000 } = options ?? {}
  return make({ type: 'number', min, max }, options, z.number().min(min).max(max))
}

/** A share, 0–1 in code and in the API, typed and shown in per cent. */
export const ratioField = <O extends Options & { min?: number; max?: number }>(options?: O) => {
  const { min = 0, max = 1 } = options ?? {}
  return make({ type: 'ratio', min, max }, options, z.number().min(min).max(max))
}

/** Integer cents; not negative unless `min` says so. */
export const money = <O extends Options & { min?: Cents }>(options?: O) => {
  const min = options?.min ?? 0
  return make({ type: 'money', min, max: maxCents }, options, z.number().int().min(min).max(maxCents))
}

/** A calendar day. */
export const date = <O extends Options>(options?: O) =>
  make(
    { type: 'date' },
    options,
    z.string().refine(isDay, problem('Choisissez un jour du calendrier, entre 1900 et 2199.', 'Choose a calendar day between 1900 and 2199.')),
  ) // prettier-ignore

/** Two days in the wrong order, as a problem of the later one: what a kind's check spreads among its own. */
export const endBeforeStart = (start: string | null, end: string | null, endField: string): Record<string, Words> =>
  start !== null && end !== null && end < start
    ? {
        [endField]: {
          fr: 'La fin vient avant le début : changez l’une des deux dates.',
          en: 'The end comes before the start: change one of the two dates.',
        },
      }
    : {}

/** An instant, ISO 8601 with its offset; typed as local date and time in the project's time zone. */
export const instant = <O extends Options>(options?: O) =>
  make(
    { type: 'instant' },
    options,
    z.iso.datetime({ offset: true }).refine(
      (s) => isDay(s.slice(0, 10)),
      problem('Choisissez une date entre 1900 et 2199.', 'Choose a date between 1900 and 2199.'),
    ),
  ) // prettier-ignore

export const choice = <const T extends string, O extends Options>(options: readonly T[], more?: O) =>
  make<O, T>({ type: 'choice', options }, more, z.enum(options as readonly [T, ...T[]]) as unknown as z.ZodType<T>)

/** One of a few numbers, such as the rates of a tax; shown as a choice, kept as a number. */
export const numericChoice = <const T extends number, O extends Options>(options: readonly T[], more?: O) =>
  make<O, T>(
    { type: 'choice', options: options.map(String), numeric: true },
    more,
    z.literal([...options]) as unknown as z.ZodType<T>,
  )

/** Yes or no. @public a kind may use any of these */
export const boolean = () =>
  ({ spec: { type: 'boolean', required: false }, schema: z.boolean().default(false) }) as const satisfies Field<boolean>

/** Months ('YYYY-MM') with the share or weight each takes. */
export const months = <O extends Options>(options?: O) =>
  make(
    { type: 'months' },
    options,
    z.record(z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/), z.number().min(0).max(1_000_000)),
  )

/** A structured value edited by a page of its own. */
export const json = <T, O extends Options>(schema: z.ZodType<T>, options?: O) =>
  make<O, T>({ type: 'json' }, options, schema)

/**
 * The text a form sends, as the value the schema expects. What cannot be read is passed on as it is,
 * so that the schema names the problem.
 */
export function fromForm(spec: FieldSpec, raw: string | null, timeZone: string): unknown {
  const typed = raw?.trim() ?? ''
  if (spec.type === 'boolean') return typed === 'on' || typed === 'true'
  if (typed === '') return spec.required && (spec.type === 'text' || spec.type === 'longText') ? '' : null
  if (spec.numeric) return numberFrom(typed) ?? typed
  switch (spec.type) {
    case 'integer':
    case 'number':
      return numberFrom(typed) ?? typed
    case 'ratio': {
      const percent = numberFrom(typed.replace('%', ''))
      return percent === null ? typed : Number((percent / 100).toPrecision(12))
    }
    case 'money':
      return parseMoney(typed) ?? typed
    case 'months':
    case 'json':
      return jsonFrom(typed)
    case 'instant':
      return instantFrom(typed, timeZone) ?? typed
    default:
      return typed
  }
}

/** A local date and time of an input ('2026-10-25T02:30') as an instant; the earlier one where the clock shows it twice. */
function instantFrom(typed: string, timeZone: string): string | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(typed)) return null
  try {
    return Temporal.PlainDateTime.from(typed)
      .toZonedDateTime(timeZone, { disambiguation: 'earlier' })
      .toInstant()
      .toString()
  } catch {
    return null
  }
}

/** A value as the text of its input: what `fromForm` reads back. */
export function toForm(spec: FieldSpec, value: unknown, timeZone: string, locale: Locale): string {
  if (value === null || value === undefined) return ''
  const decimal = (n: number) => (locale === 'fr' ? String(n).replace('.', ',') : String(n))
  switch (spec.type) {
    case 'money':
      return moneyInput(value as Cents, locale === 'fr' ? ',' : '.')
    case 'ratio':
      return decimal(Number(((value as number) * 100).toPrecision(12)))
    case 'number':
      return decimal(value as number)
    case 'instant':
      return Temporal.Instant.from(value as string)
        .toZonedDateTimeISO(timeZone)
        .toPlainDateTime()
        .toString()
        .slice(0, 16)
    case 'months':
    case 'json':
      return JSON.stringify(value)
    default:
      return String(value as string | number | boolean)
  }
}

function numberFrom(typed: string): number | null {
  const compact = typed.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.')
  return /^-?\d{1,15}(\.\d{1,10})?$/.test(compact) ? Number(compact) : null
}

function jsonFrom(typed: string): unknown {
  try {
    return JSON.parse(typed)
  } catch {
    return typed
  }
}

/** A schema's issue as a sentence that says how to mend it. */
export function wordsOf(issue: z.core.$ZodIssue, spec: FieldSpec | undefined): Words {
  if (issue.code === 'custom' && isWords(issue.params?.['words'])) return issue.params['words']
  if (issue.code === 'too_big' && issue.origin === 'string')
    return { fr: `${issue.maximum} caractères au plus.`, en: `${issue.maximum} characters at most.` }
  if (issue.code === 'too_small' && issue.origin === 'string')
    return { fr: 'Ce champ est nécessaire.', en: 'This field is needed.' }
  if (issue.code === 'too_small') return atLeast(Number(issue.minimum), spec)
  if (issue.code === 'too_big') return atMost(Number(issue.maximum), spec)
  if (issue.code === 'invalid_value')
    return { fr: 'Choisissez une valeur de la liste.', en: 'Choose a value of the list.' }
  if (issue.code === 'unrecognized_keys')
    return { fr: `Champ inconnu : ${issue.keys.join(', ')}.`, en: `Unknown field: ${issue.keys.join(', ')}.` }
  if (issue.code === 'invalid_type' && (issue.input === null || issue.input === undefined))
    return { fr: 'Ce champ est nécessaire.', en: 'This field is needed.' }
  switch (spec?.type) {
    case 'money':
      return {
        fr: 'Écrivez un montant en euros, par exemple 1 250,50.',
        en: 'Write an amount in euros, such as 1250.50.',
      }
    case 'integer':
      return { fr: 'Écrivez un nombre entier.', en: 'Write a whole number.' }
    case 'number':
    case 'ratio':
      return { fr: 'Écrivez un nombre, par exemple 12,5.', en: 'Write a number, such as 12.5.' }
    case 'instant':
      return { fr: 'Choisissez une date et une heure.', en: 'Choose a date and a time.' }
    default:
      return { fr: 'Cette valeur n’a pas la forme attendue.', en: 'This value does not have the expected form.' }
  }
}

const isWords = (value: unknown): value is Words =>
  typeof value === 'object' && value !== null && 'fr' in value && 'en' in value

function bound(limit: number, spec: FieldSpec | undefined): Words {
  if (spec?.type === 'ratio') return { fr: `${limit * 100}\u202f%`, en: `${limit * 100}%` }
  if (spec?.type === 'money') return { fr: `${limit / 100}\u202f€`, en: `€${limit / 100}` }
  return { fr: String(limit).replace('.', ','), en: String(limit) }
}

function atLeast(limit: number, spec: FieldSpec | undefined): Words {
  const { fr, en } = bound(limit, spec)
  return { fr: `Pas moins de ${fr}.`, en: `Not less than ${en}.` }
}

function atMost(limit: number, spec: FieldSpec | undefined): Words {
  const { fr, en } = bound(limit, spec)
  return { fr: `Pas plus de ${fr}.`, en: `Not more than ${en}.` }
}
