import type { Scope } from '../accounts/scope.ts'
import { previous } from '../period.ts'
import { type ProjectObject, listObjects } from '../projects/objects.store.ts'
import type { Project } from '../projects/projects.store.ts'
import { linksOf } from '../projects/thread.store.ts'
import { smart } from '../strategy/smart.ts'
import { type StrategicObjective, aim, strategicObjective } from '../strategy/strategy.ts'
import { compile, isCompiled } from './compiled.ts'
import { type Measuring, measuring, readFigure, siteOf, todayOf } from './figures.store.ts'
import { type FacetState, type SmartReason, held, smartKpi, smartObjective, smartReasons } from './kpi-smart.ts'
import { type DigitalObjective, digitalObjective } from './kpi-kinds.ts'
import { kpiTree } from './kpi-tree.ts'
import { type Kpi, goal, kpi } from './kpis.ts'
import { goalsByKpi, measureIn, periodOf } from './measures.store.ts'
import type { KpiState, KpiStatus } from './status.ts'

/** A reason that a facet does not hold, and where it is mended below the object's own page. */
export interface Lack {
  readonly facet: FacetState['facet']
  readonly reason: string
  readonly field: string
}

export interface TreeFacts {
  readonly held: number
  readonly lacks: readonly Lack[]
  readonly nature: Kpi['nature'] | null
  readonly status: KpiStatus | null
}

const kinds = { strategicObjective, digitalObjective, kpi }

/** The whole tree of a project with the state of its KPIs today and what SMART finds. */
export async function readTree(scope: Scope, project: Project) {
  const [m, links, objectives, digital, kpis, goals, aims] = await Promise.all([
    measuring(scope, project.id),
    linksOf(scope, project.id),
    listObjects(scope, strategicObjective, project.id),
    listObjects(scope, digitalObjective, project.id),
    listObjects(scope, kpi, project.id),
    listObjects(scope, goal, project.id),
    listObjects(scope, aim, project.id),
  ])
  const byKpi = goalsByKpi(goals, links)
  const around = neighbours(links, [...objectives, ...digital, ...kpis, ...aims])
  const facts = new Map<string, TreeFacts>()
  for (const { id, title, values } of objectives) {
    const objective = { ...(values as StrategicObjective), title }
    const states = smart({ ...objective, aims: around.before(id, 'aim').length }, project.endsOn)
    facts.set(id, {
      held: states.filter(({ reasons }) => reasons.length === 0).length,
      lacks: states.flatMap(({ facet, reasons }) =>
        reasons.map((reason) => ({ facet, reason, field: objectiveFields[reason] })),
      ),
      nature: null,
      status: null,
    })
  }
  for (const { id, title, values } of digital) {
    const measuredBy = around.after(id, 'kpi')
    const states = smartObjective(
      { ...(values as DigitalObjective), title },
      {
        objectives: around.before(id, 'strategicObjective').length,
        kpis: measuredBy.length,
        targets: measuredBy.filter(({ values: of }) => of['target'] !== null).length,
        projectEnd: project.endsOn,
      },
    )
    facts.set(id, { ...factsOf(states), nature: null, status: null })
  }
  await Promise.all(
    kpis.map(async ({ id, title, values }) => {
      const own = { ...(values as Kpi), title }
      const asked = { id, values: own, goals: byKpi.get(id) ?? [] }
      const [{ status }, before] = await Promise.all([measureIn(m, asked, false), valueBefore(m, own, asked.goals)])
      const states = smartKpi(own, {
        isComputable: isCompiled(compile(own, asked.goals)),
        before,
        objectives: objectivesAbove(id, around.parents),
        means: meansAround(id, links, around.parents),
        projectEnd: project.endsOn,
      })
      facts.set(id, { ...factsOf(states), nature: own.nature, status })
    }),
  )
  const stateOf = (id: string): KpiState => facts.get(id)?.status?.state ?? 'unknown'
  const tree = kpiTree(
    [...objectives, ...digital, ...kpis].map(({ id, kind, title }) => ({ id, kind, title, ...facts.get(id) })),
    links,
    stateOf,
  )
  const natures = { aim: 0, alert: 0, anticipation: 0 }
  for (const { nature } of facts.values()) if (nature) natures[nature] += 1
  return { tree, natures, paths: Object.fromEntries(Object.values(kinds).map(({ name, path }) => [name, path])) }

  /** Objectives a KPI is drawn from, through digital objectives and other KPIs. */
  function objectivesAbove(id: string, parents: ReadonlyMap<string, readonly ProjectObject[]>): number {
    const met = new Set([id])
    for (const one of met) for (const parent of parents.get(one) ?? []) met.add(parent.id)
    return objectives.filter((one) => met.has(one.id)).length
  }
}

const factsOf = (states: readonly FacetState[]) => ({
  held: held(states),
  lacks: states.flatMap(({ facet, reasons }) =>
    reasons.map((reason: SmartReason) => ({ facet, reason, field: smartReasons[reason] })),
  ),
})

const objectiveFields = {
  noVerb: 'title', noMeasure: 'measure', noUnit: 'unit', noBaseline: 'baseline', noTarget: 'target', noReasonItCanBeReached: 'achievable',
  noReasonItMatters: 'relevant', servesNoAim: 'thread', noDueDay: 'dueOn', dueAfterProject: 'dueOn', noOwner: 'owner',
} as const // prettier-ignore

type Links = readonly { readonly from: string; readonly to: string }[]

function neighbours(links: Links, objects: readonly ProjectObject[]) {
  const byId = new Map(objects.map((object) => [object.id, object]))
  const parents = new Map<string, ProjectObject[]>()
  const children = new Map<string, ProjectObject[]>()
  for (const { from, to } of links) {
    const [parent, child] = [byId.get(from), byId.get(to)]
    if (parent) parents.set(to, [...(parents.get(to) ?? []), parent])
    if (child) children.set(from, [...(children.get(from) ?? []), child])
  }
  return {
    parents,
    before: (id: string, kind: string) => (parents.get(id) ?? []).filter((one) => one.kind === kind),
    after: (id: string, kind: string) => (children.get(id) ?? []).filter((one) => one.kind === kind),
  }
}

/**
 * What is to move a KPI: links from other kinds than objectives and goals (a campaign), and what rests on the objectives above it (actions,
 * campaigns, budget lines).
 */
function meansAround(id: string, links: Links, parents: ReadonlyMap<string, readonly ProjectObject[]>): number {
  const above = new Set([id])
  for (const one of above) for (const parent of parents.get(one) ?? []) above.add(parent.id)
  const known = new Set([...above, ...[...parents.keys()].filter((one) => above.has(one))])
  const campaigns = links.filter(({ from, to }) => to === id && !known.has(from)).length
  const resting = links.filter(
    ({ from, to }) =>
      from !== id && above.has(from) && !above.has(to) && parents.get(to)?.some((one) => one.id === from),
  ).length
  return campaigns + resting
}

/** The same figure over the period of the same length just before; null when nothing was measured, or it cannot be. */
async function valueBefore(m: Measuring, values: Kpi, goals: readonly string[]): Promise<number | null> {
  const found = compile(values, goals)
  const period = periodOf(values)
  if (!isCompiled(found) || found.isNow || !period) return null
  const site = siteOf(m, values.site)
  const before = previous(period)
  if (before.to >= todayOf(m, site)) return null
  const { total } = await readFigure(m, found, site, before, before, null)
  // A figure of nothing is no history: the site was not measured yet.
  return total.value === 0 ? null : total.value
}
