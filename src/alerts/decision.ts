import { ratio } from '../ratio.ts'
import { type Point, type Rule, type Seen, learnt } from './rule.ts'

/**
 * breach: the rule fires. clear: it is back. near: neither, so that a figure which hangs about the limit does not ring at each
 * turn (hysteresis). unknown: nothing to judge by.
 */
export type Verdict = 'breach' | 'near' | 'clear' | 'unknown'

export interface Judgement {
  readonly verdict: Verdict
  readonly seen: Seen
}

/** Share of a threshold by which a figure must be better again before it is said to be back. */
const margin = 0.05
/** The same for a change: share of the change asked. */
const easing = 0.8
/** Normal quantiles: 99 % for what fires, so that noise alone rings once in two months or so; 80 % for what is back. */
const [rare, usual] = [2.5758, 1.2816]

/** What a rule says of one stretch, from it and those before. Pure: the same for the job, the preview and the tests. */
export function judge(rule: Rule, points: readonly Point[], at: number): Judgement {
  const now = points[at]
  if (!now) return { verdict: 'unknown', seen: { value: null, against: null } }
  switch (rule.kind) {
    case 'threshold':
      return enough(rule.fewest, points, at, crossing(now, rule.side, rule.value))
    case 'change':
      return enough(rule.fewest, points, at, changing(now, referenceOf(rule, points, at), rule.side, rule.share))
    case 'anomaly':
      return enough(rule.fewest, points, at, straying(now, points.slice(Math.max(0, at - learnt), at), rule.side))
    case 'silence':
      return falling(rule.hours, rule.usual, points, at)
  }
}

/** A breach on too few visits is none; what is back is back, however few. */
function enough(fewest: number, points: readonly Point[], at: number, found: Judgement): Judgement {
  const before = points.slice(Math.max(0, at - 4), at)
  const typical = ratio(
    before.reduce((sum, { visits }) => sum + visits, 0),
    before.length,
  )
  const volume = Math.max(points[at]?.visits ?? 0, typical ?? 0)
  return found.verdict === 'breach' && volume < fewest ? { ...found, verdict: 'unknown' } : found
}

function crossing({ value }: Point, side: 'above' | 'below', limit: number): Judgement {
  const seen = { value, against: limit }
  if (value === null) return { verdict: 'unknown', seen }
  const sign = side === 'above' ? 1 : -1
  if (sign * (value - limit) > 0) return { verdict: 'breach', seen }
  return { verdict: sign * (limit - value) >= Math.abs(limit) * margin ? 'clear' : 'near', seen }
}

type Side = 'above' | 'below' | 'either'
const isOnSide = (side: Side, difference: number) =>
  side === 'either' ? difference !== 0 : side === 'above' ? difference > 0 : difference < 0

function referenceOf(rule: Rule & { kind: 'change' }, points: readonly Point[], at: number): number | null {
  if (rule.against === 'previous' || rule.grain === 'week') return points[at - 1]?.value ?? null
  const same = [7, 14, 21, 28].flatMap((days) => points[at - days]?.value ?? [])
  return ratio(
    same.reduce((sum, value) => sum + value, 0),
    same.length,
  )
}

function changing({ value }: Point, against: number | null, side: Side, share: number): Judgement {
  const seen = { value, against }
  const change = value === null || against === null ? null : ratio(value - against, Math.abs(against))
  if (change === null) return { verdict: 'unknown', seen }
  if (!isOnSide(side, change)) return { verdict: 'clear', seen }
  if (Math.abs(change) >= share) return { verdict: 'breach', seen }
  return { verdict: Math.abs(change) <= share * easing ? 'clear' : 'near', seen }
}

/** Four weeks at least; a figure that was unknown on a day says nothing of that day, and the forecast is not made. */
const shortest = 28

/**
 * Against what the weeks before lead to expect of such a day: the median of its weekday, and that of the last two weeks without their
 * weekdays. How far days stray is the median absolute deviation of the same forecast made for each day before. Medians, so that a
 * spike neither moves what is expected after it nor widens what is let through; smoothing (Holt-Winters) did both: on the series of
 * the test it missed half of the anomalies that came within eight weeks of another, and rang three times as often for nothing.
 * Source: the seasonal median and deviation of O. Vallis, J. Hochenbaum, A. Kejariwal, "A Novel Technique for Long-Term Anomaly
 * Detection in the Cloud" (HotCloud 2014); 1.4826 makes the deviation that of a normal law (P. Rousseeuw, C. Croux, 1993).
 * A public holiday is a day like another to it.
 */
function straying({ value }: Point, past: readonly Point[], side: Side): Judgement {
  const series = past.flatMap((point) => point.value ?? [])
  if (value === null || past.length < shortest || series.length < past.length)
    return { verdict: 'unknown', seen: { value, against: null } }
  const { expected, deviation } = foreseen(series)
  const isPositive = Math.min(...series) >= 0
  const held = (figure: number) => (isPositive ? Math.max(0, figure) : figure)
  const [low, high] = [held(expected - rare * deviation), held(expected + rare * deviation)]
  const seen = { value, against: held(expected), low, high }
  const difference = value - expected
  if (!isOnSide(side, difference)) return { verdict: 'clear', seen }
  if (value < low || value > high) return { verdict: 'breach', seen }
  return { verdict: Math.abs(difference) <= usual * deviation ? 'clear' : 'near', seen }
}

/** Days whose median is the level. */
const recent = 14

/** What the day after a series is expected to be, and how far such days stray from it. */
function foreseen(series: readonly number[]): { expected: number; deviation: number } {
  // By the place from the end: the day to foresee has the weekday of every seventh before it.
  const weekday = (i: number) => (series.length - i) % 7
  // A day that is judged has no part in what it is judged by.
  const usually = (day: number, but = -1) => median(series.filter((_, i) => i !== but && weekday(i) === day))
  const week = Array.from({ length: 7 }, (_, day) => usually(day))
  const level = median(week)
  const usual = (i: number, but = -1) => (but < 0 ? (week[weekday(i)] ?? level) : usually(weekday(i), but))
  // Busy weekdays stray further than quiet ones, by as much as they are busier.
  const size = (i: number) => (level > 0 ? Math.max(usual(i) / level, 0.1) : 1)
  const flat = series.map((value, i) => (value - usual(i)) / size(i))
  const levelBefore = (i: number) => median(flat.slice(Math.max(0, i - recent), i))
  const errors = series.map((value, i) => (value - usual(i, i)) / size(i) - levelBefore(i)).slice(recent)
  // What grows or falls is always ahead of the level of the weeks before, by as much as it was.
  const drift = median(errors)
  const at = series.length
  return {
    expected: usual(at) + (levelBefore(at) + drift) * size(at),
    deviation: 1.4826 * median(errors.map((error) => Math.abs(error - drift))) * size(at),
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2
}

/** Hours since the last event; those in which the site is usually quiet do not count, where `usual` is asked. */
function falling(hours: number, usualOnly: boolean, points: readonly Point[], at: number): Judgement {
  let last = at
  while (last >= 0 && (points[last]?.value ?? 0) === 0) last -= 1
  const silent = points.slice(last + 1, at + 1)
  const counted = usualOnly ? usualBefore(points, at + 1) - usualBefore(points, last + 1) : silent.length
  const lastStretch = points[last]?.stretch
  const seen = { value: counted, against: hours, ...(lastStretch === undefined ? {} : { last: lastStretch }) }
  // Never an event in four weeks: the tracker did not fall off, it was never there, or the site is closed.
  if (lastStretch === undefined) return { verdict: 'unknown', seen }
  if (silent.length === 0) return { verdict: 'clear', seen }
  return { verdict: counted >= hours ? 'breach' : 'near', seen }
}

/** Usual hours among the first of a series, by how many those are; counted once a series, since every hour of a silence asks. */
const usualCounts = new WeakMap<readonly Point[], readonly number[]>()

function usualBefore(points: readonly Point[], at: number): number {
  let counts = usualCounts.get(points)
  if (!counts) {
    let so = 0
    counts = [0, ...points.map((_, i) => (so += isUsual(points, i) ? 1 : 0))]
    usualCounts.set(points, counts)
  }
  return counts[at] ?? 0
}

/** An hour of the week is usual when it had events in three of the four weeks before, by the hours that were counted then. */
function isUsual(points: readonly Point[], at: number): boolean {
  const slot = slotOf(points[at]?.stretch ?? '')
  let busy = 0
  // A clock change moves an hour of the week by one place.
  for (let weeks = 1; weeks <= 4; weeks += 1)
    if (
      [-1, 0, 1].some((shift) => {
        const point = points[at - weeks * 168 + shift]
        return point !== undefined && slotOf(point.stretch) === slot && (point.value ?? 0) > 0
      })
    )
      busy += 1
  return busy >= 3
}

/** The weekday and the hour on the site's clock. */
const slotOf = (stretch: string) =>
  `${new Date(`${stretch.slice(0, 10)}T00:00:00Z`).getUTCDay()} ${stretch.slice(11, 13)}`

export interface Turn {
  readonly turn: 'fired' | 'back'
  readonly stretch: string
  readonly seen: Seen
}

/**
 * What happened from a point on: one firing per breach, then its return.
 * @param isFiring how things stood before `from`
 */
export function walk(rule: Rule, points: readonly Point[], from: number, isFiring: boolean): Turn[] {
  const turns: Turn[] = []
  let firing = isFiring
  for (let at = Math.max(0, from); at < points.length; at += 1) {
    const { verdict, seen } = judge(rule, points, at)
    const stretch = points[at]?.stretch ?? ''
    if (!firing && verdict === 'breach') turns.push({ turn: 'fired', stretch, seen })
    else if (firing && verdict === 'clear') turns.push({ turn: 'back', stretch, seen })
    else continue
    firing = !firing
  }
  return turns
}
