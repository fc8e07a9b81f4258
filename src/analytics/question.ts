import { addDays, addMonths, monthEnd, monthStart, weekStart } from '../period.ts'
import type { Period } from '../period.ts'
import type { Headline } from './audience.ts'

/** A figure asked for in words: "visites cette semaine", "bounce rate last month". */
export interface Question {
  readonly metric: Headline
  readonly period: Period
}

/** Each figure by what people call it, in both languages; the first that fits wins, so longer names come first. */
const names: readonly (readonly [Headline, RegExp])[] = [
  ['viewsPerVisit', /pages? par visite|(pages|views) per visit/],
  ['visitDuration', /duree|temps passe|duration|time on site/],
  ['bounceRate', /rebond|bounce/],
  ['pageviews', /pages? vues?|vues de pages?|page ?views?/],
  ['visitors', /visiteurs?|visitors?|personnes/],
  ['visits', /visites?|visits?/],
]

const months: readonly RegExp[] = [
  /janvier|january/, /fevrier|february/, /mars|march/, /avril|april/, /\bmai\b|\bmay\b/, /juin|june/,
  /juillet|july/, /aout|august/, /septembre|september/, /octobre|october/, /novembre|november/, /decembre|december/,
] // prettier-ignore

const last = /derniere?|precedente?|passee?|last|previous/

/**
 * What a few typed words ask of the audience, or null when they name no figure of it.
 * Without a period, the last thirty days; a period that runs stops today.
 */
export function questionOf(typed: string, today: string): Question | null {
  const words = typed.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  const metric = names.find(([, pattern]) => pattern.test(words))?.[0]
  return metric ? { metric, period: periodOf(words, today) } : null
}

function periodOf(words: string, today: string): Period {
  const until = (period: Period): Period => ({ ...period, to: period.to < today ? period.to : today })
  const days = Number(/\b(\d{1,4}) ?(?:derniers )?(?:jours?|days?|j|d)\b/.exec(words)?.[1] ?? Number.NaN)
  if (days >= 1 && days <= 4000) return { from: addDays(today, 1 - days), to: today }
  if (/aujourd|today/.test(words)) return { from: today, to: today }
  if (/\bhier\b|yesterday/.test(words)) return { from: addDays(today, -1), to: addDays(today, -1) }
  const named = months.findIndex((month) => month.test(words))
  if (named >= 0) return until(wholeMonth(monthNamed(named, words, today)))
  if (/semaine|week/.test(words)) {
    const monday = last.test(words) ? addDays(weekStart(today), -7) : weekStart(today)
    return until({ from: monday, to: addDays(monday, 6) })
  }
  if (/\bmois\b|month/.test(words))
    return until(wholeMonth(last.test(words) ? addMonths(monthStart(today), -1) : today))
  if (/\bannee\b|\ban\b|year/.test(words)) {
    const year = Number(today.slice(0, 4)) - (last.test(words) ? 1 : 0)
    return until({ from: `${year}-01-01`, to: `${year}-12-31` })
  }
  const year = /\b(20\d\d)\b/.exec(words)?.[1]
  if (year && year <= today.slice(0, 4)) return until({ from: `${year}-01-01`, to: `${year}-12-31` })
  return { from: addDays(today, -29), to: today }
}

const wholeMonth = (day: string): Period => ({ from: monthStart(day), to: monthEnd(day) })

/** A month without its year is the latest that has begun. */
function monthNamed(month: number, words: string, today: string): string {
  const written = /\b(20\d\d)\b/.exec(words)?.[1]
  const two = String(month + 1).padStart(2, '0')
  const thisYear = `${today.slice(0, 4)}-${two}-01`
  const day = written ? `${written}-${two}-01` : thisYear
  return day <= today ? day : `${Number(today.slice(0, 4)) - 1}-${two}-01`
}
