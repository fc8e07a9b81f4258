import './kpis.css'
import { redirect, useActionData, useLoaderData } from 'react-router'
import { type Refused, refuse, textOf } from '../accounts/form.ts'
import { type PageArgs } from '../accounts/request.ts'
import { forbidden } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatDate, formatDay, formatDayYear, formatInstant, formatPercent } from '../i18n.ts'
import { mayWrite } from '../projects/kind.ts'
import { BulletChart } from '../ui/BulletChart.tsx'
import { LinkButton } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { LineChart } from '../ui/LineChart.tsx'
import { useColon, useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Calculation } from './Calculation.tsx'
import { ExplainForm } from './ExplainForm.tsx'
import { KpiViews } from './KpiViews.tsx'
import { Periods } from './Periods.tsx'
import { deviationsOf, explainDeviation, openOne } from './deviations.store.ts'
import { deviation } from './kpi-kinds.ts'
import { en } from './kpis.en.ts'
import { fr } from './kpis.fr.ts'
import { kpi } from './kpis.ts'
import { measureIn } from './measures.store.ts'
import { kpiPlace } from './place.store.ts'
import { readPeriods } from './periods.store.ts'
import { shownIn, toneOf } from './show.ts'
import { isOffTarget } from './status.ts'

export async function loader(args: PageArgs) {
  const { scope, project, base, one } = await kpiPlace(args)
  const measured = await measureIn(one.m, one.asked)
  const asked = new URL(args.request.url).searchParams.get('by')
  const grain = asked === 'week' ? ('week' as const) : ('month' as const)
  const [{ rows, corrections }, deviations] = await Promise.all([
    readPeriods(one, measured, grain),
    deviationsOf(scope, project.id, one.id),
  ])
  const say = (value: unknown) =>
    shownIn(measured.figure, one.values.unit, typeof value === 'number' ? value : null, project.currency, scope.locale)
  const t = { fr, en }[scope.locale].deviation
  const shown = ({ id, title, state, values }: (typeof deviations)[number]) => ({
    id,
    // Named after its KPI, as the clock does: what happened is said here, in the reader's language.
    title: title === one.values.title ? t.title(title, say(values['actual']), say(values['expected'])) : title,
    state,
    noticedOn: formatDayYear(String(values['noticedOn']), scope.locale),
    cause: typeof values['cause'] === 'string' ? values['cause'] : null,
  })
  const current = openOne(deviations)
  return {
    base,
    id: one.id,
    values: one.values,
    currency: project.currency,
    canWrite: mayWrite(scope, kpi) && mayWrite(scope, deviation),
    measured,
    grain,
    rows,
    corrections: corrections.map(({ at, ...correction }) => ({
      ...correction,
      when: formatInstant(at, project.timeZone, scope.locale),
    })),
    current: current ? shown(current) : null,
    past: deviations.filter(({ id }) => id !== current?.id).map(shown),
  }
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, project, base, one } = await kpiPlace(args)
  if (!mayWrite(scope, deviation)) throw forbidden()
  const form = await args.request.formData()
  const [cause, then, actionTitle] = ['cause', 'then', 'actionTitle'].map((name) => textOf(form, name).trim())
  const t = { fr, en }[scope.locale].deviation
  const problems: Record<string, string> = {}
  if (!cause || cause.length > 5_000) problems['cause'] = t.causeNeeded
  if (then === 'action' && (!actionTitle || actionTitle.length > 300)) problems['actionTitle'] = t.actionNeeded
  if (Object.keys(problems).length > 0) return refuse(form, problems)
  const measured = await measureIn(one.m, one.asked, false)
  const explanation = { cause: cause ?? '', then: then ?? '', actionTitle: actionTitle ?? '' }
  const id = await explainDeviation(scope, project.id, one.id, one.values, measured, one.today, explanation)
  if (then === 'recommendation') return redirect(`${base}/recommendations/from/${one.id}?deviation=${id}`)
  return redirectSaying(`${base}/kpis/${one.id}/follow-up`, { text: t.saved, tone: 'good' })
}

export type FollowUp = Awaited<ReturnType<typeof loader>>

export default function FollowUpPage() {
  const data = useLoaderData<typeof loader>()
  const { base, id, values, currency, canWrite, measured, current } = data
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en })
  const locale = useLocale()
  const colon = useColon()
  const { actual, status, elapsed, points, figure, accumulates, reason, isRunning, isEstimated } = measured
  const running = isRunning ? points.findLastIndex((point) => point.actual !== null) : -1
  const named = (label: string, i: number) => (i === running ? t.followUp.running(label) : label)
  const shown = (value: number | null) => shownIn(figure, values.unit, value, currency, locale)
  const off = isOffTarget(status.state)
  const cause = current?.cause ?? values.cause
  return (
    <Page
      title={values.title}
      kicker={t.followUp.title}
      lead={
        values.startsOn && values.endsOn ? t.followUp.elapsed(formatPercent(elapsed, locale, 0)) : t.followUp.noPeriod
      }
      toolbar={<KpiViews base={base} id={id} title={values.title} />}
    >
      <Callout tone={toneOf(status.state)} title={t.states[status.state]}>
        <p>{status.sentence[locale]}</p>
        {reason ? <p>{reason[locale]}</p> : null}
        {off ? <p>{cause ? `${t.followUp.cause}${colon}${cause}` : t.followUp.noCause}</p> : null}
        {current ? <p className="quiet">{t.deviation.noticed(current.noticedOn)}</p> : null}
        {off && canWrite && cause ? (
          <p className="form-actions">
            {current ? <LinkButton to={`${base}/deviations/${current.id}`}>{t.deviation.see}</LinkButton> : null}
            <LinkButton
              to={`${base}/recommendations/from/${id}${current ? `?deviation=${current.id}` : ''}`}
              tone="main"
            >
              {t.followUp.recommend}
            </LinkButton>
          </p>
        ) : null}
      </Callout>
      {off && canWrite && !cause ? <ExplainForm refused={refused} /> : null}
      <BulletChart
        title={t.followUp.bullet(values.title)}
        value={actual}
        expected={status.expected}
        target={values.target}
        format={shown}
      />
      {points.length > 1 ? (
        <LineChart
          title={t.followUp.chart(values.title)}
          xLabel={t.followUp.day}
          labels={points.map((point, i) => named(formatDate(point.day, locale), i))}
          shortLabels={points.map((point) => formatDay(point.day, locale))}
          series={[
            {
              name: accumulates ? t.followUp.actualToDate : t.followUp.actual,
              values: points.map((point) => point.actual),
              isOpen: isRunning,
            },
            { name: t.followUp.planned, values: points.map((point) => point.planned), isComparison: true },
          ]}
          format={shown}
        />
      ) : null}
      {isEstimated ? <p className="note">{t.followUp.estimated}</p> : null}
      <Periods data={data} />
      <Calculation data={data} />
    </Page>
  )
}
