import type { Scope } from '../accounts/scope.ts'
import type { CellFormat, Sheet } from '../xlsx.ts'
import type { Site } from './analytics.store.ts'
import { curveRows, panelTable } from './audience.store.ts'
import { type Panel, type View, headline } from './audience.ts'
import { en as annotationsEn } from './annotations.en.ts'
import { fr as annotationsFr } from './annotations.fr.ts'
import { type Mark, marksAt } from './annotations.ts'
import { type MetricName, type Unit, metricOf } from './catalog.ts'
import { en as audienceEn } from './audience.en.ts'
import { fr as audienceFr } from './audience.fr.ts'
import { behaviourSheet } from './behaviour-sheet.ts'
import { tableOf } from './behaviour.store.ts'
import { reports, shapes } from './behaviour.ts'
import { en as behaviourEn } from './behaviour.en.ts'
import { fr as behaviourFr } from './behaviour.fr.ts'
import { en as catalogEn } from './catalog.en.ts'
import { fr as catalogFr } from './catalog.fr.ts'
import { en as compareEn } from './compare.en.ts'
import { fr as compareFr } from './compare.fr.ts'
import { compareSides } from './compare.store.ts'
import { sidesOf } from './compare.ts'
import { compareSheet } from './compare-sheet.ts'
import { askCutFunnel } from './funnel.store.ts'
import { funnelOf, withinMode } from './funnel.ts'
import { funnelSheet } from './funnel-sheet.ts'
import { en as funnelEn } from './funnels.en.ts'
import { fr as funnelFr } from './funnels.fr.ts'
import { goalNames } from './goals.ts'
import { en as goalsEn } from './goals.en.ts'
import { fr as goalsFr } from './goals.fr.ts'
import { askGoal, askGoals } from './goals.store.ts'
import { goalSheet, goalsSheet } from './goals-sheet.ts'
import { en as journeysEn } from './journeys.en.ts'
import { fr as journeysFr } from './journeys.fr.ts'
import { askAround, askExits, askPaths } from './journeys.store.ts'
import { exitsSheet, journeysSheet, pathsSheet } from './journeys-sheet.ts'
import { valueLabel } from './labels.ts'
import { realTimeSheet } from './real-time-sheet.ts'
import { liveLists, realTime } from './real-time.store.ts'
import { en as realTimeEn } from './real-time.en.ts'
import { fr as realTimeFr } from './real-time.fr.ts'
import { en as retentionEn } from './retention.en.ts'
import { fr as retentionFr } from './retention.fr.ts'
import { askRetention } from './retention.store.ts'
import { cohortSizeOf } from './retention.ts'
import { retentionSheet } from './retention-sheet.ts'
import type { Section } from './section.store.ts'

/** Rows of a list in a file, where the page shows a dozen. */
const most = 10_000

/** The table of a page of the audience; null when the address names none. */
export async function sectionSheet(
  scope: Scope,
  site: Site,
  { project, view, today }: Pick<Section, 'project' | 'view' | 'today'>,
  name: string,
  search: URLSearchParams,
): Promise<Sheet | null> {
  const { locale } = scope
  const words = { fr: audienceFr, en: audienceEn }[locale]
  const ofJourneys = { fr: journeysFr, en: journeysEn }[locale]
  const pageName = (path: string) => valueLabel('page', path, words, locale)
  switch (name) {
    case 'funnels': {
      const funnel = withinMode(funnelOf(search), site.mode)
      const answer = await askCutFunnel(scope, site, project.id, view, funnel)
      const goals = [...goalNames(site.goals)].map(([id, title]) => ({ id, name: title }))
      return answer && funnelSheet(funnel, answer, goals, { fr: funnelFr, en: funnelEn }[locale], words, locale)
    }
    case 'compare': {
      const sides = sidesOf(search)
      const comparison = await compareSides(scope, site, project.id, view, sides)
      const { metrics } = { fr: catalogFr, en: catalogEn }[locale]
      return compareSheet(
        comparison,
        { fr: compareFr, en: compareEn }[locale],
        (metric) => metrics[metric].label,
        (row) => valueLabel(sides.panel, row, words, locale),
      )
    }
    case 'goals':
      return goalsSheet(await askGoals(scope, site, view, view.filters), { fr: goalsFr, en: goalsEn }[locale])
    case 'goal-detail': {
      const id = search.get('goal')
      const goal = site.goals.find((one) => one.id === id) ?? site.goals[0]
      if (!goal) return null
      const detail = await askGoal(scope, site, view, view.filters, goal.id, most)
      const title = goalNames(site.goals).get(goal.id) ?? goal.title
      return goalSheet(title, detail, { fr: goalsFr, en: goalsEn }[locale], (by, row) =>
        valueLabel(by, row, words, locale),
      )
    }
    case 'journeys': {
      const page = search.get('page')?.slice(0, 2000) || '/'
      const { before, after } = await askAround(scope, site, view, view.filters, page)
      return journeysSheet(page, before, after, ofJourneys, pageName)
    }
    case 'paths': {
      if (site.mode !== 'consent') return null
      const { paths } = await askPaths(scope, site, view, view.filters, most)
      return pathsSheet(paths, ofJourneys, pageName)
    }
    case 'exits':
      return exitsSheet(await askExits(scope, site, view, view.filters, most), ofJourneys, pageName)
    case 'retention': {
      const size = cohortSizeOf(search.get('size'))
      if (site.mode !== 'consent') return null
      const cohorts = await askRetention(scope, site, view, view.filters, size, today)
      return retentionSheet(cohorts, { fr: retentionFr, en: retentionEn }[locale])
    }
    default:
      return (await behaviourTable(scope, site, view, name)) ?? liveTable(scope, site, name)
  }
}

/** A table of a page of behaviour: `orders-products`. */
async function behaviourTable(scope: Scope, site: Site, view: View, name: string): Promise<Sheet | null> {
  const { locale } = scope
  const report = reports.find((one) => name.startsWith(`${one}-`))
  const table = name.slice((report ?? '').length + 1)
  if (!report || !Object.hasOwn(shapes[report].tables, table)) return null
  const rows = await tableOf(scope, site, view, report, table, most)
  const t = { fr: behaviourFr, en: behaviourEn }[locale]
  return behaviourSheet(
    { report, name: table },
    rows,
    site.currency,
    t,
    { fr: audienceFr, en: audienceEn }[locale],
    locale,
  )
}

/** The last half hour by minute (`real-time`), or one of its lists (`real-time-page`). */
async function liveTable(scope: Scope, site: Site, name: string): Promise<Sheet | null> {
  const { locale } = scope
  const list = liveLists.find((one) => name === `real-time-${one}`) ?? null
  if (list === null && name !== 'real-time') return null
  const words = { fr: audienceFr, en: audienceEn }[locale]
  const t = { fr: realTimeFr, en: realTimeEn }[locale]
  return realTimeSheet(await realTime(scope, site), list, t, (of, value) => valueLabel(of, value, words, locale))
}

/** The curve of every headline metric, and what happened at each point. */
export async function curveSheet(scope: Scope, site: Site, view: View, marks: readonly Mark[]): Promise<Sheet> {
  const rows = await curveRows(scope, site, view)
  const { locale } = scope
  const words = { fr: catalogFr, en: catalogEn }[locale]
  const { column } = { fr: annotationsFr, en: annotationsEn }[locale].marks
  const marked = marksAt(
    rows.map(({ date }) => date ?? ''),
    marks,
  )
  return {
    title: { fr: audienceFr, en: audienceEn }[locale].title,
    columns: [
      { label: words.dimensions.date, format: 'text' },
      ...headline.map(columnOf(words)),
      { label: column, format: 'text' },
    ],
    rows: rows.map((row, i) => [
      row.date ?? '',
      ...headline.map((name) => row[name] ?? null),
      (marked[i] ?? []).map(({ text }) => text).join(' · '),
    ]),
  }
}

const columnOf =
  (words: typeof catalogFr) =>
  (name: MetricName): Sheet['columns'][number] => ({
    label: `${words.metrics[name].label} (${words.units[metricOf(name).unit]})`,
    format: formatOf(metricOf(name).unit),
  })

/** Every row of a panel, with the figures of visits beside. */
export async function panelSheet(scope: Scope, site: Site, view: View, panel: Panel): Promise<Sheet> {
  const { metrics, rows } = await panelTable(scope, site, view, panel)
  const words = { fr: catalogFr, en: catalogEn }[scope.locale]
  const labels = { fr: audienceFr, en: audienceEn }[scope.locale]
  return {
    title: words.dimensions[panel],
    columns: [{ label: words.dimensions[panel], format: 'text' }, ...metrics.map(columnOf(words))],
    rows: rows.map((row) => [
      valueLabel(panel, row[panel] ?? '', labels, scope.locale),
      ...metrics.map((name) => row[name] ?? null),
    ]),
  }
}

const formatOf = (unit: Unit): CellFormat => (unit === 'ratio' ? 'percent' : 'number')
