import { createServer } from 'node:net'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  engineProcess,
  filrouge,
  launchServer,
  type Program,
  processesIn,
  refusedStart,
  temporaryFolder,
} from './server.fixture.ts'

// A path as people have them: spaces, accents, an apostrophe.
const home = temporaryFolder('filrouge été d’Anaïs ')
const dataDir = join(home, 'mes données')
const patient = { timeout: 20_000, interval: 50 }

let server: Program & { readonly url: string }

const event = (url: string, id: string) =>
  fetch(`${url}/api/event`, {
    method: 'POST',
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0' },
    body: JSON.stringify({ site: 'exemple.fr', url: 'https://exemple.fr/miel', id }),
  })
const health = async (url: string) => {
  const answer = await fetch(`${url}/healthz`)
  return { status: answer.status, body: (await answer.json()) as Record<string, Record<string, unknown>> }
}
const day = (shift: number) => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10)
const views = async (url: string, key: string) => {
  const answer = await fetch(`${url}/api/v1/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    // Whatever day it is where the site is.
    body: JSON.stringify({ site: 'exemple.fr', period: { from: day(-1), to: day(1) }, metrics: ['pageviews'] }),
  })
  const { totals } = (await answer.json()) as { totals?: { pageviews: number } }
  return { status: answer.status, count: totals?.pageviews ?? 0 }
}

beforeAll(async () => {
  server = await launchServer(dataDir)
})

describe('an instance that runs', () => {
  test('answers its first page at the address it printed', async () => {
    const page = await fetch(server.url, { headers: { accept: 'text/html' } })
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('<html lang="fr"')
  })

  test('says which engines it has, and that they are its own', async () => {
    const { status, body } = await health(server.url)
    expect(status).toBe(200)
    expect(body['postgres']).toEqual({ version: expect.stringMatching(/^18\./) as string, state: 'up', managed: true })
    expect(body['clickhouse']).toEqual({
      version: expect.stringMatching(/^\d+\.\d+/) as string,
      state: 'up',
      managed: true,
    })
    expect(body['node']).toMatch(/^26\./)
    expect(body['version']).toBe((JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version)
  })

  test('keeps its secrets to itself', () => {
    for (const name of [
      'postgres.password',
      'clickhouse.password',
      'control.token',
      'control.json',
      'auth-secret',
      'lock',
    ])
      expect([name, (statSync(join(dataDir, name)).mode & 0o777).toString(8)]).toEqual([name, '600'])
    for (const name of ['postgres', 'clickhouse/tmp', 'journal'])
      expect([name, (statSync(join(dataDir, name)).mode & 0o077).toString(8)]).toEqual([name, '0'])
  })

  test('a second start in its folder is told who has it, and leaves it alone', async () => {
    const second = await refusedStart({ FILROUGE_DATA: dataDir })
    expect(second.code).toBe(1)
    expect(second.err).toContain(`est déjà ouvert par un autre Filrouge (processus ${server.child.pid})`)
    expect(second.err).toContain('is already open in another Filrouge')
    expect(second.err).not.toContain('    at ')
    expect((await health(server.url)).status).toBe(200)
  })
})

describe('an engine that is killed', () => {
  let key = ''
  beforeAll(async () => {
    expect(await filrouge(dataDir, ['site', 'add', 'exemple.fr', '--json'])).toMatchObject({ code: 0 })
    const added = await filrouge(dataDir, ['key', 'add', 'Essai', '--scope', 'stats:read', '--json'])
    key = (JSON.parse(added.out) as { key: string }).key
    expect((await event(server.url, 'avant')).status).toBe(202)
    await vi.waitFor(async () => expect((await views(server.url, key)).count).toBe(1), patient)
  })

  test.each(['postgres', 'clickhouse'] as const)(
    '%s is started again; meanwhile nothing fails: 503 with Retry-After',
    async (engine) => {
      const before = engineProcess(dataDir, engine)
      // Its file is not there while it starts.
      const pidNow = () => {
        try {
          return engineProcess(dataDir, engine)
        } catch {
          return before
        }
      }
      process.kill(before, 'SIGKILL')
      await expect
        .poll(async () => {
          const [state, figures, page] = await Promise.all([
            fetch(`${server.url}/healthz`),
            views(server.url, key),
            fetch(`${server.url}/w/nulle-part`, {
              headers: { accept: 'text/html', cookie: 'filrouge.session_token=x.y' },
            }),
          ])
          // Whatever is asked while it is down is refused for now; nothing fails.
          for (const status of [figures.status, page.status]) expect([200, 302, 404, 503]).toContain(status)
          if (page.status === 503) expect(page.headers.get('retry-after')).toMatch(/^\d+$/)
          if (state.status === 503) expect(state.headers.get('retry-after')).toMatch(/^\d+$/)
          return state.status === 200 && figures.status === 200 && pidNow() !== before
        }, patient)
        .toBe(true)
      expect((await views(server.url, key)).count).toBeGreaterThanOrEqual(1)
    },
  )

  test('collection goes on while both are down, and what it took arrives', async () => {
    const before = (await views(server.url, key)).count
    for (const engine of ['postgres', 'clickhouse'] as const) process.kill(engineProcess(dataDir, engine), 'SIGKILL')
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => event(server.url, `pendant-${i}`)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202))
    await expect.poll(async () => (await views(server.url, key)).count, patient).toBe(before + 20)
  })
})

describe('the end of an instance', () => {
  test('killed without a word, its engines stop by themselves and its folder can be opened again', async () => {
    expect(processesIn(dataDir).length).toBeGreaterThan(2)
    expect((await event(server.url, 'dernier')).status).toBe(202)
    server.child.kill('SIGKILL')
    await server.exited
    await expect.poll(() => processesIn(dataDir), patient).toEqual([])
    expect(existsSync(join(dataDir, 'lock'))).toBe(true)
    server = await launchServer(dataDir)
    expect((await health(server.url)).status).toBe(200)
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s stops all of it, whoever is connected', async (signal) => {
    // A page left open in a browser keeps its connection.
    const open = await fetch(server.url)
    server.child.kill(signal)
    expect(await server.exited).toBe(0)
    expect(server.said()).toContain('Arrêt… / Stopping…')
    await open.body?.cancel().catch(() => {})
    await expect.poll(() => processesIn(dataDir), patient).toEqual([])
    expect(existsSync(join(dataDir, 'lock'))).toBe(false)
    expect(existsSync(join(dataDir, 'control.json'))).toBe(false)
    if (signal !== 'SIGHUP') server = await launchServer(dataDir)
  })

  test('told to stop while it starts, it leaves nothing running', async () => {
    const folder = join(home, 'pressée')
    const starting = launchServer(folder).catch((error: Error) => error.message)
    await expect.poll(() => existsSync(join(folder, 'clickhouse', 'child.pid')), patient).toBe(true)
    process.kill(Number(readFileSync(join(folder, 'lock'), 'utf8').split(' ')[0]), 'SIGTERM')
    expect(await starting).toMatch(/ended with 1/)
    await expect.poll(() => processesIn(folder), patient).toEqual([])
  })
})

describe('a start that cannot be', () => {
  test('a port that somebody has: which, and what to do', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '0.0.0.0', resolve))
    const { port } = other.address() as { port: number }
    afterAll(() => void other.close())
    const refused = await refusedStart({ FILROUGE_DATA: join(home, 'jamais'), PORT: String(port) })
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toContain(`Le port ${port} est déjà pris`)
    expect(refused.err).toContain(`Port ${port} is already taken`)
    expect(refused.err).toContain(`PORT=${port + 1} npm start`)
    expect(existsSync(join(home, 'jamais'))).toBe(false)
  })

  test.each([
    [{ HOST: '203.0.113.7' }, ['Impossible d’écouter sur 203.0.113.7', 'Cannot listen']],
    [{ PORT: 'trois mille' }, ['PORT : un nombre entier de 0 à 65535', 'PORT : a whole number']],
    [{ FILROUGE_LOG: 'bavard', FILROUGE_URL: 'filrouge.fr' }, ['FILROUGE_LOG', 'FILROUGE_URL', 'http or https']],
    [
      { FILROUGE_POSTGRES_URL: 'postgres://moi:motdepasse-secret@127.0.0.1:9/base' },
      ['PostgreSQL ne répond pas à 127.0.0.1:9', 'Check FILROUGE_POSTGRES_URL'],
    ],
    [
      { FILROUGE_CLICKHOUSE_URL: 'http://moi:motdepasse-secret@127.0.0.1:9/base' },
      ['ClickHouse ne répond pas à 127.0.0.1:9', 'Check FILROUGE_CLICKHOUSE_URL'],
    ],
  ])('%o is refused in both languages, without a stack and without repeating a secret', async (env, sentences) => {
    const refused = await refusedStart({ FILROUGE_DATA: join(home, 'réglages'), ...env })
    expect(refused.code).toBe(1)
    for (const sentence of sentences) expect(refused.err).toContain(sentence)
    expect(refused.err).not.toContain('    at ')
    expect(refused.err).not.toContain('motdepasse-secret')
    expect(processesIn(join(home, 'réglages'))).toEqual([])
  })

  test('a data folder that is a file, or that nobody may write', async () => {
    writeFileSync(join(home, 'fichier'), '')
    const refused = await refusedStart({ FILROUGE_DATA: join(home, 'fichier', 'data') })
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('ne peut pas être écrit')
    expect(refused.err).not.toContain('    at ')
  })

  test.each([
    ['postgres/PG_VERSION', '99\n', /PostgreSQL 99, plus récent.*PostgreSQL 99, newer/s],
    ['postgres/PG_VERSION', '12\n', /PostgreSQL 12, plus ancien.*filrouge backup/s],
    ['clickhouse/version', '99.1.2', /ClickHouse 99\.1\.2, plus récent.*ClickHouse 99\.1\.2, newer/s],
  ])('a folder whose %s says %j is left as it was', async (file, content, message) => {
    const folder = join(home, `version ${content.trim()}`)
    mkdirSync(join(folder, file, '..'), { recursive: true })
    writeFileSync(join(folder, file), content)
    const refused = await refusedStart({ FILROUGE_DATA: folder })
    expect(refused.code).toBe(1)
    expect(refused.err).toMatch(message)
    expect(refused.err).not.toContain('    at ')
    expect(readFileSync(join(folder, file), 'utf8')).toBe(content)
    expect(processesIn(folder)).toEqual([])
  })
})
