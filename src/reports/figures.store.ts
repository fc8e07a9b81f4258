import type { Scope } from '../accounts/scope.ts'
import { read, sitesOf } from '../analytics/analytics.store.ts'
import type { Site } from '../analytics/analytics.store.ts'
import { audience } from '../analytics/audience.store.ts'
import { query } from '../analytics/query.ts'
import { byNature, inReference, lineFrom, total, variance } from '../budget/budget.ts'
import { budgetLine } from '../budget/budget-lines.ts'
import { content, editorialLine } from '../content/contents.ts'
import { goal, kpi } from '../kpis/kpis.ts'
import type { Kpi } from '../kpis/kpis.ts'
import { goalsByKpi, measure } from '../kpis/measures.store.ts'
import { clicksOf } from '../links/clicks.store.ts'
import { campaign } from '../links/links.ts'
import type { Campaign } from '../links/links.ts'
import { type Day, type Period, boundsOf, dayIn } from '../period.ts'
import { action, type Action } from '../planning/actions.ts'
import { punctuality } from '../planning/timeline.ts'
import { type ProjectObject, listObjects } from '../projects/objects.store.ts'
import type { Project } from '../projects/projects.store.ts'
import { linksOf } from '../projects/thread.store.ts'
import { listDecisions } from '../recommendations/decisions.store.ts'
import { recommendation } from '../recommendations/recommendations.ts'
import type { Recommendation } from '../recommendations/recommendations.ts'
import type { Figures } from './figures.ts'

type Links = readonly { readonly from: string; readonly to: string }[]
type Of<K extends keyof Figures> = Figures[K]

/**
 * The figures of a period, read by the queries that serve the pages. What has a time stops at the end of the period;
 * what has none (a budget, the state of an action) is as it stands when it is read.
 * @param reportId the report whose recommendations are cited, by the thread
 */
export async function readFigures(scope: Scope, project: Project, reportId: string, period: Period): Promise<Figures> {
  const today = dayIn(project.timeZone, scope.now)
  const asOf = period.to < today ? period.to : today
  const [sites, links] = await Promise.all([sitesOf(scope, { project: project.id }), linksOf(scope, project.id)])
  const [kpis, ofSites, campaigns, budget, actions, contents, recommendations] = await Promise.all([
    kpiFigures(scope, project, links, period),
    Promise.all(sites.map((site) => siteFigures(scope, site, period))),
    campaignFigures(scope, project, sites, links, { from: period.from, to: asOf }),
    budgetFigures(scope, project),
    actionFigures(scope, project, period, asOf),
    contentFigures(scope, project, links, period),
    recommendationFigures(scope, project, links, reportId, period),
  ])
  return {
    project: { name: project.name, company: project.company },
    currency: project.currency,
    timeZone: project.timeZone,
    period,
    asOf,
    compared: ofSites.find((site) => site.compared)?.compared ?? null,
    kpis,
    sites: ofSites.map(({ figures }) => figures),
    campaigns,
    budget,
    actions,
    contents,
    recommendations,
  }
}

/** Each KPI as it stood on the last day of the period, or stands now when the period is not over. */
async function kpiFigures(scope: Scope, project: Project, links: Links, period: Period): Promise<Of<'kpis'>> {
  const end = new Date(boundsOf(project.timeZone, period).until.getTime() - 1)
  const then = end < scope.now ? { ...scope, now: end } : scope
  const [kpis, goals] = await Promise.all([
    listObjects(scope, kpi, project.id, { sort: { field: 'title', descending: false } }),
    listObjects(scope, goal, project.id),
  ])
  const byKpi = goalsByKpi(goals, links)
  return Promise.all(
    kpis.map(async ({ id, title, values }) => {
      const facts = { ...(values as Kpi), title }
      const { actual, status, site, figure } = await measure(then, project.id, facts, byKpi.get(id) ?? [])
      const { metric, formula, unit, target, cause, startsOn, endsOn, source, measuredOn } = facts
      return {
        id,
        title,
        metric,
        formula,
        figure,
        unit,
        target,
        actual,
        expected: status.expected,
        deviation: status.deviation,
        state: status.state,
        sentence: status.sentence,
        cause,
        period: startsOn && endsOn ? { from: startsOn, to: endsOn } : null,
        site,
        source,
        measuredOn,
      }
    }),
  )
}

async function siteFigures(scope: Scope, site: Site, period: Period) {
  const view = {
    preset: 'custom',
    period,
    compare: 'previous',
    metric: 'visits',
    step: null,
    filters: [],
    site: null,
  } as const
  const found = await audience(scope, site, view)
  const byChannel = (over: Period) =>
    read(
      scope,
      site,
      query({
        period: over,
        metrics: ['visits', 'conversions', 'conversionRate', 'revenue'],
        dimensions: ['channel'],
        limit: 50,
      }),
    )
  const [now, before] = await Promise.all([byChannel(period), found.compared ? byChannel(found.compared) : []])
  const visits = found.totals.visits ?? 0
  const names = [...new Set([...now, ...before].map((row) => row.channel ?? ''))]
  const channels = names
    .map((name) => {
      const row = now.find(({ channel }) => channel === name)
      const count = row?.visits ?? 0
      return {
        name,
        visits: count,
        visitsBefore: before.find(({ channel }) => channel === name)?.visits ?? 0,
        share: visits === 0 ? null : count / visits,
        conversions: row?.conversions ?? 0,
        conversionRate: row?.conversionRate ?? null,
        revenueCents: row?.revenue ?? 0,
      }
    })
    .toSorted((a, b) => b.visits - a.visits || a.name.localeCompare(b.name))
  return {
    compared: found.compared,
    figures: {
      domain: site.domain,
      mode: site.mode,
      granularity: found.granularity,
      totals: found.totals,
      before: found.before,
      series: [...found.series],
      seriesBefore: [...found.seriesBefore],
      channels,
    } satisfies Of<'sites'>[number],
  }
}

/** Campaigns with a day in the period. Their result covers their own days, so that it compares with what they cost. */
async function campaignFigures(
  scope: Scope,
  project: Project,
  sites: readonly Site[],
  links: Links,
  lived: Period,
): Promise<Of<'campaigns'>> {
  const all = await listObjects(scope, campaign, project.id, { sort: { field: 'startsOn', descending: false } })
  const measured = sites.filter((site) => site.mode === 'consent')
  return Promise.all(
    all
      .filter(({ values }) => touches(lived, values['startsOn'], values['endsOn']))
      .map(async ({ id, title, state, values }) => {
        const { startsOn, endsOn, plannedCents, spentCents, utmCampaign } = values as Campaign
        const period = { from: startsOn ?? lived.from, to: endsOn && endsOn < lived.to ? endsOn : lived.to }
        const asked = query({
          period,
          metrics: ['visits', 'conversions', 'revenue'],
          filters: [{ dimension: 'utmCampaign', operator: 'is', values: [utmCampaign] }],
        })
        const [results, clicks] = await Promise.all([
          Promise.all(measured.map(async (site) => (await read(scope, site, asked))[0] ?? {})),
          Promise.all(links.filter(({ from }) => from === id).map(({ to }) => clicksOf(scope, to, period))),
        ])
        const sum = (metric: 'visits' | 'conversions' | 'revenue') =>
          measured.length === 0 ? null : results.reduce((whole, row) => whole + (row[metric] ?? 0), 0)
        return {
          id,
          title,
          state,
          period,
          plannedCents,
          spentCents,
          visits: sum('visits'),
          conversions: sum('conversions'),
          revenueCents: sum('revenue'),
          clicks: clicks
            .flat()
            .filter(({ kind }) => kind === 'person')
            .reduce((whole, { count }) => whole + Number(count), 0),
        }
      }),
  )
}

/** Whether something that lasts from a day to another, either of them unknown, has a day in the period. */
const touches = (period: Period, from: unknown, to: unknown): boolean =>
  !(typeof from === 'string' && from > period.to) && !(typeof to === 'string' && to < period.from)

async function budgetFigures(scope: Scope, project: Project): Promise<Of<'budget'>> {
  const lines = (await listObjects(scope, budgetLine, project.id)).map(lineFrom)
  const reference = project.vatReference
  return {
    reference,
    envelopeCents: project.envelopeCents,
    plannedCents: inReference(total(lines), reference),
    forecastCents: variance(lines, reference).forecast,
    natures: byNature(lines).map(({ key, lines: count, amounts }) => {
      const own = variance(
        lines.filter((line) => line.nature === key),
        reference,
      )
      return {
        nature: key,
        lines: count,
        plannedCents: inReference(amounts, reference),
        invoicedLines: own.lines,
        invoicedPlannedCents: own.planned,
        actualCents: own.actual,
      }
    }),
  }
}

/** Actions that had a day in the period, and those that are late whenever they were due. */
async function actionFigures(scope: Scope, project: Project, period: Period, asOf: Day): Promise<Of<'actions'>> {
  const all = await listObjects(scope, action, project.id, { sort: { field: 'endsOn', descending: false } })
  return all.flatMap(({ id, title, state, values }) => {
    const { owner, startsOn, endsOn, progress } = values as Action
    const when = punctuality({ id, title, state, owner, startsOn, endsOn, progress }, asOf)
    const isLate = when.kind === 'late'
    const undated = startsOn === null && endsOn === null
    if (!isLate && (undated || !touches(period, startsOn ?? endsOn, endsOn ?? startsOn))) return []
    const standing =
      state === 'done' ? 'done' : state === 'cancelled' ? 'cancelled' : isLate ? 'late' : ('running' as const)
    return [{ id, title, state, owner, endsOn, standing, lateDays: isLate ? when.days : 0 }]
  })
}

/** What was published over the period, against what the calendar planned for it. */
async function contentFigures(scope: Scope, project: Project, links: Links, period: Period): Promise<Of<'contents'>> {
  const [contents, lines] = await Promise.all([
    listObjects(scope, content, project.id, { sort: { field: 'plannedOn', descending: false } }),
    listObjects(scope, editorialLine, project.id),
  ])
  const lineOf = (id: string) => {
    const origins = links.filter(({ to }) => to === id).map(({ from }) => from)
    return lines.find((line) => origins.includes(line.id))?.title ?? null
  }
  const inPeriod = (day: Day | null): day is Day => day !== null && day >= period.from && day <= period.to
  const dayOf = ({ values }: ProjectObject): Day | null =>
    typeof values['scheduledAt'] === 'string'
      ? dayIn(project.timeZone, new Date(values['scheduledAt']))
      : (values['plannedOn'] as Day | null)
  return {
    planned: contents.filter(({ values }) => inPeriod(values['plannedOn'] as Day | null)).length,
    published: contents.flatMap((one) => {
      const on = dayOf(one)
      if (one.state !== 'published' || !inPeriod(on)) return []
      const format = one.values['format'] as string | null
      return [{ id: one.id, title: one.title, state: one.state, format, line: lineOf(one.id), on }]
    }),
  }
}

/** Recommendations the report cites, and those submitted or decided over the period. */
async function recommendationFigures(
  scope: Scope,
  project: Project,
  links: Links,
  reportId: string,
  period: Period,
): Promise<Of<'recommendations'>> {
  const [all, decisions] = await Promise.all([
    listObjects(scope, recommendation, project.id, { sort: { field: 'dueOn', descending: false } }),
    listDecisions(scope, project.id),
  ])
  const cited = new Set(links.filter(({ to }) => to === reportId).map(({ from }) => from))
  const inPeriod = (day: Day | null) => day !== null && day >= period.from && day <= period.to
  return all.flatMap(({ id, title, state, values }) => {
    const { finding, actionProposed, costCents, expectedEffect, owner, dueOn, submittedOn } = values as Recommendation
    const taken = decisions
      .filter(({ recommendationId }) => recommendationId === id)
      .map(({ outcome, authorName, decidedAt, note }) => ({
        outcome,
        by: authorName,
        on: dayIn(project.timeZone, decidedAt),
        note,
      }))
    if (!cited.has(id) && !inPeriod(submittedOn) && !taken.some(({ on }) => inPeriod(on))) return []
    return [
      {
        id,
        title,
        state: state ?? 'draft',
        finding,
        proposal: actionProposed,
        costCents,
        expectedEffect,
        owner,
        dueOn,
        cited: cited.has(id),
        decisions: taken.toReversed(),
      },
    ]
  })
}
