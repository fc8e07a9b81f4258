import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isIP } from 'node:net'
import { Reader } from 'mmdb-lib'
import { memo } from './memo.ts'

/** ISO 3166 code of the country an address is registered in, '' when unknown. */
export type CountryOf = (ip: string) => string

/** Reads the country table shipped with the product (@ip-location-db/geo-whois-asn-country, CC0): nothing is asked of anyone. */
export function countries(): CountryOf {
  const path = createRequire(import.meta.url).resolve(
    '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb',
  )
  const reader = new Reader<Record<string, never>>(readFileSync(path))
  return memo(20_000, (ip) => {
    if (isIP(ip) === 0) return ''
    const found: { readonly country_code?: string } | null = reader.get(ip)
    return found?.country_code ?? ''
  })
}

/** An address as it is compared and looked up: no IPv4 inside IPv6, no zone, no port; '' when it is not one. */
export function plainIp(given: string): string {
  const bare = given
    .trim()
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/%.*$/, '')
  const ip = bare.toLowerCase().replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/, '')
  if (isIP(ip) !== 0) return ip
  const withoutPort = ip.replace(/:\d+$/, '')
  return isIP(withoutPort) === 4 ? withoutPort : ''
}

/** Loopback and private ranges: a proxy's or a test's address, shared by many people. */
export const isPrivateIp = (ip: string): boolean =>
  /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd][0-9a-f]{2}:|fe80:)/.test(ip)
