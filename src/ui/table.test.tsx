import { expect, test } from 'vitest'
import { Pagination } from './Pagination.tsx'
import { type Column, Table, sortAddress } from './Table.tsx'
import { html, tags, words } from './render.fixture.tsx'

interface Line {
  readonly name: string
  readonly euros: number
}

const columns: Column<Line>[] = [
  { key: 'name', label: 'Ressource', sortable: true, cell: ({ name }) => name },
  { key: 'state', label: 'État', short: true, cell: () => 'Devis reçu' },
  {
    key: 'euros',
    label: 'Montant',
    align: 'end',
    sortable: true,
    help: 'hors taxe',
    cell: ({ euros }) => `${euros} €`,
  },
]
const lines: readonly Line[] = [
  { name: 'Photographe', euros: 1_860 },
  { name: 'Kakémonos', euros: 580 },
]
const table = (more: Partial<Parameters<typeof Table<Line>>[0]> = {}) => (
  <Table caption="Lignes, 2" columns={columns} rows={lines} rowKey={({ name }) => name} {...more} />
)

test('a table says what it holds, names its columns and its rows', () => {
  const markup = html(table())
  expect(markup).toContain('<caption>Lignes, 2</caption>')
  expect(tags(markup, 'th').map((th) => th['scope'])).toEqual(['col', 'col', 'col', 'row', 'row'])
  expect(words(markup)).toContain('Photographe Devis reçu 1860 € Kakémonos')
})

test('what a narrow screen cuts can be scrolled to with the keyboard, in a named region', () => {
  const [region] = tags(html(table()), 'div').filter(({ role }) => role === 'region')
  expect(region).toMatchObject({ 'aria-label': 'Lignes, 2 (tableau, à faire défiler)', tabindex: '0' })
})

test('figures stand under each other, short words on one line', () => {
  const cells = tags(html(table()), 'td').map((td) => td['class'])
  expect(cells).toEqual(['short', 'end', 'short', 'end'])
})

test('a header that sorts is a link that keeps the filters and says the order in force', () => {
  const at = '/budget?state=paid&page=3'
  const markup = html(table({ sort: { field: 'euros', descending: false } }), { at })
  const links = tags(markup, 'a').map(({ href }) => href)
  expect(links).toEqual(['/budget?state=paid&sort=name', '/budget?state=paid&sort=euros&dir=desc'])
  expect(tags(markup, 'th').map((th) => th['aria-sort'])).toEqual([
    undefined,
    undefined,
    'ascending',
    undefined,
    undefined,
  ])
})

test.each([
  ['', 'name', null, '?sort=name'],
  ['?q=miel', 'name', null, '?q=miel&sort=name'],
  ['?sort=name', 'name', { field: 'name', descending: false }, '?sort=name&dir=desc'],
  ['?sort=name&dir=desc', 'name', { field: 'name', descending: true }, '?sort=name'],
  ['?sort=name&dir=desc', 'euros', { field: 'name', descending: true }, '?sort=euros'],
  ['?page=4', 'euros', null, '?sort=euros'],
])('from “%s”, sorting by %s leads to %4$s', (search, key, sort, address) => {
  expect(sortAddress(search, key, sort)).toBe(address)
})

test('totals stand in the foot, under their columns', () => {
  const markup = html(table({ totals: { euros: '2440 €' } }))
  const foot = /<tfoot>[\s\S]*<\/tfoot>/.exec(markup)?.[0] ?? ''
  expect(words(foot)).toBe('Total 2440 €')
  expect(tags(foot, 'td').map((td) => td['class'])).toEqual([undefined, 'end'])
})

test('a table without a row says so, across its columns', () => {
  const markup = html(table({ rows: [] }))
  expect(tags(markup, 'td')).toEqual([{ class: 'table-empty', colspan: '3' }])
  expect(words(markup)).toContain('Aucune ligne.')
  expect(words(html(table({ rows: [], empty: 'Rien ne correspond.' })))).toContain('Rien ne correspond.')
})

test('what can be taken out is offered as files', () => {
  const [file] = tags(html(table({ exports: [{ to: '/export.csv', label: 'CSV' }] })), 'a').filter(
    (a) => 'download' in a,
  )
  expect(file).toMatchObject({ href: '/export.csv' })
})

test.each([
  [1, 1, ''],
  [1, 3, '← Page précédente Page 1 sur 3 Page suivante →'],
  [2, 3, '← Page précédente Page 2 sur 3 Page suivante →'],
  [3, 3, '← Page précédente Page 3 sur 3 Page suivante →'],
])('page %d of %d shows “%s”', (page, pages, shown) => {
  expect(words(html(<Pagination page={page} pages={pages} />))).toBe(shown)
})

test('pages are links that keep the filters; the first and the last lead no further', () => {
  const links = (page: number) =>
    tags(html(<Pagination page={page} pages={3} />, { at: '/insights?box=threat&page=2' }), 'a').map(
      ({ href, rel }) => [rel, href],
    )
  expect(links(1)).toEqual([['next', '/insights?box=threat&page=2']])
  expect(links(2)).toEqual([
    ['prev', expect.stringMatching(/^\/insights\?box=threat(&page=1)?$/)],
    ['next', '/insights?box=threat&page=3'],
  ])
  expect(links(3)).toEqual([['prev', '/insights?box=threat&page=2']])
})
