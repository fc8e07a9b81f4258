import { inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type Sheet, columnLetters, toXlsx } from './xlsx.ts'

/** The parts of an archive, read by its central directory as a spreadsheet does: names, sizes and offsets must agree. */
function unzip(archive: Buffer): Record<string, string> {
  const end = archive.length - 22
  expect(archive.readUInt32LE(end), 'end of the central directory').toBe(0x06054b50)
  const parts: Record<string, string> = {}
  let at = archive.readUInt32LE(end + 16)
  for (let n = archive.readUInt16LE(end + 10); n > 0; n--) {
    expect(archive.readUInt32LE(at)).toBe(0x02014b50)
    const [packed, nameLength] = [archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28)]
    const local = archive.readUInt32LE(at + 42)
    const name = archive.subarray(at + 46, at + 46 + nameLength).toString()
    expect(archive.subarray(local + 30, local + 30 + nameLength).toString()).toBe(name)
    const bytes = inflateRawSync(archive.subarray(local + 30 + nameLength, local + 30 + nameLength + packed))
    expect(bytes.length).toBe(archive.readUInt32LE(at + 24))
    parts[name] = bytes.toString()
    at += 46 + nameLength
  }
  return parts
}

const sheetOf = (sheet: Sheet) => unzip(toXlsx(sheet))['xl/worksheets/sheet1.xml'] ?? ''

const columns = [
  { label: 'Titre', format: 'text' },
  { label: 'Montant', format: 'money', total: true },
  { label: 'Jour', format: 'day' },
] as const

const one = (...row: Sheet['rows'][number]): Sheet => ({ title: 'Budget', columns, rows: [row], totalLabel: 'Total' })

/** The only cell at an address, as XML. */
const cellAt = (xml: string, at: string) => new RegExp(`<c r="${at}".*?(?:</c>|/>)`, 's').exec(xml)?.[0] ?? ''

test('a workbook holds the six parts that every reader needs', () => {
  const parts = unzip(toXlsx(one('a', 1, null)))
  expect(Object.keys(parts).toSorted()).toEqual([
    '[Content_Types].xml', '_rels/.rels', 'xl/_rels/workbook.xml.rels', 'xl/styles.xml', 'xl/workbook.xml', 'xl/worksheets/sheet1.xml',
  ]) // prettier-ignore
  for (const xml of Object.values(parts)) expect(xml).toMatch(/^<\?xml version="1.0" encoding="UTF-8"/)
})

describe('a text stays a text', () => {
  it.each([
    '=cmd()|calc',
    '+33 4 90 00 00 00',
    '-2+3',
    '@SUM(A1)',
    '\t=1+1',
    '=HYPERLINK("http://mal.example","clic")',
    '007',
    '2026-11-24',
  ])('%s', (text) => {
    const cell = cellAt(sheetOf(one(text, null, null)), 'A2')
    expect(cell).toContain('t="inlineStr"')
    expect(cell).not.toContain('<f>')
    // Style 1 is "quoted": editing the cell does not turn it into a formula.
    expect(cell).toContain('s="1"')
  })
})

test('amounts, days and instants are numbers that can be summed and sorted', () => {
  const xml = sheetOf({
    title: 'x',
    columns: [...columns, { label: 'Heure', format: 'instant' }],
    rows: [['a', 1234.5, '2026-11-24', '2026-11-24T18:00']],
  })
  expect(cellAt(xml, 'B2')).toContain('<v>1234.5</v>')
  expect(cellAt(xml, 'C2')).toContain('<v>46350</v>')
  expect(cellAt(xml, 'D2')).toContain('<v>46350.75</v>')
})

test.each([
  ['1900-03-01', '61'],
  ['2000-01-01', '36526'],
  ['2024-02-29', '45351'],
])('%s is day %s of Excel', (day, serial) => {
  expect(cellAt(sheetOf(one('a', 1, day)), 'C2')).toContain(`<v>${serial}</v>`)
})

test('a day before Excel’s calendar stays readable as a text', () => {
  expect(cellAt(sheetOf(one('a', 1, '1899-06-01')), 'C2')).toContain('1899-06-01')
})

test('a formula lives, and shows its value until it is computed', () => {
  const cell = cellAt(sheetOf(one('a', { formula: 'ROUND(2*3,2)', value: 6 }, null)), 'B2')
  expect(cell).toContain('<f>ROUND(2*3,2)</f><v>6</v>')
})

test('a total sums what the filter leaves visible, of numbers and formulas alike', () => {
  const rows = [['a', 0.1, null], ['b', 0.2, null], ['c', { formula: '1', value: 1 }, null], ['d', null, null]] as const // prettier-ignore
  const xml = sheetOf({ title: 'x', columns, rows, totalLabel: 'Total' })
  expect(cellAt(xml, 'B6')).toContain('<f>SUBTOTAL(109,B2:B5)</f><v>1.3</v>')
  expect(cellAt(xml, 'A6')).toContain('Total')
})

test('a table without rows has its head and no total of nothing', () => {
  const xml = sheetOf({ title: 'x', columns, rows: [] })
  expect(cellAt(xml, 'A1')).toContain('Titre')
  expect(xml).not.toContain('SUBTOTAL')
})

test('a text longer than Excel takes is cut rather than making a file it refuses', () => {
  const cell = cellAt(sheetOf(one('x'.repeat(40_000), null, null)), 'A2')
  expect(cell.match(/x{100,}/)?.[0]).toHaveLength(32_767)
})

test('any text gives XML that holds it, and nothing that XML refuses', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const xml = sheetOf(one(text, null, null))
      // eslint-disable-next-line no-control-regex
      expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
      const held = /<t xml:space="preserve">([^<]*)<\/t>/.exec(cellAt(xml, 'A2'))?.[1] ?? ''
      const read = held.replace(/&(amp|lt|gt|quot|#13);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#13': '\r' })[name] ?? '') // prettier-ignore
      // eslint-disable-next-line no-control-regex
      expect(read).toBe(text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ''))
    }),
  )
})

test('columns are lettered as a spreadsheet letters them', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
})

test.each([
  ['Budget [2026]: HT/TTC?', 'Budget  2026   HT TTC'],
  ['x'.repeat(50), 'x'.repeat(31)],
  ["'", 'Filrouge'],
  ['L’été & Noël', 'L’été &amp; Noël'],
])('a sheet titled %s is named as Excel allows', (title, name) => {
  const workbook = unzip(toXlsx({ ...one('a', 1, null), title }))['xl/workbook.xml'] ?? ''
  expect(/<sheet name="([^"]*)"/.exec(workbook)?.[1]).toBe(name)
})

test('the same table gives the same bytes', () => {
  expect(toXlsx(one('a', 1, '2026-01-01'))).toEqual(toXlsx(one('a', 1, '2026-01-01')))
})
