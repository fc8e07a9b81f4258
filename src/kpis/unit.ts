import { metrics } from '../analytics/catalog.ts'
import type { MetricName } from '../analytics/catalog.ts'
import type { FigureUnit } from './formula-names.ts'

/** Units in which people write targets: per cent, euros, seconds, plain numbers. */
export type KpiUnit = 'percent' | 'money' | 'seconds' | 'number'

export const isCatalogMetric = (metric: string): metric is MetricName => Object.hasOwn(metrics, metric)

export const kpiUnit = (metric: string): KpiUnit => {
  const unit = isCatalogMetric(metric) ? metrics[metric].unit : null
  return unit === 'ratio' ? 'percent' : unit === 'cents' ? 'money' : unit === 'second' ? 'seconds' : 'number'
}

/** The unit of a formula's figure. A share is read in per cent, unless the KPI names a unit ("pages par visite"). */
export const unitOfFormula = (unit: FigureUnit, named: string | null): KpiUnit =>
  unit === 'money'
    ? 'money'
    : unit === 'duration'
      ? 'seconds'
      : unit === 'ratio' && named === null
        ? 'percent'
        : 'number'

/** A computed figure in the unit its target is written in: 0.023 → 2.3 %, 125050 cents → 1250.5 €. */
export const inUnit = (unit: KpiUnit, value: number | null): number | null =>
  value === null
    ? null
    : unit === 'percent' || unit === 'money'
      ? Number((unit === 'percent' ? value * 100 : value / 100).toPrecision(12))
      : value

/** The reverse of `inUnit`: a target of 2.3 % as 0.023, of 1250.5 € as cents. */
export const fromUnit = (unit: KpiUnit, value: number): number =>
  unit === 'percent'
    ? Number((value / 100).toPrecision(12))
    : unit === 'money'
      ? Number((value * 100).toPrecision(12))
      : value
