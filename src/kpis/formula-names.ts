import { en as catalogEn } from '../analytics/catalog.en.ts'
import { fr as catalogFr } from '../analytics/catalog.fr.ts'
import { type DimensionName, type MetricName, dimensionNames, metricNames, metricOf } from '../analytics/catalog.ts'
import type { Words } from '../errors.ts'
import { en } from './formula.en.ts'
import { fr } from './formula.fr.ts'

/** What a figure is counted in. A number written in a formula takes the unit of what it meets. */
export type FigureUnit = 'money' | 'ratio' | 'count' | 'duration'

/** The project's own facts, beside the metrics of its audience. */
export const facts = {
  budgetPlanned: { unit: 'money', when: 'now', filters: ['category'] },
  budgetCommitted: { unit: 'money', when: 'now', filters: ['category'] },
  budgetSpent: { unit: 'money', when: 'now', filters: ['category'] },
  campaignBudget: { unit: 'money', when: 'now', filters: ['campaign'] },
  campaignCost: { unit: 'money', when: 'now', filters: ['campaign'] },
  tasksPlanned: { unit: 'count', when: 'now', filters: ['owner'] },
  tasksDone: { unit: 'count', when: 'now', filters: ['owner'] },
  tasksLate: { unit: 'count', when: 'now', filters: ['owner'] },
  contentsPlanned: { unit: 'count', when: 'now', filters: ['author'] },
  contentsPublished: { unit: 'count', when: 'now', filters: ['author'] },
  contentsLate: { unit: 'count', when: 'now', filters: ['author'] },
  clicks: { unit: 'count', when: 'day', filters: ['campaign', 'link'] },
} as const satisfies Record<string, Fact>

interface Fact {
  readonly unit: FigureUnit
  /** 'now': as it stands when it is read, without a past. 'day': added up day after day. */
  readonly when: 'now' | 'day'
  readonly filters: readonly FactFilter[]
}

export type FactName = keyof typeof facts
export type FactFilter = 'category' | 'campaign' | 'owner' | 'author' | 'link'
export const factNames = Object.keys(facts) as FactName[]

/** A figure a formula may name. */
export interface Figure {
  readonly of: { readonly metric: MetricName } | { readonly fact: FactName }
  /** As it is written in a formula. */
  readonly written: Words
  readonly label: Words
  readonly definition: Words
  readonly unit: FigureUnit
  /** sum: its days add up. ratio: true of any span, days do not add up. now: known today only. */
  readonly adds: 'sum' | 'ratio' | 'now'
  readonly filters: readonly (DimensionName | FactFilter | 'site')[]
}

const metricFilters = ['site' as const, ...dimensionNames.filter((name) => name !== 'date')]

const unitOf = (metric: MetricName): FigureUnit => {
  const { unit } = metricOf(metric)
  return unit === 'cents' ? 'money' : unit === 'ratio' ? 'ratio' : unit === 'second' ? 'duration' : 'count'
}

/** Every figure, the audience's first. */
export const figures: readonly Figure[] = [
  ...metricNames.map((metric): Figure => {
    const [french, english] = [catalogFr.metrics[metric], catalogEn.metrics[metric]]
    return {
      of: { metric },
      written: { fr: inOneWord(french.label), en: metric },
      label: { fr: french.label, en: english.label },
      definition: { fr: french.definition, en: english.definition },
      unit: unitOf(metric),
      adds: metricOf(metric).kind === 'ratio' ? 'ratio' : 'sum',
      filters: metricFilters,
    }
  }),
  ...factNames.map((fact): Figure => {
    const [french, english] = [fr.facts[fact], en.facts[fact]]
    return {
      of: { fact },
      written: { fr: french.written, en: fact },
      label: { fr: french.label, en: english.label },
      definition: { fr: french.definition, en: english.definition },
      unit: facts[fact].unit,
      adds: facts[fact].when === 'now' ? 'now' : 'sum',
      filters: facts[fact].filters,
    }
  }),
]

/** "Taux de conversion" → "tauxDeConversion"; a single letter is an elision and goes. */
function inOneWord(label: string): string {
  const words = label.split(/[^\p{L}\d]+/u).filter((word) => word.length > 1)
  return words.map((word, i) => (i === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1))).join('')
}

/** A name as it is compared: capitals and accents do not count. */
export const folded = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s._-]/g, '')

const byName = new Map(
  figures.flatMap((figure) => [figure.written.fr, figure.written.en].map((name) => [folded(name), figure])),
)

/** The figure of a name in either language. */
export const figureNamed = (name: string): Figure | undefined => byName.get(folded(name))

export type FilterName = Figure['filters'][number]

const filterWords = new Map<string, FilterName>(
  ([...metricFilters, 'category', 'campaign', 'owner', 'author', 'link'] as const).flatMap((name) => {
    const words = [name, ...filterNames(name)]
    return words.map((word) => [folded(word), name] as const)
  }),
)

/** How a filter is written in each language, French first. */
export function filterNames(name: FilterName): readonly [string, string] {
  if (Object.hasOwn(fr.filters, name)) {
    const key = name as keyof typeof fr.filters
    return [fr.filters[key], en.filters[key]]
  }
  return [inOneWord(catalogFr.dimensions[name as DimensionName]), name]
}

/** The filter of a name for a figure: "campagne" is the campaign parameter of a visit, or the campaign of a click. */
export function filterNamed(name: string, figure: Figure): FilterName | undefined {
  const found = filterWords.get(folded(name))
  if (found === undefined || figure.filters.includes(found)) return found
  const twin = found === 'campaign' ? 'utmCampaign' : found === 'utmCampaign' ? 'campaign' : undefined
  return twin !== undefined && figure.filters.includes(twin) ? twin : found
}

/** Of these names, the one that a mistyped name most resembles; null when none is close. */
export function closest(typed: string, names: readonly string[]): string | null {
  const wanted = folded(typed)
  const near = names
    .map((name) => ({ name, distance: distance(wanted, folded(name)) }))
    .toSorted((a, b) => a.distance - b.distance)[0]
  return near && near.distance <= Math.max(1, Math.floor(wanted.length / 3)) ? near.name : null
}

/** Letters to change, add or take away from one word to the other (Levenshtein, 1965). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1)
      next[j] = Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length] ?? 0
}
