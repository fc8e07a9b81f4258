import { headline, type Headline } from '../analytics/audience.ts'
import { metricText, valueLabel } from '../analytics/labels.ts'
import { formatPercent } from '../i18n.ts'
import { en as kpisEn } from '../kpis/kpis.en.ts'
import { fr as kpisFr } from '../kpis/kpis.fr.ts'
import { shownIn, toneOf } from '../kpis/show.ts'
import { isOffTarget } from '../kpis/status.ts'
import { isCatalogMetric, kpiUnit } from '../kpis/unit.ts'
import { change } from '../ratio.ts'
import type { Figures } from './figures.ts'
import { type ReportChart, type Section, type Writing, blank, tableOf } from './section.ts'

type Kpi = Figures['kpis'][number]
type Site = Figures['sites'][number]

/** KPIs, then for each site its audience and its channels. */
export function audienceSections(writing: Writing): Section[] {
  const { figures, t } = writing
  const many = figures.sites.length > 1
  const named = (title: string, site: Site) => (many ? t.of(title, site.domain) : title)
  return [
    kpiSection(writing),
    ...(figures.sites.length === 0
      ? [
          {
            ...blank('audience', t.sections.audience),
            empty: t.audience.empty,
          },
        ]
      : []),
    ...figures.sites.flatMap((site, i) => [
      audienceSection(writing, site, many ? `audience-${i + 1}` : 'audience', named(t.sections.audience, site)),
      channelSection(writing, site, many ? `channels-${i + 1}` : 'channels', named(t.sections.channels, site)),
    ]),
  ]
}

function kpiSection({ figures, t, locale, catalog, day, span, signed }: Writing): Section {
  const { kpis, currency } = figures
  const words = { fr: kpisFr, en: kpisEn }[locale]
  const value = (kpi: Kpi, n: number | null) =>
    shownIn(kpi.figure ?? kpiUnit(kpi.metric), kpi.unit, n, currency, locale)
  const gap = (kpi: Kpi) =>
    kpi.deviation === null ? t.dash : signed(value(kpi, Math.abs(kpi.deviation)), kpi.deviation)
  const good = kpis.filter(({ state }) => state === 'onTarget' || state === 'reached').length
  const off = kpis.filter(({ state }) => isOffTarget(state))
  return {
    ...blank('kpis', t.sections.kpis),
    basis: t.kpis.basis(day(figures.asOf)),
    empty: kpis.length === 0 ? t.kpis.empty : null,
    tables:
      kpis.length === 0
        ? []
        : [
            tableOf('kpis', t.kpis.caption(good, kpis.length), kpis, [
              { label: t.kpis.kpi, cell: ({ title }) => title },
              { label: t.kpis.actual, end: true, cell: (kpi) => value(kpi, kpi.actual), csv: ({ actual }) => actual },
              {
                label: t.kpis.expected,
                end: true,
                cell: (kpi) => value(kpi, kpi.expected),
                csv: ({ expected }) => expected,
              },
              { label: t.kpis.target, end: true, cell: (kpi) => value(kpi, kpi.target), csv: ({ target }) => target },
              { label: t.kpis.deviation, end: true, cell: gap, csv: ({ deviation }) => deviation },
              { label: t.kpis.state, cell: ({ state }) => ({ text: words.states[state], tone: toneOf(state) }) },
            ]),
            ...(off.length === 0
              ? []
              : [
                  tableOf('kpi-causes', t.kpis.causes, off, [
                    { label: t.kpis.kpi, cell: ({ title }) => title },
                    { label: t.kpis.state, cell: ({ sentence }) => sentence[locale] },
                    { label: t.kpis.cause, cell: ({ cause }) => cause ?? t.kpis.noCause },
                  ]),
                ]),
            tableOf('kpi-sources', t.kpis.calculation, kpis, [
              { label: t.kpis.kpi, cell: ({ title }) => title },
              {
                label: t.kpis.formula,
                cell: ({ metric, formula }) =>
                  isCatalogMetric(metric) ? catalog.metrics[metric].formula : (formula ?? t.kpis.manual),
              },
              { label: t.kpis.source, cell: (kpi) => t.kpis.sourceOf(kpi, day) },
              { label: t.kpis.period, cell: ({ period }) => (period ? span(period) : t.kpis.noPeriod) },
            ]),
          ],
  }
}

function audienceSection(writing: Writing, site: Site, id: string, title: string): Section {
  const { figures, t, catalog, span, signed, locale } = writing
  const { totals, before } = site
  const value = (metric: Headline, n: number | null) => (n === null ? t.dash : metricText(metric, n, locale))
  const moved = (metric: Headline) => {
    const rate = change(totals[metric], before?.[metric] ?? null)
    return rate === null ? t.dash : signed(formatPercent(Math.abs(rate), locale), rate)
  }
  return {
    ...blank(id, title),
    basis: t.audience.basis(site.domain, span(figures.period), figures.compared ? span(figures.compared) : null),
    charts: site.series.length > 1 ? [curve(writing, site)] : [],
    tables: [
      tableOf(id, t.audience.caption, headline, [
        { label: t.audience.metric, cell: (metric) => catalog.metrics[metric].label },
        {
          label: t.audience.now,
          end: true,
          cell: (metric) => value(metric, totals[metric]),
          csv: (metric) => totals[metric],
        },
        {
          label: t.audience.before,
          end: true,
          cell: (metric) => value(metric, before?.[metric] ?? null),
          csv: (metric) => before?.[metric] ?? null,
        },
        {
          label: t.audience.change,
          end: true,
          cell: moved,
          csv: (metric) => change(totals[metric], before?.[metric] ?? null),
        },
        { label: t.audience.formula, cell: (metric) => catalog.metrics[metric].formula },
      ]),
    ],
    annexes: site.series.length > 1 ? [daysTable(writing, site, `${id}-days`)] : [],
    notes: site.mode === 'exempt' && site.series.length > 1 ? [t.audience.sumOfDays] : [],
  }
}

/** The curve as figures. */
const daysTable = ({ t, count, day }: Writing, site: Site, id: string) =>
  tableOf(
    id,
    t.audience.series,
    site.series.map(({ at, value }, i) => ({ at, value, before: site.seriesBefore[i]?.value ?? null })),
    [
      { label: t.audience.date, cell: ({ at }) => placeOf(at, day), csv: ({ at }) => at },
      { label: t.audience.now, end: true, cell: ({ value }) => count(value), csv: ({ value }) => value },
      { label: t.audience.before, end: true, cell: ({ before }) => count(before), csv: ({ before }) => before },
    ],
  )

/** A day, or an hour in the site's own clock. */
const placeOf = (at: string, day: Writing['day']) => (at.includes('T') ? at.slice(11, 16) : day(at))

/** Visits in time against the period before, place by place. */
function curve({ t, count, day, locale }: Writing, site: Site): ReportChart {
  const label = (at: string) => placeOf(at, day)
  const rate = change(site.totals.visits, site.before?.visits ?? null)
  const shown = rate === null ? '' : formatPercent(Math.abs(rate), locale)
  const way = rate === null ? 'none' : Math.abs(rate) < 0.0005 ? 'same' : rate > 0 ? 'up' : 'down'
  const moved = way === 'up' || way === 'down' ? t.audience.moved[way](shown) : t.audience.moved[way]
  const title = t.audience.chart(count(site.totals.visits), t.audience.steps[site.granularity], moved)
  const highest = site.series.reduce((a, b) => ((b.value ?? 0) > (a.value ?? 0) ? b : a))
  return {
    kind: 'line',
    title,
    alt: t.audience.alt(title, count(highest.value), label(highest.at)),
    xLabel: t.audience.date,
    labels: site.series.map(({ at }) => label(at)),
    series: [
      { name: t.audience.now, values: site.series.map(({ value }) => value) },
      ...(site.seriesBefore.length > 0
        ? [
            {
              name: t.audience.before,
              values: site.series.map((_, i) => site.seriesBefore[i]?.value ?? null),
              isComparison: true,
            },
          ]
        : []),
    ],
    currency: null,
    whole: true,
  }
}

function channelSection(writing: Writing, site: Site, id: string, title: string): Section {
  const { figures, t, audience, locale, money, count, span } = writing
  const name = (channel: string) => valueLabel('channel', channel, audience, locale)
  const percent = (share: number | null) => (share === null ? t.dash : formatPercent(share, locale))
  const { channels } = site
  const [first] = channels
  if (!first) return { ...blank(id, title), empty: t.channels.empty }
  const caption = t.channels.caption(name(first.name), percent(first.share))
  const chart: ReportChart = {
    kind: 'bars',
    title: caption,
    alt: `${caption}. ${channels
      .slice(0, 8)
      .map((row) => t.pair(name(row.name), count(row.visits)))
      .join(', ')}.`,
    xLabel: t.channels.channel,
    labels: channels.slice(0, 8).map((row) => name(row.name)),
    series: [
      { name: t.channels.visits, values: channels.slice(0, 8).map(({ visits }) => visits) },
      { name: t.channels.before, values: channels.slice(0, 8).map(({ visitsBefore }) => visitsBefore) },
    ],
    currency: null,
    whole: true,
  }
  return {
    ...blank(id, title),
    basis: t.channels.basis(site.domain, span(figures.period)),
    charts: [chart],
    tables: [
      tableOf(id, t.channels.table, channels, [
        { label: t.channels.channel, cell: (row) => name(row.name) },
        { label: t.channels.visits, end: true, cell: (row) => count(row.visits), csv: (row) => row.visits },
        {
          label: t.channels.before,
          end: true,
          cell: (row) => count(row.visitsBefore),
          csv: (row) => row.visitsBefore,
        },
        { label: t.channels.share, end: true, cell: (row) => percent(row.share), csv: (row) => row.share },
        {
          label: t.channels.conversions,
          end: true,
          cell: (row) => count(row.conversions),
          csv: (row) => row.conversions,
        },
        {
          label: t.channels.rate,
          end: true,
          cell: (row) => percent(row.conversionRate),
          csv: (row) => row.conversionRate,
        },
        {
          label: t.channels.revenue,
          end: true,
          cell: (row) => money(row.revenueCents),
          csv: (row) => row.revenueCents / 100,
        },
      ]),
    ],
  }
}
