import type { Locale } from '../i18n.ts'
import { compile, isCompiled } from './compiled.ts'
import { readFigure, siteOf, todayOf } from './figures.store.ts'
import { figuresIn } from './formula.ts'
import { figures, filterNames } from './formula-names.ts'
import { periodOf } from './measures.store.ts'
import type { OneKpi } from './one-kpi.store.ts'
import { shownIn } from './show.ts'
import { unitOfFormula } from './unit.ts'

/** What a formula that is being written gives now, in the reader's words. */
export interface TriedFormula {
  readonly text: string
  /** The figure over the KPI's period so far; null when it cannot be computed. */
  readonly value: string | null
  readonly reason: string | null
  /** Where the text stops making sense, from 1, and how to mend it. */
  readonly problem: { readonly at: number; readonly words: string } | null
  readonly reads: readonly { readonly label: string; readonly definition: string; readonly value: string }[]
}

/** Computes a formula over the KPI's own period so far, and each figure it reads. */
export async function tryFormula({ m, values }: OneKpi, text: string, locale: Locale): Promise<TriedFormula> {
  const nothing = { text, value: null, reason: null, problem: null, reads: [] }
  const found = compile({ ...values, metric: 'formula', formula: text, filterDimension: null, filterValue: null }, [])
  if (found === null) return nothing
  if (!isCompiled(found)) return { ...nothing, problem: { at: found.at, words: found.words[locale] } }
  const site = siteOf(m, values.site)
  const today = todayOf(m, site)
  const own = periodOf(values)
  const period = own && own.from <= today ? own : { from: `${today.slice(0, 7)}-01`, to: today }
  const lived = { from: period.from, to: period.to < today ? period.to : today }
  const { total } = await readFigure(m, found, site, lived, period, null)
  const shown = (unit: typeof found.unit, value: number | null) =>
    shownIn(unit, unit === 'number' ? values.unit : null, value, m.currency, locale)
  const reads = await Promise.all(
    figuresIn(found.expr).map(async (part) => {
      const of = {
        expr: part,
        text: text.slice(part.at - 1, part.to),
        unit: unitOfFormula(part.figure.unit, null),
        accumulates: false,
        isNow: false,
      }
      const { total: one } = await readFigure(m, of, site, lived, period, null)
      return {
        label: of.text,
        definition: part.figure.definition[locale],
        value: shownIn(of.unit, null, one.value, m.currency, locale),
      }
    }),
  )
  const value = total.value === null ? null : shown(found.unit, total.value)
  return { ...nothing, value, reason: total.reason?.[locale] ?? null, reads }
}

/** What the list of the editor offers: each figure as it is written, with what it means and what narrows it. */
export const offered = (locale: Locale) =>
  figures.map(({ written, label, definition, filters }) => ({
    written: written[locale],
    label: label[locale],
    definition: definition[locale],
    filters: [...new Set(filters.map((name) => filterNames(name)[locale === 'fr' ? 0 : 1]))],
  }))
