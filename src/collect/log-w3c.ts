import { type LogLine, soundLine } from './log-line.ts'
import { visitorAddress } from './log-json.ts'
import { isoInstant } from './log-time.ts'

/** What IIS writes unless told otherwise: for a file whose head was cut off. */
const iisFields =
  'date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken'

/** Where each thing is in a line; -1 for what the log does not say. */
interface Columns {
  readonly date: number
  readonly time: number
  readonly ip: number
  readonly forwarded: number
  readonly method: number
  readonly stem: number
  readonly query: number
  readonly status: number
  readonly referrer: number
  readonly userAgent: number
  readonly host: number
}

function columnsOf(fields: readonly string[]): Columns {
  const names = fields.map((name) => name.toLowerCase())
  const first = (...wanted: string[]) => {
    const name = wanted.find((one) => names.includes(one))
    return name === undefined ? -1 : names.indexOf(name)
  }
  return {
    date: first('date'),
    time: first('time'),
    ip: first('c-ip'),
    forwarded: first('x-forwarded-for'),
    method: first('cs-method'),
    stem: first('cs-uri-stem'),
    query: first('cs-uri-query'),
    status: first('sc-status'),
    referrer: first('cs(referer)'),
    userAgent: first('cs(user-agent)'),
    // CloudFront's cs(Host) is its own name; what the visitor asked for is x-host-header.
    host: first('x-host-header', 'cs-host', 'cs(host)'),
  }
}

/**
 * Reads the W3C extended form, whose `#Fields` line may come again with other columns: IIS separates by spaces and writes spaces as
 * "+", CloudFront separates by tabs and encodes as addresses do.
 */
export function w3cReader(
  kind: 'iis' | 'cloudfront',
  withDefault: boolean,
): (line: string) => LogLine | 'comment' | null {
  const separator = kind === 'iis' ? ' ' : '\t'
  const plain = kind === 'iis' ? (text: string) => text.replaceAll('+', ' ') : decoded
  let columns = kind === 'iis' && withDefault ? columnsOf(iisFields.split(' ')) : null
  return (line) => {
    if (line[0] === '#') {
      // CloudFront separates the names by spaces, and the values by tabs.
      if (/^#Fields:/i.test(line)) columns = columnsOf(line.slice(8).trim().split(/\s+/))
      return 'comment'
    }
    if (!columns) return null
    const cells = line.split(separator)
    const at = (index: number): string => (index < 0 ? '-' : (cells[index] ?? ''))
    const query = at(columns.query)
    return soundLine({
      ip: visitorAddress(at(columns.ip), plain(at(columns.forwarded))),
      at: isoInstant(`${at(columns.date)} ${at(columns.time)}`),
      method: at(columns.method),
      target: `${at(columns.stem)}${query === '-' || query === '' ? '' : `?${query}`}`,
      status: at(columns.status),
      referrer: plain(at(columns.referrer)),
      userAgent: columns.userAgent < 0 ? undefined : plain(at(columns.userAgent)),
      host: at(columns.host),
    })
  }
}

/** CloudFront encodes what it logs, and older files do it twice ("%2520"). */
function decoded(text: string): string {
  if (!text.includes('%')) return text
  try {
    const once = decodeURIComponent(text)
    return /%20/.test(once) ? decodeURIComponent(once) : once
  } catch {
    return text
  }
}
