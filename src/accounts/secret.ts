import { createHash, createHmac, randomBytes } from 'node:crypto'

/** A secret nobody can guess: 256 random bits, safe in an address. */
export const newSecret = (prefix = '') => prefix + randomBytes(32).toString('base64url')

/**
 * What is stored of a secret. A plain SHA-256 is enough, since there are 256 random bits to guess;
 * it is looked up by index, so how long the answer takes says nothing about the secret.
 */
export const hashSecret = (secret: string) => createHash('sha256').update(secret).digest('hex')

/** A key under which something private (an address, an e-mail) is counted without being kept. */
export const privateKey = (secret: string, ...parts: readonly string[]) =>
  createHmac('sha256', secret).update(parts.join('\n')).digest('base64url')
