/** A table as it was pasted or read from a CSV file: names of the columns, then rows with their line in the text. */
export interface PastedTable {
  readonly head: readonly string[]
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]
}

/**
 * Reads what a spreadsheet copies (tabs) or saves (commas or semicolons, quoted as RFC 4180 says, a byte order mark allowed). Empty
 * lines are left out; they still count as lines.
 */
export function parsePasted(text: string): PastedTable {
  const source = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  const separator = separatorOf(source)
  const rows: { line: number; cells: string[] }[] = []
  let cells: string[] = []
  let cell = ''
  let isQuoted = false
  let line = 1
  let startedOn = 1
  const endRow = () => {
    cells.push(cell.trim())
    if (cells.some((one) => one !== '')) rows.push({ line: startedOn, cells })
    cells = []
    cell = ''
  }
  for (let at = 0; at < source.length; at++) {
    const sign = source[at]
    if (sign === '\n') line++
    if (isQuoted) {
      if (sign !== '"') cell += sign
      else if (source[at + 1] === '"') cell += source[++at]
      else isQuoted = false
    } else if (sign === '"' && cell.trim() === '') {
      cell = ''
      isQuoted = true
    } else if (sign === separator) {
      cells.push(cell.trim())
      cell = ''
    } else if (sign === '\n') {
      endRow()
      startedOn = line
    } else cell += sign
  }
  endRow()
  const [first, ...rest] = rows
  return { head: first?.cells ?? [], rows: rest }
}

/** The same table as text that reads back as it was, each row on its line: what a person may mend and send again. */
export function pastedFrom({ head, rows }: PastedTable): string {
  const first = (rows[0]?.line ?? 2) - 1
  const lines: string[] = []
  for (const { line, cells } of [{ line: first, cells: head }, ...rows]) lines[line - 1] = cells.map(cellOf).join('\t')
  return Array.from(lines, (line) => line ?? '').join('\n')
}

/** One line, quoted where a sign of it would be read as the table's. */
function cellOf(text: string): string {
  const flat = text.replace(/[\r\n]+/g, ' ')
  return /["\t]/.test(flat) ? `"${flat.replaceAll('"', '""')}"` : flat
}

/** Of the signs that separate cells, the one that the first line holds most. */
function separatorOf(text: string): string {
  const first = text.slice(0, text.search(/\n|$/)).replace(/"[^"]*"/g, '')
  const [best] = ['\t', ';', ',']
    .map((sign) => ({ sign, count: first.split(sign).length }))
    .toSorted((a, b) => b.count - a.count)
  return best?.sign ?? '\t'
}

/** A file as text: UTF-8, or the older Windows encoding that spreadsheets still write. */
export function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
