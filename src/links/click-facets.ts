import type { Locale } from '../i18n.ts'
import type { Sheet } from '../xlsx.ts'
import type { ClickDay, Facet, FacetDay } from './clicks.store.ts'
import { en } from './stats.en.ts'
import { fr } from './stats.fr.ts'

/** Lengths of period the page of a link offers, in days. */
export const spans = [7, 30, 90, 365] as const

export const spanOf = (asked: string | null): number => spans.find((span) => String(span) === asked) ?? 90

export interface FacetTotal {
  readonly value: string
  readonly count: number
}

/** Totals of one facet over a period, the largest first. */
export function totalsOf(rows: readonly FacetDay[], facet: Facet): FacetTotal[] {
  const totals = new Map<string, number>()
  for (const row of rows) if (row.facet === facet) totals.set(row.value, (totals.get(row.value) ?? 0) + row.count)
  return [...totals]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}

/** Clicks of people by hour of the day, 24 figures. */
export const byHour = (rows: readonly FacetDay[]): number[] => {
  const totals = new Map(totalsOf(rows, 'hour').map(({ value, count }) => [Number(value), count]))
  return Array.from({ length: 24 }, (_, hour) => totals.get(hour) ?? 0)
}

/** A value of a facet in words; a place and a device as they are. */
export function facetText(facet: Facet, value: string, locale: Locale): string {
  const t = { fr, en }[locale]
  if (value === '') return t.unknown[facet]
  if (facet === 'referrer') return value === '*' ? t.otherHosts : value
  const words: Readonly<Record<string, string>> = facet === 'outcome' ? t.outcomes : facet === 'robot' ? t.robots : {}
  return new Map(Object.entries(words)).get(value) ?? value
}

/** Every total of a link as a table: a line a day, facet and value. */
export function clickSheet(clicks: readonly ClickDay[], rows: readonly FacetDay[], locale: Locale): Sheet {
  const t = { fr, en }[locale]
  return {
    title: t.sheet.title,
    columns: [
      { label: t.sheet.day, format: 'day' },
      { label: t.sheet.facet, format: 'text' },
      { label: t.sheet.value, format: 'text' },
      { label: t.sheet.count, format: 'number' },
    ],
    rows: [
      ...clicks.map(({ day, kind, count }) => [day, t.sheet.kind, t.kinds[kind], count]),
      ...rows.map(({ day, facet, value, count }) => [day, t.facets[facet], facetText(facet, value, locale), count]),
    ],
  }
}
