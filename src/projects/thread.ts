/**
 * The thread: which kinds may be linked, from the origin to what rests on it. A pair that is not here is refused.
 * `expected` says on which side the absence of a link is a gap that the thread strip shows.
 */
export interface ThreadRule {
  readonly from: string
  readonly to: string
  /** 'before': the result should have an origin of this kind; 'after': the origin should have such a result. */
  readonly expected?: 'before' | 'after' | 'both'
  /** 'after': an origin has at most one such result; 'before': a result has at most one such origin. */
  readonly single?: 'before' | 'after' | 'both'
  /** A kind that may stand between the two: where it does, nothing is missing. */
  readonly through?: string
}

export const threadRules: readonly ThreadRule[] = [
  { from: 'insight', to: 'strategicObjective', expected: 'before' },
  { from: 'aim', to: 'strategicObjective', expected: 'both' },
  { from: 'insight', to: 'persona' },
  { from: 'strategicObjective', to: 'persona', expected: 'before' },
  { from: 'strategicObjective', to: 'action', expected: 'both' },
  { from: 'strategicObjective', to: 'campaign', expected: 'before' },
  { from: 'strategicObjective', to: 'digitalObjective', expected: 'before' },
  { from: 'strategicObjective', to: 'kpi', expected: 'both', through: 'digitalObjective' },
  { from: 'strategicObjective', to: 'budgetLine' },
  { from: 'persona', to: 'support', expected: 'both' },
  { from: 'persona', to: 'action' },
  { from: 'persona', to: 'content', expected: 'both' },
  { from: 'persona', to: 'campaign' },
  // One line per support (CR2.2.2), and one place where a content is published.
  { from: 'support', to: 'editorialLine', expected: 'both', single: 'both' },
  { from: 'support', to: 'budgetLine' },
  { from: 'budgetLine', to: 'action', expected: 'before' },
  { from: 'budgetLine', to: 'campaign', expected: 'before' },
  { from: 'action', to: 'content' },
  { from: 'action', to: 'campaign', expected: 'before' },
  { from: 'editorialLine', to: 'content', expected: 'both', single: 'before' },
  { from: 'campaign', to: 'content' },
  { from: 'campaign', to: 'trackedLink', expected: 'both' },
  { from: 'content', to: 'trackedLink' },
  { from: 'campaign', to: 'kpi', expected: 'after' },
  { from: 'digitalObjective', to: 'goal' },
  { from: 'digitalObjective', to: 'kpi', expected: 'after' },
  { from: 'goal', to: 'kpi' },
  { from: 'plannedEvent', to: 'kpi', expected: 'after' },
  // What happened may explain a deviation, and support an advice.
  { from: 'annotation', to: 'deviation' },
  { from: 'annotation', to: 'recommendation' },
  { from: 'campaign', to: 'annotation' },
  // A figure may rest on others: the cost of an order on the cost of a click.
  { from: 'kpi', to: 'kpi' },
  { from: 'kpi', to: 'deviation', expected: 'before' },
  { from: 'kpi', to: 'scenario', expected: 'before' },
  { from: 'kpi', to: 'recommendation', expected: 'before', through: 'deviation' },
  { from: 'deviation', to: 'recommendation' },
  { from: 'deviation', to: 'action' },
  { from: 'scenario', to: 'recommendation' },
  { from: 'recommendation', to: 'action', expected: 'after' },
  { from: 'recommendation', to: 'report' },
]

export const mayLink = (from: string, to: string) => threadRules.some((rule) => rule.from === from && rule.to === to)

/** On which sides a pair of kinds allows one link only. */
export const isSingle = (from: string, to: string, side: 'before' | 'after') =>
  threadRules.some((rule) => rule.from === from && rule.to === to && (rule.single === side || rule.single === 'both'))

/** Kinds an object of this kind may come from. */
export const originsOf = (kind: string) => threadRules.filter((rule) => rule.to === kind).map((rule) => rule.from)

/** Kinds that may rest on an object of this kind. */
export const resultsOf = (kind: string) => threadRules.filter((rule) => rule.from === kind).map((rule) => rule.to)

/** How far a walk goes, in links. */
export const maxDepth = 6

/** An object met on a walk. */
export interface Step {
  readonly id: string
  readonly kind: string
  readonly title: string
  /** Links from the object the walk began at. */
  readonly depth: number
}

/** The kinds missing around an object where the thread expects one: the gaps of the strip. */
export function gaps(kind: string, before: readonly Step[], after: readonly Step[]) {
  const has = (steps: readonly Step[], wanted: string, { through }: ThreadRule) =>
    steps.some((step) => step.depth === 1 && (step.kind === wanted || step.kind === through))
  const expects = ({ expected }: ThreadRule, side: 'before' | 'after') => expected === side || expected === 'both'
  return {
    before: threadRules
      .filter((rule) => rule.to === kind && expects(rule, 'before') && !has(before, rule.from, rule))
      .map((rule) => rule.from),
    after: threadRules
      .filter((rule) => rule.from === kind && expects(rule, 'after') && !has(after, rule.to, rule))
      .map((rule) => rule.to),
  }
}

/**
 * One side of the strip: what was met, nearest first, folded by kind so that twelve contents are one item.
 * @param steps a walk in one direction; the same object may be met by several ways and counts once, where it is nearest.
 */
export function fold(steps: readonly Step[]): { kind: string; depth: number; objects: readonly Step[] }[] {
  const nearest = new Map<string, Step>()
  for (const step of steps) {
    const known = nearest.get(step.id)
    if (!known || step.depth < known.depth) nearest.set(step.id, step)
  }
  const groups = new Map<string, Step[]>()
  for (const step of nearest.values()) groups.set(step.kind, [...(groups.get(step.kind) ?? []), step])
  return [...groups]
    .map(([kind, objects]) => ({ kind, depth: Math.min(...objects.map((o) => o.depth)), objects }))
    .sort((a, b) => a.depth - b.depth)
}

/** An object on the way up or down the thread, with what lies beyond it. */
export interface Branch {
  readonly step: Step
  /** Told elsewhere, nearer to the start: named here, unfolded there. */
  readonly again: boolean
  readonly beyond: readonly Branch[]
}

/**
 * A walk as a tree, for someone who follows it link by link. Every object is unfolded once, under the first of its
 * nearest neighbours; a second way to it, or a cycle back, names it and stops.
 * @param steps a walk in one direction, nearest first
 * @param links all links among the objects met and the start
 */
export function branches(
  startId: string,
  direction: 'before' | 'after',
  steps: readonly Step[],
  links: readonly { readonly from: string; readonly to: string }[],
): Branch[] {
  const order = new Map(steps.map(({ id }, index) => [id, index]))
  const neighbours = new Map<string, Step[]>()
  for (const { from, to } of links) {
    const [here, there] = direction === 'after' ? [from, to] : [to, from]
    const step = steps[order.get(there) ?? -1]
    if (step) neighbours.set(here, [...(neighbours.get(here) ?? []), step])
  }
  for (const list of neighbours.values()) list.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
  // Breadth first: whoever meets an object first unfolds it.
  const unfoldedBy = new Map<string, string>([[startId, '']])
  for (const id of unfoldedBy.keys())
    for (const step of neighbours.get(id) ?? []) if (!unfoldedBy.has(step.id)) unfoldedBy.set(step.id, id)
  const beyond = (id: string): Branch[] =>
    (neighbours.get(id) ?? []).map((step) => {
      const again = unfoldedBy.get(step.id) !== id
      return { step, again, beyond: again ? [] : beyond(step.id) }
    })
  return beyond(startId)
}
