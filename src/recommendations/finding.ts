import type { KpiStatus } from '../kpis/status.ts'
import { shownIn } from '../kpis/show.ts'
import { type KpiUnit, kpiUnit } from '../kpis/unit.ts'
import { type Locale, formatDayYear, formatPercent } from '../i18n.ts'
import { en } from './recommendations.en.ts'
import { fr } from './recommendations.fr.ts'

/** What a KPI says of itself when a recommendation starts from it. */
export interface Deviating {
  readonly title: string
  readonly metric: string
  readonly unit: string | null
  /** How the figure is read, where the metric alone does not say: a formula. */
  readonly figure?: KpiUnit
  readonly target: number | null
  readonly endsOn: string | null
  readonly cause: string | null
  readonly actual: number | null
  readonly status: Pick<KpiStatus, 'expected' | 'deviation' | 'relative'>
}

/** The fields of a recommendation that a KPI's deviation fills; the rest is for a person to think. */
export function fieldsFromKpi(
  kpi: Deviating,
  today: string,
  currency: string,
  locale: Locale,
): { title: string; finding: string; indicator: string; cause?: string } {
  const t = { fr, en }[locale].prefill
  const { title, metric, unit, figure = kpiUnit(metric), target, endsOn, cause, actual, status } = kpi
  const shown = (value: number | null) => shownIn(figure, unit, value, currency, locale)
  const day = (iso: string) => formatDayYear(iso, locale)
  const { expected, deviation, relative } = status
  const lines = [
    actual === null ? t.unmeasured(title) : t.finding(title, shown(actual), shown(expected), day(today)),
    ...(deviation === null
      ? []
      : [
          t.gap(
            `${deviation > 0 ? '+' : deviation < 0 ? '\u2212' : ''}${shown(Math.abs(deviation))}`,
            relative === null ? null : formatPercent(Math.abs(relative), locale),
          ),
        ]),
    ...(target === null ? [] : [t.target(shown(target), endsOn && day(endsOn))]),
  ]
  return {
    title: t.title(title),
    finding: lines.join(' '),
    indicator: (target === null ? title : t.indicator(title, shown(target))).slice(0, 200),
    ...(cause ? { cause } : {}),
  }
}
