import { isUtf8 } from 'node:buffer'

/** One table of a file: its columns, then its rows with the line each began on. */
export interface HistoryTable {
  /** Of the whole file, without the folders of its archive. */
  readonly name: string
  readonly separator: string
  readonly columns: readonly string[]
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]
  /** First day that the head of a Google Analytics report announces; rows may count from it. */
  readonly firstDay: string | null
}

/** The text of an export, whatever wrote it: UTF-8 or UTF-16 with or without its mark, else Latin-1. */
export function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(bytes.subarray(2, bytes.length & ~1))
      .swap16()
      .toString('utf16le')
  const text = bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1')
  return text.startsWith('\ufeff') ? text.slice(1) : text
}

/**
 * The tables of a CSV file. Google Analytics writes several in one, each under lines that begin with `#`; the separator is the one its
 * first line of columns uses most.
 */
export function tablesOf(name: string, text: string): HistoryTable[] {
  const tables: {
    columns: string[]
    rows: { line: number; cells: string[] }[]
    firstDay: string | null
    separator: string
  }[] = []
  let firstDay: string | null = null
  let isHead = true
  const separator = separatorOf(text)
  for (const { line, cells } of rowsOf(text, separator)) {
    const [first = ''] = cells
    if (first.startsWith('#')) {
      firstDay = /^#\s*(?:start date|date de d[eé]but)\s*:\s*(\d{8})/i.exec(first)?.[1] ?? firstDay
      isHead = true
    } else if (cells.every((cell) => cell.trim() === '')) isHead = true
    else if (isHead) {
      tables.push({ columns: cells.map((cell) => cell.trim()), rows: [], firstDay, separator })
      isHead = false
    } else tables.at(-1)?.rows.push({ line, cells })
  }
  return tables.map((table) => ({ name, ...table }))
}

function separatorOf(text: string): string {
  const head = text.split(/\r?\n/, 40).find((line) => line.trim() !== '' && !line.startsWith('#')) ?? ''
  const counted = [',', ';', '\t'].map((sign) => [sign, head.split(sign).length] as const)
  return counted.toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? ','
}

/** Rows of RFC 4180, with the line each begins on. */
function* rowsOf(text: string, separator: string): Generator<{ line: number; cells: string[] }> {
  let at = 0
  let line = 1
  while (at < text.length) {
    const began = line
    const cells: string[] = []
    for (;;) {
      let cell = ''
      if (text[at] === '"') {
        for (at++; at < text.length; at++) {
          if (text[at] === '"' && text[at + 1] !== '"') break
          if (text[at] === '"') at++
          if (text[at] === '\n') line++
          cell += text[at]
        }
        at++
      }
      const from = at
      while (at < text.length && text[at] !== separator && text[at] !== '\n') at++
      cell += text.slice(from, text[at - 1] === '\r' && text[at] !== separator ? at - 1 : at)
      cells.push(cell)
      if (text[at] !== separator) break
      at++
    }
    at++
    line++
    yield { line: began, cells }
  }
}

/**
 * A report of Matomo in JSON, by day: `{"2025-05-17": {…}}` or `{"2025-05-17": [{"label": …}, …]}`; null when it is something else.
 */
export function tableOfJson(name: string, text: string): HistoryTable | null {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof read !== 'object' || read === null) return null
  const columns = new Set(['date'])
  const found: { day: string; values: Record<string, unknown> }[] = []
  for (const [day, report] of Object.entries(read)) {
    if (!/^\d{4}-\d\d-\d\d$/.test(day)) return null
    for (const values of [report].flat() as unknown[]) {
      if (typeof values !== 'object' || values === null) return null
      found.push({ day, values: values as Record<string, unknown> })
      for (const [key, value] of Object.entries(values)) if (typeof value !== 'object') columns.add(key)
    }
  }
  const list = [...columns]
  const rows = found.map(({ day, values }, i) => ({
    line: i + 1,
    cells: list.map((column) => (column === 'date' ? day : plain(values[column]))),
  }))
  return { name, separator: ',', columns: list, rows, firstDay: null }
}

const plain = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
