import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { channelsPage } from './channel-docs.ts'
import { type ComparedList, comparedLists } from './list-differences.ts'
import { sourceHosts } from './source-hosts.ts'
import { knownSource, sourceName } from './source.ts'

const folder = resolve(import.meta.dirname, '../../../shared/data/channels')

interface Row {
  readonly source: string
  readonly kind: string
}

/** Every row of a public list, as it writes it. */
function rowsOf(file: string): Row[] {
  const text = readFileSync(join(folder, file), 'utf8')
  if (file.endsWith('.csv'))
    return text
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(','))
      .map(([source = '', category = '']) => ({ source, kind: category.replace('SOURCE_CATEGORY_', '').toLowerCase() }))
  const kind = { 'Socials.yml': 'social', 'AIAssistants.yml': 'ai', 'SearchEngines.yml': 'search' }[file] ?? ''
  if (file !== 'SearchEngines.yml')
    return [...text.matchAll(/^\s+- (\S+)$/gm)].map(([, source = '']) => ({ source, kind }))
  // Hosts stand under `urls:`, four spaces in; what follows until the next word at that depth is theirs.
  return [...text.matchAll(/^ {4}urls:\n((?: {6}.*\n?)+)/gm)].flatMap(([, block = '']) =>
    [...block.matchAll(/^ {6}- '?([^'\n]+)'?$/gm)].map(([, source = '']) => ({ source, kind })),
  )
}

const plain = (source: string) => source.replace('{}', 'fr').split('/')[0] ?? ''
const oursOf = (source: string) => knownSource(plain(source))?.kind ?? 'none'

describe.skipIf(!existsSync(folder)).each(comparedLists)('$name', (list: ComparedList) => {
  const explained = new Map(list.differences.flatMap(({ sources, ours }) => sources.map((source) => [source, ours])))
  const rows = existsSync(folder) ? rowsOf(list.from) : []

  test('every row is as we have it, or its difference is explained', () => {
    expect(rows).toHaveLength(list.rows)
    const unexplained = rows.filter(({ source, kind }) => oursOf(source) !== kind && !explained.has(source))
    expect(unexplained).toEqual([])
  })

  test('every difference explained is one', () => {
    const bySource = new Map(rows.map((row) => [row.source, row]))
    for (const [source, ours] of explained) {
      const row = bySource.get(source)
      expect(row, source).toBeDefined()
      // An application is named otherwise than a host: its row says where.
      if (!source.startsWith('android-app')) expect(`${source} ${oursOf(source)}`).toBe(`${source} ${ours}`)
      expect(ours !== row?.kind || source.includes('/'), source).toBe(true)
    }
  })
})

describe('our own list', () => {
  const lines = Object.entries(sourceHosts).flatMap(([kind, text]) =>
    text
      .trim()
      .split('\n')
      .map((line) => ({ kind, line })),
  )

  test('every line is a name and what it answers to, in small letters, without blanks or paths', () => {
    for (const { line } of lines) {
      expect(line).toMatch(/^.+ = .+$/)
      for (const host of line.split(' = ')[1]?.split(' | ') ?? [])
        expect(host).toMatch(/^(?!www\.)[^\sA-Z/|]+$|^google shopping$/)
    }
  })

  test('nothing is in two kinds, or twice in one', () => {
    const seen = new Map<string, string>()
    for (const { kind, line } of lines)
      for (const host of line.split(' = ')[1]?.split(' | ') ?? []) {
        expect(seen.get(host), `${host} in ${kind}`).toBeUndefined()
        seen.set(host, kind)
      }
  })

  test.each([
    ['www.qwant.com', 'search', 'Qwant'],
    ['www.ecosia.org', 'search', 'Ecosia'],
    ['search.lilo.org', 'search', 'Lilo'],
    ['lemoteur.orange.fr', 'search', 'Orange'],
    ['www.orange.fr', 'directory', 'Orange (portail)'],
    ['messagerie.orange.fr', 'mail', 'Orange Mail'],
    ['search.free.fr', 'search', 'Free'],
    ['zimbra.free.fr', 'mail', 'Free Mail'],
    ['www.leboncoin.fr', 'shopping', 'Leboncoin'],
    ['copainsdavant.linternaute.com', 'social', 'Copains d’avant'],
    ['www.linternaute.com', 'media', 'L’Internaute'],
    ['www.pagesjaunes.fr', 'directory', 'PagesJaunes'],
    ['www.lemonde.fr', 'media', 'Le Monde'],
    ['www.ouest-france.fr', 'media', 'Ouest-France'],
    ['france3-regions.franceinfo.fr', 'media', 'Franceinfo'],
    ['mail.google.com', 'mail', 'Gmail'],
    ['com.google.android.gm', 'mail', 'Gmail'],
    ['mail.yahoo.com', 'mail', 'Yahoo! Mail'],
    ['chat.mistral.ai', 'ai', 'Le Chat'],
    ['fr.wikipedia.org', 'directory', 'Wikipédia'],
  ])('%s is %s: %s', (host, kind, name) => {
    expect(knownSource(host)).toEqual({ kind, name })
  })

  test('personal pages of a provider are not its portal', () => {
    expect(knownSource('ruchers.durand.free.fr')).toBeNull()
    expect(sourceName('ruchers.durand.free.fr')).toBe('ruchers.durand.free.fr')
  })
})

test('docs/channels.md is what the rules and the lists say today', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/channels.md'), 'utf8')).toBe(channelsPage())
})
