import { Form, Link, useLoaderData } from 'react-router'
import { textOf } from '../accounts/form.ts'
import { type PageArgs, appOf, requireRole } from '../accounts/request.ts'
import { redirectSaying } from '../flash.ts'
import { formatDate, formatDay, formatNumber, formatPercent } from '../i18n.ts'
import { addDays, boundsOf, dayIn, daysBetween, daysOf, isDay, type Period } from '../period.ts'
import { ratio } from '../ratio.ts'
import { Button } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { Figure } from '../ui/Figure.tsx'
import { LineChart } from '../ui/LineChart.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import './collect.css'
import { DropDetails } from './DropDetails.tsx'
import { detailDays, dropDetailsOf, dropsOf } from './drops.store.ts'
import { countKept } from './events.store.ts'
import { withLine } from './filters.ts'
import { en } from './left-out.en.ts'
import { fr } from './left-out.fr.ts'
import { placeOfSite } from './site-place.ts'
import { SiteTabs } from './SiteTabs.tsx'
import { updateSite } from './sites.store.ts'
import { Waiting, waitingOf } from './Waiting.tsx'

const presets = [7, 30, 90] as const
const longestPeriod = 800

/** The days of the address, or the last thirty. */
function periodOf(url: URL, today: string): { period: Period; isWrong: boolean } {
  const last = (days: number) => ({ from: addDays(today, 1 - days), to: today })
  const days = presets.find((preset) => String(preset) === url.searchParams.get('days'))
  const [from, to] = [url.searchParams.get('from'), url.searchParams.get('to')]
  if (from === null && to === null) return { period: last(days ?? 30), isWrong: false }
  const isPeriod = isDay(from ?? '') && isDay(to ?? '') && daysBetween(from ?? '', to ?? '') >= 0
  if (!isPeriod || daysBetween(from ?? '', to ?? '') > longestPeriod) return { period: last(30), isWrong: true }
  return { period: { from: from ?? '', to: to ?? '' }, isWrong: false }
}

export async function loader(args: PageArgs) {
  const { scope, site, here, canWrite } = await placeOfSite(args)
  const url = new URL(args.request.url)
  const { period, isWrong } = periodOf(url, dayIn(site.timeZone, scope.now))
  const [drops, details, kept] = await Promise.all([
    dropsOf(scope, site.id, period),
    dropDetailsOf(scope, site.id, period, 50),
    countKept(scope.clickhouse, site.id, boundsOf(site.timeZone, period)),
  ])
  const reasons = new Map<string, number>()
  const byDay = new Map(daysOf(period).map((day) => [day, { bots: 0, others: 0 }]))
  for (const { day, reason, count } of drops) {
    reasons.set(reason, (reasons.get(reason) ?? 0) + count)
    const of = byDay.get(day)
    if (of) of[reason === 'bot' ? 'bots' : 'others'] += count
  }
  // What is folded is counted all the same.
  const total = [...reasons].reduce((sum, [reason, count]) => sum + (isFolded(reason) ? 0 : count), 0)
  return {
    here,
    domain: site.domain,
    canWrite,
    period,
    isWrong,
    days:
      presets.find(
        (days) => period.to === dayIn(site.timeZone, scope.now) && daysBetween(period.from, period.to) === days - 1,
      ) ?? null,
    kept,
    total,
    reasons: [...reasons].map(([reason, count]) => ({ reason, count })).toSorted((a, b) => b.count - a.count),
    byDay: [...byDay].map(([day, counts]) => ({ day, ...counts })),
    details,
    detailDays,
    timeZone: site.timeZone,
    waiting: canWrite ? waitingOf(appOf(args).journal) : null,
  }
}

const isFolded = (reason: string) => reason === 'tooManyPaths' || reason === 'tooManyNames'

export async function action(args: PageArgs): Promise<Response> {
  const { scope, site, here } = await placeOfSite(args)
  requireRole(scope, ['owner', 'lead'])
  const host = textOf(await args.request.formData(), 'host')
  await updateSite(scope, site.id, { settings: (now) => withLine(now, 'hosts', host) })
  return redirectSaying(`${here}/${site.domain}/left-out`, {
    text: { fr, en }[scope.locale].allowed(host),
    tone: 'good',
  })
}

export default function LeftOutPage() {
  const data = useLoaderData<typeof loader>()
  const locale = useLocale()
  const t = useWords({ fr, en })
  const number = (value: number) => formatNumber(value, locale)
  const share = ratio(data.total, data.total + data.kept)
  return (
    <Page
      title={t.title}
      kicker={<Link to={`${data.here}/${data.domain}`}>{data.domain}</Link>}
      lead={t.lead(data.domain)}
      strip={<SiteTabs />}
      toolbar={<Periods period={data.period} days={data.days} />}
    >
      {data.isWrong ? <Callout tone="warn" title={t.wrongPeriod} /> : null}
      <div className="figures">
        <Figure label={t.counted} value={number(data.kept)} />
        <Figure label={t.leftOut} value={number(data.total)} />
        <Figure
          label={t.share}
          value={share === null ? null : formatPercent(share, locale)}
          reason={t.noShare}
          definition={t.shareDefinition}
        />
      </div>
      {data.total === 0 ? (
        <p>{t.none}</p>
      ) : (
        <LineChart
          title={t.byDay}
          xLabel={t.day}
          labels={data.byDay.map(({ day }) => formatDate(day, locale))}
          shortLabels={data.byDay.map(({ day }) => formatDay(day, locale))}
          series={[
            { name: t.bots, values: data.byDay.map(({ bots }) => bots) },
            { name: t.others, values: data.byDay.map(({ others }) => others) },
          ]}
          format={number}
          whole
        />
      )}
      <Reasons data={data} />
      <DropDetails details={data.details} allowAt={data.canWrite ? `${data.here}/${data.domain}/left-out` : null} />
      <p className="muted">{t.kept(data.detailDays)}</p>
      {data.waiting ? <Waiting waiting={data.waiting} timeZone={data.timeZone} /> : null}
    </Page>
  )
}

function Reasons({ data }: { readonly data: Awaited<ReturnType<typeof loader>> }) {
  const locale = useLocale()
  const t = useWords({ fr, en })
  const columns: Column<(typeof data.reasons)[number]>[] = [
    { key: 'reason', label: t.reason, cell: ({ reason }) => t.reasons[reason]?.name ?? reason },
    { key: 'why', label: t.why, cell: ({ reason }) => t.reasons[reason]?.why ?? '—' },
    { key: 'count', label: t.count, align: 'end', cell: ({ count }) => formatNumber(count, locale) },
  ]
  return (
    <section aria-labelledby="reasons">
      <h2 id="reasons">{t.byReason}</h2>
      <Table
        caption={t.byReason}
        columns={columns}
        rows={data.reasons}
        rowKey={({ reason }) => reason}
        empty={t.none}
      />
    </section>
  )
}

/** Links and a form, in the address: they work before scripts load. */
function Periods({ period, days }: { readonly period: Period; readonly days: number | null }) {
  const t = useWords({ fr, en })
  return (
    <>
      <nav aria-label={t.period} className="segmented">
        {presets.map((preset) => (
          <Link key={preset} to={`?days=${preset}`} {...(preset === days ? { 'aria-current': 'true' as const } : {})}>
            {t.days(preset)}
          </Link>
        ))}
      </nav>
      <details className="period-dates" open={days === null}>
        <summary>{t.otherPeriod}</summary>
        <Form method="get" key={`${period.from} ${period.to}`}>
          <label>
            {t.from} <input type="date" name="from" defaultValue={period.from} required />
          </label>
          <label>
            {t.to} <input type="date" name="to" defaultValue={period.to} required />
          </label>
          <Button type="submit">{t.apply}</Button>
        </Form>
      </details>
    </>
  )
}
