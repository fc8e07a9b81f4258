import { mayWrite } from '../projects/kind.ts'
import { Link, useLoaderData } from 'react-router'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { en as catalogEn } from '../analytics/catalog.en.ts'
import { fr as catalogFr } from '../analytics/catalog.fr.ts'
import { metrics } from '../analytics/catalog.ts'
import { formatDate, formatDay, formatPercent } from '../i18n.ts'
import { listObjects, readObject } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { linksOf } from '../projects/thread.store.ts'
import { BulletChart } from '../ui/BulletChart.tsx'
import { LinkButton } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { LineChart } from '../ui/LineChart.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { en } from './kpis.en.ts'
import { fr } from './kpis.fr.ts'
import { accumulates, goal, isCatalogMetric, kpi, kpiUnit } from './kpis.ts'
import type { Kpi } from './kpis.ts'
import { goalsByKpi, manualReadings, measure } from './measures.store.ts'
import { shownValue, toneOf } from './show.ts'
import { isOffTarget } from './status.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const object = await readObject(scope, kpi, project.id, args.params['id'] ?? '')
  const [goals, links] = await Promise.all([listObjects(scope, goal, project.id), linksOf(scope, project.id)])
  const byKpi = goalsByKpi(
    goals.map((one) => ({ ...one, derived: {} })),
    links,
  )
  const values = { ...(object.values as Kpi), title: object.title }
  return {
    base: `/w/${args.params['workspace']}/p/${project.slug}`,
    id: object.id,
    values,
    currency: project.currency,
    canWrite: mayWrite(scope, kpi),
    measured: await measure(
      scope,
      project.id,
      values,
      byKpi.get(object.id) ?? [],
      await manualReadings(scope, object.id, values),
    ),
  }
}

export default function FollowUpPage() {
  const { base, id, values, currency, canWrite, measured } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const locale = useLocale()
  const { actual, status, elapsed, points } = measured
  const shown = (value: number | null) => shownValue(values.metric, values.unit, value, currency, locale)
  const off = isOffTarget(status.state)
  return (
    <Page
      title={values.title}
      kicker={t.followUp.title}
      lead={
        values.startsOn && values.endsOn ? t.followUp.elapsed(formatPercent(elapsed, locale, 0)) : t.followUp.noPeriod
      }
      actions={<LinkButton to={`${base}/kpis/${id}`}>{t.followUp.back}</LinkButton>}
    >
      <Callout tone={toneOf(status.state)} title={t.states[status.state]}>
        <p>{status.sentence[locale]}</p>
        {off ? <p>{values.cause ? `${t.followUp.cause} : ${values.cause}` : t.followUp.noCause}</p> : null}
        {off && canWrite ? (
          <p className="form-actions">
            {values.cause ? null : <LinkButton to={`${base}/kpis/${id}`}>{t.followUp.explain}</LinkButton>}
            <LinkButton to={`${base}/recommendations/from/${id}`} tone="main">
              {t.followUp.recommend}
            </LinkButton>
          </p>
        ) : null}
      </Callout>
      {isCatalogMetric(values.metric) && measured.site === null ? <p className="note">{t.followUp.noSite}</p> : null}
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
          labels={points.map((point) => formatDate(point.day, locale))}
          shortLabels={points.map((point) => formatDay(point.day, locale))}
          series={[
            {
              name: accumulates(values.metric) ? t.followUp.actualToDate : t.followUp.actual,
              values: points.map((point) => point.actual),
            },
            { name: t.followUp.planned, values: points.map((point) => point.planned), isComparison: true },
          ]}
          format={shown}
        />
      ) : null}
      <Calculation />
    </Page>
  )
}

/** Where the figure comes from: formula, unit, source, and what narrows it. */
function Calculation() {
  const { base, values, measured } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const locale = useLocale()
  const words = useWords({ fr: catalogFr, en: catalogEn })
  const { metric, filterDimension, filterValue, measuredOn, source, startsOn, endsOn } = values
  const known = isCatalogMetric(metric) ? words.metrics[metric] : null
  return (
    <section>
      <h2>{t.followUp.calculated}</h2>
      {known && isCatalogMetric(metric) ? (
        <dl className="facts">
          <dt>{known.label}</dt>
          <dd>{known.definition}</dd>
          <dt>{t.followUp.formula}</dt>
          <dd>{known.formula}</dd>
          <dt>{t.followUp.unit}</dt>
          <dd>{kpiUnit(metric) === 'percent' ? '%' : words.units[metrics[metric].unit]}</dd>
          <dt>{t.followUp.source}</dt>
          <dd>
            {words.sources[metrics[metric].source]}
            {measured.site ? (
              <>
                {', '}
                <Link to={`${base}/audience?from=${startsOn ?? ''}&to=${endsOn ?? ''}&site=${measured.site}`}>
                  {measured.site}
                </Link>
              </>
            ) : null}
          </dd>
          {filterDimension && filterValue !== null ? (
            <>
              <dt>{t.followUp.filter}</dt>
              <dd>
                {t.kpi.options.filterDimension[filterDimension as keyof typeof t.kpi.options.filterDimension]}{' '}
                {filterValue}
              </dd>
            </>
          ) : null}
          {measured.goals.length > 0 ? (
            <>
              <dt>{t.followUp.goals}</dt>
              <dd>{measured.goals.join(', ')}</dd>
            </>
          ) : null}
        </dl>
      ) : (
        <p>{t.followUp.manualSource(source ?? '—', measuredOn ? formatDate(measuredOn, locale) : '—')}</p>
      )}
    </section>
  )
}
