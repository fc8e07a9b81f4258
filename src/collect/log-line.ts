import { hash } from 'node:crypto'

/** A line of a Combined or Common log. Texts are as written, '-' for absent. */
export interface LogLine {
  readonly ip: string
  readonly at: number
  readonly method: string
  readonly target: string
  readonly status: number
  readonly referrer: string
  readonly userAgent: string
}

const quoted = '"((?:[^"\\\\]|\\\\.)*)"'
const form = new RegExp(
  `^(\\S+) \\S+ .*?\\[(\\d\\d)/(\\w{3})/(\\d{4}):(\\d\\d):(\\d\\d):(\\d\\d) ([+-])(\\d\\d)(\\d\\d)\\] ${quoted} (\\d{3}) (?:\\d+|-)(?: ${quoted} ${quoted}(?: .*)?)?$`,
)
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Reads a line; null when it is neither form (cut short, of another program…). What follows a Combined line is not read. */
export function readLogLine(line: string): LogLine | null {
  const found = form.exec(line)
  if (!found) return null
  const [
    ,
    ip = '',
    day,
    month = '',
    year,
    hour,
    minute,
    second,
    sign,
    offsetHours,
    offsetMinutes,
    request = '',
    status,
    referrer,
    userAgent,
  ] = found
  const [method = '', target = ''] = request.split(' ', 2)
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1)
  const at = Date.UTC(
    Number(year),
    months.indexOf(month),
    Number(day),
    Number(hour),
    Number(minute) - offset,
    Number(second),
  )
  // A leap second is a second; a 31st of June or an hour of 25 is a damaged line, not a later one.
  const isSound =
    months.includes(month) &&
    Number(day) >= 1 &&
    Number(day) <= new Date(Date.UTC(Number(year), months.indexOf(month) + 1, 0)).getUTCDate() &&
    Number(hour) <= 23 &&
    Number(minute) <= 59 &&
    Number(second) <= 60 &&
    target !== '' &&
    /^[A-Z]+$/.test(method)
  return isSound
    ? { ip, at, method, target, status: Number(status), referrer: referrer ?? '-', userAgent: userAgent ?? '-' }
    : null
}

/** Why a readable line is not a page view. */
export type LineRefusal = 'method' | 'status' | 'redirect' | 'file'

/** What is not a page: pictures, styles, scripts, fonts, media, feeds and the files machines ask for. */
const files =
  /(\.(css|m?js|map|json|xml|txt|rss|atom|png|jpe?g|gif|svg|webp|avif|ico|bmp|tiff?|woff2?|ttf|otf|eot|mp[34]|m4[av]|webm|og[gv]|wav|avi|mov|flv|swf|pdf|zip|gz|tgz|bz2|xz|rar|7z|tar|exe|msi|dmg|deb|rpm|jar|iso|csv|docx?|xlsx?|pptx?|wasm|cur|manifest|webmanifest)|\/favicon[^/]*)$/i

/** null when the line is a page view. A redirection is followed by the line of the page it leads to, which is the view. */
export function lineRefusal(line: LogLine): LineRefusal | null {
  if (line.method !== 'GET') return 'method'
  if (line.status >= 400 || line.status < 200) return 'status'
  if (line.status >= 300 && line.status !== 304) return 'redirect'
  const end = line.target.search(/[?#]/)
  return files.test(end < 0 ? line.target : line.target.slice(0, end)) ? 'file' : null
}

/** How long two equal lines may lie apart and still be told from one another by their rank. */
const horizon = 10 * 60_000

/**
 * Ids of lines, from their text alone: the same line of the same log has the same id whenever it is read. Equal lines of
 * one second (two reloads) are told apart by their rank.
 */
export function lineIds(siteId: number): (line: string, at: number) => string {
  let seen = new Map<string, number>()
  let before = new Map<string, number>()
  let turn = -Infinity
  return (line, at) => {
    if (at - turn > horizon) {
      before = seen
      seen = new Map()
      turn = at
    }
    const id = hash('sha256', `${siteId}\n${line}`, 'hex').slice(0, 16)
    const rank = (seen.get(id) ?? before.get(id) ?? 0) + 1
    seen.set(id, rank)
    return rank === 1 ? id : hash('sha256', `${id}\n${rank}`, 'hex').slice(0, 16)
  }
}
