import { addDays } from '../period.ts'
import { type Compiled, compile, isCompiled } from './compiled.ts'
import { readFigure } from './figures.store.ts'
import type { Expr } from './formula.ts'
import { periodOf } from './measures.store.ts'
import type { OneKpi } from './one-kpi.store.ts'
import { type KpiUnit, unitOfFormula } from './unit.ts'
import { type Driver, type Effect, driverKeys, effectOf } from './what-if.ts'

/** A KPI taken apart: its drivers at the end of the period, at the present pace, and what they give. */
export interface Parts {
  readonly drivers: readonly (Driver & { readonly named: PartName | null })[]
  readonly effect: Effect
}

export type PartName = 'visits' | 'rate' | 'basket' | 'views'

/** Weeks from which how much a figure varies can be told. */
const enoughWeeks = 4
const usualDoubt = 0.1
const leastDoubt = 0.02

/** @returns null where nothing can be tried: a typed figure, no period, or one that has not begun */
export async function readParts(one: OneKpi, elapsed: number): Promise<Parts | null> {
  const { compiled, values, today } = one
  const period = periodOf(values)
  if (!compiled || !period || period.from > today || elapsed <= 0) return null
  if (values.metric === 'conversions' || values.metric === 'revenue' || values.metric === 'pageviews')
    return ofMetric(one, values.metric, elapsed)
  const drivers = await Promise.all(
    driverKeys(compiled.expr).map(async ({ key, part }) => {
      const written = compiled.text.slice(part.at - 1, part.to)
      const of = alone(part, written)
      const { value, doubt } = await atPace(one, of, elapsed)
      return { key, written, named: null, unit: unitOfFormula(part.figure.unit, null), value, doubt }
    }),
  )
  return { drivers, effect: effectOf(compiled.expr, compiled.text) }
}

/** A figure of a formula as a formula of its own, read in its own units. */
const alone = (part: Expr & { kind: 'figure' }, text: string): Compiled => ({
  text,
  expr: { ...part, at: 1, to: text.length },
  // 'number' keeps cents and shares as they are: the effect computes in them.
  unit: 'number',
  accumulates: part.figure.adds === 'sum',
  isNow: part.figure.adds === 'now',
})

/** Orders are visits times a rate, sales times a basket too, pages visits times pages: what a lead can act on. */
async function ofMetric(
  one: OneKpi,
  metric: 'conversions' | 'revenue' | 'pageviews',
  elapsed: number,
): Promise<Parts | null> {
  const figure = async (name: 'visits' | 'conversions' | 'revenue' | 'pageviews') => {
    const found = compile({ ...one.values, metric: name }, name === 'conversions' ? one.asked.goals : [])
    if (!isCompiled(found) || found.expr.kind !== 'figure') return { value: 0, doubt: usualDoubt }
    return atPace(one, alone(found.expr, name), elapsed)
  }
  const visits = await figure('visits')
  if (visits.value === 0) return null
  const driver = (named: PartName, unit: KpiUnit, value: number, doubt: number) => ({
    key: named,
    written: named,
    named,
    unit,
    value,
    doubt,
  })
  const whole = driver('visits', 'number', visits.value, visits.doubt)
  const product: Effect = (values) => [...values.values()].reduce((result, value) => result * value, 1)
  if (metric === 'pageviews') {
    const views = await figure('pageviews')
    return { drivers: [whole, driver('views', 'number', views.value / visits.value, usualDoubt)], effect: product }
  }
  const conversions = await figure('conversions')
  const rate = driver('rate', 'percent', conversions.value / visits.value, conversions.doubt)
  if (metric === 'conversions') return { drivers: [whole, rate], effect: product }
  if (conversions.value === 0) return null
  const revenue = await figure('revenue')
  const basket = driver('basket', 'money', revenue.value / conversions.value, usualDoubt)
  return { drivers: [whole, rate, basket], effect: product }
}

/** A figure over the whole period at the present pace, and how far that may be: the spread of its weeks. */
async function atPace(one: OneKpi, of: Compiled, elapsed: number): Promise<{ value: number; doubt: number }> {
  const { m, site, values, today } = one
  const period = periodOf(values)
  if (!period) return { value: 0, doubt: usualDoubt }
  const lived = { from: period.from, to: period.to < today ? period.to : today }
  const { total, buckets } = await readFigure(m, of, site, lived, period, of.isNow ? null : 'week')
  const weeks = buckets
    .filter(({ label }) => label >= period.from && addDays(label, 6) < today)
    .flatMap(({ value }) => (value === null ? [] : [value]))
  const value = total.value ?? 0
  return { value: of.accumulates ? value / elapsed : value, doubt: of.isNow ? leastDoubt : doubtOf(weeks) }
}

/** Half the width that holds eight tenths of the mean of these weeks, as a share of it. */
export function doubtOf(weeks: readonly number[]): number {
  const mean = weeks.reduce((sum, value) => sum + value, 0) / weeks.length
  if (weeks.length < enoughWeeks || mean <= 0) return usualDoubt
  const variance = weeks.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (weeks.length - 1)
  return Math.max(leastDoubt, Math.min(1, (1.2816 * Math.sqrt(variance / weeks.length)) / mean))
}
