import { type Day, addDays, daysBetween } from '../period.ts'

/** Days that a course draws at most, from its last known one to its end. */
const mostAhead = 400

/** Days to come up to the end, in steps as long as those of the past: on an axis where every point takes the same room, a path keeps its slope. */
export function daysAhead(past: readonly Day[], end: Day): Day[] {
  const [first, last] = [past[0], past.at(-1)]
  if (first === undefined || last === undefined) return [end]
  const left = daysBetween(last, end)
  if (left <= 0) return []
  const usual = past.length > 1 ? Math.round(daysBetween(first, last) / (past.length - 1)) : left
  const step = Math.max(1, usual, Math.ceil(left / mostAhead))
  return [...Array.from({ length: Math.ceil(left / step) - 1 }, (_, i) => addDays(last, (i + 1) * step)), end]
}

/**
 * The days (weeks, months) of a figure that adds up, made to add up to their total. A site may hide those that few made, or round them all: what
 * is left of the total is shared evenly between the hidden ones, and rounded ones are scaled. Only what the reader sees is used.
 * @returns the values as they are where they add up; all unknown where the total is
 */
export function addingUp(values: readonly (number | null)[], total: number | null): (number | null)[] {
  if (total === null) return values.map(() => null)
  const hidden = values.filter((value) => value === null).length
  const seen = values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
  const rest = total - seen
  if (Math.abs(rest) <= Math.abs(total) * 1e-9) return values.map((value) => value ?? 0)
  if (hidden > 0 && rest > 0) return values.map((value) => value ?? rest / hidden)
  return seen === 0 ? values.map(() => total / values.length) : values.map((value) => ((value ?? 0) * total) / seen)
}
