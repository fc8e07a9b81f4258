import { badRequest, type Words } from '../errors.ts'
import { visitorAddress } from './log-json.ts'
import { type LogLine, soundLine } from './log-line.ts'
import { requestOf } from './log-text.ts'
import { anyInstant } from './log-time.ts'

/** What a directive gives of a line. */
type Piece =
  | 'ip' | 'forwarded' | 'time' | 'request' | 'method' | 'target' | 'query' | 'status' | 'referrer' | 'userAgent' | 'host'
  | 'isQuery' | 'user' | 'other' // prettier-ignore

const apache: Readonly<Record<string, Piece>> = {
  h: 'ip', a: 'ip', t: 'time', r: 'request', m: 'method', U: 'target', q: 'query', s: 'status', v: 'host', V: 'host', u: 'user',
} // prettier-ignore
const apacheHeaders: ReadonlyMap<string, Piece> = new Map([
  ['referer', 'referrer'],
  ['user-agent', 'userAgent'],
  ['host', 'host'],
  ['x-forwarded-for', 'forwarded'],
])
const nginx: ReadonlyMap<string, Piece> = new Map(Object.entries<Piece>({
  remote_addr: 'ip', http_x_forwarded_for: 'forwarded', time_local: 'time', time_iso8601: 'time', msec: 'time', request: 'request',
  request_method: 'method', request_uri: 'target', uri: 'target', args: 'query', query_string: 'query', is_args: 'isQuery',
  status: 'status', http_referer: 'referrer', http_user_agent: 'userAgent',
  host: 'host', http_host: 'host', server_name: 'host', remote_user: 'user',
})) // prettier-ignore

const directive = /%%|%[!\d,]*[<>]?(?:\{([^}]*)\}(\^?[a-zA-Z]{1,2})|(\^?[a-zA-Z]))|\$\{?([a-z][a-z0-9_]*)\}?|([\s\S])/g

function pieceOf(argument: string | undefined, letter: string, variable: string | undefined): Piece | null {
  if (variable !== undefined) return nginx.get(variable) ?? 'other'
  if (argument === undefined) return apache[letter] ?? (/^[bBDfHIkLlOpPRSTXEeinoC]$/.test(letter) ? 'other' : null)
  if (letter === 'i') return apacheHeaders.get(argument.toLowerCase()) ?? 'other'
  if (letter === 'a') return 'ip'
  if (letter === 't') return 'time'
  return /^[oeCnpPTx]$|^\^t[io]$/.test(letter) ? 'other' : null
}

const refuse = (words: Words) => badRequest('badFormat', words, 'format')

/** Whether a form was written out rather than named. */
export const isCustom = (format: string): boolean => /[%$]/.test(format)

/**
 * Reads lines written after a form of Apache ("%h %l %u %t \"%r\" %>s %b") or of nginx ("$remote_addr …").
 * @throws AppError named `format`: what is unknown and where, what is missing
 */
export function customReader(format: string): (line: string) => LogLine | null {
  const pieces: Piece[] = []
  let pattern = '^'
  // As they are copied from a configuration file, between quotes and with the quotes inside escaped.
  const written = format
    .trim()
    .replace(/^(["'])([\s\S]*)\1$/, '$2')
    .replaceAll('\\"', '"')
  const parts = [...written.matchAll(directive)]
  parts.forEach((part, i) => {
    const [text, argument, withArgument, bare, variable, literal] = part
    if (literal !== undefined || text === '%%') {
      pattern += RegExp.escape(literal ?? '%')
      return
    }
    const piece = pieceOf(argument, withArgument ?? bare ?? '', variable)
    if (piece === null)
      throw refuse({
        fr: `« ${text} », au signe ${part.index + 1}, n’est pas une directive connue d’Apache ou de nginx.`,
        en: `"${text}", at character ${part.index + 1}, is no directive known of Apache or nginx.`,
      })
    pieces.push(piece)
    const follows = parts[i + 1]
    const next = follows === undefined ? '' : (follows[5] ?? (follows[0] === '%%' ? '%' : null))
    pattern += valuePattern(piece, part.index > 0 ? (written[part.index - 1] ?? '') : '', next)
  })
  for (const [names, wanted] of needs)
    if (!names.some((name) => pieces.includes(name)))
      throw refuse({
        fr: `ce format ne dit pas ${wanted.fr}.`,
        en: `this form does not say ${wanted.en}.`,
      })
  const form = new RegExp(`${pattern}$`)
  return (line) => {
    const found = form.exec(line)
    if (!found) return null
    const told: Partial<Record<Piece, string>> = {}
    pieces.forEach((piece, i) => void (told[piece] ??= found[i + 1] ?? ''))
    const request = requestOf(told.request ?? '')
    // Apache writes it with its question mark, nginx without.
    const query = /^-?$/.test(told.query ?? '') ? '' : `?${(told.query ?? '').replace(/^\?/, '')}`
    return soundLine({
      // A form without the peer's address is one of a server behind a proxy of its own.
      ip: visitorAddress(told.ip ?? '127.0.0.1', told.forwarded ?? ''),
      at: anyInstant((told.time ?? '').replace(/^\[|\]$/g, '')),
      method: told.method ?? request.method,
      target: request.target || (told.target ? `${told.target}${query}` : ''),
      status: told.status ?? '',
      referrer: told.referrer,
      userAgent: told.userAgent,
      host: told.host,
    })
  }
}

const needs: readonly (readonly [names: readonly Piece[], wanted: Words])[] = [
  [['ip', 'forwarded'], { fr: 'l’adresse du visiteur (%h)', en: 'the visitor’s address (%h)' }],
  [['time'], { fr: 'l’heure (%t)', en: 'the time (%t)' }],
  [['request', 'target'], { fr: 'la page demandée (%r)', en: 'the page asked for (%r)' }],
  [['request', 'method'], { fr: 'la méthode (%r ou %m)', en: 'the method (%r or %m)' }],
  [['status'], { fr: 'la réponse (%>s)', en: 'the answer (%>s)' }],
]

/** What a value may hold, given what stands around it: it stops at the sign that follows, so that no line takes long to refuse. */
function valuePattern(piece: Piece, before: string, next: string | null): string {
  if (piece === 'isQuery') return '(\\??)'
  if (next === null) {
    if (piece === 'target') return '([^?\\s]*)'
    throw refuse({
      fr: 'deux directives se touchent : rien ne dit où finit la première.',
      en: 'two directives touch: nothing says where the first one ends.',
    })
  }
  if (before === '"' && next === '"') return '((?:[^"\\\\]|\\\\.)*)'
  if (piece === 'time' && before !== '[') return '(\\[[^\\]]*\\]|\\S+)'
  if (piece === 'forwarded' && next === ' ') return '(\\S+(?:, \\S+)*)'
  if (piece === 'user') return next === '' ? '(.*)' : `(.*?)`
  return next === '' ? '(.*)' : `([^${RegExp.escape(next)}]*)`
}
