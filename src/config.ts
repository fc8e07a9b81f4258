import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import * as z from 'zod'
import type { Words } from './errors.ts'
import { addressProblem } from './message.ts'
import { StartError } from './start-error.ts'

/** Where the repository stands: migrations, built pages and package.json are found from here. */
export const root = resolve(import.meta.dirname, '..')

/** Every setting of the product, in one place. An empty variable counts as absent. */
const settings = z.object({
  /** TCP port of the application; 0 takes a free one. */
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  /** Address it listens on. */
  HOST: z.string().default('0.0.0.0'),
  /** Folder of everything that must survive: databases, journal, passwords. A relative one is below the repository. */
  FILROUGE_DATA: z.string().default('./data'),
  /** Public address, as visitors and members type it; by default http://localhost:PORT. */
  FILROUGE_URL: z
    .url({ protocol: /^https?$/ })
    .refine((url) => URL.canParse(url) && ['', '/'].includes(new URL(url).pathname + new URL(url).search))
    .optional(),
  /** An existing PostgreSQL (15 or newer); absent, ours is started. */
  FILROUGE_POSTGRES_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** An existing ClickHouse over HTTP; absent, ours is started. */
  FILROUGE_CLICKHOUSE_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Signs cookies and encrypts second factors, the same on every node; absent, made and kept in FILROUGE_DATA. */
  FILROUGE_SECRET: z.string().min(32).optional(),
  /** Both create the first account without a visit to /welcome. */
  FILROUGE_ADMIN_EMAIL: z.email().optional(),
  FILROUGE_ADMIN_PASSWORD: z.string().min(10).optional(),
  /** Number of proxies in front of us whose X-Forwarded-For is believed. */
  FILROUGE_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Server that takes the instance's e-mail; absent, nothing is sent and the pages concerned say so. */
  FILROUGE_SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .refine((url) => URL.canParse(url) && new URL(url).hostname !== '')
    .optional(),
  /** Sender of that e-mail. */
  FILROUGE_MAIL_FROM: z.string().refine(isSender).optional(),
  /** Machines of a private network that webhooks may call all the same: names or addresses, separated by commas. */
  FILROUGE_OUTBOUND_ALLOW: z
    .string()
    .regex(/^[\w.:-]+(\s*,\s*[\w.:-]+)*$/)
    .optional(),
  /** What is written to the log: this and what is graver. */
  FILROUGE_LOG: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug']).default('info'),
})

/** `address` or `Name <address>`. */
function isSender(text: string): boolean {
  const [, named] = /^[^<>"\r\n]*<([^<>]+)>$/.exec(text) ?? []
  return addressProblem(named ?? text) === null
}

type Setting = keyof typeof settings.shape

/** Every variable that is read. */
export const settingNames: readonly string[] = Object.keys(settings.shape)

/** What each setting takes, said when it was given something else. */
const expected: Record<Setting, Words> = {
  PORT: { fr: 'un nombre entier de 0 à 65535', en: 'a whole number from 0 to 65535' },
  HOST: { fr: 'une adresse de cette machine', en: 'an address of this machine' },
  FILROUGE_DATA: { fr: 'un dossier', en: 'a folder' },
  FILROUGE_URL: {
    fr: 'une adresse http ou https sans chemin, comme https://filrouge.exemple.fr',
    en: 'an http or https address without a path, such as https://filrouge.example.com',
  },
  FILROUGE_POSTGRES_URL: {
    fr: 'une adresse comme postgres://nom:motdepasse@machine:5432/base',
    en: 'an address such as postgres://name:password@host:5432/database',
  },
  FILROUGE_CLICKHOUSE_URL: {
    fr: 'une adresse comme http://nom:motdepasse@machine:8123/base',
    en: 'an address such as http://name:password@host:8123/database',
  },
  FILROUGE_SECRET: { fr: 'un secret d’au moins 32 caractères', en: 'a secret of at least 32 characters' },
  FILROUGE_ADMIN_EMAIL: {
    fr: 'une adresse e-mail, avec FILROUGE_ADMIN_PASSWORD',
    en: 'an e-mail address, with FILROUGE_ADMIN_PASSWORD',
  },
  FILROUGE_ADMIN_PASSWORD: {
    fr: 'un mot de passe d’au moins 10 caractères, avec FILROUGE_ADMIN_EMAIL',
    en: 'a password of at least 10 characters, with FILROUGE_ADMIN_EMAIL',
  },
  FILROUGE_TRUSTED_PROXIES: { fr: 'un nombre entier de 0 à 10', en: 'a whole number from 0 to 10' },
  FILROUGE_SMTP_URL: {
    fr: 'une adresse comme smtps://nom:motdepasse@smtp.exemple.fr:465, avec FILROUGE_MAIL_FROM',
    en: 'an address such as smtps://name:password@smtp.example.com:465, with FILROUGE_MAIL_FROM',
  },
  FILROUGE_MAIL_FROM: {
    fr: 'un expéditeur comme Filrouge <filrouge@exemple.fr>, avec FILROUGE_SMTP_URL',
    en: 'a sender such as Filrouge <filrouge@example.com>, with FILROUGE_SMTP_URL',
  },
  FILROUGE_OUTBOUND_ALLOW: {
    fr: 'des machines séparées par des virgules, comme n8n.interne, 10.0.0.5',
    en: 'machines separated by commas, such as n8n.internal, 10.0.0.5',
  },
  FILROUGE_LOG: {
    fr: 'silent, fatal, error, warn, info ou debug',
    en: 'silent, fatal, error, warn, info or debug',
  },
}

export interface Config {
  readonly version: string
  readonly port: number
  readonly host: string
  readonly url: string | null
  readonly dataDir: string
  readonly postgresUrl: string | null
  readonly clickhouseUrl: string | null
  readonly secret: string | null
  readonly admin: { readonly email: string; readonly password: string } | null
  readonly trustedProxies: number
  /** Never logged: it holds a password. */
  readonly smtp: { readonly url: string; readonly from: string } | null
  readonly outboundAllow: readonly string[]
  readonly logLevel: 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug'
}

/**
 * The environment as a frozen value.
 * @throws StartError with one line per wrong variable; what was given is not repeated, since it may be a secret
 */
export function loadConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = settings.safeParse(given)
  if (!parsed.success) throw refused(parsed.error.issues.map(({ path }) => String(path[0]) as Setting))
  const s = parsed.data
  const [email, password] = [s.FILROUGE_ADMIN_EMAIL ?? null, s.FILROUGE_ADMIN_PASSWORD ?? null]
  if ((email === null) !== (password === null))
    throw refused([email === null ? 'FILROUGE_ADMIN_EMAIL' : 'FILROUGE_ADMIN_PASSWORD'])
  const [smtpUrl, from] = [s.FILROUGE_SMTP_URL ?? null, s.FILROUGE_MAIL_FROM ?? null]
  if ((smtpUrl === null) !== (from === null))
    throw refused([smtpUrl === null ? 'FILROUGE_SMTP_URL' : 'FILROUGE_MAIL_FROM'])
  return Object.freeze({
    version: productVersion(),
    port: s.PORT,
    host: s.HOST,
    url: s.FILROUGE_URL ? s.FILROUGE_URL.replace(/\/$/, '') : null,
    dataDir: resolve(root, s.FILROUGE_DATA),
    postgresUrl: s.FILROUGE_POSTGRES_URL ?? null,
    clickhouseUrl: s.FILROUGE_CLICKHOUSE_URL ?? null,
    secret: s.FILROUGE_SECRET ?? null,
    admin: email !== null && password !== null ? { email, password } : null,
    trustedProxies: s.FILROUGE_TRUSTED_PROXIES,
    smtp: smtpUrl !== null && from !== null ? { url: smtpUrl, from } : null,
    outboundAllow: (s.FILROUGE_OUTBOUND_ALLOW ?? '')
      .toLowerCase()
      .split(/\s*,\s*/)
      .filter(Boolean),
    logLevel: s.FILROUGE_LOG,
  })
}

function refused(names: readonly Setting[]): StartError {
  const lines = (locale: 'fr' | 'en') =>
    [...new Set(names)].map((name) => `  ${name} : ${expected[name][locale]}`).join('\n')
  return new StartError(`Réglage refusé ; il faut :\n${lines('fr')}`, `Setting refused; what it takes:\n${lines('en')}`)
}

function productVersion(): string {
  const manifest = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { version: string }
  return manifest.version
}
