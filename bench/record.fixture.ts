import { appendFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

/** When, on what machine and with what Node a bench ran: the head of its figures. */
export const machine = (): string =>
  `${new Date().toISOString().slice(0, 16)}Z · ${cpus()[0]?.model.trim()} × ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GiB · Node ${process.versions.node}`

/** Prints figures and adds them to bench/RESULTS.md; with `--dry`, prints them alone. */
export function record(lines: readonly string[]): void {
  const text = `${lines.join('\n')}\n`
  process.stdout.write(`${text}\n`)
  if (!process.argv.includes('--dry')) appendFileSync(join(import.meta.dirname, 'RESULTS.md'), `\n${text}`)
}

/** The value under which a share of the measures lies; NaN without a measure. */
export const percentile = (measures: readonly number[], share: number): number => {
  const sorted = measures.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}

/** A figure beside what we hold ourselves to. */
export const against = (value: number, sign: '≥' | '<' | '≤', target: number, unit: string): string => {
  const isHeld = sign === '≥' ? value >= target : sign === '<' ? value < target : value <= target
  return `**${Math.round(value * 10) / 10} ${unit}** (target ${sign} ${target} ${unit}: ${isHeld ? 'held' : 'MISSED'})`
}
