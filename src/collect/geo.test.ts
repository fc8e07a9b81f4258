import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Agent } from './device.ts'
import { openGeo } from './geo.ts'
import { hintsOf, hintsOfData, withHints } from './hints.ts'
import { mmdb } from './mmdb.fixture.ts'

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

function opened(files: Readonly<Record<string, Buffer>>) {
  const folder = mkdtempSync(join(tmpdir(), 'filrouge-geo-'))
  folders.push(folder)
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
  const said: string[] = []
  const log = {
    info: (_: object, text: string) => said.push(text),
    warn: (of: { file: string }) => said.push(`warn ${of.file}`),
  }
  return { ...openGeo(folder, log as never), said }
}

const cities = mmdb('GeoLite2-City', {
  '90.1.0.0/16': { city: { names: { en: 'Carpentras', fr: 'Carpentras' } }, subdivisions: [{ names: { en: 'Provence-Alpes-Cote d’Azur', fr: 'Provence-Alpes-Côte d’Azur' } }] },
  '81.2.69.0/24': { city: { names: { en: 'London' } }, subdivisions: [{ names: { en: 'England' } }, { names: { en: 'Greater London' } }] },
  '203.0.113.0/24': { country: { iso_code: 'FR' } },
}) // prettier-ignore

describe('a table of places that the operator gave', () => {
  test('tells region and city, in French where it can', () => {
    const { townOf, tables } = opened({ 'GeoLite2-City.mmdb': cities })
    expect(townOf('90.1.2.3')).toEqual({ region: 'Provence-Alpes-Côte d’Azur', city: 'Carpentras' })
    expect(townOf('81.2.69.160')).toEqual({ region: 'England', city: 'London' })
    for (const ip of ['203.0.113.9', '8.8.8.8', '2001:db8::1', '', 'nothing']) expect(townOf(ip)).toEqual({ region: '', city: '' })
    expect(tables).toEqual([{ file: 'GeoLite2-City.mmdb', state: 'used', type: 'GeoLite2-City', builtOn: '2026-11-18' }])
  }) // prettier-ignore

  test.each([
    ['cut in its middle', cities.subarray(0, cities.length >> 1), 'damaged'],
    ['that is none', Buffer.from('not a table'), 'damaged'],
    ['that is empty', Buffer.alloc(0), 'damaged'],
    ['of countries', mmdb('GeoLite2-Country', { '90.1.0.0/16': { country: { iso_code: 'FR' } } }), 'notCities'],
  ])('%s is said in the log, and keeps nothing from starting', (_, bytes, state) => {
    const { townOf, tables, said } = opened({ 'a.mmdb': bytes, 'b.txt': cities })
    expect(townOf('90.1.2.3')).toEqual({ region: '', city: '' })
    expect([tables.map((table) => table.state), said]).toEqual([[state], ['warn a.mmdb']])
  })

  test('beside a damaged one is used; without any, nothing is said', () => {
    const { townOf, tables } = opened({ 'a.mmdb': Buffer.from('x'), 'b.mmdb': cities })
    expect([townOf('90.1.2.3').city, tables.map(({ state }) => state)]).toEqual(['Carpentras', ['damaged', 'used']])
    expect(opened({})).toMatchObject({ tables: [], said: [] })
    expect(openGeo('/nowhere/at/all', { info() {}, warn() {} } as never).tables).toEqual([])
  })

  test('damaged in its data gives no place instead of an error', () => {
    const bytes = Buffer.from(cities)
    const at = bytes.indexOf('Carpentras')
    bytes.fill(0xff, at - 30, at + 10)
    const { townOf } = opened({ 'a.mmdb': bytes })
    expect(townOf('90.1.2.3')).toEqual({ region: '', city: '' })
  })
})

describe('client hints', () => {
  const chrome: Agent = { device: 'desktop', browser: 'Chrome', os: 'Windows', bot: '' }
  const header = (headers: Record<string, string>) => hintsOf((name) => headers[name] ?? '')
  const hints = (brand: string, mobile = '?0', platform = 'Windows') =>
    header({
      'sec-ch-ua': `"Not-A.Brand";v="99", "Chromium";v="126", "${brand}";v="126"`,
      'sec-ch-ua-mobile': mobile,
      'sec-ch-ua-platform': `"${platform}"`,
    })

  test.each([
    ['Chrome itself', chrome, hints('Google Chrome'), chrome],
    ['Brave, which calls itself Chrome', chrome, hints('Brave'), { ...chrome, browser: 'Brave' }],
    ['Edge', chrome, hints('Microsoft Edge'), { ...chrome, browser: 'Edge' }],
    ['a system the text does not tell', { ...chrome, os: 'Linux' }, hints('Google Chrome', '?0', 'Chromium OS'), { ...chrome, os: 'ChromeOS' }],
    ['an Android that is no mobile is a tablet', { ...chrome, os: 'Android', device: 'mobile' }, hints('Google Chrome', '?0', 'Android'), { ...chrome, os: 'Android', device: 'tablet' }],
    ['a mobile that asks for the desktop’s pages', chrome, hints('Google Chrome', '?1', 'Android'), { ...chrome, os: 'Android', device: 'mobile' }],
    ['a browser without a head', chrome, hints('HeadlessChrome'), { ...chrome, bot: 'clientHint: HeadlessChrome' }],
    ['an application’s own window', { ...chrome, browser: 'Instagram' }, hints('Google Chrome', '?1', 'Android'), { device: 'mobile', browser: 'Instagram', os: 'Android', bot: '' }],
    ['a television', { ...chrome, device: 'tv' }, hints('Google Chrome', '?0', 'Android'), { ...chrome, device: 'tv', os: 'Android' }],
    ['none', chrome, header({}), chrome],
    ['nonsense', chrome, header({ 'sec-ch-ua': 'x'.repeat(10_000) }), chrome],
    ['what a script read', chrome, hintsOfData({ brands: [{ brand: 'Opera', version: '111' }], mobile: false, platform: 'macOS' }), { ...chrome, browser: 'Opera', os: 'macOS' }],
    ['what no script writes', chrome, hintsOfData({ brands: 'Opera' }), chrome],
  ] as [string, Agent, string, Agent][])('%s', (_, read, said, agent) => {
    expect(withHints(read, said)).toEqual(agent)
  }) // prettier-ignore
})
