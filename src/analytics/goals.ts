/** What a goal needs to be recognised among events. */
export interface GoalRule {
  readonly id: string
  readonly title: string
  /** A page reached, where * stands for anything; or the name of an event. */
  readonly match: 'page' | 'event'
  readonly pattern: string
}

/**
 * A pattern with * as an anchored regular expression, the same text for RE2 (ClickHouse) and JavaScript.
 * "/shop/*" matches "/shop/honey"; "*" alone matches everything; anything else is taken as it is.
 */
export const wildcard = (pattern: string): string =>
  `^${pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join(String.raw`[\s\S]*`)}$`

/** How each goal is called in rows and filters: its title, with the start of its id where two share one. */
export function goalNames(goals: readonly GoalRule[]): ReadonlyMap<string, string> {
  const count = new Map<string, number>()
  for (const { title } of goals) count.set(title, (count.get(title) ?? 0) + 1)
  return new Map(
    goals.map((goal) => [goal.id, count.get(goal.title) === 1 ? goal.title : `${goal.title} (${goal.id.slice(0, 8)})`]),
  )
}

/** Whether an event reaches a goal: the same rule as in SQL, for previews and tests. */
export const reaches = (goal: GoalRule, event: { readonly name: string; readonly path: string }): boolean =>
  goal.match === 'event'
    ? event.name === goal.pattern
    : event.name === 'pageview' && new RegExp(wildcard(goal.pattern)).test(event.path)
