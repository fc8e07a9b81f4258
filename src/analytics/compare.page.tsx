import './asking.css'
import { Form, useLoaderData } from 'react-router'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { type Locale, formatDate, formatDay, formatMoney, formatNumber, formatPercent } from '../i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { LineChart } from '../ui/LineChart.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Table } from '../ui/Table.tsx'
import { AudienceSection, FileLinks } from './AudienceSection.tsx'
import { addressOf, headline, panels } from './audience.ts'
import { en as audienceEn } from './audience.en.ts'
import { fr as audienceFr } from './audience.fr.ts'
import { type MetricName, metrics } from './catalog.ts'
import { en as catalogEn } from './catalog.en.ts'
import { fr as catalogFr } from './catalog.fr.ts'
import { en } from './compare.en.ts'
import { fr } from './compare.fr.ts'
import { compareSides } from './compare.store.ts'
import { sideEntries, sidesOf } from './compare.ts'
import { metricText, valueLabel } from './labels.ts'
import { savedQuestions } from './saved.store.ts'
import { sectionOf } from './section.store.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const { project, site, domains, view } = await sectionOf(scope, args.params['project'], args.request)
  const sides = sidesOf(new URL(args.request.url).searchParams)
  const segments = await savedQuestions(scope, project.id, 'segment')
  return {
    base: `/w/${args.params['workspace']}/p/${project.slug}`,
    domain: site?.domain ?? null,
    currency: site?.currency ?? project.currency,
    domains,
    small: site?.smallFigures ?? null,
    view,
    sides,
    segments: segments.map(({ id, name }) => ({ id, name })),
    comparison: site ? await compareSides(scope, site, project.id, view, sides) : null,
  }
}

type Data = Awaited<ReturnType<typeof loader>>

export default function ComparePage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const { base, domain, domains, view, sides, comparison } = data
  const isSame = sides.segmentA === sides.segmentB && sides.periodB === null
  return (
    <AudienceSection
      title={t.title}
      lead={t.lead}
      base={base}
      domain={domain}
      domains={domains}
      small={data.small}
      view={view}
      own={sideEntries(sides)}
    >
      <Sides data={data} />
      {isSame ? <Callout tone="info" title={t.same} /> : null}
      {comparison ? <Answer data={data} comparison={comparison} /> : null}
    </AudienceSection>
  )
}

function Sides({ data }: { readonly data: Data }) {
  const t = useWords({ fr, en })
  const words = useWords({ fr: audienceFr, en: audienceEn })
  const { metrics: names } = useWords({ fr: catalogFr, en: catalogEn })
  const { view, sides, segments } = data
  const kept = [...new URLSearchParams(addressOf(view))].filter(([name]) => name !== 'metric')
  return (
    <Form method="get" className="funnel-form" preventScrollReset key={JSON.stringify(sides)}>
      {kept.map(([name, value], i) => (
        <input key={`${i} ${name}`} type="hidden" name={name} value={value} />
      ))}
      <div className="filters">
        {(['asegment', 'bsegment'] as const).map((name) => (
          <label key={name}>
            <span>{name === 'asegment' ? t.segmentA : t.segmentB}</span>
            <select name={name} defaultValue={(name === 'asegment' ? sides.segmentA : sides.segmentB) ?? ''}>
              <option value="">{t.anySegment}</option>
              {segments.map((segment) => (
                <option key={segment.id} value={segment.id}>
                  {segment.name}
                </option>
              ))}
            </select>
          </label>
        ))}
        <label>
          <span>{t.fromB}</span>
          <input type="date" name="bfrom" defaultValue={sides.periodB?.from} aria-describedby="compare-help" />
        </label>
        <label>
          <span>{t.toB}</span>
          <input type="date" name="bto" defaultValue={sides.periodB?.to} aria-describedby="compare-help" />
        </label>
        <label>
          <span>{words.curve}</span>
          <select name="metric" defaultValue={sides.metric}>
            {headline.map((metric) => (
              <option key={metric} value={metric}>
                {names[metric].label}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t.panel}</span>
          <select name="panel" defaultValue={sides.panel}>
            {panels
              .filter((panel) => panel !== 'goal')
              .map((panel) => (
                <option key={panel} value={panel}>
                  {words.panels[panel]}
                </option>
              ))}
          </select>
        </label>
        <Button type="submit" tone="main">
          {t.show}
        </Button>
      </div>
      <p id="compare-help" className="quiet">
        {t.periodA} {t.samePeriod}
      </p>
      {segments.length === 0 ? <p className="quiet">{t.noSegment}</p> : null}
    </Form>
  )
}

function Answer({ data, comparison }: { readonly data: Data; readonly comparison: NonNullable<Data['comparison']> }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const words = useWords({ fr: audienceFr, en: audienceEn })
  const { metrics: names } = useWords({ fr: catalogFr, en: catalogEn })
  const { sides, segments, currency, base, domain, view } = data
  const { periods, series, figures, rows } = comparison
  const [a, b] = series
  const nameOf = (i: 0 | 1) => {
    const id = i === 0 ? sides.segmentA : sides.segmentB
    const segment = segments.find((one) => one.id === id)?.name ?? t.everyone
    const { from, to } = periods[i]
    return t.side(i === 0 ? t.a : t.b, words.span(formatDate(from, locale), formatDate(to, locale)), segment)
  }
  const longest = a.length >= b.length ? a : b
  const change = (value: number | null) => (value === null ? '—' : signed(value, (n) => formatPercent(n, locale)))
  return (
    <>
      <p className="note">{nameOf(0)}</p>
      <p className="note">{nameOf(1)}</p>
      <LineChart
        title={t.chart(names[sides.metric].label)}
        xLabel={t.date}
        labels={longest.map(({ at }) => at)}
        shortLabels={longest.map(({ at }) => (at.includes('T') ? at.slice(11, 16) : formatDay(at, locale)))}
        series={[
          { name: t.a, values: longest.map((_, i) => a[i]?.value ?? null) },
          { name: t.b, values: longest.map((_, i) => b[i]?.value ?? null), isComparison: true },
        ]}
        format={(value) => metricText(sides.metric, value, locale)}
      />
      <Table
        caption={t.figures}
        columns={[
          { key: 'metric', label: t.figure, cell: ({ metric }) => names[metric].label },
          {
            key: 'a',
            label: t.a,
            align: 'end',
            cell: ({ metric, a: value }) => figureText(metric, value, currency, locale),
          },
          {
            key: 'b',
            label: t.b,
            align: 'end',
            cell: ({ metric, b: value }) => figureText(metric, value, currency, locale),
          },
          {
            key: 'difference',
            label: t.difference,
            align: 'end',
            cell: ({ metric, difference }) =>
              difference === null
                ? '—'
                : metrics[metric].unit === 'ratio'
                  ? `${signed(100 * difference, (n) => formatNumber(n, locale, 1))}${t.points}`
                  : signed(difference, (n) => figureText(metric, n, currency, locale)),
          },
          { key: 'change', label: t.change, align: 'end', cell: ({ change: value }) => change(value) },
        ]}
        rows={figures}
        rowKey={({ metric }) => metric}
      />
      <Table
        caption={t.rows(words.panels[sides.panel])}
        columns={[
          { key: 'name', label: words.name, cell: ({ name }) => valueLabel(sides.panel, name, words, locale) },
          {
            key: 'a',
            label: t.a,
            align: 'end',
            cell: (row) => (row.a === null ? '—' : formatNumber(row.a, locale, 0)),
          },
          {
            key: 'b',
            label: t.b,
            align: 'end',
            cell: (row) => (row.b === null ? '—' : formatNumber(row.b, locale, 0)),
          },
          {
            key: 'difference',
            label: t.difference,
            align: 'end',
            cell: ({ difference }) => signed(difference ?? 0, (n) => formatNumber(n, locale, 0)),
          },
          { key: 'change', label: t.change, align: 'end', cell: ({ change: value }) => change(value) },
        ]}
        rows={rows}
        rowKey={({ name }) => name}
      />
      <FileLinks
        base={base}
        section="compare"
        search={addressOf({ ...view, site: domain, metric: sides.metric }, {}, sideEntries(sides))}
      />
    </>
  )
}

function figureText(metric: MetricName, value: number | null, currency: string, locale: Locale): string {
  if (value === null) return '—'
  return metric === 'revenue' ? formatMoney(value, currency, locale) : metricText(metric, value, locale)
}

const signed = (value: number, write: (n: number) => string) =>
  `${value > 0 ? '+' : value < 0 ? '−' : ''}${write(Math.abs(value))}`
