import type { FileObject, ProjectFile } from './coverage.ts'
import type { Stage } from './kind.ts'

/** The way a finding comes back as a decision. Each kind may be left out where the project has no such link. */
const spine = ['insight', 'strategicObjective', 'campaign', 'kpi', 'recommendation', 'action'] as const

/** What stands beside the spine: for whom, and what was published. */
const beside = [
  { kind: 'persona', stage: 'decide' },
  { kind: 'content', stage: 'produce' },
] as const

const stageOf: Readonly<Record<string, Stage>> = {
  insight: 'understand',
  strategicObjective: 'decide',
  campaign: 'measure',
  kpi: 'measure',
  recommendation: 'recommend',
  action: 'recommend',
}

export interface StoryStep {
  readonly stage: Stage
  readonly objects: readonly FileObject[]
}

/**
 * One thread of a project to follow, from a finding to what was decided, as steps of one or two objects in the order of the
 * stages. Among all that the links allow, the longest; at equal length the one where something is at stake: a KPI off target, a
 * recommendation that waits; then the first by title, so that the page never wavers.
 * @returns no step where fewer than three stages hold together
 */
export function storyOf({ objects, links }: Pick<ProjectFile, 'objects' | 'links'>): StoryStep[] {
  const byId = new Map(objects.map((object) => [object.id, object]))
  const after = Map.groupBy(links, ({ from }) => from)
  const before = Map.groupBy(links, ({ to }) => to)
  const met = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? []).toSorted(byTitle)
  const resultsOf = (object: FileObject) => met((after.get(object.id) ?? []).map(({ to }) => to))
  const originsOf = (object: FileObject) => met((before.get(object.id) ?? []).map(({ from }) => from))

  const tails = new Map<string, readonly FileObject[]>()
  /** The best way on from an object of the spine, itself included. Kinds only go forward, so this ends. */
  function tailOf(object: FileObject): readonly FileObject[] {
    const known = tails.get(object.id)
    if (known) return known
    const place = placeOf(object)
    const ways = resultsOf(object)
      .filter((next) => placeOf(next) > place)
      .map(tailOf)
    const tail = [object, ...(best(ways) ?? [])]
    tails.set(object.id, tail)
    return tail
  }

  const starts = objects.filter((object) => placeOf(object) >= 0).toSorted(byTitle)
  const chain = best(starts.map(tailOf)) ?? []
  const aside = beside.flatMap(({ kind, stage }) => {
    const near = chain.flatMap((object) => [...resultsOf(object), ...originsOf(object)]).filter((o) => o.kind === kind)
    const found = mostMet(near)
    return found ? [{ stage, object: found }] : []
  })
  const placed = [
    ...chain.map((object) => ({ stage: stageOf[object.kind] ?? 'decide', object })),
    // A persona or a content alone is no story: they only stand beside one.
    ...(chain.length > 1 ? aside : []),
  ]
  const steps = (['understand', 'decide', 'produce', 'measure', 'recommend'] as const)
    .map((stage) => ({ stage, objects: placed.filter((one) => one.stage === stage).map(({ object }) => object) }))
    .filter((step) => step.objects.length > 0)
  return steps.length < 3 ? [] : steps
}

const byTitle = (a: FileObject, b: FileObject) => a.title.localeCompare(b.title) || (a.id < b.id ? -1 : 1)
const placeOf = ({ kind }: FileObject) => (spine as readonly string[]).indexOf(kind)

/** What an object adds to a story: being there, then what is at stake in it. */
function interest({ state, derived }: FileObject): number {
  const isOff = derived['state'] === 'offTarget' || derived['state'] === 'missed'
  return 10 + (isOff ? 4 : 0) + (state === 'submitted' ? 3 : 0)
}

/** The most interesting chain; the first among equals. */
function best(chains: readonly (readonly FileObject[])[]): readonly FileObject[] | undefined {
  const sum = (chain: readonly FileObject[]) => chain.reduce((all, object) => all + interest(object), 0)
  return chains.reduce<readonly FileObject[] | undefined>(
    (kept, chain) => (kept === undefined || sum(chain) > sum(kept) ? chain : kept),
    undefined,
  )
}

/** The one tied to most of the chain; the first among equals. */
function mostMet(near: readonly FileObject[]): FileObject | undefined {
  const times = new Map<FileObject, number>()
  for (const object of near) times.set(object, (times.get(object) ?? 0) + 1)
  return [...times].reduce<readonly [FileObject, number] | undefined>(
    (kept, one) => (kept === undefined || one[1] > kept[1] ? one : kept),
    undefined,
  )?.[0]
}
