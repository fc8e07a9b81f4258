import * as z from 'zod'

/**
 * The figures of a report, as values without language: the screen, the file on paper and the CSV say them in the
 * reader's. They are read live until the report is frozen, then kept whole and never read again.
 */
const day = z.string()
const period = z.strictObject({ from: day, to: day })
const count = z.number().nullable()
const words = z.strictObject({ fr: z.string(), en: z.string() })

const kpiFigure = z.strictObject({
  id: z.string(),
  title: z.string(),
  metric: z.string(),
  /** Of a KPI by formula, and how its figure is read; reports frozen before formulas have neither. */
  formula: z.string().nullable().optional(),
  figure: z.enum(['percent', 'money', 'seconds', 'number']).optional(),
  unit: z.string().nullable(),
  target: count,
  actual: count,
  expected: count,
  deviation: count,
  state: z.enum(['unknown', 'notStarted', 'onTarget', 'watch', 'offTarget', 'reached', 'missed']),
  sentence: words,
  cause: z.string().nullable(),
  period: period.nullable(),
  /** Domain read, or where a figure typed by hand was read and when. */
  site: z.string().nullable(),
  source: z.string().nullable(),
  measuredOn: day.nullable(),
})

const headline = z.strictObject({
  visitors: count,
  visits: count,
  pageviews: count,
  viewsPerVisit: count,
  bounceRate: count,
  visitDuration: count,
})
const point = z.strictObject({ at: z.string(), value: count })

const channelFigure = z.strictObject({
  name: z.string(),
  visits: z.number(),
  visitsBefore: z.number(),
  share: count,
  conversions: z.number(),
  conversionRate: count,
  revenueCents: z.number(),
})

const siteFigures = z.strictObject({
  domain: z.string(),
  mode: z.enum(['exempt', 'consent']),
  granularity: z.enum(['hour', 'day', 'week', 'month']),
  totals: headline,
  before: headline.nullable(),
  series: z.array(point),
  seriesBefore: z.array(point),
  channels: z.array(channelFigure),
})

const campaignFigure = z.strictObject({
  id: z.string(),
  title: z.string(),
  state: z.string().nullable(),
  /** What the result covers: the campaign's own days, up to the end of the report's period. */
  period,
  plannedCents: count,
  spentCents: count,
  /** null where the site does not keep campaign parameters, or where there is no site. */
  visits: count,
  conversions: count,
  revenueCents: count,
  clicks: z.number(),
})

const natureFigure = z.strictObject({
  nature: z.enum(['human', 'material', 'intangible']),
  lines: z.number(),
  plannedCents: z.number(),
  invoicedLines: z.number(),
  invoicedPlannedCents: z.number(),
  actualCents: z.number(),
})

const budgetFigures = z.strictObject({
  reference: z.enum(['excl', 'incl']),
  envelopeCents: count,
  plannedCents: z.number(),
  forecastCents: z.number(),
  natures: z.array(natureFigure),
})

const actionFigure = z.strictObject({
  id: z.string(),
  title: z.string(),
  state: z.string().nullable(),
  owner: z.string().nullable(),
  endsOn: day.nullable(),
  standing: z.enum(['done', 'late', 'running', 'cancelled']),
  lateDays: z.number(),
})

const contentFigure = z.strictObject({
  id: z.string(),
  title: z.string(),
  state: z.string().nullable(),
  format: z.string().nullable(),
  line: z.string().nullable(),
  on: day,
})

const recommendationFigure = z.strictObject({
  id: z.string(),
  title: z.string(),
  state: z.string(),
  finding: z.string().nullable(),
  proposal: z.string().nullable(),
  costCents: count,
  expectedEffect: z.string().nullable(),
  owner: z.string().nullable(),
  dueOn: day.nullable(),
  /** Linked to the report by the thread. */
  cited: z.boolean(),
  decisions: z.array(
    z.strictObject({
      outcome: z.enum(['approved', 'refused', 'postponed']),
      by: z.string(),
      on: day,
      note: z.string().nullable(),
    }),
  ),
})

export const figuresSchema = z.strictObject({
  project: z.strictObject({ name: z.string(), company: z.string() }),
  currency: z.string(),
  timeZone: z.string(),
  period,
  /** Day the figures stop at: the end of the period, or the day they were read when it was not over. */
  asOf: day,
  compared: period.nullable(),
  kpis: z.array(kpiFigure),
  sites: z.array(siteFigures),
  campaigns: z.array(campaignFigure),
  budget: budgetFigures,
  actions: z.array(actionFigure),
  contents: z.strictObject({ planned: z.number(), published: z.array(contentFigure) }),
  recommendations: z.array(recommendationFigure),
})
export type Figures = z.infer<typeof figuresSchema>

/** What an approval keeps of the text, so that the report always says what was approved. */
export const reportTexts = ['title', 'author', 'function', 'audience', 'summary', 'lessons'] as const
const text = z.string().nullable()

export const frozenSchema = z.strictObject({
  /** ISO instant. */
  at: z.string(),
  by: z.string(),
  figures: figuresSchema,
  approval: z
    .strictObject({
      at: z.string(),
      by: z.string(),
      texts: z.strictObject({
        title: text,
        author: text,
        function: text,
        audience: text,
        summary: text,
        lessons: text,
      }),
    })
    .nullable(),
})
export type Frozen = z.infer<typeof frozenSchema>
