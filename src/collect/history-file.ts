import { type HistoryDimension, historyDimensions, type Sum, sums } from './history-columns.ts'

/** Our own table of a site's days: the columns that an export writes and an import reads. */
export interface HistoryLine extends Readonly<Record<Sum, number | null>> {
  readonly day: string
  /** '' for the whole day. */
  readonly dimension: HistoryDimension | ''
  readonly value: string
}

export const historyHead = `\ufeff${['day', 'dimension', 'value', ...sums].join(',')}\r\n`

/** A line of CSV, the same in every country. A sum that is not told is an empty cell. */
export const historyLine = (line: HistoryLine): string =>
  `${[line.day, line.dimension, cell(line.value), ...sums.map((sum) => line[sum] ?? '')].join(',')}\r\n`

/** A text that a spreadsheet would run as a formula, or that begins as one made harmless does. */
const risky = /^['=+\-@\t\r]/

function cell(text: string): string {
  const safe = risky.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The text as it was before `historyLine` made it harmless. */
export const plainValue = (text: string): string => (/^''|^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text)

/** Dimensions that share out visits; a page has views, and the visits that saw it. */
export const visitDimensions = historyDimensions.filter((name) => name !== 'page')
