import { BadZip, unzip } from '../collect/unzip.ts'
import type { Words } from '../errors.ts'
import { addDays } from '../period.ts'
import type { PastedTable } from './pasted-table.ts'

/** Bytes a workbook may unpack to: a table of links is a few hundred kilobytes. */
const mostUnpacked = 32 * 2 ** 20
/** Lines and columns of a sheet that are read: further than any table of links goes. */
const mostLines = 5_000
const mostColumns = 60

export type ReadWorkbook = PastedTable | { readonly problem: Words }

/** Whether a file is a spreadsheet's own, by its first bytes: a ZIP archive, or the older binary form. */
export const isWorkbook = (bytes: Uint8Array): boolean => isZip(bytes) || isOld(bytes)

const starts = (bytes: Uint8Array, signature: readonly number[]) => signature.every((byte, at) => bytes[at] === byte)
const isZip = (bytes: Uint8Array) => starts(bytes, [0x50, 0x4b, 0x03, 0x04])
const isOld = (bytes: Uint8Array) => starts(bytes, [0xd0, 0xcf, 0x11, 0xe0])

/**
 * The first visible sheet of an XLSX workbook (Office Open XML, ECMA-376) as a table: what its cells show as text, days as
 * YYYY-MM-DD, each row with its number in the spreadsheet. Formulas give the value they were saved with.
 */
export async function readWorkbook(bytes: Buffer): Promise<ReadWorkbook> {
  if (isOld(bytes)) return { problem: oldFormat }
  let files: ReadonlyMap<string, Buffer>
  try {
    files = new Map((await unzip(bytes, mostUnpacked)).map((file) => [file.name, file.bytes]))
  } catch (error) {
    if (error instanceof BadZip) return { problem: damaged }
    throw error
  }
  const part = (name: string) => files.get(name)?.toString('utf8')
  const workbook = part('xl/workbook.xml')
  if (workbook === undefined) return { problem: files.has('content.xml') ? openDocument : noWorkbook }
  const sheet = part(sheetPath(workbook, part('xl/_rels/workbook.xml.rels') ?? ''))
  if (sheet === undefined) return { problem: noWorkbook }
  const texts = stringsOf(part('xl/sharedStrings.xml') ?? '')
  const days = dayStyles(part('xl/styles.xml') ?? '')
  const epoch = /\bdate1904="(?:1|true)"/.test(workbook) ? '1904-01-01' : '1899-12-30'
  const rows = rowsOf(sheet, (cell) => cellText(cell, texts, days, epoch))
  if (rows === null) return { problem: tooLong }
  const [first, ...rest] = rows
  return first ? { head: first.cells, rows: rest } : { problem: empty }
}

interface Tag {
  readonly name: string
  readonly kind: 'start' | 'end' | 'empty'
  readonly attributes: string
  /** What stands between it and the next tag. */
  readonly text: string
}

/** The tags of a part, in order, whatever prefix its writer puts before their names; one pass, whatever the text holds. */
function* tagsOf(xml: string): Generator<Tag> {
  for (const [, end, name = '', attributes = '', text = ''] of xml.matchAll(/<(\/?)(?:\w+:)?(\w+)([^<>]*)>([^<]*)/g))
    yield { name, kind: end ? 'end' : attributes.endsWith('/') ? 'empty' : 'start', attributes, text }
}

const attribute = ({ attributes }: Pick<Tag, 'attributes'>, name: string): string | undefined =>
  new RegExp(`\\s(?:\\w+:)?${name}="([^"]*)"`).exec(attributes)?.[1]

/** The file of the first sheet that is not hidden. */
function sheetPath(workbook: string, relations: string): string {
  const sheets = [...tagsOf(workbook)].filter(({ name, kind }) => name === 'sheet' && kind !== 'end')
  const shown = sheets.find((tag) => (attribute(tag, 'state') ?? 'visible') === 'visible')
  const id = shown && attribute(shown, 'id')
  const relation = [...tagsOf(relations)].find((tag) => tag.name === 'Relationship' && attribute(tag, 'Id') === id)
  const target = (relation && attribute(relation, 'Target')) ?? 'worksheets/sheet1.xml'
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`
}

/** The texts that cells share: the runs of each one after the other, without what only tells how it is pronounced. */
function stringsOf(xml: string): string[] {
  const texts: string[] = []
  let isSpoken = false
  for (const { name, kind, text } of tagsOf(xml)) {
    if (name === 'si' && kind !== 'end') texts.push('')
    if (name === 'rPh') isSpoken = kind === 'start'
    if (name === 't' && kind === 'start' && !isSpoken && texts.length > 0) texts[texts.length - 1] += unescaped(text)
  }
  return texts
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const unescaped = (text: string): string =>
  text
    .replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? whole
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    })
    // Signs that XML cannot hold, as spreadsheets write them (ECMA-376 22.4.2.4).
    .replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) // prettier-ignore

/** Which cell styles show a number as a day: by the formats that are built in, or by the letters of the workbook's own. */
function dayStyles(xml: string): readonly boolean[] {
  const own = new Map<number, string>()
  const styles: boolean[] = []
  let isInside = false
  for (const tag of tagsOf(xml)) {
    if (tag.name === 'numFmt')
      own.set(Number(attribute(tag, 'numFmtId')), unescaped(attribute(tag, 'formatCode') ?? ''))
    if (tag.name === 'cellXfs') isInside = tag.kind === 'start'
    if (tag.name !== 'xf' || tag.kind === 'end' || !isInside) continue
    const id = Number(attribute(tag, 'numFmtId') ?? 0)
    const letters = (own.get(id) ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')
    styles.push((id >= 14 && id <= 17) || id === 22 || /[dy]/i.test(letters))
  }
  return styles
}

interface Cell {
  readonly type: string
  readonly style: number
  readonly value: string
}

/** Rows that hold something, each with its number; null when there are more than a table of links has. */
function rowsOf(xml: string, shown: (cell: Cell) => string): { line: number; cells: string[] }[] | null {
  const rows: { line: number; cells: string[] }[] = []
  let line = 0
  let cells: string[] = []
  let at = 0
  let cell: Cell = { type: 'n', style: 0, value: '' }
  for (const tag of tagsOf(xml)) {
    const isStart = tag.kind !== 'end'
    if (tag.name === 'row' && isStart) {
      line = Number(attribute(tag, 'r') ?? line + 1)
      if (!(line <= mostLines)) return null
      cells = []
    } else if (tag.name === 'c' && isStart) {
      const letters = /^[A-Z]{1,3}/.exec(attribute(tag, 'r') ?? '')?.[0]
      at = letters === undefined ? cells.length : columnOf(letters)
      cell = { type: attribute(tag, 't') ?? 'n', style: Number(attribute(tag, 's') ?? 0), value: '' }
    } else if ((tag.name === 'v' || tag.name === 't') && tag.kind === 'start')
      cell = { ...cell, value: cell.value + unescaped(tag.text) }
    if (tag.name === 'c' && tag.kind !== 'start' && at < mostColumns) {
      while (cells.length < at) cells.push('')
      cells[at] = shown(cell).trim()
    }
    if (tag.name === 'row' && !isStart && cells.some((text) => text !== '')) rows.push({ line, cells })
  }
  return rows
}

/** A → 0, AA → 26. */
const columnOf = (letters: string) =>
  letters.split('').reduce((so, letter) => so * 26 + letter.charCodeAt(0) - 64, 0) - 1

function cellText({ type, style, value }: Cell, texts: readonly string[], days: readonly boolean[], epoch: string) {
  if (type === 's') return texts[Number(value)] ?? ''
  if (type !== 'n' || value === '' || !days[style]) return value
  const serial = Math.floor(Number(value))
  return serial >= 0 && serial < 2_958_466 ? addDays(epoch, serial) : value
}

const oldFormat: Words = {
  fr: 'Ce classeur est un .xls ancien, ou protégé par un mot de passe : enregistrez-le en .xlsx sans mot de passe, ou en CSV.',
  en: 'This workbook is an old .xls, or has a password: save it as .xlsx without a password, or as CSV.',
}
const openDocument: Words = {
  fr: 'Ce classeur est au format OpenDocument (.ods) : enregistrez-le en .xlsx ou en CSV.',
  en: 'This workbook is an OpenDocument (.ods): save it as .xlsx or as CSV.',
}
const noWorkbook: Words = {
  fr: 'Ce fichier est une archive, mais pas un classeur : choisissez un .xlsx ou un CSV.',
  en: 'This file is an archive, but no workbook: choose a .xlsx or a CSV.',
}
const damaged: Words = {
  fr: 'Ce classeur est abîmé, tronqué, ou donne plus de 32 Mio : enregistrez-le à nouveau, avec la seule feuille des liens.',
  en: 'This workbook is damaged, cut short, or unpacks to more than 32 MiB: save it again, with the sheet of links alone.',
}
const tooLong: Words = {
  fr: 'La première feuille dépasse 5 000 lignes : gardez-y les liens seuls, 500 au plus à la fois.',
  en: 'The first sheet goes beyond 5,000 lines: keep only the links there, 500 at most at once.',
}
const empty: Words = {
  fr: 'La première feuille du classeur est vide : mettez-y les liens, sous une ligne de titres.',
  en: 'The first sheet of the workbook is empty: put the links there, under a line of headings.',
}
