import * as z from 'zod'
import type { Role, Scope } from '../accounts/scope.ts'
import type { Words } from '../errors.ts'
import type { Locale } from '../i18n.ts'
import type { Day } from '../period.ts'
import type { Derive, Rule } from './coverage.ts'
import type { Guard } from './guards.ts'
import { type Field, type FieldSpec, type FieldType, type FieldValue, fromForm, wordsOf } from './field.ts'

export const stages = ['understand', 'decide', 'produce', 'measure', 'recommend'] as const
export type Stage = (typeof stages)[number]

/** What a kind of object is called, in one language. */
export interface KindWords {
  /** "objectif stratégique" */
  readonly one: string
  /** "Objectifs stratégiques" */
  readonly many: string
  /** "Ajouter un objectif" */
  readonly add: string
  /** What the list is for, in a sentence; shown when it is empty, with an example. */
  readonly purpose: string
  readonly example: string
  readonly fields: Readonly<Record<string, { readonly label: string; readonly help?: string; readonly unit?: string }>>
  /** Labels of the options of choice fields. */
  readonly options?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly groups?: Readonly<Record<string, string>>
}

type Fields = Readonly<Record<string, Field>>
export type ValuesOf<F extends Fields> = { -readonly [K in keyof F]: FieldValue<F[K]> }

/**
 * A kind of object of a project, as data. From it come its form, its checks, its list, its CSV, its API and its
 * place in the thread. `title` and `state` live in `objects`; the other fields are columns of the kind's own table.
 */
export interface Kind<F extends Fields = Fields> {
  readonly name: string
  readonly table: string
  /** Segment of its address below the project. */
  readonly path: string
  readonly stage: Stage
  readonly fields: F
  readonly words: Readonly<Record<Locale, KindWords>>
  /** The competency of the framework an object feeds, by its values; null when none. */
  readonly competency: (values: Readonly<Record<string, unknown>>) => string | null
  /** Who may create, change and delete; reading is for every member. */
  readonly writers: readonly Role[]
  /** Whether guests of the project may read it. */
  readonly guests: boolean
  /** Columns of its list, in order; by default every short field. */
  readonly columns: readonly string[]
  /** Columns that its list and its file sum: amounts of which the sum means something. */
  readonly totals: readonly string[]
  /** What no field can say alone ("the end before the start"): problems by field. */
  check(values: ValuesOf<F>): Record<string, Words>
  /** A day after which an object that is not done is late; null when it never is. */
  readonly lateAfter: (values: Readonly<Record<string, unknown>>) => string | null
  /** The day, or the first and last, that it marks on the project's curves; null when it marks none. */
  readonly marks: (
    values: Readonly<Record<string, unknown>>,
    timeZone: string,
  ) => { readonly from: Day; readonly to: Day | null } | null
  /** Pages of its own, below the object's address. */
  readonly views: readonly { readonly path: string; readonly words: Words }[]
}

type Definition<F extends Fields> = Pick<
  Kind<F>,
  'name' | 'table' | 'path' | 'stage' | 'fields' | 'words' | 'competency'
> &
  Partial<Pick<Kind<F>, 'writers' | 'guests' | 'columns' | 'totals' | 'check' | 'lateAfter' | 'marks' | 'views'>>

/** Declares a kind; what is left out takes the usual value. */
export function defineKind<const F extends Fields>(definition: Definition<F>): Kind<F> {
  const shown = Object.entries(definition.fields).filter(([, f]) => isShort(f.spec.type) && !f.spec.hidden)
  return {
    writers: ['owner', 'lead', 'contributor'],
    guests: false,
    columns: shown.slice(0, 7).map(([name]) => name),
    totals: [],
    check: () => ({}),
    lateAfter: () => null,
    marks: () => null,
    views: [],
    ...definition,
  }
}

const isShort = (type: FieldType) => type !== 'longText' && type !== 'json' && type !== 'months'

/** Everything that can be in a project and every rule that reads it: the list is `src/catalog.ts`. */
export interface Catalog {
  readonly kinds: readonly Kind[]
  readonly rules: readonly Rule[]
  readonly derive: readonly Derive[]
  readonly guards: readonly Guard[]
  readonly rooms: readonly Room[]
}

/** A page of a project that is more than a kind's list, as the left bar names it. */
export interface Room {
  readonly stage: Stage
  readonly path: string
  readonly words: Words
  /** Roles that see it in the bar; every member by default. */
  readonly guests?: boolean
  /** How many things wait there for a look, shown beside its name; nothing at zero. */
  readonly waiting?: (scope: Scope, projectId: string) => Promise<number>
}

export const mayWrite = (scope: Scope, kind: Kind) => kind.writers.includes(scope.role)
export const mayRead = (scope: Scope, kind: Kind) => scope.role !== 'guest' || kind.guests

export const kindByPath = (catalog: Catalog, path: string) => catalog.kinds.find((kind) => kind.path === path)
export const kindNamed = (catalog: Catalog, name: string) => catalog.kinds.find((kind) => kind.name === name)

/** The schema of fields, strict: an unknown field is named rather than dropped. */
export const schemaOf = (fields: Fields) =>
  z.strictObject(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.schema])))

export type Checked<V = Record<string, unknown>> =
  | { readonly ok: true; readonly values: V }
  | { readonly ok: false; readonly problems: Record<string, Words> }

/** Values for fields, checked one by one and then together. */
export function checkValues<F extends Fields>(
  kind: Pick<Kind<F>, 'fields' | 'check'>,
  input: unknown,
): Checked<ValuesOf<F>> {
  const parsed = schemaOf(kind.fields).safeParse(input, { reportInput: true })
  if (parsed.success) {
    const values = parsed.data as ValuesOf<F>
    const problems = kind.check(values)
    return Object.keys(problems).length === 0 ? { ok: true, values } : { ok: false, problems }
  }
  const problems = new Map<string, Words>()
  for (const issue of parsed.error.issues) {
    const name = issue.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : String(issue.path[0] ?? '')
    const spec = Object.hasOwn(kind.fields, name) ? kind.fields[name]?.spec : undefined
    if (!problems.has(name)) problems.set(name, wordsOf(issue, spec))
  }
  return { ok: false, problems: Object.fromEntries(problems) }
}

/** Fields that only the product itself sets, among those given: what an API refuses. */
export const lockedAmong = (kind: Kind, given: object): Record<string, Words> =>
  Object.fromEntries(
    Object.keys(given)
      .filter((name) => Object.hasOwn(kind.fields, name) && kind.fields[name]?.spec.locked)
      .map((name) => [
        name,
        { fr: 'Ce champ ne s’écrit pas : il suit une action.', en: 'This field is not written: an action sets it.' },
      ]),
  )

/**
 * What a form sent, in the shape the schema reads. A field the form does not hold keeps its value in `before`,
 * so that a short form never empties the rest.
 */
export function valuesFromForm(
  fields: Fields,
  form: FormData,
  timeZone: string,
  before: Readonly<Record<string, unknown>> = {},
) {
  const values: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    const raw = field.spec.hidden ? null : form.get(name)
    const sent = typeof raw === 'string' || (field.spec.type === 'boolean' && form.has(`${name}:shown`))
    if (sent) values[name] = fromForm(field.spec, typeof raw === 'string' ? raw : null, timeZone)
    else values[name] = before[name] ?? (field.spec.type === 'boolean' ? false : null)
  }
  return values
}

/** The columns of a kind's own table, as fields. */
export const ownFields = (kind: Kind): [string, FieldSpec][] =>
  Object.entries(kind.fields)
    .filter(([name]) => name !== 'title' && name !== 'state')
    .map(([name, field]) => [name, field.spec])

/** A name of code as the name of a column: `vatRate` → `vat_rate`. */
export const columnName = (field: string) => field.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)
