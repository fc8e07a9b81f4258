import { formatDuration, formatMoney, formatNumber, formatPercent } from '../i18n.ts'
import type { Locale } from '../i18n.ts'
import { roundCents } from '../money.ts'
import type { KpiState } from './status.ts'
import { type KpiUnit, kpiUnit } from './unit.ts'

/** A KPI's figure with its unit, by its metric. */
export const shownValue = (
  metric: string,
  unit: string | null,
  value: number | null,
  currency: string,
  locale: Locale,
): string => shownIn(kpiUnit(metric), unit, value, currency, locale)

/**
 * A figure with its unit: 2,3 % · 1 250 € · 1 min 35 s · 840 abonnés.
 * @param named the unit a person gave to a plain number
 */
export function shownIn(
  unit: KpiUnit,
  named: string | null,
  value: number | null,
  currency: string,
  locale: Locale,
): string {
  if (value === null) return '—'
  switch (unit) {
    case 'percent':
      return formatPercent(value / 100, locale, 2)
    case 'money':
      return formatMoney(roundCents(value * 100), currency, locale)
    case 'seconds':
      return formatDuration(value, locale)
    case 'number':
      if (named?.trim() === '%') return formatPercent(value / 100, locale, 2)
      return `${formatNumber(value, locale, Math.abs(value) >= 100 ? 0 : 2)}${named ? ` ${named}` : ''}`
  }
}

export type StatusTone = 'neutral' | 'good' | 'warn' | 'bad'

export function toneOf(state: KpiState): StatusTone {
  switch (state) {
    case 'onTarget':
    case 'reached':
      return 'good'
    case 'watch':
      return 'warn'
    case 'offTarget':
    case 'missed':
      return 'bad'
    default:
      return 'neutral'
  }
}
