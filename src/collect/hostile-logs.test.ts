import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Scope } from '../accounts/scope.ts'
import { isAppError } from '../errors.ts'
import { testInstance } from '../testing.ts'
import { importLog } from './import-log.ts'
import { addSite } from './sites.store.ts'

// Files as they come from servers, disks and hands: what can be read is read, what cannot is said, and nothing is done by halves.

const t = await testInstance()
let scope: Scope
let dir: string
beforeAll(async () => {
  scope = await t.scope('owner')
  dir = await mkdtemp(join(tmpdir(), 'hostile-logs-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0'
const line = (minute: number, path: string, agent = firefox) =>
  `203.0.113.9 - - [17/May/2025:10:${String(minute).padStart(2, '0')}:00 +0000] "GET ${path} HTTP/1.1" 200 512 "-" "${agent}"`

let files = 0
async function load(content: string | Buffer) {
  const path = join(dir, `${++files}.log`)
  await writeFile(path, content)
  const { domain, id } = await addSite(scope, { domain: `hostile-${files}.example` })
  return { report: await importLog(t.app, { site: domain, files: [path] }), id }
}
const refusalOf = async (content: string | Buffer) => {
  const error = await load(content).then(
    () => null,
    (found: unknown) => found,
  )
  return isAppError(error) ? error.id : error
}
async function pathsOf(id: number): Promise<string[]> {
  const answer = await t.clickhouse.query({
    query: `select path from events where site_id = ${id} order by ts`,
    format: 'JSONEachRow',
  })
  return (await answer.json<{ path: string }>()).map(({ path }) => path)
}

describe('a log that is odd but whole', () => {
  test('with the line ends of Windows, blank lines and no last one, reads like every log', async () => {
    const { report, id } = await load(['', line(0, '/a'), '', line(1, '/b'), line(2, '/c')].join('\r\n'))
    expect(report).toMatchObject({ lines: 3, kept: 3, refused: {} })
    expect(await pathsOf(id)).toEqual(['/a', '/b', '/c'])
  })

  test('in Latin-1, is read as such, line by line', async () => {
    const content = Buffer.concat([
      Buffer.from(`${line(0, '/avant')}\n`),
      Buffer.from(`${line(1, '/caf\u00e9')}\n`, 'latin1'),
      Buffer.from(`${line(2, '/apres')}\n`),
    ])
    const { report, id } = await load(content)
    expect(report).toMatchObject({ lines: 3, kept: 3 })
    const [before, odd, after] = await pathsOf(id)
    expect([before, after]).toEqual(['/avant', '/apres'])
    expect(odd).toBe('/caf%C3%A9')
  })

  test('with a line of a megabyte, refuses that line alone and holds little of it', async () => {
    const { report, id } = await load([line(0, '/a'), line(1, `/${'x'.repeat(1_000_000)}`), line(2, '/b')].join('\n'))
    expect(report.lines).toBe(3)
    expect(report.kept).toBe(2)
    expect(Object.values(report.refused).reduce((sum, n) => sum + n, 0)).toBe(1)
    expect(await pathsOf(id)).toEqual(['/a', '/b'])
  })

  test('whose packed form is made of several pieces, as rotations leave them, is read to its end', async () => {
    const pieces = [gzipSync(`${line(0, '/a')}\n`), gzipSync(`${line(1, '/b')}\n`)]
    const { report, id } = await load(Buffer.concat(pieces))
    expect(report.kept).toBe(2)
    expect(await pathsOf(id)).toEqual(['/a', '/b'])
  })

  test('packed with zstd, in pieces too, or begun by a mark, reads like every log', async () => {
    const pieces = [zstdCompressSync(`\ufeff${line(0, '/a')}\n`), zstdCompressSync(line(1, '/b'))]
    const { report, id } = await load(Buffer.concat(pieces))
    expect(report).toMatchObject({ lines: 2, kept: 2, refused: {} })
    expect(await pathsOf(id)).toEqual(['/a', '/b'])
  })

  test('with quotes, scripts and formulas in its fields, keeps them as text', async () => {
    const { report, id } = await load(
      [
        line(0, '/%3Cscript%3Ealert(1)%3C/script%3E'),
        line(1, '/=cmd()', `${firefox} \\"quoted\\"`),
        line(2, "/it's-'); drop table events; --"),
      ].join('\n'),
    )
    expect(report.lines).toBe(3)
    for (const path of await pathsOf(id)) expect(path).toMatch(/^\//)
    expect(report.kept + Object.values(report.refused).reduce((sum, n) => sum + n, 0)).toBe(3)
  })

  test.each([
    ['1970-like', '[01/Jan/1970:00:00:00 +0000]'],
    ['a 32nd of May', '[32/May/2025:10:00:00 +0000]'],
    ['a month nobody knows', '[17/Mai/2025:10:00:00 +0000]'],
    ['an hour that is none', '[17/May/2025:25:00:00 +0000]'],
    ['tomorrow', '[17/May/2125:10:00:00 +0000]'],
  ])('with a date that is %s, refuses that line and says why', async (_, date) => {
    const odd = line(0, '/odd').replace(/\[.*?\]/, date)
    const { report } = await load([line(0, '/a'), odd].join('\n'))
    expect(report).toMatchObject({ lines: 2, kept: 1 })
    expect(Object.values(report.refused)).toEqual([1])
  })
})

describe('a file that is no log', () => {
  test.each([
    ['a photograph', () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10]), randomBytes(200_000)])],
    ['noise in a packed file', () => gzipSync(randomBytes(50_000))],
    ['nothing, packed', () => gzipSync('')],
    ['blank lines', () => Buffer.from('\n\r\n\n')],
    ['a table', () => Buffer.from('date;visites\n2025-05-17;12\n')],
    ['a log with a piece of disk in it', () => Buffer.from(`${line(0, '/a')}\n\0\0\0\0\n${line(1, '/b')}\n`)],
  ])('%s is refused by name, before anything is written', async (_, bytes) => {
    expect(await refusalOf(bytes())).toBe('notALog')
    const { id } = (await t.app.collector.site(`hostile-${files}.example`))?.site ?? { id: 0 }
    expect(await pathsOf(id)).toEqual([])
  })

  test.each([
    ['UTF-16', () => Buffer.from(`\ufeff${line(0, '/a')}\n`, 'utf16le'), 'isUtf16'],
    ['UTF-16 without its mark', () => Buffer.from(`${line(0, '/a')}\n`, 'utf16le'), 'isUtf16'],
    ['a ZIP', () => Buffer.from('504b03041400000008', 'hex'), 'isArchive'],
    ['an xz', () => Buffer.from('fd377a585a000004', 'hex'), 'isArchive'],
    ['a tar', () => Buffer.concat([Buffer.alloc(257), Buffer.from('ustar\0')]), 'isArchive'],
    [
      'a zstd cut short',
      () => zstdCompressSync(randomBytes(9_000).toString('hex')).subarray(0, 5_000),
      'brokenPacking',
    ],
    ['a bzip2 cut short', () => Buffer.from('425a683931415926535900', 'hex'), 'brokenPacking'],
  ])('%s is refused with the way to mend it', async (_, bytes, id) => {
    expect(await refusalOf(bytes())).toBe(id)
  })

  test('a packed file that would fill the memory is left after its first part', async () => {
    expect(await refusalOf(zstdCompressSync(Buffer.alloc(80 * 2 ** 20)))).toBe('packedTrap')
  })

  test('a packed log damaged in its middle is told from one that is no log', async () => {
    const packed = gzipSync(Array.from({ length: 4_000 }, (_, i) => line(i % 60, `/${randomBytes(6).toString('hex')}`)).join('\n'))
    const middle = packed.length >> 1
    packed.fill(0x55, middle, middle + 64)
    expect(await refusalOf(packed)).toBe('brokenGzip')
  }) // prettier-ignore
})

test('whatever lines a log holds, each is counted once: kept, a robot’s, or refused for a reason', async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      line(1, '/page'),
      line(2, '/image.png'),
      line(3, '/', 'Googlebot/2.1 (+http://www.google.com/bot.html)'),
      line(4, '/absent').replace(' 200 ', ' 404 '),
      line(5, '/').replace('"GET', '"POST'),
    ),
    fc.string({ maxLength: 80 }).map((text) => text.replace(/[\n\0]/g, ' ')),
    fc.string({ maxLength: 40 }).map((text) => line(6, `/${text.replace(/[\s\0"]/g, '-')}`)),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 40 }), async (pieces) => {
      const lines = [line(0, '/first'), ...pieces]
      const { report } = await load(lines.join('\n'))
      const refused = Object.values(report.refused).reduce((sum, n) => sum + n, 0)
      expect(report.kept + report.bots + report.known + refused).toBe(report.lines)
      expect(report.lines).toBe(lines.filter((text) => text.replace(/\r$/, '') !== '').length)
    }),
    { numRuns: 15 },
  )
})
