// Keeps the secret of the instance, and holds better-auth: an edge by design.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { betterAuth } from 'better-auth'
import { twoFactor } from 'better-auth/plugins/two-factor'
import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { Tables } from '../postgres.ts'
import { passwordMaximum, passwordMinimum } from './password.ts'
import { newSecret } from './secret.ts'

export type Auth = ReturnType<typeof createAuth>

interface Given {
  readonly db: Kysely<Tables>
  /** Signs cookies and encrypts second factors. */
  readonly secret: string
  /** Public address, without trailing slash. */
  readonly url: string
  readonly log: Logger
}

/** A session lasts this long after sign-in, used or not. */
const sessionSeconds = 30 * 24 * 3600

/**
 * Passwords, sessions and second factors, by better-auth on our own tables. Nobody signs up: people are made by
 * `people.store.ts`, from an invitation or the first visit. Its own HTTP endpoints are mounted nowhere; pages call
 * `auth.api` and forward its cookies.
 */
export function createAuth({ db, secret, url, log }: Given) {
  return betterAuth({
    appName: 'Filrouge',
    baseURL: url,
    trustedOrigins: [url],
    secret,
    database: { db, type: 'postgres', transaction: true },
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      // Messages only: the arguments may hold an e-mail address.
      log: (_level, message) => log.warn({ from: 'better-auth' }, message),
    },
    user: { modelName: 'users' },
    account: { modelName: 'accounts' },
    verification: { modelName: 'verifications' },
    session: {
      modelName: 'sessions',
      expiresIn: sessionSeconds,
      disableSessionRefresh: true,
      // Sensitive changes ask for the password instead.
      freshAge: 0,
      // Every request asks the database, so that a revoked session ends at once.
      cookieCache: { enabled: false },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordMinimum,
      maxPasswordLength: passwordMaximum,
    },
    // Ours counts the tries (attempts.store.ts): better-auth's counts only requests to its own endpoints.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'filrouge',
      useSecureCookies: url.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => crypto.randomUUID() },
    },
    plugins: [
      twoFactor({
        issuer: 'Filrouge',
        schema: { twoFactor: { modelName: 'twoFactors' } },
        backupCodeOptions: { amount: 10, length: 10 },
        accountLockout: { enabled: true, maxFailedAttempts: 10, durationSeconds: 900 },
      }),
    ],
  })
}

/**
 * The secret that signs cookies and encrypts second factors, made at first start. It must be in a backup: without it
 * nobody who has a second factor can sign in.
 */
export function instanceSecret(dataDir: string): string {
  const file = join(dataDir, 'auth-secret')
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true })
    try {
      // wx: of two processes that start together, one writes and the other reads.
      writeFileSync(file, newSecret(), { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
  chmodSync(file, 0o600)
  const secret = readFileSync(file, 'utf8').trim()
  if (secret.length < 32) throw new Error(`${file} is not a secret of at least 32 signs. Restore it from a backup.`)
  return secret
}
