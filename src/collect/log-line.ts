import { hash } from 'node:crypto'

/** What is used of a line of a log, whatever its form. Texts are as written, '-' for absent; '' for a user agent that the form does not keep. */
export interface LogLine {
  readonly ip: string
  readonly at: number
  readonly method: string
  readonly target: string
  readonly status: number
  readonly referrer: string
  readonly userAgent: string
  /** The host that was asked, where the line says it; without its port. */
  readonly host?: string
}

/** A line as it was found in pieces; null when it cannot be one. */
export function soundLine(pieces: {
  readonly ip: string
  readonly at: number | null
  readonly method: string
  readonly target: string
  readonly status: string | number
  readonly referrer?: string | undefined
  readonly userAgent?: string | undefined
  readonly host?: string | undefined
}): LogLine | null {
  const { ip, at, method, target, referrer, userAgent } = pieces
  const status = Number(pieces.status)
  if (at === null || ip === '' || ip === '-' || target === '' || target === '-') return null
  if (!/^[A-Z]+$/.test(method) || !(status >= 100 && status <= 599)) return null
  const host = (pieces.host ?? '').replace(/:\d+$/, '').toLowerCase()
  const line = {
    ip,
    at,
    method,
    target,
    status,
    referrer: referrer || '-',
    userAgent: userAgent === undefined ? '' : userAgent || '-',
  }
  // Servers write these where no host was asked for.
  return host === '' || host === '-' || host === '_' ? line : { ...line, host }
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
