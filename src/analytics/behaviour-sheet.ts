import type { CellFormat, Sheet, XlsxCell } from '../xlsx.ts'
import type { Locale } from '../i18n.ts'
import type { fr as audienceFr } from './audience.fr.ts'
import { type BehaviourRow, type Cell, type Report, shapes, type Unit, type Verdict } from './behaviour.ts'
import { cellText } from './behaviour-cell.ts'
import type { fr } from './behaviour.fr.ts'

const formats: Partial<Record<Unit, CellFormat>> = { text: 'text', verdict: 'text', cents: 'money', ratio: 'percent' }

/** One table of behaviour as rows for a file, texts as on screen; a figure in units of its own has them in its head. */
export function behaviourSheet(
  { report, name }: { readonly report: Report; readonly name: string },
  rows: readonly BehaviourRow[],
  currency: string,
  t: typeof fr,
  words: typeof audienceFr,
  locale: Locale,
): Sheet {
  const columns = shapes[report].tables[name]?.columns ?? []
  const units: Partial<Record<Unit, string>> = { cents: currency, ms: 'ms', second: 's', percent: '%' }
  return {
    title: t.tables[name] ?? name,
    columns: columns.map(({ key, unit }) => {
      const label = t.columns[key] ?? key
      // A vital's 75th percentile is in the unit of its own row.
      const format = key === 'p75' ? 'number' : (formats[unit] ?? 'number')
      return { label: units[unit] ? `${label} (${units[unit]})` : label, format }
    }),
    rows: rows.map((row) =>
      columns.map(({ key, unit }): XlsxCell => {
        const value: Cell = row[key] ?? null
        if (key === 'p75') return value
        if (unit === 'text') return cellText(key, String(value ?? ''), t, words, locale)
        if (unit === 'verdict') return value === null ? null : t.verdicts[value as Verdict]
        // A spreadsheet knows no cents.
        return unit === 'cents' && typeof value === 'number' ? Math.round(value) / 100 : value
      }),
    ),
  }
}
