import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
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

export interface Usage {
  readonly resident: number
  /** Pages that several processes share are counted once. */
  readonly proportional: number
  readonly processes: number
}

/** Megabytes of a process and of all that it started, as Linux counts them. */
export function memoryOf(pid: number): Usage {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = read(`/proc/${name}/stat`)
    // The name of a process stands in parentheses and may hold spaces.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    if (stat !== '') parents.set(Number(name), parent)
  }
  const family = new Set([pid])
  for (let before = 0; before < family.size;) {
    before = family.size
    for (const [child, parent] of parents) if (family.has(parent)) family.add(child)
  }
  const total = (field: string) =>
    [...family].reduce((sum, member) => {
      const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(read(`/proc/${member}/smaps_rollup`))
      return sum + Number(found?.[1] ?? 0) / 1024
    }, 0)
  return { resident: total('Rss'), proportional: total('Pss'), processes: family.size }
}

/** '' for a process that is gone. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
