import './audience.css'
import { useLoaderData } from 'react-router'
import { appOf, type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { mayShare } from '../accounts/roles.ts'
import { formatDate } from '../i18n.ts'
import { snippetOf } from '../collect/site-form.ts'
import { getSite } from '../collect/sites.store.ts'
import { dayIn } from '../period.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { LineChart } from '../ui/LineChart.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { AudienceHeadlines } from './AudienceHeadlines.tsx'
import { AudienceNav } from './AudienceNav.tsx'
import { AudiencePanel } from './AudiencePanel.tsx'
import { AudienceToolbar } from './AudienceToolbar.tsx'
import { marksAt } from './annotations.ts'
import { marksOf } from './annotations.store.ts'
import { en as annotationsEn } from './annotations.en.ts'
import { fr as annotationsFr } from './annotations.fr.ts'
import { FileLinks } from './AudienceSection.tsx'
import { Marks } from './Marks.tsx'
import { mayKeep } from './saved.store.ts'
import { audience, hasEvents } from './audience.store.ts'
import { addressOf, isSumOfDays, panels, viewOf } from './audience.ts'
import { sitesOf } from './analytics.store.ts'
import { CurveChoice } from './CurveChoice.tsx'
import { pointLabel, shortLabel } from './curve-labels.ts'
import { metricText } from './labels.ts'
import { en as catalogEn } from './catalog.en.ts'
import { fr as catalogFr } from './catalog.fr.ts'
import { en } from './audience.en.ts'
import { fr } from './audience.fr.ts'
import { ImportedHistory, toolsOf } from './ImportedHistory.tsx'
import { importedCurve } from './imported.ts'
import { en as importedEn } from './imported.en.ts'
import { fr as importedFr } from './imported.fr.ts'
import { importsShown } from './imported.store.ts'
import { LiveCount } from './LiveCount.tsx'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const app = appOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  const base = `/w/${args.params['workspace']}/p/${project.slug}`
  const sites = await sitesOf(scope, { project: project.id })
  const search = new URL(args.request.url).searchParams
  const site = sites.find((one) => one.domain === search.get('site')) ?? sites[0]
  if (!site) return { kind: 'noSite' as const, base }
  const today = dayIn(site.timeZone, scope.now)
  const view = viewOf(search, today)
  const [found, imported, marks] = await Promise.all([
    audience(scope, site, view),
    importsShown(scope, site, view.period),
    marksOf(scope, app.catalog.kinds, { project, site, period: view.period, hidden: view.hidesMarks ?? [] }),
  ])
  const isSilent =
    found.totals.pageviews === 0 &&
    view.filters.length === 0 &&
    imported.days.length === 0 &&
    !(await hasEvents(scope, site))
  if (isSilent) {
    const snippet = snippetOf(await getSite(scope, site.domain), app.url)
    return { kind: 'noEvents' as const, base, domain: site.domain, snippet }
  }
  return {
    kind: 'audience' as const,
    base,
    view,
    today,
    domain: site.domain,
    mode: site.mode,
    domains: sites.map((one) => one.domain),
    smallFigures: site.smallFigures ?? null,
    hasGoals: site.goals.length > 0,
    share: mayShare(scope.role)
      ? `${base}/shares?${new URLSearchParams({ view: 'audience', what: addressOf({ ...view, site: site.domain }).slice(1), ...view.period })}`
      : null,
    imported,
    marks,
    mayNote: mayKeep(scope),
    ...found,
  }
}

export default function AudiencePage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  if (data.kind === 'noSite')
    return (
      <Page title={t.title}>
        <Empty
          title={t.noSite.title}
          text={t.noSite.text}
          action={
            <LinkButton to={`${data.base}/sites`} tone="main">
              {t.noSite.action}
            </LinkButton>
          }
        />
      </Page>
    )
  if (data.kind === 'noEvents')
    return (
      <Page title={t.title}>
        <Empty
          title={t.noEvents.title(data.domain)}
          text={t.noEvents.text}
          action={
            <pre className="snippet" tabIndex={0} aria-label={t.noEvents.snippet}>
              <code>{data.snippet}</code>
            </pre>
          }
          example={t.noEvents.then}
        />
      </Page>
    )
  return <Figures data={data} />
}

type Data = Extract<Awaited<ReturnType<typeof loader>>, { kind: 'audience' }>

function Figures({ data }: { readonly data: Data }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const words = useWords({ fr: catalogFr, en: catalogEn })
  const { view } = data
  const label = words.metrics[view.metric].label
  const day = (iso: string) => formatDate(iso, locale)
  const isOpen = view.period.to >= data.today && data.granularity !== 'hour' && data.series.length > 1
  const importedWords = useWords({ fr: importedFr, en: importedEn })
  // A filter would not apply to what another tool had already summed.
  const isImportShown = data.imported.days.length > 0 && !view.hidesImported && view.filters.length === 0
  const tools = toolsOf(data.imported, importedWords)
  const importedValues = isImportShown
    ? importedCurve(view.metric, data.imported.days, data.series, data.granularity)
    : []
  const marked = marksAt(
    data.series.map(({ at }) => at),
    data.marks,
  )
  const noteWords = useWords({ fr: annotationsFr, en: annotationsEn }).marks
  return (
    <Page
      title={t.title}
      lead={t.lead(data.domain, t.span(day(view.period.from), day(view.period.to)))}
      actions={
        <>
          <LiveCount count={data.now} address={`${data.base}/audience/now?site=${encodeURIComponent(data.domain)}`} />
          <LinkButton to={`${data.base}/alerts`}>{t.alerts}</LinkButton>
        </>
      }
      strip={<AudienceNav />}
      toolbar={
        <AudienceToolbar
          view={view}
          domains={data.domains}
          small={data.smallFigures}
          {...(data.share ? { share: data.share } : {})}
        />
      }
    >
      <AudienceHeadlines found={data} shownTo={view.period.to} small={data.smallFigures} />
      {isSumOfDays(view.period) ? <p className="note">{t.sumOfDays}</p> : null}
      <CurveChoice view={view} granularity={data.granularity} to={(change) => addressOf(view, change)} />
      <LineChart
        title={t.chart(label, t.steps[data.granularity])}
        xLabel={t.date}
        labels={data.series.map((point, i) => {
          const label = pointLabel(point.at, locale)
          return isOpen && i === data.series.length - 1 ? t.unfinished(label) : label
        })}
        shortLabels={data.series.map((point) => shortLabel(point.at, locale, isSumOfDays(view.period)))}
        series={[
          { name: t.current, values: data.series.map((point) => point.value), isOpen },
          ...(data.seriesBefore.length > 0
            ? [
                {
                  name: t.before,
                  values: data.series.map((_, i) => data.seriesBefore[i]?.value ?? null),
                  isComparison: true,
                },
              ]
            : []),
          ...(importedValues.some((value) => value !== null)
            ? [{ name: importedWords.series(tools), values: importedValues, isApart: true }]
            : []),
        ]}
        marks={{ name: noteWords.column, at: marked.map((marks) => marks.map(({ text }) => text)) }}
        format={(value) => metricText(view.metric, value, locale)}
      />
      <div className="curve-more">
        <Marks
          marks={data.marks}
          view={view}
          base={data.base}
          noteOn={data.mayNote ? (view.period.to < data.today ? view.period.to : data.today) : null}
        />
        <FileLinks base={data.base} section="curve" search={addressOf({ ...view, site: data.domain })} />
      </div>
      <ImportedHistory imported={data.imported} view={view} />
      <div className="panels">
        {panels.map((panel) => (
          <AudiencePanel
            key={panel}
            panel={panel}
            rows={data.panels[panel]}
            view={view}
            base={data.base}
            domain={data.domain}
            consented={data.consented}
            imported={
              isImportShown
                ? { tools, values: data.imported.values.filter(({ dimension }) => dimension === panel) }
                : null
            }
            reason={
              panel === 'utmCampaign' && data.mode === 'exempt'
                ? 'exempt'
                : panel === 'goal' && !data.hasGoals
                  ? 'noGoals'
                  : null
            }
          />
        ))}
      </div>
    </Page>
  )
}
