import { en as budgetEn } from '../budget/budget-lines.en.ts'
import { fr as budgetFr } from '../budget/budget-lines.fr.ts'
import { ratio } from '../ratio.ts'
import type { Figures } from './figures.ts'
import { type Cell, type ReportChart, type Section, type Writing, blank, tableOf } from './section.ts'

type Campaign = Figures['campaigns'][number]

/** What campaigns cost and brought, and the budget by nature of resource. */
export const moneySections = (writing: Writing): Section[] => [campaignSection(writing), budgetSection(writing)]

const cents = (value: number | null) => (value === null ? null : value / 100)

function campaignSection({ figures, t, money, count, span }: Writing): Section {
  const { campaigns, sites } = figures
  const words = t.campaigns
  if (campaigns.length === 0) return { ...blank('campaigns', t.sections.campaigns), empty: words.empty }
  const isOver = ({ plannedCents, spentCents }: Campaign) =>
    plannedCents !== null && spentCents !== null && spentCents > plannedCents
  const costOf = ({ spentCents, conversions }: Campaign) => {
    const cost = ratio(spentCents, conversions)
    return cost === null ? null : Math.round(cost)
  }
  const spent = (one: Campaign): Cell => ({
    text: money(one.spentCents),
    ...(isOver(one) ? { tone: 'bad' as const } : {}),
  })
  const costed = campaigns.filter(({ plannedCents, spentCents }) => plannedCents !== null || spentCents !== null)
  const caption = words.caption(campaigns.filter(isOver).length, campaigns.length)
  const chart: ReportChart = {
    kind: 'bars',
    title: caption,
    alt: `${caption}. ${costed
      .map((one) =>
        t.pair(one.title, `${words.planned} ${money(one.plannedCents)}, ${words.spent} ${money(one.spentCents)}`),
      )
      .join(', ')}.`,
    xLabel: words.campaign,
    labels: costed.map(({ title }) => title),
    series: [
      { name: words.planned, values: costed.map(({ plannedCents }) => plannedCents) },
      { name: words.spent, values: costed.map(({ spentCents }) => spentCents) },
    ],
    currency: figures.currency,
  }
  return {
    ...blank('campaigns', t.sections.campaigns),
    basis: words.basis,
    charts: costed.length > 0 ? [chart] : [],
    tables: [
      tableOf('campaigns', words.results, campaigns, [
        { label: words.campaign, cell: ({ title }) => title },
        { label: words.days, cell: ({ period }) => span(period) },
        {
          label: words.planned,
          end: true,
          cell: (one) => money(one.plannedCents),
          csv: (one) => cents(one.plannedCents),
        },
        { label: words.spent, end: true, cell: spent, csv: (one) => cents(one.spentCents) },
        { label: words.clicks, end: true, cell: (one) => count(one.clicks), csv: (one) => one.clicks },
        { label: words.visits, end: true, cell: (one) => count(one.visits), csv: (one) => one.visits },
        { label: words.conversions, end: true, cell: (one) => count(one.conversions), csv: (one) => one.conversions },
        {
          label: words.revenue,
          end: true,
          cell: (one) => money(one.revenueCents),
          csv: (one) => cents(one.revenueCents),
        },
        { label: words.cost, end: true, cell: (one) => money(costOf(one)), csv: (one) => cents(costOf(one)) },
      ]),
    ],
    notes: sites.length > 0 && sites.every(({ mode }) => mode === 'exempt') ? [words.exempt] : [],
  }
}

function budgetSection({ figures, t, money, signed, locale }: Writing): Section {
  const { budget } = figures
  const words = t.budget
  const tax = words.tax[budget.reference]
  const title = t.sections.budget
  const lines = budget.natures.reduce((sum, nature) => sum + nature.lines, 0)
  if (lines === 0) return { ...blank('budget', title), empty: words.empty }
  const natureNames = { fr: budgetFr, en: budgetEn }[locale].options.nature
  const withTax = (amount: number | null) => `${money(amount)} ${tax}`
  const over = budget.envelopeCents !== null && budget.plannedCents > budget.envelopeCents
  const caption = words.caption(
    withTax(budget.plannedCents),
    budget.envelopeCents === null ? null : withTax(budget.envelopeCents),
    over,
  )
  type Row = Pick<
    (typeof budget.natures)[number],
    'lines' | 'plannedCents' | 'invoicedLines' | 'invoicedPlannedCents' | 'actualCents'
  > & { name: string }
  const rows: Row[] = budget.natures.map((nature) => ({ ...nature, name: natureNames[nature.nature] }))
  const sum = (of: (row: Row) => number) => rows.reduce((whole, row) => whole + of(row), 0)
  const whole: Row = {
    name: words.total,
    lines,
    plannedCents: sum((row) => row.plannedCents),
    invoicedLines: sum((row) => row.invoicedLines),
    invoicedPlannedCents: sum((row) => row.invoicedPlannedCents),
    actualCents: sum((row) => row.actualCents),
  }
  const gapOf = (row: Row) => (row.invoicedLines === 0 ? null : row.actualCents - row.invoicedPlannedCents)
  const gap = (row: Row): Cell => {
    const amount = gapOf(row)
    if (amount === null) return { text: t.dash }
    const text = signed(money(Math.abs(amount)), amount)
    return amount > 0 ? { text, tone: 'bad' } : { text }
  }
  const actual = (row: Row) => (row.invoicedLines === 0 ? null : row.actualCents)
  const chart: ReportChart = {
    kind: 'bars',
    title: caption,
    alt: `${caption}. ${rows
      .map((row) =>
        t.pair(row.name, `${words.planned} ${money(row.plannedCents)}, ${words.actual} ${money(actual(row))}`),
      )
      .join(', ')}.`,
    xLabel: words.nature,
    labels: rows.map(({ name }) => name),
    series: [
      { name: words.planned, values: rows.map(({ plannedCents }) => plannedCents) },
      { name: words.actual, values: rows.map(actual) },
    ],
    currency: figures.currency,
  }
  return {
    ...blank('budget', title),
    basis: words.basis(tax),
    charts: [chart],
    tables: [
      tableOf(
        'budget',
        words.table,
        [...rows, whole],
        [
          { label: words.nature, cell: ({ name }) => name },
          {
            label: words.planned,
            end: true,
            cell: (row) => money(row.plannedCents),
            csv: (row) => cents(row.plannedCents),
          },
          { label: words.invoiced, end: true, cell: (row) => words.ofLines(row.invoicedLines, row.lines) },
          {
            label: words.invoicedPlanned,
            end: true,
            cell: (row) => money(row.invoicedLines === 0 ? null : row.invoicedPlannedCents),
            csv: (row) => (row.invoicedLines === 0 ? null : cents(row.invoicedPlannedCents)),
          },
          { label: words.actual, end: true, cell: (row) => money(actual(row)), csv: (row) => cents(actual(row)) },
          { label: words.gap, end: true, cell: gap, csv: (row) => cents(gapOf(row)) },
        ],
        true,
      ),
    ],
    notes: [words.forecast(withTax(budget.forecastCents))],
  }
}
