import './kpis.css'
import { useLoaderData } from 'react-router'
import { type PageArgs } from '../accounts/request.ts'
import { formatDate, formatDay, formatDayYear, formatNumber, formatPercent } from '../i18n.ts'
import { Callout } from '../ui/Callout.tsx'
import { LineChart } from '../ui/LineChart.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Table } from '../ui/Table.tsx'
import { KpiViews } from './KpiViews.tsx'
import { readForecast } from './forecast.store.ts'
import { en } from './futures.en.ts'
import { fr } from './futures.fr.ts'
import { measureIn } from './measures.store.ts'
import { kpiPlace } from './place.store.ts'
import { shownIn } from './show.ts'

/** The highest chance told by its figure. */
const surest = 0.99

/** A chance beyond these is told as an outcome. */
const likely = 0.8
const unlikely = 0.2

export async function loader(args: PageArgs) {
  const { project, base, one } = await kpiPlace(args)
  const measured = await measureIn(one.m, one.asked)
  return {
    base,
    id: one.id,
    title: one.values.title,
    unit: one.values.unit,
    target: one.values.target,
    currency: project.currency,
    figure: measured.figure,
    accumulates: measured.accumulates,
    forecast: await readForecast(one, measured),
  }
}

type Data = Awaited<ReturnType<typeof loader>>
type Known = Extract<Data['forecast'], { none: null }>

export default function ForecastPage() {
  const { base, id, title, forecast } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en }).forecast
  return (
    <Page title={title} kicker={t.title} lead={t.lead} toolbar={<KpiViews base={base} id={id} title={title} />}>
      {forecast.none === null ? (
        <Known forecast={forecast} />
      ) : (
        <p className="note">
          {forecast.none !== 'short'
            ? t.none[forecast.none]
            : forecast.grain === 'reading'
              ? t.none.fewReadings(forecast.fewest, forecast.known)
              : t.none.short(forecast.fewest, forecast.known)}
        </p>
      )}
    </Page>
  )
}

function Known({ forecast }: { readonly forecast: Known }) {
  const { title, unit, target, currency, figure, accumulates } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en }).forecast
  const locale = useLocale()
  const shown = (value: number | null) => shownIn(figure, unit, value, currency, locale)
  const { outlook, points, endsOn } = forecast
  const { end, chance } = outlook
  // A forecast is never sure: what rounds to nothing or to everything says so.
  const chanceText = (share: number) =>
    share > surest
      ? t.moreThan(formatPercent(surest, locale, 0))
      : share < 1 - surest
        ? t.lessThan(formatPercent(1 - surest, locale, 0))
        : formatPercent(share, locale, 0)
  const sentence = accumulates ? t.end : t.endLevel
  const verdict = chance === null ? null : chance >= likely ? 'reached' : chance <= unlikely ? 'missed' : 'open'
  const tone = verdict === null ? 'info' : { reached: 'good', missed: 'bad', open: 'warn' }[verdict]
  const column = (read: (point: (typeof points)[number]) => number | null) => points.map(read)
  return (
    <>
      <Callout tone={tone as 'info'} title={verdict === null ? t.noTarget : t[verdict]}>
        <p>{sentence(shown(end.value), shown(end.low), shown(end.high), formatDayYear(endsOn, locale))}</p>
        {chance === null ? null : <p>{t.chance(chanceText(chance), shown(target))}</p>}
      </Callout>
      <LineChart
        title={t.chart(title)}
        xLabel={t.day}
        labels={points.map(({ day }) => formatDate(day, locale))}
        shortLabels={points.map(({ day }) => formatDay(day, locale))}
        series={[
          { name: t.actual, values: column(({ actual }) => actual) },
          { name: t.expected, values: column(({ value }) => value), isComparison: true },
          { name: t.planned, values: column(({ planned }) => planned), isComparison: true },
        ]}
        band={{ name: t.band, low: column(({ low }) => low), high: column(({ high }) => high) }}
        format={shown}
      />
      <How forecast={forecast} />
    </>
  )
}

/** The method, its settings, and how it did on the past. */
function How({ forecast }: { readonly forecast: Known }) {
  const t = useWords({ fr, en }).forecast
  const locale = useLocale()
  const { outlook, grain, known } = forecast
  const isRead = grain === 'reading'
  const { backtest, model, parameters, method } = outlook
  const number = (value: number | null) => (value === null ? '—' : formatNumber(value, locale, 2))
  const share = (value: number | null) => (value === null ? '—' : formatPercent(value, locale, 1))
  const settings = parameters
    ? Object.entries({ α: parameters.alpha, β: parameters.beta, γ: parameters.gamma, φ: parameters.phi })
        .filter(([name]) => (name === 'γ' ? model.season !== 'none' : name === 'α' || model.trend !== 'none'))
        .map(([name, value]) => `${name} = ${number(value)}`)
        .join(' · ')
    : null
  return (
    <section>
      <h2>{t.how}</h2>
      <p>{method === 'naive' && isRead ? t.methods.drift : t.methods[method]}</p>
      {isRead ? <p className="note">{t.readings}</p> : null}
      {method === 'naive' ? (
        <p className="note">{!backtest ? t.whyNaiveShort : isRead ? t.whyDrift : t.whyNaive}</p>
      ) : null}
      <dl className="facts">
        <dt>{t.season}</dt>
        <dd>{model.season === 'none' ? t.seasons.none : grain === 'day' ? t.seasons.days : t.seasons.months}</dd>
        <dt>{t.trend}</dt>
        <dd>{t.trends[model.trend]}</dd>
        <dt>{isRead ? t.knownReadings : t.known}</dt>
        <dd>{known}</dd>
        {settings ? (
          <>
            <dt>{t.parameters}</dt>
            <dd>{settings}</dd>
          </>
        ) : null}
      </dl>
      {backtest ? (
        <>
          <h3>{t.backtest}</h3>
          <p>{t.backtestLead(backtest.folds, backtest.horizon)}</p>
          <Table
            caption={t.backtest}
            rows={[
              { label: t.mape, own: share(backtest.mape), naive: share(backtest.mapeNaive) },
              { label: t.mase, own: number(backtest.mase), naive: number(backtest.maseNaive) },
            ]}
            rowKey={(row) => row.label}
            columns={[
              { key: 'measure', label: t.measure, cell: (row) => row.label },
              { key: 'own', label: t.own, align: 'end', cell: (row) => row.own },
              { key: 'naive', label: isRead ? t.drift : t.naive, align: 'end', cell: (row) => row.naive },
            ]}
          />
          <p className="note">{t.maseNote}</p>
        </>
      ) : null}
    </section>
  )
}
