import type { Words } from '../errors.ts'
import { type Utm, type UtmField, noUtm, utmFields } from './utm.ts'

export const troubleWords: Readonly<Record<DestinationTrouble, Words>> = {
  unreadable: {
    fr: 'Cette adresse ne se lit pas : copiez-la depuis le navigateur.',
    en: 'This address cannot be read: copy it from the browser.',
  },
  scheme: { fr: 'L’adresse commence par https:// ou http://.', en: 'The address starts with https:// or http://.' },
  credentials: {
    fr: 'Une adresse publiée ne contient ni nom ni mot de passe.',
    en: 'A published address holds no name or password.',
  },
  loop: {
    fr: 'Ce lien mènerait à un lien suivi : donnez la page d’arrivée elle-même.',
    en: 'This link would lead to a tracked link: give the landing page itself.',
  },
}

export type DestinationTrouble = 'unreadable' | 'scheme' | 'credentials' | 'loop'

/**
 * Why we do not redirect to an address; null when we do. Asked at saving and again at each redirect, since the instance's own
 * address may change.
 * @param ownHosts hosts under which this instance answers, with their port
 */
export function destinationTrouble(destination: string, ownHosts: readonly string[]): DestinationTrouble | null {
  if (!URL.canParse(destination)) return 'unreadable'
  const target = new URL(destination)
  if (target.protocol !== 'https:' && target.protocol !== 'http:') return 'scheme'
  if (target.username !== '' || target.password !== '') return 'credentials'
  if (ownHosts.includes(target.host) && /^\/+l(\/|$)/i.test(target.pathname)) return 'loop'
  return null
}

const parameterOf: Readonly<Record<UtmField, string>> = {
  utmSource: 'utm_source',
  utmMedium: 'utm_medium',
  utmCampaign: 'utm_campaign',
  utmContent: 'utm_content',
  utmTerm: 'utm_term',
}

/**
 * The address the visitor lands on: the destination with its campaign parameters. What the destination already holds stays
 * (order, fragment); a campaign parameter it already has is replaced. Written in ASCII, as a Location header must be.
 * @throws TypeError when the destination is not an address: `destinationTrouble` says so first
 */
export function landingAddress(typed: string, utm: Utm): string {
  const destination = new URL(typed).href
  const hashAt = destination.indexOf('#')
  const hash = hashAt < 0 ? '' : destination.slice(hashAt)
  const beforeHash = hashAt < 0 ? destination : destination.slice(0, hashAt)
  const queryAt = beforeHash.indexOf('?')
  const path = queryAt < 0 ? beforeHash : beforeHash.slice(0, queryAt)
  const set = utmFields.flatMap((name): [string, string][] => {
    const value = utm[name]
    return value === null || value === '' ? [] : [[parameterOf[name], value]]
  })
  const names = new Set(set.map(([name]) => name))
  const kept = (queryAt < 0 ? '' : beforeHash.slice(queryAt + 1))
    .split('&')
    .filter((pair) => pair !== '' && !names.has(pair.split('=')[0]?.toLowerCase() ?? ''))
  const added = set.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  const query = [...kept, ...added].join('&')
  return `${path}${query === '' ? '' : `?${query}`}${hash}`
}

/** An address that was copied with its campaign parameters, and those parameters apart. What cannot be read stays as it is. */
export function withoutUtm(typed: string): { readonly destination: string; readonly utm: Utm } {
  const url = URL.parse(typed)
  if (!url || ![...url.searchParams.keys()].some((name) => /^utm_/i.test(name)))
    return { destination: typed, utm: noUtm }
  const utm: Record<UtmField, string | null> = { ...noUtm }
  const given = url.searchParams.entries().toArray()
  for (const [name, value] of given) {
    const field = utmFields.find((one) => parameterOf[one] === name.toLowerCase())
    if (!field) continue
    utm[field] = value.trim() || null
    url.searchParams.delete(name)
  }
  return { destination: url.href, utm }
}
