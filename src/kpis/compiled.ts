import type { MetricName } from '../analytics/catalog.ts'
import type { Locale } from '../i18n.ts'
import type { Expr, FormulaFilter, FormulaProblem } from './formula.ts'
import { type FilterName, figures, filterNames } from './formula-names.ts'
import { checkFormula } from './formula-value.ts'
import type { Kpi } from './kpis.ts'
import { type KpiUnit, isCatalogMetric, kpiUnit, unitOfFormula } from './unit.ts'

/** What a KPI reads, ready to be computed: one metric with its filter is the shortest of formulas. */
export interface Compiled {
  readonly text: string
  readonly expr: Expr
  readonly unit: KpiUnit
  /** The figure grows as days pass (visits, orders) rather than being true of any day (a rate, a cost per order). */
  readonly accumulates: boolean
  /** Reads something that is known as of now only, such as a budget: its past is what was frozen of it. */
  readonly isNow: boolean
}

type Read = Pick<Kpi, 'metric' | 'formula' | 'unit' | 'filterDimension' | 'filterValue'>

/**
 * A KPI's figure as a formula.
 * @param goals titles of the goals linked to it: which conversions count
 * @returns null for a figure typed by hand; the problem of a formula that does not hold
 */
export function compile(values: Read, goals: readonly string[]): Compiled | FormulaProblem | null {
  if (isCatalogMetric(values.metric)) return ofMetric(values.metric, values, goals)
  if (values.metric !== 'formula') return null
  const text = values.formula ?? ''
  const checked = checkFormula(text)
  if (!checked.ok) return checked.problem
  const { expr, kind } = checked
  return { text, expr, unit: unitOfFormula(kind.unit, values.unit), accumulates: kind.adds, isNow: kind.isNow }
}

function ofMetric(metric: MetricName, values: Read, goals: readonly string[]): Compiled | null {
  const figure = figures.find(({ of }) => 'metric' in of && of.metric === metric)
  if (!figure) return null
  const filters: FormulaFilter[] = [
    ...(values.filterDimension && values.filterValue !== null
      ? [{ name: values.filterDimension as FilterName, operator: 'is' as const, values: [values.filterValue] }]
      : []),
    ...(goals.length > 0 ? [{ name: 'goal' as const, operator: 'is' as const, values: goals }] : []),
  ]
  const expr: Expr = { kind: 'figure', figure, filters, at: 1, to: metric.length }
  return { text: metric, expr, unit: kpiUnit(metric), accumulates: figure.adds === 'sum', isNow: false }
}

/** A metric with its filter and the goals linked to it, written as the formula that reads the same; the formula where it is one already. */
export function asFormula(values: Read, goals: readonly string[], locale: Locale): string {
  const found = compile(values, goals)
  if (!isCompiled(found)) return values.formula ?? ''
  if (values.metric === 'formula' || found.expr.kind !== 'figure') return found.text
  const { figure, filters } = found.expr
  const written = filters.map(
    ({ name, values: kept }) => `${filterNames(name)[locale === 'fr' ? 0 : 1]} = ${kept.map(quoted).join(' | ')}`,
  )
  return `${figure.written[locale]}${written.length > 0 ? `[${written.join('; ')}]` : ''}`
}

/** In the quotes that it does not hold. */
const quoted = (value: string) => (value.includes('"') ? `“${value}”` : `"${value}"`)

/** Whether it can be computed. */
export const isCompiled = (found: Compiled | FormulaProblem | null): found is Compiled =>
  found !== null && 'expr' in found

/** What a KPI's figure is: its unit, and whether it grows as days pass. A figure typed by hand is true of its day. */
export function figureKind(values: Read): { readonly unit: KpiUnit; readonly accumulates: boolean } {
  const found = compile(values, [])
  return isCompiled(found) ? found : { unit: 'number', accumulates: false }
}

/** What was read, as a text: another text is another figure, not a correction of the same. */
export const definitionOf = ({ expr }: Compiled, site: string | null): string => JSON.stringify([shape(expr), site])

function shape(expr: Expr): unknown {
  switch (expr.kind) {
    case 'number':
      return [expr.value, expr.unit]
    case 'figure':
      return [expr.figure.of, expr.filters]
    case 'minus':
      return ['-', shape(expr.of)]
    case 'binary':
      return [expr.op, shape(expr.left), shape(expr.right)]
    case 'call':
      return [expr.name, ...expr.of.map(shape)]
  }
}
