import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toXlsx, zip } from '../xlsx.ts'
import { parsePasted, pastedFrom } from './pasted-table.ts'
import { isWorkbook, readWorkbook } from './xlsx-table.ts'

// Workbooks as Excel, LibreOffice and export libraries write them, cut down to what tells them apart.

const workbook = (parts: Record<string, string>, head = '<sheet name="Liens" sheetId="1" r:id="rId7"/>', more = '') =>
  zip({
    'xl/workbook.xml': `<workbook>${more}<sheets>${head}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Target="worksheets/autre.xml" Id="rId2"/><Relationship Id="rId7" Target="worksheets/liens.xml"/></Relationships>',
    ...parts,
  })
const sheet = (rows: string) => ({ 'xl/worksheets/liens.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>` })
const text = (cells: readonly string[]) => cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')

describe('a workbook', () => {
  test('gives its texts, shared or in place, each row with its own number', async () => {
    const book = workbook({
      ...sheet(
        '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="C3" t="s"><v>1</v></c></row><row r="4" spans="1:3"/><row r="6"><c r="A6" s="1"/><c r="C6" t="str"><f>B1&amp;"x"</f><v>de &lt;formule&gt;</v></c><c r="D6" t="b"><v>1</v></c></row>',
      ),
      'xl/sharedStrings.xml':
        '<sst><si><t>titre</t><rPh sb="0" eb="1"><t>ti</t></rPh></si><si><r><t xml:space="preserve">page </t></r><r><t>d&#8217;arriv&#xE9;e</t></r></si></sst>',
    })
    expect(await readWorkbook(book)).toEqual({
      head: ['titre', '', 'page d’arrivée'],
      rows: [{ line: 6, cells: ['', '', 'de <formule>', '1'] }],
    })
  })

  test.each([
    ['14', '', '1899-12-30', '45992', '2025-12-01'],
    ['164', '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/></numFmts>', '', '45992.75', '2025-12-01'],
    ['164', '<numFmts><numFmt numFmtId="164" formatCode="0.0 &quot;dy&quot;"/></numFmts>', '', '45992', '45992'],
    ['2', '', '', '45992', '45992'],
    ['14', '', '1904', '44530', '2025-12-01'],
  ])('shows a number of format %s %s as a day where it is one', async (format, formats, epoch, value, shown) => {
    const book = workbook(
      {
        ...sheet(`<row>${text(['date'])}</row><row><c s="1"><v>${value}</v></c></row>`),
        'xl/styles.xml': `<styleSheet>${formats}<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="${format}"></xf></cellXfs></styleSheet>`,
      },
      undefined,
      epoch === '1904' ? '<workbookPr date1904="1"/>' : '',
    )
    expect(await readWorkbook(book)).toMatchObject({ rows: [{ line: 2, cells: [shown] }] })
  })

  test('is read with a prefix before each name, from its first sheet that is shown', async () => {
    const book = zip({
      'xl/workbook.xml':
        '<x:workbook><x:sheets><x:sheet name="Listes" state="hidden" r:id="rId1"/><x:sheet name="Liens" r:id="rId2"/></x:sheets></x:workbook>',
      'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Target="/xl/a.xml"/><Relationship Id="rId2" Target="/xl/b.xml"/></Relationships>',
      'xl/a.xml': `<worksheet><row>${text(['non'])}</row></worksheet>`,
      'xl/b.xml': '<x:worksheet><x:row><x:c t="inlineStr"><x:is><x:t>oui</x:t></x:is></x:c></x:row></x:worksheet>',
    }) // prettier-ignore
    expect(await readWorkbook(book)).toEqual({ head: ['oui'], rows: [] })
  })

  test('of ours is read as it was written, whatever its texts hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 2 })), async (rows) => {
        const columns = ['url', 'titre'].map((label) => ({ label, format: 'text' as const }))
        const read = await readWorkbook(toXlsx({ title: 'Liens', columns, rows }))
        const held = rows.map((cells) => cells.map((cell) => cell.trim()))
        expect('rows' in read && read.rows.map(({ cells }) => [cells[0] ?? '', cells[1] ?? ''])).toEqual(
          held.filter((cells) => cells.some((cell) => cell !== '')),
        )
      }),
      { numRuns: 40 },
    ) // prettier-ignore
  })

  test.each([
    ['an old one', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /\.xls ancien/],
    ['an OpenDocument', zip({ 'content.xml': '<office/>' }), /OpenDocument/],
    ['another archive', zip({ 'photo.txt': 'x' }), /archive, mais pas un classeur/],
    ['one without its sheet', workbook({}), /archive, mais pas un classeur/],
    ['one cut short', workbook(sheet('')).subarray(0, 60), /abîmé, tronqué/],
    ['one that unpacks to 33 MiB', workbook(sheet(' '.repeat(33 * 2 ** 20))), /32 Mio/],
    ['an empty sheet', workbook(sheet('<row r="1"><c r="A1"/></row>')), /est vide/],
    ['a sheet of 6,000 lines', workbook(sheet(`<row r="6000">${text(['x'])}</row>`)), /5 000 lignes/],
    ['a row that has no number', workbook(sheet(`<row r="x">${text(['x'])}</row>`)), /5 000 lignes/],
  ])('that is %s is refused with what to do', async (_, bytes, words) => {
    expect(isWorkbook(bytes)).toBe(true)
    const read = await readWorkbook(bytes)
    expect('problem' in read && read.problem.fr.replaceAll(/[\u00a0\u202f]/g, ' ')).toMatch(words)
  })

  test('of a million tags left open is read in one pass', async () => {
    const read = await readWorkbook(workbook(sheet('<row><c><v>'.repeat(400_000))))
    expect('problem' in read && read.problem.en).toMatch(/5,000 lines/)
  })
})

test('a table written as text reads back as it was, each row on its line', () => {
  const cell = fc.string({ unit: 'grapheme' }).map((typed) => typed.replace(/[\r\n]+/g, ' ').trim())
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), cell)), (given) => {
      let line = 1
      const rows = given.map(([gap, held]) => ({ line: (line += gap), cells: ['x', held] }))
      const [first] = rows
      const from = first ? first.line - 1 : 1
      expect(parsePasted(pastedFrom({ head: ['a', 'b'], rows }))).toEqual({ head: ['a', 'b'], rows })
      expect(
        pastedFrom({ head: ['a', 'b'], rows })
          .split('\n')
          .indexOf('a\tb'),
      ).toBe(from - 1)
    }),
  )
})
