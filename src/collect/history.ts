import type { Words } from '../errors.ts'
import { dayIn } from '../period.ts'
import {
  type ColumnUse,
  type HistoryDimension,
  historyDimensions,
  reportOf,
  type Sum,
  sums,
  useOf,
} from './history-columns.ts'
import { plainValue } from './history-file.ts'
import type { HistoryTable } from './history-table.ts'
import { type DateOrder, dayOf, nthDay, numberOf, orderOf } from './history-value.ts'

/** A day of another tool: whole when the dimension is '', else what one value of it had. Null for what the tool does not tell. */
export interface HistoryRow extends Readonly<Record<Sum, number | null>> {
  readonly day: string
  readonly dimension: HistoryDimension | ''
  readonly value: string
}

export type HistoryTool = 'ga4' | 'plausible' | 'umami' | 'matomo' | 'filrouge'

export interface History {
  readonly tool: HistoryTool
  readonly rows: readonly HistoryRow[]
  /** Whole days are the sums of this dimension, since no file gives them. */
  readonly derivedFrom: HistoryDimension | null
  /** Tables that were left out. */
  readonly skipped: readonly { readonly name: string; readonly why: Words }[]
}

/** What is wrong, where, and how to mend it. */
export class BadHistory extends Error {
  readonly why: Words
  constructor(why: Words) {
    super(why.en)
    this.why = why
  }
}

const mostRows = 500_000
const mostValue = 2_000

/**
 * The days that the tables of an export hold, rows of one day and value added up.
 * @param timeZone of the site, for tools that export instants
 * @throws BadHistory
 */
export function historyOf(tables: readonly HistoryTable[], timeZone: string): History {
  const days = new Days()
  const skipped: { name: string; why: Words }[] = []
  for (const table of tables) {
    const uses = usesOf(table)
    const why = unusable(table, uses)
    if (why) skipped.push({ name: table.name, why })
    else if (uses.includes('instant')) addEvents(days, table, uses, timeZone)
    else addRows(days, table, uses)
  }
  if (days.size === 0) throw new BadHistory(skipped[0]?.why ?? empty)
  const derivedFrom = days.hasWhole ? null : days.deriveWhole()
  return { tool: toolOf(tables), rows: days.rows(), derivedFrom, skipped }
}

const empty: Words = { fr: 'il n’y a aucune ligne de mesure.', en: 'there is no row of figures.' }

function toolOf(tables: readonly HistoryTable[]): HistoryTool {
  const has = (test: (table: HistoryTable) => boolean) => tables.some(test)
  if (has(({ columns }) => columns.includes('dimension') && columns.includes('value'))) return 'filrouge'
  if (has(({ name }) => /^imported_\w+\.csv$/i.test(name))) return 'plausible'
  if (has(({ columns }) => columns.includes('created_at'))) return 'umami'
  if (has(({ columns }) => columns.some((column) => /^nb_|^label$/i.test(column)))) return 'matomo'
  return 'ga4'
}

/** Each use once: of two columns for one thing, the first. */
function usesOf({ name, columns }: HistoryTable): (ColumnUse | HistoryDimension | null)[] {
  const seen = new Set<string>()
  return columns.map((column) => {
    const named = useOf(column)
    const use = named === 'label' ? reportOf(name) : named
    if (use === null || seen.has(use)) return null
    seen.add(use)
    return use
  })
}

const isDimension = (use: string | null): use is HistoryDimension => historyDimensions.some((one) => one === use)
const isSum = (use: string | null): use is Sum => sums.some((one) => one === use)

/** Why a table cannot be used; null when it can. */
function unusable(table: HistoryTable, uses: readonly (ColumnUse | null)[]): Words | null {
  const list = table.columns.slice(0, 12).join(', ')
  if (uses.includes('instant') && uses.includes('visitorId')) return null
  if (table.columns.includes('x') && table.columns.includes('y'))
    return {
      fr: 'ce sont des totaux d’Umami sans jour : ils ne diraient pas quand. Demandez l’export de vos données (website_event.csv), qui en donne le jour.',
      en: 'these are totals of Umami without a day: they would not say when. Ask for the export of your data (website_event.csv), which gives it.',
    }
  if (!uses.includes('day') && !uses.includes('nthDay'))
    return {
      fr: `aucune colonne ne donne le jour (colonnes lues : ${list}). Exportez le rapport jour par jour, avec une colonne « date ».`,
      en: `no column gives the day (columns read: ${list}). Export the report day by day, with a "date" column.`,
    }
  if (!uses.some(isSum))
    return {
      fr: `aucune colonne ne compte de visiteurs, de visites ni de pages vues (colonnes lues : ${list}).`,
      en: `no column counts visitors, visits or page views (columns read: ${list}).`,
    }
  const dayAt = uses.findIndex((use) => use === 'day' || use === 'nthDay')
  const days = table.rows.map(({ cells }) => cells[dayAt] ?? '')
  if (!uses.some(isDimension) && !uses.includes('dimension') && new Set(days).size < days.length)
    return {
      fr: `un même jour revient sur plusieurs lignes, et aucune colonne connue ne dit ce qui les distingue (colonnes lues : ${list}).`,
      en: `one day comes on several rows, and no known column says what tells them apart (columns read: ${list}).`,
    }
  return null
}

function addRows(days: Days, table: HistoryTable, uses: readonly (ColumnUse | null)[]): void {
  const at = (use: ColumnUse) => uses.indexOf(use)
  const dayAt = at('day')
  const order = orderIn(table, dayAt)
  const own = at('dimension') >= 0 && at('value') >= 0
  for (const { line, cells } of table.rows) {
    const cell = (index: number) => cells[index] ?? ''
    const dayText = cell(dayAt < 0 ? at('nthDay') : dayAt)
    if (isTotal(dayText)) continue
    const day = dayAt < 0 ? nthDay(table.firstDay ?? '', dayText) : dayOf(dayText, order)
    if (day === null)
      throw badCell(table, line, dayAt < 0 ? at('nthDay') : dayAt, dayText, order === 'unknown' ? ambiguous : notADay)
    const read = (use: 'bounceRate' | 'secondsAVisit' | Sum): number | null => {
      const index = at(use)
      if (index < 0) return null
      const value = numberOf(cell(index), isSum(use))
      if (value === null) throw badCell(table, line, index, cell(index), notANumber)
      return value
    }
    const visits = read('visits')
    const rate = read('bounceRate')
    const each = read('secondsAVisit')
    const figures = {
      visitors: read('visitors'),
      visits,
      pageviews: read('pageviews'),
      bounces: read('bounces') ?? (rate === null || visits === null ? null : (rate > 1 ? rate / 100 : rate) * visits),
      seconds: read('seconds') ?? (each === null || visits === null ? null : each * visits),
    }
    if (own) {
      const dimension = cell(at('dimension'))
      if (dimension !== '' && !isDimension(dimension))
        throw badCell(table, line, at('dimension'), dimension, notADimension)
      days.add(day, dimension, plainValue(cell(at('value'))), figures)
      continue
    }
    const told = uses.flatMap((use, i) => (isDimension(use) ? [[use, cell(i).trim()] as const] : []))
    if (told.length === 0) days.add(day, '', '', figures)
    // No campaign is no row; no source is a direct visit, without which the values would not sum up to the day.
    for (const [dimension, value] of told)
      if (value !== '' || sharing.includes(dimension)) days.add(day, dimension, value, figures)
  }
}

/** Events one by one: counted as a visit and a visitor are elsewhere. */
function addEvents(days: Days, table: HistoryTable, uses: readonly (ColumnUse | null)[], timeZone: string): void {
  const at = (use: ColumnUse) => uses.indexOf(use)
  const visits = new Map<
    string,
    { day: string; visitor: string; views: number; first: number; last: number; told: Map<HistoryDimension, string> }
  >()
  for (const { line, cells } of table.rows) {
    const cell = (use: ColumnUse) => cells[at(use)] ?? ''
    const text = cell('instant')
    const instant = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text.trim().replace(' ', 'T')}Z`)
    if (Number.isNaN(instant)) throw badCell(table, line, at('instant'), text, notADay)
    const day = dayIn(timeZone, new Date(instant))
    const key = `${day} ${cell('visitId') || cell('visitorId')}`
    const visit = visits.get(key) ?? {
      day,
      visitor: cell('visitorId'),
      views: 0,
      first: instant,
      last: instant,
      told: new Map(),
    }
    visits.set(key, visit)
    visit.first = Math.min(visit.first, instant)
    visit.last = Math.max(visit.last, instant)
    const isView = at('eventType') < 0 || cell('eventType') === '1'
    if (isView) visit.views++
    uses.forEach((use, i) => {
      const value = cells[i] ?? ''
      if (isDimension(use) && value !== '' && use !== 'page' && !visit.told.has(use)) visit.told.set(use, value)
    })
    const page = cell('page')
    if (isView && page !== '')
      days.add(day, 'page', page, { visitors: null, visits: null, pageviews: 1, bounces: null, seconds: null })
  }
  const seen = new Set<string>()
  for (const { day, visitor, views, first, last, told } of visits.values()) {
    for (const [dimension, value] of [['', ''] as const, ...told]) {
      const person = `${day}\n${dimension}\n${value}\n${visitor}`
      const isNew = !seen.has(person)
      seen.add(person)
      days.add(day, dimension, value, {
        visitors: isNew ? 1 : 0,
        visits: 1,
        pageviews: views,
        bounces: views === 1 && first === last ? 1 : 0,
        seconds: (last - first) / 1000,
      })
    }
  }
}

/** A row that sums the others: its day is empty, or is a word. */
const isTotal = (day: string): boolean => /^\s*$|total/i.test(day)

/** French spreadsheets separate by semicolons and write the day first. */
function orderIn(table: HistoryTable, dayAt: number): DateOrder {
  const found = orderOf(table.rows.map(({ cells }) => cells[dayAt] ?? ''))
  return found === 'unknown' && table.separator === ';' ? 'dayFirst' : found
}

const notADay: Words = {
  fr: 'n’est pas un jour. Écrivez-le 2025-05-17, 20250517 ou 17/05/2025.',
  en: 'is no day. Write it 2025-05-17, 20250517 or 17/05/2025.',
}
const ambiguous: Words = {
  fr: 'ne dit pas si le jour vient avant le mois, ou n’est pas un jour. Écrivez 2025-05-17.',
  en: 'does not say whether the day comes before the month, or is no day. Write 2025-05-17.',
}
const notANumber: Words = {
  fr: 'n’est pas un nombre. Laissez la cellule vide, ou écrivez 1234, 1 234 ou 12,5 %.',
  en: 'is no number. Leave the cell empty, or write 1234, 1,234 or 12.5%.',
}
const notADimension: Words = {
  fr: `n’est pas une dimension connue : ${historyDimensions.join(', ')}.`,
  en: `is no known dimension: ${historyDimensions.join(', ')}.`,
}

const badCell = ({ columns }: HistoryTable, line: number, index: number, text: string, why: Words) =>
  new BadHistory({
    fr: `ligne ${line}, colonne « ${columns[index] ?? index + 1} » : « ${text.slice(0, 60)} » ${why.fr}`,
    en: `line ${line}, column "${columns[index] ?? index + 1}": "${text.slice(0, 60)}" ${why.en}`,
  })

type Figures = Readonly<Record<Sum, number | null>>

/** Dimensions whose values share out the visits of a day, most reliable first: their sum is the day's. */
const sharing: readonly HistoryDimension[] = ['channel', 'source', 'device', 'country', 'browser', 'os']

/** Sums by day, dimension and value. */
class Days {
  readonly #rows = new Map<
    string,
    { day: string; dimension: HistoryDimension | ''; value: string; figures: Record<Sum, number | null> }
  >()
  hasWhole = false

  get size(): number {
    return this.#rows.size
  }

  add(day: string, dimension: HistoryDimension | '', given: string, figures: Figures): void {
    const value = given.slice(0, mostValue)
    const key = `${day}\n${dimension}\n${value}`
    const row = this.#rows.get(key)
    if (dimension === '') this.hasWhole = true
    if (!row) {
      if (this.#rows.size >= mostRows)
        throw new BadHistory({
          fr: 'il y a plus de 500 000 lignes de jours et de valeurs : importez une année à la fois.',
          en: 'there are more than 500,000 rows of days and values: import one year at a time.',
        })
      this.#rows.set(key, { day, dimension, value, figures: { ...figures } })
      return
    }
    for (const sum of sums) {
      const [a, b] = [row.figures[sum], figures[sum]]
      row.figures[sum] = a === null ? b : a + (b ?? 0)
    }
  }

  deriveWhole(): HistoryDimension | null {
    const all = [...this.#rows.values()]
    const from = sharing.find((dimension) => all.some((row) => row.dimension === dimension))
    if (from === undefined) return null
    // The same visitor may be under two values: how many there are in all, no table says.
    for (const { day, dimension, figures } of all)
      if (dimension === from) this.add(day, '', '', { ...figures, visitors: null })
    return from
  }

  rows(): HistoryRow[] {
    const whole = (n: number | null) => (n === null ? null : Math.round(n))
    return [...this.#rows.values()].map(({ day, dimension, value, figures: f }) => ({
      day, dimension, value, visitors: whole(f.visitors), visits: whole(f.visits), pageviews: whole(f.pageviews), bounces: whole(f.bounces),
      seconds: whole(f.seconds),
    })) // prettier-ignore
  }
}
