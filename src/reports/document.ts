import { type Locale, formatDayYear, formatInstant } from '../i18n.ts'
import { dayIn } from '../period.ts'
import { seriesColours } from '../ui/charts/colours.ts'
import type { Figures, Frozen, reportTexts } from './figures.ts'
import { en } from './reports.en.ts'
import { fr } from './reports.fr.ts'
import type { Cell, Highlight, ReportChart, ReportTable, Section } from './section.ts'
import { highlightsOf, sectionsOf } from './sections.ts'

export type ReportTexts = Readonly<Record<(typeof reportTexts)[number], string | null>>

/** What a report on paper is made of. Nothing in it depends on the clock: the same report gives the same pages. */
export interface Paper {
  readonly texts: ReportTexts
  readonly figures: Figures
  readonly frozen: Frozen | null
  /** When live figures were read; the cover of a frozen report says when they were frozen. */
  readonly readAt: Date
  readonly locale: Locale
}

type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'text' | 'basis' | 'note'; readonly text: string }
  | { readonly kind: 'highlights'; readonly figures: readonly Highlight[] }
  | {
      readonly kind: 'table'
      readonly caption: string
      readonly columns: readonly { readonly label: string; readonly end: boolean; readonly width: number }[]
      readonly rows: ReportTable['rows']
      readonly total: readonly Cell[]
    }
  | {
      readonly kind: 'chart'
      readonly caption: string
      readonly alt: string
      readonly file: string
      readonly legend: readonly { readonly name: string; readonly colour: string; readonly hatched: boolean }[]
    }

/**
 * A report as the data its page layout (report.typ) reads, and the charts it names, to be drawn.
 * Every text in it is shown as it is; none is a program.
 */
export function documentOf({ texts, figures, frozen, readAt, locale }: Paper) {
  const t = { fr, en }[locale]
  const day = (iso: string) => formatDayYear(iso, locale)
  const instant = (iso: string) => formatInstant(new Date(iso), figures.timeZone, locale)
  const sections = sectionsOf(figures, locale)
  const charts = new Map<string, ReportChart>()
  const blocks: Block[] = []
  const write = (section: Section) => {
    blocks.push({ kind: 'heading', level: 1, text: section.title })
    if (section.basis) blocks.push({ kind: 'basis', text: section.basis })
    if (section.empty) blocks.push({ kind: 'text', text: section.empty })
    for (const chart of section.charts) {
      const file = `chart-${charts.size + 1}.svg`
      charts.set(file, chart)
      blocks.push({ kind: 'chart', caption: chart.title, alt: chart.alt, file, legend: legendOf(chart) })
    }
    for (const table of section.tables) blocks.push(tableBlock(table))
    for (const text of section.notes) blocks.push({ kind: 'note', text })
  }
  const chapter = (title: string, text: string | null) => {
    if (text) blocks.push({ kind: 'heading', level: 1, text: title }, { kind: 'text', text })
  }
  const advice = sections.filter(({ id }) => id === 'recommendations')
  const annexes = sections.flatMap((section) => section.annexes)
  blocks.push({ kind: 'heading', level: 1, text: t.page.summary })
  blocks.push({ kind: 'highlights', figures: highlightsOf(figures, locale) })
  if (texts.summary) blocks.push({ kind: 'text', text: texts.summary })
  for (const section of sections) if (!advice.includes(section)) write(section)
  chapter(t.page.lessons, texts.lessons)
  for (const section of advice) write(section)
  chapter(t.paper.method, t.paper.methodText(figures.timeZone))
  if (annexes.length > 0) {
    blocks.push({ kind: 'heading', level: 1, text: t.paper.annex })
    for (const table of annexes) blocks.push(tableBlock(table))
  }
  const at = frozen?.at ?? readAt.toISOString()
  const [year = 0, month = 1, date = 1] = dayIn(figures.timeZone, new Date(at)).split('-').map(Number)
  const { from, to } = figures.period
  const state = frozen
    ? [
        t.paper.frozen(instant(frozen.at), frozen.by),
        ...(frozen.approval ? [t.paper.approved(instant(frozen.approval.at), frozen.approval.by)] : []),
      ]
    : [t.paper.draft(instant(at))]
  const facts = [
    { label: t.page.project, value: figures.project.name },
    { label: t.page.author, value: [texts.author, texts.function].filter(Boolean).join(', ') },
    { label: t.page.audience, value: texts.audience ?? '' },
    { label: t.paper.date, value: day(dayIn(figures.timeZone, new Date(at))) },
    { label: t.page.state, value: t.kind.options.state[stateOf(frozen)] },
  ]
  const document = {
    lang: locale,
    region: locale === 'fr' ? 'FR' : 'GB',
    fonts: paperFonts,
    title: texts.title ?? '',
    author: texts.author ?? '',
    date: { year, month, day: date },
    contents: t.page.contents,
    footer: `${figures.project.company}, ${texts.title}`,
    cover: {
      kicker: t.paper.kicker(figures.project.company),
      period: t.page.lead(day(from), day(to)),
      facts: facts.filter(({ value }) => value !== ''),
      state: state.join(' '),
      isDraft: frozen === null,
    },
    blocks,
  }
  return { document: breakable(document), charts }
}

/** In the compiler itself, so that every machine sets the same pages; other scripts fall back on the machine's own. */
export const paperFonts = ['Libertinus Serif', 'New Computer Modern'] as const

const stateOf = (frozen: Frozen | null) => (frozen === null ? 'draft' : frozen.approval ? 'approved' : 'toApprove')

/** Lines are named where they end; bars side by side need their names said. */
const legendOf = ({ kind, series }: ReportChart) =>
  kind === 'line' || series.length < 2
    ? []
    : series.map(({ name }, i) => ({
        name,
        colour: seriesColours[i % seriesColours.length] ?? '',
        hatched: i % 2 === 1,
      }))

/** Figures take the room they need (0), and texts share the rest by how much they hold. */
function tableBlock({ caption, columns, rows, hasTotal }: ReportTable): Block {
  const lengths = columns.map(({ label }, i) => {
    const texts = rows.map((row) => row[i]?.text.length ?? 0)
    const mean = texts.reduce((sum, length) => sum + length, 0) / Math.max(1, texts.length)
    return Math.max(label.length, Math.min(60, mean))
  })
  return {
    kind: 'table',
    caption,
    rows: hasTotal ? rows.slice(0, -1) : rows,
    total: hasTotal ? (rows.at(-1) ?? []) : [],
    columns: columns.map(({ label, end }, i) => ({
      label,
      end,
      width: end ? 0 : Math.round(Math.sqrt(lengths[i] ?? 1) * 10),
    })),
  }
}

/** Long runs without a space may be cut, so that no address and no joke leaves the page. */
export function breakable<T>(value: T): T {
  const json = JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'string' ? part.replace(/[^\s\u00ad\u200b-]{31,}/g, (run) => cutEvery(run, 30)) : part,
  )
  return JSON.parse(json) as T
}

const cutEvery = (run: string, length: number) =>
  [...new Intl.Segmenter().segment(run)]
    .map(({ segment }, i) => (i > 0 && i % length === 0 ? `\u200b${segment}` : segment))
    .join('')
