import { isSmall, shownCount, shownRows } from '../analytics/small-figures.ts'
import type { SmallFigures } from '../collect/site.ts'
import type { Locale } from '../i18n.ts'
import type { Sheet } from '../xlsx.ts'
import { type Parameter, hasType } from './parameters.ts'
import { en } from './plan.en.ts'
import { fr } from './plan.fr.ts'

/** An event of the plan, as the check reads it. */
export interface Planned {
  readonly id: string
  readonly title: string
  readonly eventName: string
  readonly parameters: readonly Parameter[]
}

/** What arrived over the period: events by name, and values of their parameters with how often each came. */
export interface Arrived {
  readonly events: readonly { readonly name: string; readonly count: number }[]
  /** How many events of a name carried a parameter. */
  readonly carried: readonly { readonly name: string; readonly parameter: string; readonly count: number }[]
  /** The most frequent values of each, with their count. */
  readonly values: readonly {
    readonly name: string
    readonly parameter: string
    readonly value: string
    readonly count: number
  }[]
}

/** Every count is null where it is too small to be shown. */
export interface ParameterVerdict {
  readonly name: string
  readonly declared: Parameter | null
  /** Events that carried it. */
  readonly count: number | null
  /** Events that should have and did not; 0 for one that is not required. */
  readonly missing: number | null
  /** Events whose value is not of the type, or not among those allowed. */
  readonly wrong: number | null
  /** The most frequent wrong values. */
  readonly examples: readonly string[]
}

export type EventState = 'unseen' | 'faults' | 'fine'

export interface EventVerdict extends Planned {
  readonly count: number | null
  readonly state: EventState
  readonly verdicts: readonly ParameterVerdict[]
}

export interface PlanCheck {
  readonly events: readonly EventVerdict[]
  /** Events that arrived and that the plan does not have, the most frequent first. */
  readonly undeclared: readonly { readonly name: string; readonly count: number }[]
  /** How many of those are not told, because few sent them. */
  readonly hidden: number
}

/** What the tracker sends of itself (tracker/more.ts): nobody has to declare it. */
const own = new Set(['pageview', 'engagement', 'web-vitals', '404', 'outbound', 'download', 'form'])

/**
 * Sets the plan against what arrived. The findings are made of exact counts; the counts that leave follow the rule for small figures.
 * @param rule null where the sites set none
 */
export function checkPlan(plan: readonly Planned[], arrived: Arrived, rule: SmallFigures | null = null): PlanCheck {
  const counts = new Map(arrived.events.map(({ name, count }) => [name, count]))
  const kept: readonly { readonly name: string; readonly count: number | null }[] =
    shownRows(arrived.events, { counts: ['count'], keepsRows: true }, rule) // prettier-ignore
  const shown = new Map(kept.map(({ name, count }) => [name, count]))
  const declared = new Set(plan.map(({ eventName }) => eventName))
  const undeclared = kept.filter(({ name }) => !declared.has(name) && !own.has(name))
  const told = undeclared.flatMap(({ name, count }) => (count === null || count === 0 ? [] : [{ name, count }]))
  return {
    events: plan.map((event) => {
      const count = counts.get(event.eventName) ?? 0
      const verdicts = count === 0 ? [] : parametersOf(event, count, arrived)
      const hasFaults = verdicts.some(
        ({ missing, wrong, declared: known }) => missing > 0 || wrong > 0 || known === null,
      )
      const state = count === 0 ? 'unseen' : hasFaults ? 'faults' : 'fine'
      const whole = count === 0 ? 0 : (shown.get(event.eventName) ?? null)
      return { ...event, count: whole, verdicts: verdicts.map((one) => shownVerdict(one, count, rule)), state }
    }),
    undeclared: told.toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1)),
    hidden: undeclared.length - told.length,
  }
}

/** With the rule the strictest of the sites has set: their counts are added up. */
export function strictest(rules: readonly (SmallFigures | null | undefined)[]): SmallFigures | null {
  const set = rules.flatMap((rule) => rule ?? [])
  if (set.length === 0) return null
  return {
    below: Math.max(...set.map(({ below }) => below)),
    how: set.some(({ how }) => how === 'hide') ? 'hide' : 'round',
  }
}

interface Counted extends ParameterVerdict {
  readonly count: number
  readonly missing: number
  readonly wrong: number
}

/** A part is not told where it, or what is left of its whole, is small. */
function shownVerdict(verdict: Counted, whole: number, rule: SmallFigures | null): ParameterVerdict {
  if (rule === null) return verdict
  const part = (n: number, of: number) => (rule.how === 'hide' && isSmall(of - n, rule) ? null : shownCount(n, rule))
  // Rounded to nothing, a fault is still one: some, without a number.
  const some = (n: number, of: number) => (n === 0 ? 0 : part(n, of) || null)
  const wrong = some(verdict.wrong, verdict.count)
  return {
    ...verdict,
    count: part(verdict.count, whole),
    missing: some(verdict.missing, whole),
    wrong,
    examples: wrong === null ? [] : verdict.examples,
  }
}

function parametersOf(event: Planned, count: number, arrived: Arrived): Counted[] {
  const carried = new Map(
    arrived.carried.filter(({ name }) => name === event.eventName).map((row) => [row.parameter, row.count]),
  )
  const known = event.parameters.map((parameter): Counted => {
    const came = carried.get(parameter.name) ?? 0
    const wrong = arrived.values.filter(
      ({ name, parameter: of, value }) =>
        name === event.eventName &&
        of === parameter.name &&
        (!hasType(value, parameter.type) || (parameter.allowed.length > 0 && !parameter.allowed.includes(value))),
    )
    return {
      name: parameter.name,
      declared: parameter,
      count: came,
      missing: parameter.required ? Math.max(0, count - came) : 0,
      wrong: wrong.reduce((sum, row) => sum + row.count, 0),
      examples: wrong.toSorted((a, b) => b.count - a.count).slice(0, 3).map(({ value }) => value), // prettier-ignore
    }
  })
  const names = new Set(event.parameters.map(({ name }) => name))
  const unknown = [...carried]
    .filter(([name]) => !names.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, came]): Counted => ({
      name,
      declared: null,
      count: came,
      missing: 0,
      wrong: 0,
      examples: [],
    }))
  return [...known, ...unknown]
}

/** What a parameter must be, in a few words. */
export function expectation({ type, required, allowed }: Parameter, locale: Locale): string {
  const t = { fr, en }[locale].check
  return [t.types[type], required ? t.required : null, allowed.length > 0 ? allowed.join(' | ') : null]
    .filter((part) => part !== null)
    .join(', ')
}

/** What is wrong with a parameter, in a few words; '' when nothing is. */
export function faultText(verdict: ParameterVerdict, locale: Locale): string {
  const t = { fr, en }[locale].check
  return [
    verdict.declared === null ? t.notDeclared : null,
    verdict.missing === 0 ? null : t.missing(verdict.missing),
    verdict.wrong === 0 ? null : t.wrong(verdict.wrong, verdict.examples.join(', ')),
  ]
    .filter((part) => part !== null)
    .join(' ; ')
}

/** Facts of an event that the check does not read, by its id. */
export interface EventFacts {
  readonly trigger: string
  readonly page: string
  readonly priority: string
  readonly owner: string
  readonly kpis: string
}

/** The plan and its check as a table: a line an event, then a line each of its parameters. */
export function planSheet(
  { events, undeclared }: PlanCheck,
  facts: ReadonlyMap<string, EventFacts>,
  locale: Locale,
): Sheet {
  const t = { fr, en }[locale]
  const labels = [t.check.event, t.check.technical, t.check.parameter, t.check.expected, t.check.trigger, t.check.page, t.check.owner, t.check.kpi, t.check.volume, t.check.state] // prettier-ignore
  return {
    title: t.check.sheet,
    columns: labels.map((label) => ({ label, format: label === t.check.volume ? 'number' : 'text' })),
    rows: [
      ...events.flatMap((event) => {
        const of = facts.get(event.id)
        const verdicts = event.state === 'unseen' ? event.parameters.map((declared) => ({ name: declared.name, declared, count: 0, missing: 0, wrong: 0, examples: [] })) : event.verdicts // prettier-ignore
        return [
          [event.title, event.eventName, '', '', of?.trigger ?? '', of?.page ?? '', of?.owner ?? '', of?.kpis ?? '', event.count, t.check.states[event.state]],
          ...verdicts.map((verdict) => [event.title, event.eventName, verdict.name, verdict.declared ? expectation(verdict.declared, locale) : '', '', '', '', '', verdict.count, faultText(verdict, locale)]),
        ] // prettier-ignore
      }),
      ...undeclared.map(({ name, count }) => ['', name, '', '', '', '', '', '', count, t.check.undeclaredEvent]),
    ],
  }
}
