import './audience.css'
import { Link, useLoaderData } from 'react-router'
import type { PageArgs } from '../accounts/request.ts'
import { openShare, sharedHeaders } from '../accounts/share-door.ts'
import { notFound } from '../errors.ts'
import { formatDate } from '../i18n.ts'
import { dayIn } from '../period.ts'
import { Chips } from '../ui/Chips.tsx'
import { LineChart } from '../ui/LineChart.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { AudienceHeadlines } from './AudienceHeadlines.tsx'
import { AudiencePanel } from './AudiencePanel.tsx'
import { sitesOf } from './analytics.store.ts'
import { audience } from './audience.store.ts'
import { comparisons, isSumOfDays, panels, presets, viewOf } from './audience.ts'
import { CurveChoice } from './CurveChoice.tsx'
import { pointLabel, shortLabel } from './curve-labels.ts'
import { conditionText, metricText } from './labels.ts'
import { en as catalogEn } from './catalog.en.ts'
import { fr as catalogFr } from './catalog.fr.ts'
import { en } from './audience.en.ts'
import { fr } from './audience.fr.ts'

/** The audience as a share shows it: the site and the filters it was made with, whatever its reader's address says. */
export async function loader(args: PageArgs) {
  const { scope, share, asked } = await openShare(args, 'audience')
  const sites = await sitesOf(scope, { project: share.projectId, domain: asked.get('site') ?? '' })
  const site = sites[0]
  // Its site left the project: no other one takes its place.
  if (!site) throw notFound()
  const today = dayIn(site.timeZone, scope.now)
  const view = viewOf(asked, today)
  const { now: _live, ...found } = await audience(scope, site, view)
  return {
    project: share.project,
    changesPeriod: share.changesPeriod,
    view,
    today,
    domain: site.domain,
    mode: site.mode,
    smallFigures: site.smallFigures ?? null,
    hasGoals: site.goals.length > 0,
    ...found,
  }
}

export const headers = () => sharedHeaders

export default function SharedAudiencePage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const words = useWords({ fr: catalogFr, en: catalogEn })
  const locale = useLocale()
  const { view, series, seriesBefore, granularity, smallFigures: small } = data
  const day = (iso: string) => formatDate(iso, locale)
  const isOpen = view.period.to >= data.today && granularity !== 'hour' && series.length > 1
  // Usual values are said too: what an address leaves out is what the share was made with.
  const to = (change: Readonly<Record<string, string>>) => {
    const { preset, period, compare, metric, step } = view
    const days = preset === 'custom' ? { ...period } : { period: preset }
    const said = { ...days, compare, metric, ...(step === null ? {} : { step }) }
    return `?${new URLSearchParams({ ...said, ...change })}`
  }
  const chosen = (is: boolean) => (is ? { 'aria-current': 'true' as const } : {})
  return (
    <Page
      title={t.title}
      kicker={data.project}
      lead={t.lead(data.domain, t.span(day(view.period.from), day(view.period.to)))}
      toolbar={
        <>
          {data.changesPeriod ? (
            <>
              <nav aria-label={t.periodNav} className="segmented">
                {presets
                  .filter((preset) => preset !== 'custom')
                  .map((preset) => (
                    <Link key={preset} to={to({ period: preset })} {...chosen(preset === view.preset)}>
                      {t.presets[preset]}
                    </Link>
                  ))}
              </nav>
              <nav aria-label={t.compare} className="segmented">
                {comparisons.map((compare) => (
                  <Link key={compare} to={to({ compare })} {...chosen(compare === view.compare)}>
                    {t.versus[compare]}
                  </Link>
                ))}
              </nav>
            </>
          ) : null}
          {small ? (
            <p className="note">{small.how === 'hide' ? t.hiddenRows(small.below) : t.roundedCounts(small.below)}</p>
          ) : null}
          <Chips
            label={t.filters}
            chips={view.filters.map((filter) => ({ label: conditionText(filter, words.dimensions, t, locale) }))}
          />
        </>
      }
    >
      <AudienceHeadlines found={data} shownTo={view.period.to} small={small} />
      {isSumOfDays(view.period) ? <p className="note">{t.sumOfDays}</p> : null}
      <CurveChoice view={view} granularity={granularity} to={to} />
      <LineChart
        title={t.chart(words.metrics[view.metric].label, t.steps[granularity])}
        xLabel={t.date}
        labels={series.map(({ at }, i) =>
          isOpen && i === series.length - 1 ? t.unfinished(pointLabel(at, locale)) : pointLabel(at, locale),
        )}
        shortLabels={series.map(({ at }) => shortLabel(at, locale, isSumOfDays(view.period)))}
        series={[
          { name: t.current, values: series.map(({ value }) => value), isOpen },
          ...(seriesBefore.length > 0
            ? [{ name: t.before, values: series.map((_, i) => seriesBefore[i]?.value ?? null), isComparison: true }]
            : []),
        ]}
        format={(value) => metricText(view.metric, value, locale)}
      />
      <div className="panels">
        {panels
          .filter((panel) => panel !== 'goal' || data.hasGoals)
          .map((panel) => (
            <AudiencePanel
              key={panel}
              panel={panel}
              rows={data.panels[panel]}
              view={view}
              base={null}
              domain={data.domain}
              consented={data.consented}
              imported={null}
              reason={panel === 'utmCampaign' && data.mode === 'exempt' ? 'exempt' : null}
            />
          ))}
      </div>
    </Page>
  )
}
