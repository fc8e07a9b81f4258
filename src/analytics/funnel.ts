import { badRequest } from '../errors.ts'
import { isOfView } from './audience.ts'

/** A funnel as its address says it: steps in order, and how long a visitor may take. */

export const maxSteps = 10

/** What must happen, in this order. A page takes * for anything; an event may be asked for a value of one of its properties. */
export type Step =
  | { readonly kind: 'page'; readonly pattern: string }
  | { readonly kind: 'event'; readonly name: string; readonly property: string | null; readonly value: string | null }
  | { readonly kind: 'goal'; readonly goal: string }

/** Days that a visitor who consented may take; a visit otherwise. */
export const spans = [1, 7, 30] as const
export type Within = 'visit' | (typeof spans)[number]

/** What a funnel is cut by: a dimension of its visits, or the segments that the project keeps. */
export const breakdowns = ['none', 'channel', 'source', 'device', 'country', 'browser', 'segment'] as const
export type Breakdown = (typeof breakdowns)[number]
export type Cut = Exclude<Breakdown, 'none'>

export interface Funnel {
  readonly steps: readonly Step[]
  readonly within: Within
  readonly by: Breakdown
}

/**
 * What an address asks for.
 * @throws badRequest naming a step that is not one, or beyond the tenth: left out in silence, it would give another funnel
 */
export function funnelOf(search: URLSearchParams): Funnel {
  const written = search.getAll('step').filter((one) => !isCurveStep(one))
  const wrong = written.findIndex((one, i) => i >= maxSteps || readStep(one) === null)
  if (wrong >= 0) throw badStep(wrong + 1)
  const within = Number(search.get('within'))
  const by = search.get('by')
  return {
    steps: written.flatMap((one) => readStep(one) ?? []),
    within: spans.find((days) => days === within) ?? 'visit',
    by: breakdowns.find((name) => name === by) ?? 'none',
  }
}

/** The curve's granularity goes by the same name. */
const isCurveStep = (written: string) => isOfView('step', written)

const badStep = (n: number) =>
  badRequest(
    'badStep',
    {
      fr: `L’étape ${n} de cet entonnoir ne se lit pas : « page: », « event: » ou « goal: », 2 000 caractères au plus, ${maxSteps} étapes au plus.`,
      en: `Step ${n} of this funnel cannot be read: "page:", "event:" or "goal:", 2,000 characters at most, ${maxSteps} steps at most.`,
    },
    'step',
  )

/** The same where nobody is known from a day to the next: only what happens within a visit can be counted. */
export const withinMode = (funnel: Funnel, mode: 'exempt' | 'consent'): Funnel =>
  mode === 'consent' ? funnel : { ...funnel, within: 'visit' }

/** A funnel as entries of an address; usual values are left out. */
export const funnelEntries = ({ steps, within, by }: Funnel): [string, string][] => [
  ...steps.map((step): [string, string] => ['step', writeStep(step)]),
  ...(within === 'visit' ? [] : [['within', String(within)] as [string, string]]),
  ...(by === 'none' ? [] : [['by', by] as [string, string]]),
]

/** "page:/miel*", "event:commande", "event:commande:plan=pro", "goal:" and its number. */
export function writeStep(step: Step): string {
  switch (step.kind) {
    case 'page':
      return `page:${step.pattern}`
    case 'goal':
      return `goal:${step.goal}`
    case 'event':
      return `event:${encodeURIComponent(step.name)}${step.property === null ? '' : `:${encodeURIComponent(step.property)}=${encodeURIComponent(step.value ?? '')}`}`
  }
}

export function readStep(written: string): Step | null {
  const [, kind, rest = ''] = /^(page|event|goal):([\s\S]{1,2000})$/.exec(written) ?? []
  if (kind === 'page') return { kind, pattern: rest }
  if (kind === 'goal') return { kind, goal: rest }
  const [, name = '', property, value] = /^([^:]+)(?::([^=]+)=([\s\S]*))?$/.exec(rest) ?? []
  if (kind !== 'event' || name === '') return null
  return { kind, name: decoded(name), property: property === undefined ? null : decoded(property), value: value === undefined ? null : decoded(value) } // prettier-ignore
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A text cut between two characters: half of one cannot be written in an address. */
const cut = (text = '', most: number): string =>
  text
    .trim()
    .slice(0, most)
    .replace(/[\ud800-\udbff]$/, '')

/**
 * The steps of the form, which names a goal as a kind of its own ("goal:" and its number). One field of
 * each name a step: a row left empty is no step.
 * @returns null when the address does not come from the form
 */
export function stepsOfForm(search: URLSearchParams): readonly Step[] | null {
  const kinds = search.getAll('kind')
  if (kinds.length === 0) return null
  const [what, property, value] = ['what', 'property', 'value'].map((name) => search.getAll(name))
  return kinds.slice(0, maxSteps).flatMap((kind, i): Step[] => {
    if (kind.startsWith('goal:')) return [{ kind: 'goal', goal: kind.slice('goal:'.length) }]
    const text = cut(what?.[i], 2000)
    if (text === '') return []
    if (kind === 'page') return [{ kind, pattern: /^[/*]/.test(text) ? text : `/${text}` }]
    const named = cut(property?.[i], 300)
    return [{ kind: 'event', name: text, property: named || null, value: named ? cut(value?.[i], 2000) : null }] // prettier-ignore
  })
}
