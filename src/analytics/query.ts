import * as z from 'zod'
import { addDays, addMonths, daysBetween, isDay, lengthOf, monthStart, previous, weekStart } from '../period.ts'
import type { Period } from '../period.ts'
import type { Words } from '../errors.ts'
import { dimensionNames, metricNames } from './catalog.ts'
import type { DimensionName, MetricName } from './catalog.ts'

export const granularities = ['hour', 'day', 'week', 'month'] as const
export type Granularity = (typeof granularities)[number]

/** is, isNot, contains, doesNotContain with several values: one of them (none of them). matches: * stands for anything. */
export const operators = ['is', 'isNot', 'contains', 'doesNotContain', 'oneOf', 'notOneOf', 'matches'] as const
export type Operator = (typeof operators)[number]

export interface Filter {
  readonly dimension: DimensionName
  readonly operator: Operator
  readonly values: readonly string[]
}

export interface Order {
  readonly by: MetricName | DimensionName
  readonly direction: 'asc' | 'desc'
}

/** A question put to the events of one site. A value: the screen, the API, a report and a KPI write the same. */
export interface Query {
  readonly period: Period
  readonly metrics: readonly MetricName[]
  readonly dimensions: readonly DimensionName[]
  readonly filters: readonly Filter[]
  readonly granularity: Granularity
  /** Period to compare with; null for none. */
  readonly compare: Period | null
  readonly orderBy: readonly Order[]
  /** Rows at most; null for a whole time series. */
  readonly limit: number | null
}

/** Two sentences in one zod message: zod knows one language, the product two. */
const say = (french: string, english: string) => ({ error: `${french}\u0000${english}` })

const name = <T extends string>(values: readonly T[], french: string, english: string) =>
  z.enum(
    values,
    say(`${french} : choisir parmi ${values.join(', ')}.`, `${english}: choose among ${values.join(', ')}.`),
  )

const day = z
  .string(say('Un jour s’écrit AAAA-MM-JJ.', 'A day is written YYYY-MM-DD.'))
  .refine(isDay, say('Ce jour n’existe pas : écrire AAAA-MM-JJ.', 'There is no such day: write YYYY-MM-DD.'))

/** Ten years and some: beyond it, a typing error. */
const maxDays = 4000
const maxHourlyDays = 62

const period = z
  .strictObject({ from: day, to: day }, say('Période attendue : { from, to }.', 'A period is { from, to }.'))
  .refine((p) => p.from <= p.to, {
    ...say('La fin précède le début.', 'The end comes before the start.'),
    path: ['to'],
  })
  .refine((p) => !isDay(p.from) || !isDay(p.to) || lengthOf(p) <= maxDays, {
    ...say(`Période trop longue : ${maxDays} jours au plus.`, `Too long a period: ${maxDays} days at most.`),
    path: ['from'],
  })

const metric = name(metricNames, 'Mesure inconnue', 'Unknown metric')
const dimension = name(dimensionNames, 'Dimension inconnue', 'Unknown dimension')
const column = name([...metricNames, ...dimensionNames], 'Tri inconnu', 'Unknown order')
const direction = name(['asc', 'desc'] as const, 'Sens inconnu', 'Unknown direction')

const filter = z
  .strictObject(
    {
      dimension,
      operator: name(operators, 'Opérateur inconnu', 'Unknown operator'),
      values: z
        .array(
          z
            .string(say('Une valeur est un texte.', 'A value is a text.'))
            .max(2000, say('2 000 signes au plus.', '2,000 characters at most.')),
          say('Liste de valeurs attendue.', 'A list of values is expected.'),
        )
        .min(1, say('Au moins une valeur.', 'At least one value.'))
        .max(200, say('200 valeurs au plus.', '200 values at most.')),
    },
    say('Un filtre est { dimension, operator, values }.', 'A filter is { dimension, operator, values }.'),
  )
  .refine((f) => f.dimension !== 'date', {
    ...say('La date se choisit par la période.', 'Dates are chosen by the period.'),
    path: ['dimension'],
  })
  .refine(
    (f) =>
      f.dimension !== 'goal' ||
      f.operator === 'is' ||
      f.operator === 'oneOf' ||
      f.operator === 'isNot' ||
      f.operator === 'notOneOf',
    {
      ...say(
        'Un objectif se choisit par is, isNot, oneOf ou notOneOf.',
        'A goal is chosen by is, isNot, oneOf or notOneOf.',
      ),
      path: ['operator'],
    },
  )

const order = z.union(
  [
    z.strictObject({ by: column, direction: direction.default('desc') }),
    z.tuple([column, direction]).transform(([by, way]) => ({ by, direction: way })),
    column.transform((by) => ({ by, direction: 'desc' as const })),
  ],
  say(
    'Un tri est { by, direction }, avec une mesure ou une dimension demandée.',
    'An order is { by, direction }, on a metric or a dimension of the query.',
  ),
)

/** The body of POST /api/v1/query, but the site. Defaults are filled by `steps`, not here. */
export const querySchema = z.strictObject(
  {
    period,
    metrics: z
      .array(metric, say('Liste de mesures attendue.', 'A list of metrics is expected.'))
      .min(1, say('Au moins une mesure.', 'At least one metric.'))
      .max(metricNames.length, say('Chaque mesure une fois.', 'Each metric once.')),
    dimensions: z
      .array(dimension, say('Liste de dimensions attendue.', 'A list of dimensions is expected.'))
      .max(4, say('4 dimensions au plus.', '4 dimensions at most.'))
      .default([]),
    filters: z
      .array(filter, say('Liste de filtres attendue.', 'A list of filters is expected.'))
      .max(50, say('50 filtres au plus.', '50 filters at most.'))
      .default([]),
    granularity: name(granularities, 'Pas inconnu', 'Unknown granularity').optional(),
    compare: z
      .union(
        [z.enum(['previous', 'year']), z.boolean(), period],
        say('Comparer à : "previous", "year" ou { from, to }.', 'Compare with "previous", "year" or { from, to }.'),
      )
      .nullable()
      .optional(),
    orderBy: z
      .array(order, say('Liste de tris attendue.', 'A list of orders is expected.'))
      .max(4, say('4 tris au plus.', '4 orders at most.'))
      .optional(),
    limit: z
      .int(say('Un nombre entier est attendu.', 'A whole number is expected.'))
      .min(1, say('Au moins 1.', 'At least 1.'))
      .max(10_000, say('10 000 au plus.', '10,000 at most.'))
      .optional(),
  },
  say('Un objet JSON est attendu.', 'A JSON object is expected.'),
)

/** A query as it is asked for, short of its defaults. */
export interface Asked {
  readonly period: Period
  readonly metrics: readonly MetricName[]
  readonly dimensions?: readonly DimensionName[]
  readonly filters?: readonly Filter[]
  readonly granularity?: Granularity | undefined
  readonly compare?: 'previous' | 'year' | boolean | Period | null | undefined
  readonly orderBy?: readonly Order[] | undefined
  readonly limit?: number | undefined
}

/** A query on its way: what was asked, with some of it filled in. */
interface Draft extends Omit<Query, 'granularity' | 'compare'> {
  readonly granularity: Granularity | null
  readonly compare: 'previous' | 'year' | boolean | Period | null
}

/** The rules of a query, in order. Each takes a draft and gives a draft. */
const steps: readonly ((draft: Draft) => Draft)[] = [onceEach, withGranularity, withComparison, withOrder, withLimit]

/** What was asked, with every default decided. The page's panels and the KPIs write theirs in code, the API parses its own. */
export function query(asked: Asked): Query {
  const draft: Draft = {
    period: asked.period,
    metrics: asked.metrics,
    dimensions: asked.dimensions ?? [],
    filters: asked.filters ?? [],
    granularity: asked.granularity ?? null,
    compare: asked.compare ?? null,
    orderBy: asked.orderBy ?? [],
    limit: asked.limit ?? null,
  }
  const done = steps.reduce((now, step) => step(now), draft)
  return { ...done, granularity: done.granularity ?? 'day', compare: comparisonOf(done) }
}

/**
 * What is wrong with a body, by field ("period.to", "filters.0.values"), in both languages; the query when nothing is.
 */
export function parseQuery(body: unknown): { ok: true; query: Query } | { ok: false; fields: Record<string, Words> } {
  const parsed = querySchema.safeParse(body)
  if (!parsed.success) {
    const fields: Record<string, Words> = {}
    for (const issue of parsed.error.issues) {
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
      const field = [...issue.path, ...(unknown === undefined ? [] : [unknown])].join('.') || 'body'
      fields[field] ??= unknown === undefined ? wordsOf(issue.message) : { fr: 'Champ inconnu.', en: 'Unknown field.' }
    }
    return { ok: false, fields }
  }
  const problem = contradiction(parsed.data)
  return problem ? { ok: false, fields: problem } : { ok: true, query: query(parsed.data) }
}

function wordsOf(message: string): Words {
  const [fr = message, en = message] = message.split('\u0000')
  return { fr, en }
}

/** What the parts allow but the whole does not. */
function contradiction(asked: Asked): Record<string, Words> | null {
  if (asked.granularity === 'hour' && asked.dimensions?.includes('date') && lengthOf(asked.period) > maxHourlyDays)
    return {
      granularity: {
        fr: `Par heure, la période est de ${maxHourlyDays} jours au plus.`,
        en: `By hour, the period is ${maxHourlyDays} days at most.`,
      },
    }
  const known: readonly string[] = [...asked.metrics, ...(asked.dimensions ?? [])]
  const stray = (asked.orderBy ?? []).findIndex((o) => !known.includes(o.by))
  if (stray >= 0)
    return {
      [`orderBy.${stray}`]: {
        fr: 'Trier par une mesure ou une dimension demandée.',
        en: 'Order by a metric or a dimension of the query.',
      },
    }
  return null
}

function onceEach(draft: Draft): Draft {
  return { ...draft, metrics: [...new Set(draft.metrics)], dimensions: [...new Set(draft.dimensions)] }
}

/** One day by the hour, a quarter by the day, two years by the week, more by the month. */
function withGranularity(draft: Draft): Draft {
  const days = lengthOf(draft.period)
  return {
    ...draft,
    granularity: draft.granularity ?? (days <= 1 ? 'hour' : days <= 100 ? 'day' : days <= 760 ? 'week' : 'month'),
  }
}

function withComparison(draft: Draft): Draft {
  return draft.compare === true
    ? { ...draft, compare: 'previous' }
    : draft.compare === false
      ? { ...draft, compare: null }
      : draft
}

/** Time runs forward; anything else shows its largest first, then by name so that the order never wavers. */
function withOrder(draft: Draft): Draft {
  if (draft.dimensions.length === 0) return { ...draft, orderBy: [] }
  const given = new Set(draft.orderBy.map((o) => o.by))
  const first = draft.metrics[0]
  const byTime: Order[] = draft.dimensions.includes('date') ? [{ by: 'date', direction: 'asc' }] : []
  const bySize: Order[] = first ? [{ by: first, direction: 'desc' }] : []
  const byName: Order[] = draft.dimensions.map((by) => ({ by, direction: 'asc' }))
  const chosen = draft.orderBy.length > 0 ? draft.orderBy : [...byTime, ...bySize]
  return {
    ...draft,
    orderBy: [...chosen, ...byName.filter((o) => !given.has(o.by) && !chosen.some((c) => c.by === o.by))],
  }
}

/** A list stops somewhere; a time series does not. */
function withLimit(draft: Draft): Draft {
  const isSeries = draft.dimensions.includes('date')
  return { ...draft, limit: draft.limit ?? (isSeries ? null : 100) }
}

function comparisonOf({ compare, period: asked }: Draft): Period | null {
  if (compare === null || typeof compare === 'boolean') return null
  if (compare === 'previous') return previousOf(asked)
  if (compare === 'year') return { from: addMonths(asked.from, -12), to: addMonths(asked.to, -12) }
  return compare
}

/** A whole month (or months) compares with the month (or months) before, of any length; other periods with as many days before. */
export function previousOf(asked: Period): Period {
  const wholeMonths = asked.from === monthStart(asked.from) && addDays(asked.to, 1) === monthStart(addDays(asked.to, 1))
  if (!wholeMonths) return previous(asked)
  const months = monthsBetween(asked.from, addDays(asked.to, 1))
  return { from: addMonths(asked.from, -months), to: addDays(asked.from, -1) }
}

function monthsBetween(from: string, to: string): number {
  const [y1 = 0, m1 = 0] = from.split('-').map(Number)
  const [y2 = 0, m2 = 0] = to.split('-').map(Number)
  return (y2 - y1) * 12 + (m2 - m1)
}

/** The calendar label of a day under a granularity of days or more: itself, its Monday, the first of its month. */
export function bucketOf(granularity: Exclude<Granularity, 'hour'>, day: string): string {
  return granularity === 'day' ? day : granularity === 'week' ? weekStart(day) : monthStart(day)
}

/** Labels of all buckets of a period, in order, for days or more. */
export function bucketsOf(granularity: Exclude<Granularity, 'hour'>, asked: Period): string[] {
  const labels: string[] = []
  const days = daysBetween(asked.from, asked.to)
  for (let i = 0; i <= days; i += 1) {
    const label = bucketOf(granularity, addDays(asked.from, i))
    if (labels[labels.length - 1] !== label) labels.push(label)
  }
  return labels
}
