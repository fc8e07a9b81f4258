import { type MetricName, metricOf } from '../analytics/catalog.ts'
import { en as catalogEn } from '../analytics/catalog.en.ts'
import { fr as catalogFr } from '../analytics/catalog.fr.ts'
import {
  type Locale, formatDate, formatDay, formatDuration, formatInstant, formatMoney, formatNumber, formatPercent,
} from '../i18n.ts' // prettier-ignore
import { addDays } from '../period.ts'
import { ratio } from '../ratio.ts'
import { en } from './alerts.en.ts'
import { fr } from './alerts.fr.ts'
import { type Grain, type Rule, type Seen, grainOf } from './rule.ts'

/** What a sentence needs to know of the site. */
export interface Ground {
  readonly domain: string
  readonly timeZone: string
  readonly currency: string
}

export const metricLabel = (metric: MetricName, locale: Locale): string =>
  ({ fr: catalogFr, en: catalogEn })[locale].metrics[metric].label

/** A figure with its unit; "—" where it cannot be computed. */
export function figureText(
  metric: MetricName,
  value: number | null | undefined,
  currency: string,
  locale: Locale,
): string {
  if (value === null || value === undefined) return '—'
  switch (metricOf(metric).unit) {
    case 'ratio':
      return formatPercent(value, locale)
    case 'second':
      return formatDuration(value, locale)
    case 'cents':
      return formatMoney(Math.round(value), currency, locale)
    default:
      // A forecast of visits is no more exact than a visit.
      return formatNumber(value, locale, Math.abs(value) < 10 ? 1 : 0)
  }
}

/** "lun. 24 nov. 2026", "la semaine du 23 nov. au 29 nov.", "lun. 24 nov. 2026 à 10:00". */
export function stretchText(grain: Grain, stretch: string, timeZone: string, locale: Locale): string {
  if (grain === 'hour') return formatInstant(new Date(Date.parse(stretch)), timeZone, locale)
  if (grain === 'day') return formatDate(stretch, locale)
  return { fr, en }[locale].week(formatDay(stretch, locale), formatDay(addDays(stretch, 6), locale))
}

/** What a rule watches, in one sentence without its figure. */
export function ruleText(rule: Rule, { currency }: Pick<Ground, 'currency'>, locale: Locale): string {
  const t = { fr, en }[locale]
  const metric = metricLabel(rule.metric, locale)
  switch (rule.kind) {
    case 'threshold':
      return t.rules.threshold(
        metric,
        t.per[rule.grain],
        rule.side,
        figureText(rule.metric, rule.value, currency, locale),
      )
    case 'change':
      return t.rules.change(
        metric,
        t.per[rule.grain],
        t.sides[rule.side],
        formatPercent(rule.share, locale),
        t.against[referenceOf(rule)],
      )
    case 'silence':
      return t.rules.silence(rule.hours, rule.usual)
    case 'anomaly':
      return t.rules.anomaly(metric, t.sides[rule.side])
  }
}

const referenceOf = (rule: Rule & { kind: 'change' }) =>
  rule.grain === 'week' ? 'weekBefore' : rule.against === 'previous' ? 'dayBefore' : 'weekdays'

/** What was seen, held against what: the sentence of a firing, of a mail and of the preview. */
export function seenText(rule: Rule, stretch: string, seen: Seen, ground: Ground, locale: Locale): string {
  const t = { fr, en }[locale]
  const when = stretchText(grainOf(rule), stretch, ground.timeZone, locale)
  const text = (value: number | null | undefined) => figureText(rule.metric, value, ground.currency, locale)
  const head = t.seen.head(metricLabel(rule.metric, locale), text(seen.value), when)
  switch (rule.kind) {
    case 'threshold':
      return t.seen.threshold(head, rule.side, text(seen.against))
    case 'change': {
      const change = ratio((seen.value ?? 0) - (seen.against ?? 0), Math.abs(seen.against ?? 0))
      const signed =
        change === null ? '—' : `${change > 0 ? '+' : change < 0 ? '−' : ''}${formatPercent(Math.abs(change), locale)}`
      return t.seen.change(head, signed, t.against[referenceOf(rule)], text(seen.against))
    }
    case 'silence':
      return t.seen.silence(
        seen.value ?? 0,
        rule.usual,
        seen.last === undefined ? '—' : stretchText('hour', seen.last, ground.timeZone, locale),
      )
    case 'anomaly':
      return t.seen.anomaly(head, text(seen.against), text(seen.low), text(seen.high))
  }
}

/** The same once the figure is back. */
export function backText(rule: Rule, stretch: string, seen: Seen, ground: Ground, locale: Locale): string {
  const t = { fr, en }[locale]
  const when = stretchText(grainOf(rule), stretch, ground.timeZone, locale)
  return rule.kind === 'silence'
    ? t.seen.heard(when)
    : t.seen.back(
        t.seen.head(
          metricLabel(rule.metric, locale),
          figureText(rule.metric, seen.value, ground.currency, locale),
          when,
        ),
      )
}

/** The audience page that shows what rang, below the project's address. */
export function audienceOf(rule: Rule, stretch: string, domain: string): string {
  const day = stretch.slice(0, 10)
  const grain = grainOf(rule)
  const [from, to] = grain === 'week' ? [day, addDays(day, 6)] : [addDays(day, grain === 'day' ? -27 : 0), day]
  const search = new URLSearchParams({ site: domain, from, to })
  for (const filter of rule.filters) search.append('f', filter)
  return `/audience?${search.toString()}`
}
