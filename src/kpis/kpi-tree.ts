import { type KpiState, byUrgency } from './status.ts'

export interface TreeObject {
  readonly id: string
  readonly kind: string
  readonly title: string
}

export interface TreeNode<T extends TreeObject = TreeObject> {
  readonly object: T
  /** The most pressing state of all the KPIs below; null when there is none. */
  readonly state: KpiState | null
  /** KPIs below, by state. */
  readonly counts: Readonly<Partial<Record<KpiState, number>>>
  readonly children: readonly TreeNode<T>[]
  /** What should rest on it and does not. */
  readonly missing: 'digitalObjective' | 'kpi' | null
}

export interface KpiTree<T extends TreeObject = TreeObject> {
  readonly objectives: readonly TreeNode<T>[]
  /** Digital objectives and KPIs drawn from no objective. */
  readonly loose: readonly TreeNode<T>[]
}

const kinds = ['strategicObjective', 'digitalObjective', 'kpi'] as const

/**
 * Strategic objectives, the digital objectives drawn from them, their KPIs and the KPIs these rest on, with the state of what is below
 * told at every level. An object that serves two is under both; a ring of KPIs is told once and stops.
 * @param stateOf the state of a KPI today
 */
export function kpiTree<T extends TreeObject>(
  objects: readonly T[],
  links: readonly { readonly from: string; readonly to: string }[],
  stateOf: (id: string) => KpiState,
): KpiTree<T> {
  const byId = new Map(objects.filter(({ kind }) => kinds.some((one) => one === kind)).map((one) => [one.id, one]))
  const below = new Map<string, T[]>()
  const hasParent = new Set<string>()
  for (const { from, to } of links) {
    const [parent, child] = [byId.get(from), byId.get(to)]
    if (!parent || !child) continue
    below.set(parent.id, [...(below.get(parent.id) ?? []), child])
    hasParent.add(child.id)
  }
  /** Whether one is above another, at any distance, by a way that keeps clear of these. */
  const holds = (one: T, other: T, clearOf: readonly string[]): boolean => {
    const seen = new Set([...clearOf, one.id])
    const waiting = [one]
    for (let at = waiting.pop(); at; at = waiting.pop())
      for (const child of below.get(at.id) ?? []) {
        if (child.id === other.id) return true
        if (!seen.has(child.id)) waiting.push(child)
        seen.add(child.id)
      }
    return false
  }
  const node = (object: T, above: readonly string[]): TreeNode<T> => {
    const next = (below.get(object.id) ?? []).filter(({ id }) => id !== object.id && !above.includes(id))
    const isBelow = (one: T, other: T) => (below.get(other.id) ?? []).some(({ id }) => id === one.id)
    // What a sibling already has below it is not told again beside it, unless the two hold each other, be it through others.
    const nested = new Set(
      next
        .filter((one) => next.some((other) => isBelow(one, other) && !holds(one, other, [...above, object.id])))
        .map(({ id }) => id),
    )
    const children = next
      .filter(({ id }) => !nested.has(id))
      .toSorted((a, b) => kinds.indexOf(kindOf(a)) - kinds.indexOf(kindOf(b)) || a.title.localeCompare(b.title))
      .map((child) => node(child, [...above, object.id]))
    const states = new Map<string, KpiState>()
    const gather = ({ object: one, children: more }: TreeNode<T>): void => {
      if (one.kind === 'kpi') states.set(one.id, stateOf(one.id))
      more.forEach(gather)
    }
    children.forEach(gather)
    if (object.kind === 'kpi') states.set(object.id, stateOf(object.id))
    const counts: Partial<Record<KpiState, number>> = {}
    for (const state of states.values()) counts[state] = (counts[state] ?? 0) + 1
    return {
      object,
      state: byUrgency.find((state) => counts[state] !== undefined) ?? null,
      counts,
      children,
      missing:
        object.kind === 'kpi' || children.length > 0
          ? null
          : object.kind === 'strategicObjective'
            ? 'digitalObjective'
            : 'kpi',
    }
  }
  const all = [...byId.values()].toSorted((a, b) => a.title.localeCompare(b.title))
  const roots = all.filter(({ kind }) => kind === 'strategicObjective').map((one) => node(one, []))
  const told = new Set<string>()
  const tell = ({ object, children }: TreeNode<T>): void => {
    told.add(object.id)
    children.forEach(tell)
  }
  roots.forEach(tell)
  const loose: TreeNode<T>[] = []
  // First what has nothing above it; then, of what is left, rings of KPIs, from the first of each.
  for (const isRing of [false, true])
    for (const one of all) {
      if (told.has(one.id) || (!isRing && hasParent.has(one.id))) continue
      const found = node(one, [])
      tell(found)
      loose.push(found)
    }
  return { objectives: roots, loose }
}

const kindOf = ({ kind }: TreeObject): (typeof kinds)[number] => kinds.find((one) => one === kind) ?? 'kpi'
