import type { ReactNode } from 'react'
import { useWords } from '../locale.tsx'
import { en } from '../ui.en.ts'
import { fr } from '../ui.fr.ts'

export interface ChartTable {
  readonly columns: readonly string[]
  /** The first cell names the row. */
  readonly rows: readonly (readonly string[])[]
}

/** Widths of the two drawings of a chart, in CSS pixels: letters keep their size, and the narrow one fits a phone. */
export const wide = 760
export const narrow = 340

/** A chart is a figure: its title says the finding, its drawing shows it, its table proves it. */
export function ChartFrame(props: {
  readonly title: string
  readonly legend?: ReactNode
  readonly draw: (width: number) => ReactNode
  readonly table: ChartTable
  /** Whether there is nothing to draw: no value is known. */
  readonly isEmpty?: boolean
}) {
  const t = useWords({ fr, en }).chart
  const { title, legend, draw, table, isEmpty = false } = props
  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      {isEmpty ? (
        <p className="chart-empty">{t.empty}</p>
      ) : (
        <>
          {legend}
          <div className="chart-wide" role="img" aria-label={title}>
            {draw(wide)}
          </div>
          <div className="chart-narrow" role="img" aria-label={title}>
            {draw(narrow)}
          </div>
        </>
      )}
      <details>
        <summary>{t.table}</summary>
        <div className="table-scroll" role="region" aria-label={title} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {table.columns.map((column, i) => (
                  <th key={column} scope="col" className={i === 0 ? undefined : 'end'}>
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row, index) => (
                <tr key={`${index} ${row[0]}`}>
                  {row.map((cell, i) =>
                    i === 0 ? (
                      <th key={i} scope="row">
                        {cell}
                      </th>
                    ) : (
                      <td key={i} className="end">
                        {cell}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}
