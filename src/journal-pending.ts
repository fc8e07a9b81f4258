import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeRecords } from './segment.ts'

/** What waits, and what went wrong since the start. */
export interface Pending {
  readonly events: number
  readonly bytes: number
  readonly segments: number
  /** When the oldest waiting event came; null when nothing waits. */
  readonly since: Date | null
  /** Records cut because a crash left them half written: they were never acknowledged. */
  readonly torn: number
  /** Rows the event store would not take, kept in refused.ndjson. */
  readonly refused: number
}

/** Rows the event store would not take, one a line. */
export const refusedFile = (dir: string) => join(dir, 'refused.ndjson')

/** How many of them there are. */
export async function refusedIn(dir: string): Promise<number> {
  const text = await readFile(refusedFile(dir), 'utf8').catch(() => '')
  return text.split('\n').length - 1
}

/** What waits in the folder of an instance that is stopped; nothing is sent, cut or changed. */
export async function pendingIn(dir: string): Promise<Pending> {
  const names = (await readdir(dir).catch(() => [])).filter((name) => name.endsWith('.seg')).toSorted()
  const segments = await Promise.all(
    names.map(async (name) => ({ name, ...decodeRecords(await readFile(join(dir, name))) })),
  )
  const held = segments.filter(({ records }) => records.length > 0)
  return {
    events: held.reduce((sum, { records }) => sum + records.length, 0),
    bytes: held.reduce((sum, { goodBytes }) => sum + goodBytes, 0),
    segments: held.length,
    since: held[0] ? firstCame(held[0].name, held[0].records) : null,
    torn: segments.filter(({ torn }) => torn).length,
    refused: await refusedIn(dir),
  }
}

/** When the first event of a file that an earlier run left came: as its row says, or else when the file was opened. */
export function firstCame(name: string, [first]: readonly Buffer[]): Date {
  const said = /"received_at":"([\d-]+) ([\d:.]+)"/.exec(first?.toString() ?? '')
  return said ? new Date(`${said[1]}T${said[2]}Z`) : new Date(Number(name.slice(0, 15)))
}
