import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import * as z from 'zod'

/** Where the repository stands: migrations, built pages and package.json are found from here. */
export const root = resolve(import.meta.dirname, '..')

/** Every setting of the product, in one place. An empty variable counts as absent. */
const settings = z.object({
  /** TCP port of the application; 0 takes a free one. */
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  /** Address it listens on. */
  HOST: z.string().default('0.0.0.0'),
  /** Folder of everything that must survive: databases, journal, passwords. */
  FILROUGE_DATA: z.string().default('./data'),
  /** Public address, as visitors and members type it; by default http://localhost:PORT. */
  FILROUGE_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** An existing PostgreSQL (15 or newer); absent, ours is started. */
  FILROUGE_POSTGRES_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** An existing ClickHouse over HTTP; absent, ours is started. */
  FILROUGE_CLICKHOUSE_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Creates the first account without a visit to /welcome. */
  FILROUGE_ADMIN_EMAIL: z.email().optional(),
  FILROUGE_ADMIN_PASSWORD: z.string().min(10).optional(),
  /** Number of proxies in front of us whose X-Forwarded-For is believed. */
  FILROUGE_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** fatal, error, warn, info, debug. */
  FILROUGE_LOG: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug']).default('info'),
})

export interface Config {
  readonly version: string
  readonly port: number
  readonly host: string
  readonly url: string | null
  readonly dataDir: string
  readonly postgresUrl: string | null
  readonly clickhouseUrl: string | null
  readonly admin: { readonly email: string; readonly password: string } | null
  readonly trustedProxies: number
  readonly logLevel: 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug'
}

/**
 * The environment as a frozen value.
 * @throws Error with one line per wrong variable, in French then English.
 */
export function loadConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = settings.safeParse(given)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`Réglage refusé / setting refused:\n${lines.join('\n')}`)
  }
  const s = parsed.data
  const admin =
    s.FILROUGE_ADMIN_EMAIL && s.FILROUGE_ADMIN_PASSWORD
      ? { email: s.FILROUGE_ADMIN_EMAIL, password: s.FILROUGE_ADMIN_PASSWORD }
      : null
  return Object.freeze({
    version: productVersion(),
    port: s.PORT,
    host: s.HOST,
    url: s.FILROUGE_URL ? s.FILROUGE_URL.replace(/\/$/, '') : null,
    dataDir: resolve(s.FILROUGE_DATA),
    postgresUrl: s.FILROUGE_POSTGRES_URL ?? null,
    clickhouseUrl: s.FILROUGE_CLICKHOUSE_URL ?? null,
    admin,
    trustedProxies: s.FILROUGE_TRUSTED_PROXIES,
    logLevel: s.FILROUGE_LOG,
  })
}

function productVersion(): string {
  const manifest = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { version: string }
  return manifest.version
}
