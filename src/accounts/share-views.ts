import type { Words } from '../errors.ts'
import type { Role } from './scope.ts'

/**
 * The views that may be shared, by name. The page of each is at `/s/:token/<name>`, in the slice of what it shows: one more
 * is a line here, a line in `src/routes.ts` and that page, which begins with `openShare(args, '<name>')`.
 */
export const shareViews = {
  audience: { label: { fr: 'Audience', en: 'Audience' }, reads: 'guest', hasPeriod: true },
  dashboard: { label: { fr: 'Tableau de bord', en: 'Dashboard' }, reads: 'management', hasPeriod: true },
  kpis: { label: { fr: 'KPI', en: 'KPIs' }, reads: 'management', hasPeriod: false },
} as const satisfies Record<string, ViewKind>

interface ViewKind {
  readonly label: Words
  /** The least of the roles that reads what the view is made of; no page but that of the view ever holds it. */
  readonly reads: Extract<Role, 'guest' | 'management'>
  /** Whether a period may be fixed, or left to its reader. */
  readonly hasPeriod: boolean
}

export type ShareView = keyof typeof shareViews

export const isShareView = (text: string): text is ShareView => Object.hasOwn(shareViews, text)

/** Days a share lasts; 0 stands for no end. */
export const shareDays = [7, 30, 90, 365, 0] as const

/** Entries of an address that say a period. */
const periodEntries = ['period', 'from', 'to', 'compare'] as const

/** Entries that choose how the same figures are drawn: they widen nothing. */
const drawnEntries = ['metric', 'step'] as const

/** What a share shows, from the address of the page it is made from; a fixed period keeps its days. */
export function pinnedFrom(address: string, fixed: { readonly from: string; readonly to: string } | null): string {
  const pinned = new URLSearchParams(address)
  if (fixed) {
    pinned.delete('period')
    pinned.set('from', fixed.from)
    pinned.set('to', fixed.to)
  }
  return pinned.toString()
}

/**
 * What a reader of a share is shown: what was pinned, and of his own address only how it is drawn, and the period where the
 * maker allowed it. A site, a filter or anything else he writes is not read at all.
 */
export function askedOfShare(pinned: string, asked: URLSearchParams, changesPeriod: boolean): URLSearchParams {
  const shown = new URLSearchParams(pinned)
  const take = (names: readonly string[]) => {
    for (const name of names) shown.delete(name)
    for (const name of names) {
      const value = asked.get(name)
      if (value !== null) shown.set(name, value)
    }
  }
  for (const name of drawnEntries) if (asked.has(name)) take([name])
  if (changesPeriod && periodEntries.some((name) => asked.has(name))) take(periodEntries)
  return shown
}
