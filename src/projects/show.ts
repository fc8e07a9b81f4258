import type { Words } from '../errors.ts'
import {
  type Locale,
  formatDate,
  formatInstant,
  formatMoney,
  formatMonth,
  formatNumber,
  formatPercent,
} from '../i18n.ts'
import type { CsvCell } from '../csv.ts'
import { wallClock } from '../period.ts'
import { type Field, type FieldSpec, type FieldType, toForm } from './field.ts'
import type { KindWords } from './kind.ts'

/** How values are shown: the reader's language, and the project's money and clock. */
export interface Manner {
  readonly locale: Locale
  readonly currency: string
  readonly timeZone: string
}

type FieldWords = Pick<KindWords, 'fields' | 'options' | 'groups'>

/** A field of a form, ready to be drawn: labels in the reader's language. */
export interface FieldView {
  readonly name: string
  readonly label: string
  readonly help?: string
  readonly type: FieldType
  readonly required: boolean
  readonly group?: string
  readonly options?: readonly { readonly value: string; readonly label: string }[]
  readonly min?: number
  readonly max?: number
  readonly maxLength?: number
  readonly unit?: string
}

/** The fields of a form, those of a page of their own left out. */
export function fieldViews(fields: Readonly<Record<string, Field>>, words: FieldWords, manner: Manner): FieldView[] {
  return Object.entries(fields)
    .filter(([, { spec }]) => !spec.hidden && spec.type !== 'json')
    .map(([name, { spec }]) => {
      const { label = name, help, unit } = words.fields[name] ?? {}
      const group = spec.group === undefined ? undefined : words.groups?.[spec.group]
      const shownUnit = unit ?? unitOf(spec.type, manner.currency)
      return {
        name,
        label,
        type: spec.type,
        required: spec.required,
        ...(help === undefined ? {} : { help }),
        ...(group === undefined ? {} : { group }),
        ...(spec.options ? { options: optionsOf(name, spec, words) } : {}),
        ...(spec.min === undefined ? {} : { min: spec.min }),
        ...(spec.max === undefined ? {} : { max: spec.max }),
        ...(spec.maxLength === undefined ? {} : { maxLength: spec.maxLength }),
        ...(shownUnit === undefined ? {} : { unit: shownUnit }),
      }
    })
}

export const optionsOf = (name: string, spec: FieldSpec, words: FieldWords) =>
  (spec.options ?? []).map((value) => ({ value, label: words.options?.[name]?.[value] ?? value }))

function unitOf(type: FieldType, currency: string): string | undefined {
  if (type === 'ratio') return '%'
  if (type === 'money') return currency === 'EUR' ? '€' : currency
  return undefined
}

/** Values as the texts of their inputs. */
export const formValues = (
  fields: Readonly<Record<string, Field>>,
  values: Readonly<Record<string, unknown>>,
  manner: Manner,
) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, { spec }]) => [
      name,
      toForm(spec, values[name], manner.timeZone, manner.locale),
    ]),
  )

/** A value as a person reads it; '' when there is none. */
export function fieldText(name: string, spec: FieldSpec, value: unknown, words: FieldWords, manner: Manner): string {
  if (value === null || value === undefined || value === '') return ''
  const { locale, currency, timeZone } = manner
  switch (spec.type) {
    case 'choice':
      return words.options?.[name]?.[String(value as string | number)] ?? String(value as string | number)
    case 'boolean':
      return value === true ? (locale === 'fr' ? 'oui' : 'yes') : locale === 'fr' ? 'non' : 'no'
    case 'money':
      return signed(formatMoney(value as number, currency, locale))
    case 'ratio':
      return signed(formatPercent(value as number, locale))
    case 'integer':
    case 'number': {
      const unit = words.fields[name]?.unit
      return signed(`${formatNumber(value as number, locale)}${unit === undefined ? '' : `\u00a0${unit}`}`)
    }
    case 'date':
      return formatDate(value as string, locale)
    case 'instant':
      return formatInstant(new Date(value as string), timeZone, locale)
    case 'months':
      return Object.keys(value)
        .toSorted()
        .map((month) => formatMonth(month, locale))
        .join(', ')
    case 'json':
      return jsonText(value, locale)
    default:
      return String(value as string)
  }
}

/** With the sign of a minus, and not the hyphen that the browser's formats write. */
const signed = (text: string) => text.replace(/^-/, '−')

/** What a page of its own shows in full, here as a size: enough to see in a history that it changed. */
function jsonText(value: unknown, locale: Locale): string {
  const n = Array.isArray(value) ? value.length : 1
  return locale === 'fr' ? `${n} valeur${n > 1 ? 's' : ''}` : `${n} value${n === 1 ? '' : 's'}`
}

/** A value as a cell of an export: numbers and amounts stay numbers, days are ISO days, instants the project's clock. */
export function fieldCell(name: string, spec: FieldSpec, value: unknown, words: FieldWords, manner: Manner): CsvCell {
  if (value === null || value === undefined) return null
  switch (spec.type) {
    case 'money':
      return (value as number) / 100
    case 'integer':
    case 'number':
    case 'ratio':
      return value as number
    case 'date':
      return value as string
    case 'instant':
      return wallClock(manner.timeZone, new Date(value as string)).slice(0, 16)
    case 'months':
    case 'json':
      return JSON.stringify(value)
    case 'choice':
      return spec.numeric ? (value as number) : fieldText(name, spec, value, words, manner)
    default:
      return fieldText(name, spec, value, words, manner)
  }
}

/** Problems by field, in one language. */
export const problemTexts = (problems: Readonly<Record<string, Words>>, locale: Locale): Record<string, string> =>
  Object.fromEntries(Object.entries(problems).map(([name, words]) => [name, words[locale]]))
