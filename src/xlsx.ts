import { crc32, deflateRawSync } from 'node:zlib'
import { daysBetween } from './period.ts'

/** How a column of a sheet is read: it decides the cell's type and Excel's built-in format, which follows the reader's country. */
export type CellFormat = 'text' | 'number' | 'money' | 'percent' | 'day' | 'instant'

/** A cell that stays alive: `formula` without its equals sign, and the value shown before the first recalculation. */
export interface Formula {
  readonly formula: string
  readonly value: number
}

export type XlsxCell = string | number | null | Formula

export interface Column {
  readonly label: string
  readonly format: CellFormat
  /** Summed on the last line, over the lines a filter leaves visible. */
  readonly total?: boolean
}

export interface Sheet {
  readonly title: string
  readonly columns: readonly Column[]
  /** Days as 'YYYY-MM-DD', instants as wall-clock 'YYYY-MM-DDTHH:MM'. */
  readonly rows: readonly (readonly XlsxCell[])[]
  /** First cell of the line of totals; needed only with columns that have one. */
  readonly totalLabel?: string
}

/** Excel refuses a file with a longer text (ECMA-376 limits nothing, Excel does). */
const longestText = 32_767

// Indices of `cellXfs` in `styles`.
const style = {
  number: 0,
  text: 1,
  money: 2,
  percent: 3,
  day: 4,
  instant: 5,
  head: 6,
  total: 7,
  totalMoney: 8,
} as const

/**
 * A workbook of one sheet (Office Open XML, ECMA-376): a bold head that stays in place, a filter on each column, numbers,
 * days and amounts as such. A text is always a text, never a formula, and is marked as quoted, so that editing the cell
 * or saving the sheet as CSV does not bring "=cmd()" to life.
 */
export function toXlsx(sheet: Sheet): Buffer {
  return zip({
    '[Content_Types].xml': contentTypes,
    '_rels/.rels': packageRelations,
    'xl/workbook.xml': workbook(sheet),
    'xl/_rels/workbook.xml.rels': workbookRelations,
    'xl/styles.xml': styles,
    'xl/worksheets/sheet1.xml': worksheet(sheet),
  })
}

/** The letters of a column: 0 → A, 26 → AA. */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter
}

function worksheet({ columns, rows, totalLabel }: Sheet): string {
  const last = columnLetters(Math.max(0, columns.length - 1))
  const head = columns.map(({ label }, i) => textCell(address(i, 1), label, style.head))
  const body = rows.map((row, r) => line(r + 2, row.map((value, c) => cell(address(c, r + 2), value, columns[c]?.format ?? 'text')))) // prettier-ignore
  const hasTotals = rows.length > 0 && columns.some(({ total }) => total)
  const totals = hasTotals ? line(rows.length + 2, totalCells(columns, rows, totalLabel ?? '')) : ''
  return `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.map(width(rows)).join('')}</cols><sheetData>${line(1, head)}${body.join('')}${totals}</sheetData><autoFilter ref="A1:${last}${rows.length + 1}"/></worksheet>`
}

const address = (column: number, row: number) => `${columnLetters(column)}${row}`
const line = (row: number, cells: readonly string[]) => `<row r="${row}">${cells.join('')}</row>`

function cell(at: string, value: XlsxCell, format: CellFormat): string {
  if (value === null) return ''
  if (typeof value === 'object')
    return `<c r="${at}" s="${style[format]}"><f>${escaped(value.formula)}</f><v>${value.value}</v></c>`
  if (typeof value === 'number') return `<c r="${at}" s="${style[format]}"><v>${value}</v></c>`
  if (format === 'day' || format === 'instant') {
    const serial = serialOf(value)
    if (serial !== null) return `<c r="${at}" s="${style[format]}"><v>${serial}</v></c>`
  }
  return textCell(at, value, style.text)
}

const textCell = (at: string, text: string, s: number) =>
  `<c r="${at}" s="${s}" t="inlineStr"><is><t xml:space="preserve">${escaped(text.slice(0, longestText))}</t></is></c>`

/** 109: the sum of what the filter leaves visible. */
const totalCells = (columns: readonly Column[], rows: readonly (readonly XlsxCell[])[], label: string) =>
  columns.map(({ total, format }, c) => {
    const at = address(c, rows.length + 2)
    if (!total) return c === 0 ? textCell(at, label, style.total) : ''
    const letters = columnLetters(c)
    const sum = rows.reduce((so, row) => so + numberOf(row[c] ?? null), 0)
    const shown = Number(sum.toFixed(6))
    return `<c r="${at}" s="${format === 'money' ? style.totalMoney : style.total}"><f>SUBTOTAL(109,${letters}2:${letters}${rows.length + 1})</f><v>${shown}</v></c>`
  })

function numberOf(value: XlsxCell): number {
  if (typeof value === 'number') return value
  return value !== null && typeof value === 'object' ? value.value : 0
}

/**
 * A day or an instant as Excel counts: days since 1899-12-30, which is right from March 1900 on.
 * @returns null when the text is neither, or lies before
 */
function serialOf(text: string): number | null {
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d):(\d\d))?/.exec(text)
  const [, day, hours = '0', minutes = '0'] = match ?? []
  if (day === undefined || day < '1900-03-01') return null
  return daysBetween('1899-12-30', day) + (Number(hours) * 60 + Number(minutes)) / 1440
}

const width = (rows: readonly (readonly XlsxCell[])[]) => (column: Column, index: number) => {
  const longest = rows.slice(0, 200).reduce((so, row) => Math.max(so, lengthOf(row[index] ?? null)), 0)
  const shown = column.format === 'text' ? longest : column.format === 'instant' ? 17 : 12
  return `<col min="${index + 1}" max="${index + 1}" width="${Math.min(60, Math.max(column.label.length + 3, shown + 2))}" customWidth="1"/>`
}

const lengthOf = (value: XlsxCell) => (typeof value === 'string' ? value.length : 0)

// XML holds these characters alone (XML 1.0 §2.2); a lone surrogate is none of them.
const refused = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}
const escaped = (text: string) => text.replace(refused, '').replace(/[&<>"\r]/g, (c) => entities[c] ?? c)

/** Excel's rule for the name of a sheet: 31 characters, none of []:*?/\ and no apostrophe at its ends. */
const sheetName = (title: string) =>
  title.replace(/[[\]:*?/\\]/g, ' ').replace(/^'+|'+$/g, '').slice(0, 31).trim() || 'Filrouge' // prettier-ignore

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

export const xlsxType = `${sheetType}.sheet`

const contentTypes = `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${sheetType}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/></Types>`

const packageRelations = `${declaration}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

const workbookRelations = `${declaration}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`

// fullCalcOnLoad: a reader that trusts no value of ours computes the formulas when it opens the file.
const workbook = ({ title, columns, rows }: Sheet) =>
  `${declaration}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escaped(sheetName(title))}" sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'${escaped(sheetName(title)).replaceAll("'", "''")}'!$A$1:$${columnLetters(Math.max(0, columns.length - 1))}$${rows.length + 1}</definedName></definedNames><calcPr fullCalcOnLoad="1"/></workbook>`

const xf = (numberFormat: number, more = '', font = 0) =>
  `<xf numFmtId="${numberFormat}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" ${more}/>`

// Built-in number formats, which each country's Excel writes its own way: 4 amount, 10 per cent, 14 day, 22 instant.
const styles = `${declaration}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="9">${[
  xf(0),
  xf(49, 'quotePrefix="1"'),
  xf(4),
  xf(10),
  xf(14),
  xf(22),
  xf(49, '', 1),
  xf(0, '', 1),
  xf(4, '', 1),
].join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

/** A ZIP archive (PKWARE APPNOTE 6.3.3), deflated, with names in UTF-8; the same parts give the same bytes. */
/** @public a ZIP archive of texts by their paths; also makes the workbooks that tests read */
export function zip(parts: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [path, text] of Object.entries(parts)) {
    const name = Buffer.from(path)
    const bytes = Buffer.from(text)
    const packed = deflateRawSync(bytes)
    // Version 2.0, UTF-8 flag, deflate, 1980-01-01: the fields both headers share.
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(20, 0)
    shared.writeUInt16LE(0x0800, 2)
    shared.writeUInt16LE(8, 4)
    shared.writeUInt16LE(0x21, 8)
    shared.writeUInt32LE(crc32(bytes), 10)
    shared.writeUInt32LE(packed.length, 14)
    shared.writeUInt32LE(bytes.length, 18)
    shared.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([signature(0x04034b50), shared, name, packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([signature(0x02014b50), Buffer.from([20, 0]), shared, rest, name]))
    locals.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(locals.length, 4)
  end.writeUInt16LE(locals.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, central, signature(0x06054b50), end])
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
