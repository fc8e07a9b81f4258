import { type LogLine, soundLine } from './log-line.ts'
import { requestOf } from './log-text.ts'
import { anyInstant, epochInstant } from './log-time.ts'
import { isPrivateIp, plainIp } from './place.ts'

type Json = Readonly<Record<string, unknown>>

function objectOf(line: string): Json | null {
  if (line[0] !== '{') return null
  try {
    const read: unknown = JSON.parse(line)
    return isObject(read) ? read : null
  } catch {
    return null
  }
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The first of these keys that holds something. */
function textAt(from: Json, keys: readonly string[]): string {
  for (const key of keys) {
    const value = from[key]
    const text = typeof value === 'number' ? String(value) : value
    if (typeof text === 'string' && text !== '' && text !== '-') return text
  }
  return ''
}

const instantOf = (value: unknown): number | null =>
  typeof value === 'number' ? epochInstant(value) : typeof value === 'string' ? anyInstant(value) : null

// nginx lets each site name its keys: those of its documentation and of the usual collectors.
const keys = {
  time: ['time_iso8601', '@timestamp', 'timestamp', 'time_local', 'time', 'msec', 'ts', 'date'],
  ip: ['remote_addr', 'remote_ip', 'client_ip', 'clientip', 'client', 'ip'],
  forwarded: ['http_x_forwarded_for', 'x_forwarded_for', 'xff'],
  request: ['request', 'request_line'],
  method: ['request_method', 'method', 'verb'],
  target: ['request_uri', 'uri', 'url', 'path'],
  status: ['status', 'status_code', 'response'],
  referrer: ['http_referer', 'http_referrer', 'referer', 'referrer'],
  userAgent: ['http_user_agent', 'user_agent', 'agent', 'userAgent'],
  host: ['host', 'http_host', 'server_name', 'vhost', 'domain'],
} as const

/** A line of nginx written as JSON (`log_format … escape=json`). */
export function readNginxJson(line: string): LogLine | null {
  const json = objectOf(line)
  if (!json) return null
  const request = requestOf(textAt(json, keys.request))
  const time = keys.time.find((key) => json[key] !== undefined && json[key] !== '')
  return soundLine({
    ip: visitorAddress(textAt(json, keys.ip), textAt(json, keys.forwarded)),
    at: time === undefined ? null : instantOf(json[time]),
    method: request.method || textAt(json, keys.method),
    target: request.target || textAt(json, keys.target),
    status: textAt(json, keys.status),
    referrer: textAt(json, keys.referrer),
    userAgent: textAt(json, keys.userAgent),
    host: textAt(json, keys.host),
  })
}

/** Behind a proxy of one's own, the visitor is the last address that is not private; elsewhere what was forwarded is anybody's word. */
export function visitorAddress(peer: string, forwarded: string): string {
  if (forwarded === '' || forwarded === '-' || !isPrivateIp(plainIp(peer))) return peer
  const outside = forwarded
    .split(',')
    .map((part) => plainIp(part.trim()))
    .findLast((ip) => ip !== '' && !isPrivateIp(ip))
  return outside ?? peer
}

/** A line of Caddy's access log. */
export function readCaddy(line: string): LogLine | null {
  const json = objectOf(line)
  const request = json?.['request']
  if (!json || !isObject(request)) return null
  const { headers } = request
  const header = (name: string): string => {
    const value = isObject(headers) ? headers[name] : undefined
    const first: unknown = Array.isArray(value) ? value[0] : value
    return typeof first === 'string' ? first : ''
  }
  return soundLine({
    ip: textAt(request, ['client_ip', 'remote_ip', 'remote_addr']),
    at: instantOf(json['ts']),
    method: textAt(request, ['method']),
    target: textAt(request, ['uri']),
    status: textAt(json, ['status']),
    referrer: header('Referer'),
    userAgent: header('User-Agent'),
    host: textAt(request, ['host']),
  })
}
