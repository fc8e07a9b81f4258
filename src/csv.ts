import type { Locale } from './i18n.ts'

/** A cell of an export: text is defused, numbers stay numbers. */
export type CsvCell = string | number | null

/**
 * A CSV file as spreadsheets of the reader's country open it: French takes semicolons, decimal commas and a byte
 * order mark; English commas and points. Cells of text that a spreadsheet would run as a formula get an apostrophe
 * in front (OWASP, CSV injection). Lines end in CRLF (RFC 4180).
 */
export function toCsv(head: readonly string[], rows: readonly (readonly CsvCell[])[], locale: Locale): string {
  const separator = locale === 'fr' ? ';' : ','
  const line = (cells: readonly CsvCell[]) => cells.map((cell) => csvCell(cell, separator, locale)).join(separator)
  return `\ufeff${[head, ...rows].map(line).join('\r\n')}\r\n`
}

function csvCell(cell: CsvCell, separator: string, locale: Locale): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return locale === 'fr' ? String(cell).replace('.', ',') : String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return safe.includes(separator) || /["\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The answer that downloads a CSV file. `name` is used as it is: give it a slug. */
export const csvResponse = (name: string, csv: string) =>
  new Response(csv, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
    },
  })
