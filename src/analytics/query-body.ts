import * as z from 'zod'
import type { Words } from '../errors.ts'
import { isDay, lengthOf } from '../period.ts'
import { dimensionNames, metricNames } from './catalog.ts'
import { condition, name, say } from './condition-body.ts'
import { type Asked, type Query, granularities, query } from './query.ts'

// Apart from query.ts, which pages carry to the browser: a reader of figures has no use for the schema of the API.

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
      .array(condition, say('Liste de filtres attendue.', 'A list of filters is expected.'))
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

/**
 * What is wrong with a body, by field ("period.to", "filters.0.values"), in both languages; the query when nothing is.
 */
export function parseQuery(body: unknown): { ok: true; query: Query } | { ok: false; fields: Record<string, Words> } {
  const parsed = querySchema.safeParse(body)
  if (!parsed.success) {
    // A map, since a field may be called "constructor".
    const fields = new Map<string, Words>()
    for (const issue of parsed.error.issues) {
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
      const field = [...issue.path, ...(unknown === undefined ? [] : [unknown])].join('.') || 'body'
      const words = unknown === undefined ? wordsOf(issue.message) : { fr: 'Champ inconnu.', en: 'Unknown field.' }
      if (!fields.has(field)) fields.set(field, words)
    }
    return { ok: false, fields: Object.fromEntries(fields) }
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
