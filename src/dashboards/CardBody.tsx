import { en as audienceEn } from '../analytics/audience.en.ts'
import { fr as audienceFr } from '../analytics/audience.fr.ts'
import { type MetricName, metricOf } from '../analytics/catalog.ts'
import { en as catalogEn } from '../analytics/catalog.en.ts'
import { fr as catalogFr } from '../analytics/catalog.fr.ts'
import { valueLabel } from '../analytics/labels.ts'
import { formatDate, formatDay, formatDayYear, formatPercent } from '../i18n.ts'
import { shownIn, toneOf } from '../kpis/show.ts'
import { change } from '../ratio.ts'
import { BarChart } from '../ui/BarChart.tsx'
import { BulletChart } from '../ui/BulletChart.tsx'
import { LineChart } from '../ui/LineChart.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Sparkline } from '../ui/Sparkline.tsx'
import { Status } from '../ui/Status.tsx'
import { Table } from '../ui/Table.tsx'
import { figureText } from './card-words.ts'
import { en } from './dashboards.en.ts'
import { fr } from './dashboards.fr.ts'
import type { CardFigures, DashboardFigures } from './figures.store.ts'
import { RegionMap } from './RegionMap.tsx'

interface Props {
  readonly one: CardFigures
  readonly title: string
  readonly figures: DashboardFigures
}

/** Rows of bars and of tables; their file has them all. */
const shownRows = { bars: 8, table: 10 }

/** What a card shows, by its kind; a dash and why where there is nothing to show. */
export function CardBody({ one, title, figures }: Props) {
  const locale = useLocale()
  const { card, reason } = one
  if (card.kind === 'note') return <p className="board-text">{card.note}</p>
  if (reason && one.kpi?.value == null)
    return (
      <>
        <p className="figure-value">—</p>
        <p className="figure-note">{reason[locale]}</p>
      </>
    )
  switch (card.kind) {
    case 'number':
      return <NumberBody one={one} title={title} figures={figures} />
    case 'line':
      return <LineBody one={one} title={title} figures={figures} />
    case 'bars':
      return <BarsBody one={one} title={title} figures={figures} />
    case 'table':
      return <TableBody one={one} title={title} figures={figures} />
    case 'map':
      return <RegionMap one={one} figures={figures} />
    case 'bullet':
      return <BulletBody one={one} title={title} figures={figures} />
  }
}

function NumberBody({ one, figures }: Props) {
  const t = useWords({ fr, en })
  const catalog = useWords({ fr: catalogFr, en: catalogEn })
  const locale = useLocale()
  const [metric = 'visits'] = one.card.metrics
  const [value = null] = one.totals
  const [before = null] = one.before ?? []
  const { compared } = figures
  const moved = change(value, before)
  const direction = moved === null || Math.abs(moved) < 0.0005 ? 'same' : moved > 0 ? 'up' : 'down'
  const { better } = metricOf(metric)
  const tone = direction === 'same' || better === 'neither' ? 'neutral' : direction === better ? 'good' : 'warn'
  const text =
    moved === null
      ? t.noChange
      : direction === 'same'
        ? t.direction.same
        : `${formatPercent(Math.abs(moved), locale)} ${t.direction[direction]}`
  const isSameYear = compared?.from.slice(0, 4) === figures.period.to.slice(0, 4)
  const day = isSameYear ? formatDay : formatDayYear
  const [points = []] = one.series
  return (
    <>
      <p className="figure-value">{value === null ? '—' : figureText(metric, value, figures.currency, locale)}</p>
      {compared ? (
        <p className="figure-note">
          <Status tone={tone}>{text}</Status>{' '}
          {t.against('', t.versus(day(compared.from, locale), day(compared.to, locale))).trim()}
        </p>
      ) : null}
      {points.filter((point) => point !== null).length > 1 ? (
        <Sparkline title={t.trend(catalog.metrics[metric].label)} values={points} width={240} height={44} />
      ) : null}
    </>
  )
}

function LineBody({ one, figures }: Props) {
  const t = useWords({ fr, en })
  const catalog = useWords({ fr: catalogFr, en: catalogEn })
  const locale = useLocale()
  const { metrics } = one.card
  const isOpen = figures.period.to >= figures.today && figures.granularity !== 'hour' && one.at.length > 1
  const [first = 'visits'] = metrics
  return (
    <LineChart
      title={t.lineTitle(metrics.map((name) => catalog.metrics[name].label).join(', '), t.steps[figures.granularity])}
      xLabel={t.date}
      labels={one.at.map((at) => (at.includes('T') ? `${formatDate(at.slice(0, 10), locale)}, ${at.slice(11, 16)} (UTC${at.slice(16)})` : formatDate(at, locale)))} // prettier-ignore
      shortLabels={one.at.map((at) => (at.includes('T') ? at.slice(11, 16) : formatDay(at, locale)))}
      series={metrics.map((name, i) => ({ name: catalog.metrics[name].label, values: one.series[i] ?? [], isOpen }))}
      format={(value) => figureText(first, value, figures.currency, locale)}
    />
  )
}

const useRowName = (one: CardFigures) => {
  const audience = useWords({ fr: audienceFr, en: audienceEn })
  const locale = useLocale()
  return (name: string) => valueLabel(one.card.dimension, name, audience, locale)
}

function BarsBody({ one, figures }: Props) {
  const t = useWords({ fr, en })
  const catalog = useWords({ fr: catalogFr, en: catalogEn })
  const locale = useLocale()
  const nameOf = useRowName(one)
  const [metric = 'visits'] = one.card.metrics
  const rows = one.rows.slice(0, shownRows.bars)
  const [top] = rows
  const format = (value: number) => figureText(metric, value, figures.currency, locale)
  if (!top) return <NoRows />
  return (
    <>
      <BarChart
        direction="rows"
        title={t.first(nameOf(top.name), top.values[0] == null ? '—' : format(top.values[0]))}
        xLabel={catalog.dimensions[one.card.dimension]}
        labels={rows.map(({ name }) => nameOf(name))}
        series={[{ name: catalog.metrics[metric].label, values: rows.map(({ values }) => values[0] ?? null) }]}
        format={format}
      />
    </>
  )
}

function TableBody({ one, title, figures }: Props) {
  const t = useWords({ fr, en })
  const catalog = useWords({ fr: catalogFr, en: catalogEn })
  const locale = useLocale()
  const nameOf = useRowName(one)
  return (
    <>
      <Table
        caption={title}
        rows={one.rows.slice(0, shownRows.table)}
        rowKey={({ name }) => name}
        empty={t.noRows}
        columns={[
          { key: 'name', label: catalog.dimensions[one.card.dimension], cell: ({ name }) => nameOf(name) },
          ...one.card.metrics.map((metric: MetricName, i) => ({
            key: metric,
            label: catalog.metrics[metric].label,
            align: 'end' as const,
            cell: ({ values }: CardFigures['rows'][number]) =>
              values[i] == null ? '—' : figureText(metric, values[i], figures.currency, locale),
          })),
        ]}
      />
    </>
  )
}

function BulletBody({ one, title, figures }: Props) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const [metric = 'visits'] = one.card.metrics
  const { kpi } = one
  if (kpi)
    return (
      <>
        <p className="figure-note">
          <Status tone={toneOf(kpi.state)}>{kpi.sentence[locale]}</Status>
        </p>
        <BulletChart
          title={t.kpiPeriod}
          value={kpi.value}
          target={kpi.target}
          format={(value) => shownIn(kpi.figure, kpi.unit, value, figures.currency, locale)}
        />
      </>
    )
  const [value = null] = one.totals
  const { target } = one.card
  const share = value !== null && target !== null ? value / target : null
  return (
    <BulletChart
      title={share === null ? title : t.reached(formatPercent(share, locale, 0))}
      value={value}
      target={target}
      format={(n) => figureText(metric, n, figures.currency, locale)}
    />
  )
}

function NoRows() {
  const t = useWords({ fr, en })
  return (
    <>
      <p className="figure-value">—</p>
      <p className="figure-note">{t.noRows}</p>
    </>
  )
}
