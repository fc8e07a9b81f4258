/** page: a page seen. event: an event received. scroll, time: how a page was read. revenue: an event with an amount. */
export const goalMatches = ['page', 'event', 'scroll', 'time', 'revenue'] as const
export type GoalMatch = (typeof goalMatches)[number]

/** What a goal's conversions are detailed by. */
export const goalBreakdowns = ['channel', 'page', 'entryPage', 'device'] as const
export type GoalBreakdown = (typeof goalBreakdowns)[number]

/** What a goal needs to be recognised among events. */
export interface GoalRule {
  readonly id: string
  readonly title: string
  readonly match: GoalMatch
  /** The path of a page, where * stands for anything (page, scroll, time); or the name of an event (event, revenue, which takes * too). */
  readonly pattern: string
  /** For an event: a property that must have this value. */
  readonly property?: string | null
  readonly propertyValue?: string | null
  /** Per cent of the page (scroll), seconds spent in the visit (time), whole units of money (revenue). */
  readonly threshold?: number | null
  /** What a conversion is worth when the site sends no amount. */
  readonly valueCents?: number | null
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
