import { lookup } from 'node:dns'
import { BlockList, type LookupFunction, isIP } from 'node:net'
import { Agent, request } from 'undici'
import type { Config } from './config.ts'
import type { Words } from './errors.ts'

/**
 * The one door by which a request leaves for an address that somebody typed. It reaches the public network only, whatever
 * a name resolves to at the moment of connecting; it follows no redirection; it waits and reads within bounds.
 */
export interface Outgoing {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Milliseconds for the whole exchange. */
  readonly timeout?: number
  /** Bytes of the answer that are read; a longer one is cut there. */
  readonly most?: number
}

export interface Incoming {
  readonly status: number
  readonly body: string
}

/** Why a request did not leave, or brought nothing back. */
export class OutboundError extends Error {
  readonly words: Words

  constructor(words: Words) {
    super(words.en)
    this.words = words
  }
}

const ipv4 = new BlockList()
// IANA's special-purpose registry of IPv4 (RFC 6890 and those after), with multicast and what is reserved.
for (const range of [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24',
  '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24',
  '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
]) add(ipv4, range, 'ipv4') // prettier-ignore

const global = new BlockList()
add(global, '2000::/3', 'ipv6')
const ipv6 = new BlockList()
// Within 2000::/3: protocol assignments with Teredo, documentation, 6to4 (which holds an IPv4 address), AS112.
for (const range of ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'])
  add(ipv6, range, 'ipv6')

function add(list: BlockList, range: string, family: 'ipv4' | 'ipv6'): void {
  const [address = '', bits] = range.split('/')
  list.addSubnet(address, Number(bits), family)
}

/** Whether an IP address is one of the public network. Of IPv6 only global unicast is: no mapped, local or translated one. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !ipv4.check(address, 'ipv4')
  // A zone ("%eth0") belongs to a local link.
  return family === 6 && !address.includes('%') && global.check(address, 'ipv6') && !ipv6.check(address, 'ipv6')
}

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')

/** Why an address cannot be called, as far as its text shows; null when it may be tried. */
export function urlProblem(text: string, allowed: readonly string[] = []): Words | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !['http:', 'https:'].includes(url.protocol) || text.length > 2000)
    return {
      fr: 'Écrivez une adresse complète qui commence par https:// (ou http://).',
      en: 'Write a whole address that starts with https:// (or http://).',
    }
  if (url.username !== '' || url.password !== '')
    return {
      fr: 'L’adresse ne peut pas contenir de nom ni de mot de passe.',
      en: 'The address cannot hold a name or a password.',
    }
  const host = bare(url.hostname)
  if (allowed.includes(host)) return null
  const isLocalName = /(^|\.)(localhost|local|internal|home\.arpa)$/.test(host) || !/[.:]/.test(host)
  return isLocalName || (isIP(host) > 0 && !isPublicAddress(host)) ? privateAddress(host) : null
}

const privateAddress = (host: string): Words => ({
  fr: `« ${host} » est sur un réseau privé : Filrouge ne l’appelle pas. La personne qui tient le serveur peut l’ouvrir par FILROUGE_OUTBOUND_ALLOW.`,
  en: `“${host}” is on a private network: Filrouge does not call it. Whoever runs the server can open it with FILROUGE_OUTBOUND_ALLOW.`,
})

/**
 * What a name resolves to, refused when any of it is private. The address given back is the one that is connected to, so a
 * name that changes its mind between a check and the call (DNS rebinding) gains nothing.
 */
export const guardedLookup =
  (resolve: typeof lookup = lookup): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, [])
      const [first] = found
      if (!first || found.some(({ address }) => !isPublicAddress(address)))
        return callback(new OutboundError(privateAddress(hostname)), [])
      if (options.all) callback(null, found)
      else callback(null, first.address, first.family)
    })
  }

/**
 * Sends one request.
 * @throws OutboundError when it may not leave, or nothing came back in time
 */
export async function send(
  { outboundAllow }: Pick<Config, 'outboundAllow'>,
  { url, method, headers = {}, body, timeout = 10_000, most = 64 * 1024 }: Outgoing,
): Promise<Incoming> {
  const problem = urlProblem(url, outboundAllow)
  if (problem) throw new OutboundError(problem)
  const isOpened = outboundAllow.includes(bare(new URL(url).hostname))
  const agent = new Agent({
    connect: { timeout, ...(isOpened ? {} : { lookup: guardedLookup() }) },
    maxHeaderSize: 16_384,
  })
  const signal = AbortSignal.timeout(timeout)
  try {
    const answer = await request(url, {
      method,
      headers: { 'user-agent': 'Filrouge', ...headers },
      ...(body === undefined ? {} : { body }),
      dispatcher: agent,
      signal,
    })
    return { status: answer.statusCode, body: await readBounded(answer.body, most) }
  } catch (error) {
    throw asOutbound(error, signal.aborted)
  } finally {
    await agent.destroy()
  }
}

async function readBounded(body: AsyncIterable<Buffer>, most: number): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of body) {
    pieces.push(piece)
    length += piece.length
    if (length >= most) break
  }
  return Buffer.concat(pieces).subarray(0, most).toString('utf8')
}

function asOutbound(error: unknown, isLate: boolean): OutboundError {
  if (error instanceof OutboundError) return error
  const { cause, code = '', message } = error as Error & { code?: string }
  if (cause instanceof OutboundError) return cause
  if (isLate) return new OutboundError({ fr: 'Pas de réponse à temps.', en: 'No answer in time.' })
  const what = /^[A-Z_]+$/.test(code) ? code : message.slice(0, 120)
  return new OutboundError({ fr: `Connexion impossible (${what}).`, en: `Could not connect (${what}).` })
}
