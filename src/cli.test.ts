import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Journal } from './journal.ts'
import { filrouge, type Finished, launchServer, type Program, processesIn, temporaryFolder } from './server.fixture.ts'

const home = temporaryFolder('filrouge-commandes ')
const dataDir = join(home, 'données')
const elsewhere = join(home, 'mes journaux')

const line = (n: number, path: string) =>
  `203.0.113.${n} - - [10/Oct/2026:13:${String(n).padStart(2, '0')}:36 +0200] "GET ${path} HTTP/1.1" 200 2326 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0"`
const log = [line(1, '/'), line(2, '/miel'), line(3, '/cire'), 'ceci n’est pas une ligne'].join('\n')

const json = ({ out }: Finished) => JSON.parse(out) as Record<string, unknown>
const problem = ({ err }: Finished) => (JSON.parse(err) as { error: { id: string; message: string } }).error

beforeAll(() => {
  mkdirSync(elsewhere)
  writeFileSync(join(elsewhere, 'access.log'), `${log}\n`)
  writeFileSync(join(elsewhere, 'access.log.gz'), gzipSync(`${line(9, '/pollen')}\n`))
  writeFileSync(join(elsewhere, 'photo.log'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
})

/** What each command gives, whether it opens the instance itself or talks to the one that runs. */
function commandsWork(domain: string): void {
  test('site add, with a zone and a mode, then again', async () => {
    const added = await filrouge(dataDir, [
      'site',
      'add',
      domain,
      '--timezone',
      'America/Toronto',
      '--mode',
      'consent',
      '--json',
    ])
    expect(json(added)).toEqual({
      id: expect.any(Number) as number,
      domain,
      timezone: 'America/Toronto',
      mode: 'consent',
    })
    expect(added).toMatchObject({ code: 0, err: '' })
    const again = await filrouge(dataDir, ['site', 'add', domain, '--json'])
    expect(again).toMatchObject({ code: 1, out: '' })
    expect(problem(again).message).toContain(domain)
  })

  test('key add prints the key, once, and it opens what it says', async () => {
    const added = await filrouge(dataDir, ['key', 'add', `Clé ${domain}`, '--scope', 'stats:read,events:write'])
    expect(added.code).toBe(0)
    expect(added.out).toMatch(new RegExp(`^Clé «.Clé ${domain}.», à noter maintenant.*\\n\\S{40,}\\n$`))
    const refused = await filrouge(dataDir, ['key', 'add', 'x', '--scope', 'stats:read,tout'])
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('stats:read, events:write')
  })

  test('import-log reads files from where the user stands, and twice adds nothing', async () => {
    const order = ['import-log', '--site', domain, 'access.log', './access.log.gz']
    const first = await filrouge(dataDir, [...order, '--json'], { cwd: elsewhere })
    expect(first.code).toBe(0)
    expect(json(first)).toMatchObject({ site: domain, lines: 5, kept: 4, bots: 0, known: 0 })
    const second = await filrouge(dataDir, order, { cwd: elsewhere })
    expect(second.code).toBe(0)
    expect(second.out).toMatch(/5 lignes lues, 0 pages vues gardées.*4 déjà connues/)
  })
}

describe('on an instance that is stopped', () => {
  commandsWork('ferme.example')

  test('nothing is left running, and the folder is free', () => {
    expect(processesIn(dataDir)).toEqual([])
    expect(existsSync(join(dataDir, 'lock'))).toBe(false)
  })

  test('two commands at once: the second waits for the first', async () => {
    const both = await Promise.all(
      ['un', 'deux'].map((name) => filrouge(dataDir, ['key', 'add', name, '--scope', 'stats:read', '--json'])),
    )
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(both.map((one) => json(one)['name'])).toEqual(['un', 'deux'])
  })

  test('journal says what waits, without sending it', async () => {
    const folder = join(home, 'journal seul')
    const send = () => Promise.reject(new Error('fermé'))
    const journal = await Journal.open({ dir: join(folder, 'journal'), send })
    await journal.appendAll([{ n: 1 }, { n: 2 }, { n: 3 }])
    await journal.close()
    for (let turn = 0; turn < 2; turn++)
      expect(json(await filrouge(folder, ['journal', '--json']))).toEqual({
        events: 3, segments: 1, bytes: expect.any(Number) as number, since: expect.any(String) as string, torn: 0, refused: 0,
      }) // prettier-ignore
    const said = await filrouge(folder, ['journal'])
    expect(said.out).toMatch(/^3 événements en attente \(\d+ octets, 1 fichiers\) depuis 20/)
  })
})

describe('on an instance that runs', () => {
  let server: Program & { readonly url: string }
  let early: Promise<Finished>
  beforeAll(async () => {
    const starting = launchServer(dataDir)
    // Asked while it starts: answered once it is there.
    early = filrouge(dataDir, ['journal', '--json'])
    server = await starting
  })
  afterAll(() => void server?.child.kill('SIGTERM'))

  commandsWork('ouvert.example')

  test.each([
    [['import-log', '--site', 'inconnu.fr', 'access.log'], 'n’existe pas'],
    [['import-log', '--site', 'ouvert.example', 'absent.log'], 'absent.log'],
    [['import-log', '--site', 'ouvert.example', 'access.log', 'photo.log'], 'photo.log'],
    [['site', 'add', 'pas un domaine'], 'domain'],
    [['site', 'add', 'b.fr', '--timezone', 'Mars/Olympus'], 'fuseau horaire est inconnu'],
    [['site', 'add', 'b.fr', '--mode', 'espion'], 'exempt, consent'],
    [['site', 'add', 'b.fr', '--project', 'aucun'], 'aucun'],
  ])('%j is refused with a sentence, and exit code 1', async (args, words) => {
    const refused = await filrouge(dataDir, args, { cwd: elsewhere })
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toContain(words)
    expect(refused.err).not.toContain('    at ')
  })

  test('a command of before it was ready was answered', async () => {
    expect(await early).toMatchObject({ code: 0, err: '' })
  })

  test('journal: what the instance itself knows', async () => {
    expect(json(await filrouge(dataDir, ['journal', '--json']))).toMatchObject({ torn: 0, refused: 0 })
  })

  test('restore is refused: the instance is open', async () => {
    const refused = await filrouge(dataDir, ['restore', 'x.tgz', '--json'])
    expect(refused.code).toBe(1)
    expect(problem(refused)).toMatchObject({ id: 'running' })
  })

  test('without the token of the folder the address of commands does not exist', async () => {
    const token = readFileSync(join(dataDir, 'control.token'), 'utf8').trim()
    const ask = (authorization: string, body: unknown = { command: 'journal', args: {}, locale: 'fr' }) =>
      fetch(`${server.url}/-/control`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    expect((await ask(`Bearer ${token}`)).status).toBe(200)
    for (const wrong of ['', 'Bearer ', `Bearer ${token.slice(0, -1)}`, `Bearer ${token.slice(0, -1)}é`, token])
      expect([wrong, [403, 404]]).toEqual([wrong, expect.arrayContaining([(await ask(wrong)).status])])
    for (const body of [
      null,
      {},
      { command: 'constructor', args: {}, locale: 'fr' },
      { command: 'journal', args: {}, locale: 'de' },
    ])
      expect([400, 404]).toContain((await ask(`Bearer ${token}`, body)).status)
  })

  test('another instance that took the port of a dead one is not mistaken for it', async () => {
    const dead = join(home, 'morte')
    mkdirSync(dead)
    writeFileSync(join(dead, 'control.json'), JSON.stringify({ address: server.url, pid: 999_999_999 }))
    writeFileSync(join(dead, 'control.token'), readFileSync(join(dataDir, 'control.token')))
    expect(json(await filrouge(dead, ['journal', '--json']))).toMatchObject({ events: 0 })
  })
})

describe('a command line that is not understood', () => {
  test('says what is wrong and how it is written, in the language of the shell, with exit code 2', async () => {
    const fr = await filrouge(dataDir, ['sauvegarder'])
    expect(fr).toMatchObject({ code: 2, out: '' })
    expect(fr.err).toMatch(/Commande inconnue.: sauvegarder\.\n\nFilrouge, en ligne de commande/)
    const en = await filrouge(dataDir, ['backup'], { env: { LANG: 'en_GB.UTF-8' } })
    expect(en.err).toMatch(/backup expects FILE\.\n\nFilrouge, on the command line/)
    const program = await filrouge(dataDir, ['backup', '--json'])
    expect([program.code, problem(program)]).toEqual([2, { id: 'usage', message: 'backup attend FILE.' }])
  })

  test('asked for help, it helps', async () => {
    const help = await filrouge(dataDir, ['--help'])
    expect(help).toMatchObject({ code: 0, err: '' })
    for (const command of ['site add', 'key add', 'import-log', 'journal', 'backup', 'restore'])
      expect(help.out).toContain(command)
  })

  test('a wrong setting is said, not thrown', async () => {
    const refused = await filrouge(dataDir, ['journal'], { env: { FILROUGE_LOG: 'bavard' } })
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('FILROUGE_LOG')
    expect(refused.err).not.toContain('    at ')
  })
})
