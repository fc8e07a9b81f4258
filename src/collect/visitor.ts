import { hash } from 'node:crypto'

/** 64 bits of a text, as the decimal number ClickHouse reads for a UInt64. */
export const hash64 = (text: string): string => BigInt(`0x${hash('sha256', text, 'hex').slice(0, 16)}`).toString()

/**
 * A visitor's number for one day: a hash of site, address and user agent under the day's salt. The salt comes first and has
 * a fixed length, and only 64 bits are kept, so that nothing can be appended to or undone. Once the salt is destroyed nobody, we
 * included, can make the number again. @param salt 64 hexadecimal digits
 */
export const visitorId = (salt: string, siteId: number, ip: string, userAgent: string): string =>
  hash64(`${salt}\n${siteId}\n${ip}\n${userAgent}`)

/** A salt for a day that has none of its own (an event a server sends for an older day): lives as long as today's. */
export const derivedSalt = (salt: string, day: string): string => hash('sha256', `${salt}\n${day}`, 'hex')
