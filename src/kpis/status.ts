import type { Words } from '../errors.ts'
import { formatNumber } from '../i18n.ts'
import type { Locale } from '../i18n.ts'

export type KpiState = 'unknown' | 'notStarted' | 'onTarget' | 'watch' | 'offTarget' | 'reached' | 'missed'

export interface KpiStatus {
  readonly state: KpiState
  /** What the figure should be today on a straight path from baseline to target; null when it cannot be said. */
  readonly expected: number | null
  /** actual − expected, in the unit of the KPI. */
  readonly deviation: number | null
  /** Deviation as a share of what was expected, positive when it is good news; null when nothing was expected. */
  readonly relative: number | null
  readonly sentence: Words
}

export interface KpiFacts {
  readonly actual: number | null
  /** Where the path starts; 0 for a figure that adds up over the period. */
  readonly baseline: number | null
  readonly target: number | null
  /** Share of the period that has passed, 0–1. */
  readonly elapsed: number
  readonly direction: 'up' | 'down'
  /** Adverse deviation that is tolerated, as a share of what was expected. */
  readonly threshold: number
  /** An alert is a limit that holds all along; others follow a path to their target. */
  readonly nature: 'aim' | 'alert' | 'anticipation'
  /** Where a path of another shape than a straight line says it should be; null for the straight line. */
  readonly expected?: number | null
  /** A figure with its unit; a plain number where nothing is said. */
  readonly say?: (value: number, locale: Locale) => string
}

/**
 * Where a KPI stands today.
 * Expected today = baseline + (target − baseline) × elapsed share; for an alert, the target itself.
 * Deviation = actual − expected; it is adverse when it goes against the direction. Within the threshold it is watched, beyond
 * it is off target. At the end of the period the target is reached or missed.
 */
export function kpiStatus(facts: KpiFacts): KpiStatus {
  const { actual, baseline, target, elapsed, direction, threshold, nature, say = plain } = facts
  const nothing = { expected: null, deviation: null, relative: null }
  if (target === null) return { state: 'unknown', ...nothing, sentence: noTarget }
  if (elapsed <= 0) return { state: 'notStarted', ...nothing, sentence: notStarted }
  const from = nature === 'alert' ? target : baseline
  const expected = facts.expected ?? (from === null ? null : from + (target - from) * Math.min(1, elapsed))
  if (expected === null) return { state: 'unknown', ...nothing, sentence: noBaseline }
  if (actual === null) return { state: 'unknown', ...nothing, expected, sentence: noActual }
  const deviation = actual - expected
  const good = direction === 'up' ? deviation : -deviation
  // Nothing expected yet (a path from zero on its first day): the whole way is the measure.
  const scale = Math.abs(expected) > 0 ? Math.abs(expected) : Math.abs(target - (from ?? target))
  const relative = scale === 0 ? (good === 0 ? 0 : null) : good / scale
  const over = elapsed >= 1 && nature !== 'alert'
  const isOff = relative === null ? good < 0 : relative < -threshold
  const state: KpiState = good >= 0 ? (over ? 'reached' : 'onTarget') : over ? 'missed' : isOff ? 'offTarget' : 'watch'
  return { state, expected, deviation, relative, sentence: sentenceOf(state, actual, expected, relative, say) }
}

/** What asks for attention first; equals keep their order. */
export const byUrgency: readonly KpiState[] = [
  'missed',
  'offTarget',
  'watch',
  'unknown',
  'notStarted',
  'onTarget',
  'reached',
]

/** Whether somebody has to explain and act. */
export const isOffTarget = (state: KpiState): boolean => state === 'offTarget' || state === 'missed'

const noTarget: Words = {
  fr: 'Sans cible, rien ne dit si ce chiffre est bon : fixez-en une.',
  en: 'Without a target nothing says whether this figure is good: set one.',
}
const noBaseline: Words = {
  fr: 'Sans valeur de départ, le chemin vers la cible ne se trace pas : notez où vous en étiez.',
  en: 'Without a baseline there is no path to the target: note where you started.',
}
const notStarted: Words = { fr: 'La période n’a pas commencé.', en: 'The period has not begun.' }
const noActual: Words = {
  fr: 'Rien n’a encore été mesuré sur la période.',
  en: 'Nothing has been measured over the period yet.',
}

const plain = (value: number, locale: Locale) => formatNumber(Math.round(value * 100) / 100, locale)

function sentenceOf(
  state: KpiState,
  actual: number,
  expected: number,
  relative: number | null,
  say: (value: number, locale: Locale) => string,
): Words {
  const told = (locale: Locale) => {
    const gap = relative === null ? '' : percent(Math.abs(relative), locale)
    return { actual: say(actual, locale), expected: say(expected, locale), gap }
  }
  const fr = told('fr')
  const en = told('en')
  switch (state) {
    case 'reached':
      return {
        fr: `Cible atteinte : ${fr.actual} pour ${fr.expected} visés.`,
        en: `Target reached: ${en.actual} for ${en.expected} aimed at.`,
      }
    case 'missed':
      return {
        fr: `Cible manquée : ${fr.actual} pour ${fr.expected} visés.`,
        en: `Target missed: ${en.actual} for ${en.expected} aimed at.`,
      }
    case 'onTarget':
      return {
        fr: `Dans la cible : ${fr.actual} pour ${fr.expected} attendus à ce jour.`,
        en: `On target: ${en.actual} for ${en.expected} expected by today.`,
      }
    case 'watch':
      return {
        fr: `À surveiller : ${fr.actual} pour ${fr.expected} attendus à ce jour, ${fr.gap} d’écart, dans la tolérance.`,
        en: `To watch: ${en.actual} for ${en.expected} expected by today, ${en.gap} off, within tolerance.`,
      }
    default:
      return {
        fr: `Hors cible : ${fr.actual} pour ${fr.expected} attendus à ce jour${fr.gap ? `, ${fr.gap} d’écart` : ''}.`,
        en: `Off target: ${en.actual} for ${en.expected} expected by today${en.gap ? `, ${en.gap} off` : ''}.`,
      }
  }
}

const percent = (share: number, locale: 'fr' | 'en') => {
  const n = formatNumber(Math.round(share * 1000) / 10, locale)
  return locale === 'fr' ? `${n}\u202f%` : `${n}%`
}
