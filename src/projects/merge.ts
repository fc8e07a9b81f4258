type Values = Readonly<Record<string, unknown>>

/** What one save changed: the values of the changed fields before and after it. */
interface Change {
  readonly before: Values
  readonly after: Values
}

/**
 * Two people's work on one object, from the version both began at.
 * @param current the object as it is now
 * @param changes what others saved since that version, oldest first
 * @param mine what the second person sends: every field of the form, touched or not
 * @returns `values` hold what each has changed, and `mine` where both changed a field to different values;
 * `clashes` name those fields
 */
export function merge(
  current: Values,
  changes: readonly Change[],
  mine: Values,
): { values: Record<string, unknown>; clashes: string[] } {
  const start: Record<string, unknown> = { ...current }
  for (const { before } of changes.toReversed()) Object.assign(start, before)
  const touched = Object.keys(mine).filter((name) => !isSame(mine[name], start[name]))
  const values: Record<string, unknown> = { ...current }
  for (const name of touched) values[name] = mine[name]
  const theirs = new Set(Object.keys(current).filter((name) => !isSame(current[name], start[name])))
  return { values, clashes: touched.filter((name) => theirs.has(name) && !isSame(mine[name], current[name])) }
}

/** Whether two values of a field are one, however they are written: an instant has many spellings. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  // Only instants: Date.parse reads "Tome 1" and "Test 1" as the same day.
  if (isInstant(a) && isInstant(b)) return Date.parse(a) === Date.parse(b)
  return typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b)
}

const isInstant = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(value)
