import type { SmallFigures } from '../collect/site.ts'
import { ratio } from '../ratio.ts'

/** What the figures of a row are, so that they can be judged. */
export interface Judged {
  /** Counts of visits, visitors, views, events: each is small by itself. The first decides whether its row is shown at all. */
  readonly counts: readonly string[]
  /** Ratios by name, with the counts they are made of. */
  readonly ratios?: Readonly<Record<string, readonly [top: string, bottom: string]>>
  /** Other figures by name (a mean, an amount), with the counts they rest on. */
  readonly rests?: Readonly<Record<string, readonly string[]>>
  /** Rows whose names everybody knows (days, goals, steps) stay, without their figure. */
  readonly keepsRows?: boolean
}

/** A count that could point at somebody. Nobody is not somebody: zero is shown. */
export const isSmall = (count: number, { below }: SmallFigures): boolean => count > 0 && count < below

/** The nearest multiple of the threshold: 3 and 4 of 5 are both 5, 2 is 0. */
const rounded = (count: number, { below }: SmallFigures): number => Math.round(count / below) * below

/**
 * Rows of a reading as they may leave it: the one place where the threshold of a site is applied. A figure that is not shown is null.
 * See docs/decisions/0085 for what a reader could still work out, and what he could not.
 */
export function shownRows<R extends object>(rows: readonly R[], judged: Judged, rule: SmallFigures | null): R[] {
  if (rule === null) return [...rows]
  return rule.how === 'hide' ? withoutSmall(rows, judged, rule) : inMultiples(rows, judged, rule)
}

/** One figure alone, as it may be shown. */
export const shownCount = (count: number, rule: SmallFigures | null): number | null =>
  rule === null ? count : rule.how === 'round' ? rounded(count, rule) : isSmall(count, rule) ? null : count

/** A share of a whole, under the same rule as the two counts it is made of. */
export function shownShare(top: number, bottom: number, rule: SmallFigures | null): number | null {
  const [row] = shownRows([{ top, bottom, share: ratio(top, bottom) }], { counts: ['bottom', 'top'], ratios: { share: ['top', 'bottom'] }, keepsRows: true }, rule) // prettier-ignore
  return row?.share ?? null
}

const numberIn = (row: object, name: string): number => {
  const value: unknown = (row as Readonly<Record<string, unknown>>)[name]
  return typeof value === 'number' ? value : 0
}

function withoutSmall<R extends object>(rows: readonly R[], judged: Judged, rule: SmallFigures): R[] {
  const { counts, ratios = {}, rests = {}, keepsRows = false } = judged
  const hidden = new Map(counts.map((name) => [name, hiddenIn(rows, name, rule)]))
  const isHidden = (row: R, name: string) => hidden.get(name)?.has(row) ?? false
  const [first] = counts
  return rows
    .filter((row) => keepsRows || first === undefined || !isHidden(row, first))
    .map((row) => {
      const gone = counts.filter((name) => isHidden(row, name))
      for (const [name, [top, bottom]] of Object.entries(ratios))
        if ([top, bottom].some((part) => isHidden(row, part)) || tellsFew(row, top, bottom, rule)) gone.push(name)
      for (const [name, on] of Object.entries(rests)) if (on.some((part) => isHidden(row, part))) gone.push(name)
      return gone.length === 0 ? row : { ...row, ...Object.fromEntries(gone.map((name) => [name, null])) }
    })
}

/** Those of a part, or those who are not in it, can be worked out from the ratio and the whole. */
const tellsFew = (row: object, top: string, bottom: string, rule: SmallFigures): boolean =>
  isSmall(numberIn(row, top), rule) || isSmall(numberIn(row, bottom) - numberIn(row, top), rule)

/**
 * Rows whose count is not shown: the small ones and, while all that is hidden comes to less than the threshold, the smallest of the
 * others, so that the total less the rows in sight does not give a hidden one back.
 */
function hiddenIn<R extends object>(rows: readonly R[], name: string, rule: SmallFigures): Set<R> {
  const hidden = new Set(rows.filter((row) => isSmall(numberIn(row, name), rule)))
  let sum = [...hidden].reduce((all, row) => all + numberIn(row, name), 0)
  if (sum === 0 || sum >= rule.below) return hidden
  const others = rows
    .filter((row) => numberIn(row, name) >= rule.below)
    .toSorted((a, b) => numberIn(a, name) - numberIn(b, name))
  for (const row of others) {
    if (sum >= rule.below) break
    hidden.add(row)
    sum += numberIn(row, name)
  }
  return hidden
}

/** Ratios are remade from what is shown: an exact one would give the exact counts away. */
function inMultiples<R extends object>(rows: readonly R[], judged: Judged, rule: SmallFigures): R[] {
  const { counts, ratios = {}, rests = {} } = judged
  return rows.map((row) => {
    const of = (name: string) => rounded(numberIn(row, name), rule)
    const changed: Record<string, number | null> = {}
    for (const name of counts) if (name in row) changed[name] = of(name)
    for (const [name, [top, bottom]] of Object.entries(ratios)) {
      const share = ratio(of(top), of(bottom))
      // Rounded up, a part may pass its whole.
      changed[name] = share !== null && numberIn(row, top) <= numberIn(row, bottom) ? Math.min(1, share) : share
    }
    for (const [name, on] of Object.entries(rests))
      if (on.some((part) => isSmall(numberIn(row, part), rule))) changed[name] = null
    return { ...row, ...changed }
  })
}
