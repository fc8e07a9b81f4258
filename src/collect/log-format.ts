import { badRequest } from '../errors.ts'
import { customReader, isCustom } from './log-custom.ts'
import { readCaddy, readNginxJson } from './log-json.ts'
import type { LogLine } from './log-line.ts'
import { readBalancer, readCombined, readVhost } from './log-text.ts'
import { w3cReader } from './log-w3c.ts'

/** Reads one line after another of one log: a page or a file asked for, a line that only speaks of the log, or null for neither. */
export type ReadLine = (line: string) => LogLine | 'comment' | null

/** Forms with a name, in the order they are tried: a stricter one before one that would take its lines for its own. */
const readers: Readonly<Record<string, (isNamed: boolean) => ReadLine>> = {
  vhost: () => readVhost,
  combined: () => readCombined,
  alb: () => readBalancer,
  caddy: () => readCaddy,
  nginx: () => readNginxJson,
  cloudfront: (isNamed) => w3cReader('cloudfront', isNamed),
  iis: (isNamed) => w3cReader('iis', isNamed),
}

/** What a form may be called. `common` is read by the same reader as `combined`, of which it is the first part. */
export const formatNames = ['combined', 'common', 'vhost', 'nginx', 'caddy', 'iis', 'cloudfront', 'alb'] as const

/**
 * A reader for a form: its name, or the form itself as a server's configuration writes it.
 * @throws AppError named `format`
 */
export function readerOf(format: string): ReadLine {
  if (isCustom(format)) return customReader(format)
  const name = format === 'common' ? 'combined' : format
  const make = Object.hasOwn(readers, name) ? readers[name] : undefined
  if (make) return make(true)
  throw badRequest(
    'badFormat',
    {
      fr: `« ${format.slice(0, 60)} » n’est pas un format connu : ${formatNames.join(', ')}, ou une chaîne comme %h %l %u %t "%r" %>s %b.`,
      en: `"${format.slice(0, 60)}" is not a known form: ${formatNames.join(', ')}, or a string such as %h %l %u %t "%r" %>s %b.`,
    },
    'format',
  )
}

/** Finds the form of a log from its lines, shown one at a time: the first form that reads one has it. */
export function recogniser(): (line: string) => { readonly format: string; readonly line: LogLine } | null {
  const tried = Object.entries(readers).map(([format, make]) => ({ format, read: make(false) }))
  return (text) => {
    for (const { format, read } of tried) {
      const line = read(text)
      if (line !== null && line !== 'comment') return { format, line }
    }
    return null
  }
}
