import { isIP } from 'node:net'
import { type LogLine, soundLine } from './log-line.ts'
import { clfInstant, isoInstant } from './log-time.ts'

/** A text between quotes, in which \" is a quote. */
export const quoted = '"((?:[^"\\\\]|\\\\.)*)"'

const common = `(\\S+) \\S+ .*?\\[(\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4})\\] ${quoted} (\\d{3}) (?:\\d+|-)`
const combined = new RegExp(`^${common}(?: ${quoted} ${quoted}(?: .*)?)?$`)
const vhost = new RegExp(`^(\\S+) ${common}(?: ${quoted} ${quoted}(?: .*)?)?$`)

/** A line of the Combined or Common form. What follows a Combined line is not read. */
export function readCombined(line: string): LogLine | null {
  const found = combined.exec(line)
  if (!found) return null
  const [, ip = '', time = '', request = '', status = '', referrer, userAgent] = found
  return soundLine({ ip, at: clfInstant(time), ...requestOf(request), status, referrer, userAgent })
}

/** A line of Apache's vhost_combined: the host and its port, then a Combined line. */
export function readVhost(line: string): LogLine | null {
  const found = vhost.exec(line)
  if (!found) return null
  const [, host = '', ip = '', time = '', request = '', status = '', referrer, userAgent] = found
  // A Combined line has "-" or a name here.
  if (isIP(ip) === 0) return null
  return soundLine({ ip, at: clfInstant(time), ...requestOf(request), status, referrer, userAgent, host })
}

/** "GET /miel HTTP/1.1" in two. */
export function requestOf(request: string): { readonly method: string; readonly target: string } {
  const [method = '', target = ''] = request.split(' ', 2)
  return { method, target }
}

const balancer = new RegExp(
  `^(?:https?|h2|grpcs?|wss?) (\\d{4}-\\S+Z) \\S+ (\\S+):\\d+ \\S+ \\S+ \\S+ \\S+ (\\d{3}|-) (?:\\d{3}|-) \\d+ \\d+ ${quoted} ${quoted} .*$`,
)

/** A line of an AWS application load balancer, which writes whole addresses and no referrer. */
export function readBalancer(line: string): LogLine | null {
  const found = balancer.exec(line)
  if (!found) return null
  const [, time = '', ip = '', status = '', request = '', userAgent] = found
  const { method, target } = requestOf(request)
  const url = URL.parse(target)
  if (!url) return null
  return soundLine({
    ip: ip.replace(/^\[|\]$/g, ''),
    at: isoInstant(time),
    method,
    target: `${url.pathname}${url.search}`,
    status,
    userAgent,
    host: url.host,
  })
}
