import { hiddenIn, type MarkSource } from './annotations.ts'
import { addDays, addMonths, isDay, lengthOf, monthEnd, monthStart } from '../period.ts'
import type { Period } from '../period.ts'
import type { DimensionName, MetricName } from './catalog.ts'
import { readCondition, writeCondition } from './filters.ts'
import { granularities, previousOf } from './query.ts'
import type { Condition, Granularity } from './query.ts'

/** The audience page as its address says it: a colleague who opens the address sees the same figures. */

export const presets = ['today', '7d', '28d', '30d', 'month', '12m', 'custom'] as const
export type Preset = (typeof presets)[number]

export const comparisons = ['previous', 'year', 'none'] as const
export type Comparison = (typeof comparisons)[number]

/** Figures at the head of the page, in order; the curve shows one of them. */
export const headline = [
  'visitors',
  'visits',
  'pageviews',
  'viewsPerVisit',
  'bounceRate',
  'visitDuration',
] as const satisfies readonly MetricName[]
export type Headline = (typeof headline)[number]

/** Panels read from visits in one pass, each by one dimension. */
export const visitPanels = [
  'entryPage', 'exitPage', 'source', 'channel', 'utmCampaign', 'country', 'device', 'browser', 'os',
] as const satisfies readonly DimensionName[] // prettier-ignore

export type Panel = 'page' | (typeof visitPanels)[number] | 'goal'
export const panels: readonly Panel[] = ['page', ...visitPanels, 'goal']
export const isPanel = (name: string): name is Panel => (panels as readonly string[]).includes(name)

/** What a panel counts. Sums, so that the shares of its rows mean something. */
export const panelMetric = (panel: Panel): 'pageviews' | 'visits' | 'conversions' =>
  panel === 'page' ? 'pageviews' : panel === 'goal' ? 'conversions' : 'visits'

export interface View {
  readonly preset: Preset
  readonly period: Period
  readonly compare: Comparison
  readonly metric: Headline
  /** What one point of the curve stands for; null leaves it to the length of the period. */
  readonly step: Granularity | null
  readonly filters: readonly Condition[]
  /** Domain of the site looked at, where the project has several. */
  readonly site: string | null
  /** What another tool counted is left out of sight. */
  readonly hidesImported?: boolean
  /** What is not flagged on the curve. */
  readonly hidesMarks?: readonly MarkSource[]
}

/** What an address asks for; anything it does not say well takes the usual value. */
export function viewOf(search: URLSearchParams, today: string): View {
  const asked = search.get('period')
  const from = search.get('from') ?? ''
  const to = search.get('to') ?? ''
  const isCustom = isDay(from) && isDay(to) && from <= to && lengthOf({ from, to }) <= 4000
  const preset: Preset =
    asked === 'custom' || asked === null ? (isCustom ? 'custom' : '30d') : isPreset(asked) ? asked : '30d'
  const compare = search.get('compare')
  const metric = search.get('metric')
  const step = search.get('step')
  const period = preset === 'custom' ? { from, to } : periodOf(preset, today)
  return {
    preset,
    period,
    compare: compare !== null && isComparison(compare) ? compare : 'previous',
    metric: headline.find((name) => name === metric) ?? 'visitors',
    step: stepsOf(period).find((name) => name === step) ?? null,
    filters: search
      .getAll('f')
      .flatMap((written) => readCondition(written) ?? [])
      .slice(0, 20),
    site: search.get('site'),
    hidesImported: search.get('imported') === 'hide',
    hidesMarks: hiddenIn(search),
  }
}

/** Days a curve may be drawn over, by what its points stand for: neither a lone point nor a thousand. */
const stepDays: Readonly<Record<Granularity, readonly [least: number, most: number]>> = {
  hour: [1, 14],
  day: [2, 400],
  week: [14, 1_500],
  month: [59, 4_000],
}

/** The steps that make a readable curve of a period. */
export const stepsOf = (period: Period): readonly Granularity[] =>
  granularities.filter((name) => {
    const [least, most] = stepDays[name]
    return lengthOf(period) >= least && lengthOf(period) <= most
  })

const isPreset = (text: string): text is Preset => (presets as readonly string[]).includes(text)
const isComparison = (text: string): text is Comparison => (comparisons as readonly string[]).includes(text)

/** Days a preset stands for, today included. */
export function periodOf(preset: Exclude<Preset, 'custom'>, today: string): Period {
  switch (preset) {
    case 'today':
      return { from: today, to: today }
    case '7d':
      return { from: addDays(today, -6), to: today }
    case '28d':
      return { from: addDays(today, -27), to: today }
    case '30d':
      return { from: addDays(today, -29), to: today }
    case 'month':
      return { from: monthStart(today), to: monthEnd(today) }
    case '12m':
      return { from: addDays(addMonths(today, -12), 1), to: today }
  }
}

/**
 * The days compared with. A period still running is compared with as many days of the one before, so that the 10th of a month
 * is not held against a whole month.
 */
export function comparedWith(view: Pick<View, 'period' | 'compare'>, today: string): Period | null {
  const { period, compare } = view
  if (compare === 'none') return null
  const lived = { from: period.from, to: period.to < today ? period.to : today }
  if (lived.from > lived.to) return null
  if (compare === 'year') return { from: addMonths(lived.from, -12), to: addMonths(lived.to, -12) }
  if (lived.to === period.to) return previousOf(period)
  const before = previousOf(period)
  const to = addDays(before.from, lengthOf(lived) - 1)
  return { from: before.from, to: to < before.to ? to : before.to }
}

/** Entries of an address that a page adds to the view: its own choices. */
export type Own = readonly (readonly [name: string, value: string])[]

/** The address of the same view with some of it changed; usual values are left out. */
export function addressOf(view: View, change: Partial<View> = {}, own: Own = []): string {
  const next = { ...view, ...change }
  const search = new URLSearchParams()
  if (next.site) search.set('site', next.site)
  if (next.preset === 'custom') {
    search.set('from', next.period.from)
    search.set('to', next.period.to)
  } else if (next.preset !== '30d') search.set('period', next.preset)
  if (next.compare !== 'previous') search.set('compare', next.compare)
  if (next.metric !== 'visitors') search.set('metric', next.metric)
  if (next.step !== null) search.set('step', next.step)
  if (next.hidesImported) search.set('imported', 'hide')
  for (const source of next.hidesMarks ?? []) search.append('hide', source)
  for (const filter of next.filters) search.append('f', writeCondition(filter))
  for (const [name, value] of own) search.append(name, value)
  const text = search.toString()
  return text === '' ? '?' : `?${text}`
}

/** Whether an entry of an address says the view, its filters apart: a funnel has steps of its own under the name of the curve's. */
export const isOfView = (name: string, value: string): boolean =>
  name === 'step'
    ? granularities.some((one) => one === value)
    : ['site', 'period', 'from', 'to', 'compare', 'metric', 'imported'].includes(name)

/** Whether unique visitors over the period are a sum of days: with one day they are not. */
export const isSumOfDays = (period: Period): boolean => lengthOf(period) > 1
