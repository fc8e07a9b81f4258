import { type MetricName, metricOf } from '../analytics/catalog.ts'
import { metricText } from '../analytics/labels.ts'
import { type Locale, formatDate, formatDay, formatMoney, formatPercent } from '../i18n.ts'
import { ratio } from '../ratio.ts'
import { BarChart } from '../ui/BarChart.tsx'
import { BulletChart } from '../ui/BulletChart.tsx'
import { LineChart } from '../ui/LineChart.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Sparkline } from '../ui/Sparkline.tsx'
import { Table } from '../ui/Table.tsx'
import { en } from './board.en.ts'
import { fr } from './board.fr.ts'
import { Compared } from './Compared.tsx'
import type { CardFigures, DashboardFigures } from './figures.store.ts'
import { ProjectBody } from './ProjectBody.tsx'
import { RegionMap } from './RegionMap.tsx'
import { shownRows } from './screen.ts'

interface Props {
  readonly one: CardFigures
  readonly figures: DashboardFigures
  /** Whether the reader finds the rows left out in a file. */
  readonly hasFiles: boolean
}

/** What a card shows, by its kind; a dash and why where there is nothing to show. */
export function CardBody({ one, figures, hasFiles }: Props) {
  const locale = useLocale()
  const { card, reason } = one
  if (card.kind === 'note') return <p className="board-text">{card.note}</p>
  if (reason) return <Nothing why={reason[locale]} />
  if (one.kpi || one.fact) return <ProjectBody one={one} figures={figures} />
  switch (card.kind) {
    case 'number':
      return <NumberBody one={one} figures={figures} />
    case 'line':
      return <LineBody one={one} figures={figures} />
    case 'bars':
      return <BarsBody one={one} figures={figures} hasFiles={hasFiles} />
    case 'table':
      return <TableBody one={one} figures={figures} hasFiles={hasFiles} />
    case 'map':
      return <RegionMap one={one} format={formatOf(one, figures, locale)} />
    case 'bullet':
      return <BulletBody one={one} figures={figures} />
  }
}

const Nothing = ({ why }: { readonly why: string }) => (
  <>
    <p className="figure-value">—</p>
    <p className="figure-note">{why}</p>
  </>
)

/** A figure with its unit, money in the site's currency. */
const figureText = (metric: MetricName, value: number | null | undefined, currency: string, locale: Locale): string =>
  value === null || value === undefined
    ? '—'
    : metric === 'revenue'
      ? formatMoney(value, currency, locale)
      : metricText(metric, value, locale)

/** How the first metric of a card is written. */
const formatOf =
  ({ card }: CardFigures, { currency }: DashboardFigures, locale: Locale) =>
  (value: number) =>
    figureText(card.metrics[0] ?? 'visits', value, currency, locale)

/** Whether the last point of the course is a day, week or month that still runs. */
const isOpen = ({ at }: CardFigures, { period, today, granularity }: DashboardFigures) =>
  period.to >= today && granularity !== 'hour' && at.length > 1

function NumberBody({ one, figures }: Omit<Props, 'hasFiles'>) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const [metric = 'visits'] = one.card.metrics
  const [value = null] = one.totals
  const [before = null] = one.before ?? []
  const [points = []] = one.series
  return (
    <>
      <p className="figure-value">{figureText(metric, value, figures.currency, locale)}</p>
      <Compared value={value} before={before} better={metricOf(metric).better} figures={figures} />
      {points.filter((point) => point !== null).length > 1 ? (
        <Sparkline
          title={t.trend(one.said.metrics[0] ?? '')}
          values={points}
          width={240}
          height={44}
          isOpen={isOpen(one, figures)}
        />
      ) : null}
    </>
  )
}

function LineBody({ one, figures }: Omit<Props, 'hasFiles'>) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const { at, series, said } = one
  const step = t.steps[figures.granularity]
  const format = formatOf(one, figures, locale)
  const labels = at.map((label) =>
    label.includes('T')
      ? `${formatDate(label.slice(0, 10), locale)}, ${label.slice(11, 16)} (UTC${label.slice(16)})`
      : formatDate(label, locale),
  )
  const [first = []] = series
  const most = Math.max(...first.filter((value) => value !== null))
  const top = first.indexOf(most)
  return (
    <LineChart
      title={
        series.length === 1 && most > 0
          ? t.peak(said.metrics[0] ?? '', step, format(most), labels[top] ?? '')
          : t.course(said.metrics.join(', '), step)
      }
      xLabel={t.date}
      labels={labels}
      shortLabels={at.map((label) => (label.includes('T') ? label.slice(11, 16) : formatDay(label, locale)))}
      series={said.metrics.map((name, i) => ({ name, values: series[i] ?? [], isOpen: isOpen(one, figures) }))}
      format={format}
    />
  )
}

function BarsBody({ one, figures, hasFiles }: Props) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const rows = one.rows.slice(0, shownRows.bars)
  const [top] = rows
  const format = formatOf(one, figures, locale)
  if (!top) return <Nothing why={t.noRows} />
  return (
    <>
      <BarChart
        direction="rows"
        title={t.first(top.label, top.values[0] == null ? '—' : format(top.values[0]))}
        xLabel={one.said.by}
        labels={rows.map(({ label }) => label)}
        series={[{ name: one.said.metrics[0] ?? '', values: rows.map(({ values }) => values[0] ?? null) }]}
        format={format}
      />
      <More one={one} shown={rows.length} hasFiles={hasFiles} />
    </>
  )
}

function TableBody({ one, figures, hasFiles }: Props) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const rows = one.rows.slice(0, shownRows.table)
  if (rows.length === 0) return <Nothing why={t.noRows} />
  return (
    <>
      <Table
        caption={one.said.title}
        rows={rows}
        rowKey={({ name }) => name}
        columns={[
          { key: 'name', label: one.said.by, cell: ({ label }) => label },
          ...one.card.metrics.map((metric, i) => ({
            key: metric,
            label: one.said.metrics[i] ?? '',
            align: 'end' as const,
            cell: ({ values }: CardFigures['rows'][number]) => figureText(metric, values[i], figures.currency, locale),
          })),
        ]}
      />
      <More one={one} shown={rows.length} hasFiles={hasFiles} />
    </>
  )
}

function More({ one, shown, hasFiles }: Pick<Props, 'one' | 'hasFiles'> & { readonly shown: number }) {
  const t = useWords({ fr, en })
  const rest = one.more + one.rows.length - shown
  return rest > 0 ? <p className="board-foot">{hasFiles ? t.moreInFiles(rest) : t.more(rest)}</p> : null
}

function BulletBody({ one, figures }: Omit<Props, 'hasFiles'>) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const [value = null] = one.totals
  const { target } = one.card
  const share = ratio(value ?? 0, target ?? 0)
  return (
    <BulletChart
      title={share === null || value === null ? one.said.title : t.reached(formatPercent(share, locale, 0))}
      value={value}
      target={target}
      format={formatOf(one, figures, locale)}
    />
  )
}
