import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkValues } from '../projects/kind.ts'
import { exampleTable, readTable, tableColumns, withTaken } from './link-table.ts'
import { trackedLink } from './links.ts'
import { openNaming } from './naming.ts'
import { decoded, parsePasted } from './pasted-table.ts'

// Lines of a table of links as other tools, spreadsheets and this one write them.

const around = { naming: openNaming, campaigns: [], template: undefined, campaign: '' }
const table = (text: string, more = {}) => readTable(text, { ...around, ...more })
const plain = (text: string | undefined) => text?.replace(/[\u00a0\u202f]/g, ' ')
const one = (head: string, cells: string) => table(`${head}\n${cells}`).rows[0]

test.each(['fr', 'en'] as const)('the columns of our own file of links are known again (%s)', (locale) => {
  const fields: Readonly<Record<string, { readonly label: string } | undefined>> = trackedLink.words[locale].fields
  const head = tableColumns.map((column) => fields[column]?.label ?? '')
  const filled = {
    title: 'Lettre', destination: 'https://a.example/x', slug: 'lettre', utmSource: 'lettre', utmMedium: 'email', utmCampaign: 'noel',
    utmContent: 'haut', utmTerm: 'miel', publishedOn: '2026-11-01', expiresOn: '2026-12-31',
  } // prettier-ignore
  const { rows, ignored } = table(`${head.join(';')}\n${tableColumns.map((column) => filled[column]).join(';')}`)
  expect(ignored).toEqual([])
  expect(rows[0]?.link).toMatchObject(filled)
})

test.each(['Lettre de Noël', 'Christmas newsletter'])('the example to begin with makes a link: %s', (title) => {
  const { rows, problem, ignored } = table(exampleTable({ title, campaign: 'Noël 2026' }))
  expect([problem, ignored, rows.map(({ problems }) => problems)]).toEqual([null, [], [{}]])
  expect(rows[0]?.link).toMatchObject({ title, utmCampaign: 'noel-2026' })
})

describe('a link without a name is called after its address', () => {
  test.each([
    ['https://a.example/coffrets-de_noel/', 'Coffrets de noel'],
    ['https://a.example/l%C3%A9gumes', 'Légumes'],
    ['https://a.example/', 'a.example'.replace('a', 'A')],
    // Old sites wrote their escapes in Latin-1.
    ['https://a.example/l%E9gumes', 'L%E9gumes'],
    ['https://a.example/100%', '100%'],
    ['https://a.example/x?utm_content=haut', 'X (haut)'],
  ])('%s: %s', (destination, title) => {
    expect(one('url', destination)?.values.title).toBe(title)
  })
})

describe('a day', () => {
  test.each([
    ['2026-11-23', '2026-11-23'],
    ['2026-11-23T10:11:12+0000', '2026-11-23'],
    ['2026-11-23 10:11', '2026-11-23'],
    ['3/1/2026', '2026-01-03'],
    ['23.11.2026', '2026-11-23'],
    ['23/11/2026 10:11', '2026-11-23'],
  ])('written %s is %s', (typed, day) => {
    expect(one('url;publie le', `https://a.example/;${typed}`)?.link?.publishedOn).toBe(day)
  })

  test.each(['31/02/2026', '2026-02-30', '11/23/2026', 'demain'])(
    'written %s is refused, and kept as typed',
    (typed) => {
      const row = one('url;publie le', `https://a.example/;${typed}`)
      expect(Object.keys(row?.problems ?? {})).toEqual(['publishedOn'])
      expect(row?.values.publishedOn).toBe(typed)
    },
  )

  test('that is the last before the first is refused where it stands', () => {
    const row = one('url;created;expires', 'https://a.example/;2026-11-23;2026-11-01')
    expect(Object.keys(row?.problems ?? {})).toEqual(['expiresOn'])
  })
})

describe('lines', () => {
  test.each([
    ['of a Mac of long ago', 'url;titre\rhttps://a.example/a;A\rhttps://a.example/b;B'],
    ['of Windows', 'url;titre\r\nhttps://a.example/a;A\r\nhttps://a.example/b;B\r\n'],
    ['of a server', 'url;titre\nhttps://a.example/a;A\nhttps://a.example/b;B\n\n'],
  ])('%s are counted and read', (_, text) => {
    expect(table(text).rows.map(({ line, link }) => [line, link?.title])).toEqual([[2, 'A'], [3, 'B']]) // prettier-ignore
  })

  test('inside a cell stay inside, whatever ends them', () => {
    expect(parsePasted('a,b\r\n"un\r\ndeux",2\r\n3,4').rows).toEqual([
      { line: 2, cells: ['un\ndeux', '2'] },
      { line: 4, cells: ['3', '4'] },
    ])
  })

  test('of an old Windows spreadsheet keep their quotes and their euro', () => {
    expect(decoded(Uint8Array.of(0x4c, 0x92, 0xe9, 0x74, 0xe9, 0x20, 0x80))).toBe('L’été €')
  })

  test('that ask for one address twice: the second names the first; a taken one leads elsewhere', () => {
    const { rows } = table('url;slug\nhttps://a.example/a;noel\nhttps://a.example/b;noel\nhttps://a.example/c;miel')
    const [first, second, third] = withTaken(rows, new Set(['miel']))
    expect(first?.link).not.toBeNull()
    expect(plain(second?.problems['slug']?.fr)).toBe('La ligne 2 prend déjà « noel ».')
    expect(second?.problems['slug']?.en).toBe('Line 2 takes “noel” already.')
    expect(plain(third?.problems['slug']?.fr)).toBe('« miel » mène déjà ailleurs sur cette instance : choisissez-en une autre.') // prettier-ignore
    expect([second?.link, third?.link]).toEqual([null, null])
  })
})

test.each<[text: string, french: RegExp, english: RegExp]>([
  ['titre;slug\nA;a', /il en faut une pour la page d’arrivée/, /one is needed for the landing page/],
  ['url;titre;name\nhttps://a.example/;A;B', /la même chose \(title\)/, /say the same \(title\)/],
  ['url;titre', /n’a pas de ligne/, /has no line/],
])('the table %j is refused whole, in both languages', (text, french, english) => {
  const { rows, problem } = table(text)
  expect(rows).toEqual([])
  expect(plain(problem?.fr)).toMatch(french)
  expect(problem?.en).toMatch(english)
})

test('whatever is pasted, each line becomes a link or says why not', () => {
  const cell = fc.oneof(
    fc.constantFrom('', 'https://a.example/%E9', 'javascript:alert(1)', 'https://bit.ly/3AbC', '31/02/2026', 'É', '"', '\t', '\r', '%'),
    fc.string({ maxLength: 8 }),
  ) // prettier-ignore
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 4 }), { maxLength: 5 }), (rows) => {
      const read = table(['url;slug;publie le', ...rows.map((cells) => cells.join(';'))].join('\n'))
      for (const { link, problems } of read.rows) expect(link === null).toBe(Object.keys(problems).length > 0)
    }),
  )
})

test('a short address that is refused comes with one that is taken', () => {
  const check = (slug: string) => {
    const checked = checkValues(trackedLink, { title: 'x', destination: 'https://a.example/', slug })
    return checked.ok ? undefined : checked.problems['slug']?.en
  }
  const typed = fc.oneof(
    fc.string({ unit: fc.constantFrom('N', 'é', '_', '.', '-', ' ', '7'), minLength: 1, maxLength: 20 }),
    fc.constantFrom('Login', 'API', ' admin ', '_noel', '.qr', 'œ'.repeat(40)),
  )
  fc.assert(
    fc.property(typed, (slug) => {
      const [, proposal] = /“([^”]*)” fits/.exec(check(slug) ?? '') ?? []
      if (proposal !== undefined) expect([proposal, check(proposal)]).toEqual([proposal, undefined])
    }),
  )
  expect(check('Login')).toContain('“login-2” fits')
})
