import type { Scope } from '../accounts/scope.ts'
import type { Catalog, Kind } from './kind.ts'
import { kindNamed, mayRead, mayWrite } from './kind.ts'
import { type Branch, type Step, branches, fold, gaps, maxDepth, originsOf, resultsOf } from './thread.ts'

export interface ThreadItem {
  readonly to: string
  readonly title: string
  readonly kindLabel: string
  readonly count?: number
}

/**
 * The strip under an object's title, ready to draw: what it comes from, what rests on it, each in the order of the
 * trade, and the gaps with where they are filled. Kinds the reader may not open are left out.
 */
export function stripOf(
  scope: Scope,
  catalog: Catalog,
  base: string,
  here: { readonly id: string; readonly kind: Kind; readonly title: string },
  before: readonly Step[],
  after: readonly Step[],
) {
  const open = (name: string) => {
    const kind = kindNamed(catalog, name)
    return kind && mayRead(scope, kind) ? kind : undefined
  }
  // Not by distance: an insight and an action may be equally far, and the thread is read as the trade goes.
  const rank = (name: string) => catalog.kinds.findIndex((kind) => kind.name === name)
  const inOrder = (steps: readonly Step[]) => fold(steps).toSorted((a, b) => rank(a.kind) - rank(b.kind))
  const items = (steps: readonly Step[], side: 'before' | 'after'): ThreadItem[] =>
    inOrder(steps).flatMap(({ kind: name, objects }) => {
      const kind = open(name)
      const [first] = objects
      if (!kind || !first) return []
      const words = kind.words[scope.locale]
      return objects.length === 1
        ? [{ to: `${base}/${kind.path}/${first.id}`, title: first.title, kindLabel: words.one }]
        : [
            {
              to: `${base}/${here.kind.path}/${here.id}/thread#${side}-${name}`,
              title: words.many,
              kindLabel: words.many,
              count: objects.length,
            },
          ]
    })
  const missing = gaps(here.kind.name, before, after)
  const gap = (side: 'before' | 'after') => (name: string) => {
    const kind = open(name)
    if (!kind || !(mayWrite(scope, here.kind) || mayWrite(scope, kind))) return []
    const label = kind.words[scope.locale].one
    return [{ label, to: `#${side}-${name}`, side }]
  }
  return {
    before: items(before, 'before'),
    here: { title: here.title, kindLabel: here.kind.words[scope.locale].one },
    after: items(after, 'after'),
    gaps: [...missing.before.flatMap(gap('before')), ...missing.after.flatMap(gap('after'))],
  }
}

/** The link editor of an object: a row for each kind it may be linked with, on either side. */
export function linkRows(
  scope: Scope,
  catalog: Catalog,
  base: string,
  here: { readonly id: string; readonly kind: Kind },
  before: readonly Step[],
  after: readonly Step[],
  candidates: ReadonlyMap<string, readonly { readonly id: string; readonly title: string }[]>,
) {
  const row = (side: 'before' | 'after', steps: readonly Step[]) => (name: string) => {
    const kind = kindNamed(catalog, name)
    if (!kind || !mayRead(scope, kind)) return []
    const linked = steps.filter((step) => step.depth === 1 && step.kind === name)
    const known = new Set([here.id, ...linked.map(({ id }) => id)])
    const words = kind.words[scope.locale]
    return [
      {
        side,
        kind: name,
        one: words.one,
        many: words.many,
        linked: linked.map(({ id, title }) => ({ id, title, to: `${base}/${kind.path}/${id}` })),
        candidates: (candidates.get(name) ?? []).filter(({ id }) => !known.has(id)),
        canLink: mayWrite(scope, kind) || mayWrite(scope, here.kind),
        createTo: mayWrite(scope, kind)
          ? `${base}/${kind.path}/new?${side === 'after' ? 'from' : 'to'}=${here.id}`
          : null,
      },
    ]
  }
  return [
    ...originsOf(here.kind.name).flatMap(row('before', before)),
    ...resultsOf(here.kind.name).flatMap(row('after', after)),
  ]
}

export type LinkRow = ReturnType<typeof linkRows>[number]

/** A branch ready to be drawn. */
export interface ThreadBranch {
  readonly id: string
  readonly kind: string
  readonly kindLabel: string
  readonly title: string
  readonly to: string
  readonly again: boolean
  readonly beyond: readonly ThreadBranch[]
  /** What the thread expects next and does not find; where it is filled. */
  readonly gaps: readonly { readonly label: string; readonly to: string }[]
}

/** One direction of an object's thread, link by link, with its gaps; kinds the reader may not open end it. */
export function threadBranches(
  scope: Scope,
  catalog: Catalog,
  base: string,
  here: { readonly id: string; readonly kind: Kind },
  side: 'before' | 'after',
  walked: readonly Step[],
  links: readonly { readonly from: string; readonly to: string }[],
): ThreadBranch[] {
  const open = (name: string) => {
    const kind = kindNamed(catalog, name)
    return kind && mayRead(scope, kind) ? kind : undefined
  }
  // Siblings of one kind stand together, in the order of the trade.
  const rank = new Map(catalog.kinds.map(({ name }, index) => [name, index]))
  const steps = walked
    .filter(({ kind }) => open(kind))
    .toSorted((a, b) => a.depth - b.depth || (rank.get(a.kind) ?? 0) - (rank.get(b.kind) ?? 0))
  const next = (branch: Branch) => branch.beyond.map(({ step }) => ({ ...step, depth: 1 }))
  const drawn = (branch: Branch): ThreadBranch[] => {
    const { step, again } = branch
    const kind = open(step.kind)
    if (!kind) return []
    const found = next(branch)
    const missing = gaps(step.kind, side === 'before' ? found : [], side === 'after' ? found : [])
    const isEnd = again || step.depth >= maxDepth
    return [
      {
        id: step.id,
        kind: step.kind,
        kindLabel: kind.words[scope.locale].one,
        title: step.title,
        to: `${base}/${kind.path}/${step.id}`,
        again,
        beyond: branch.beyond.flatMap(drawn),
        gaps: (isEnd ? [] : missing[side]).flatMap((name) => {
          const other = open(name)
          if (!other || !(mayWrite(scope, kind) || mayWrite(scope, other))) return []
          return [{ label: other.words[scope.locale].one, to: `${base}/${kind.path}/${step.id}#${side}-${name}` }]
        }),
      },
    ]
  }
  return branches(here.id, side, steps, links).flatMap(drawn)
}
