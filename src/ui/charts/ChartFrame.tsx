import { type ReactNode, createContext, use } from 'react'
import { useWords } from '../locale.tsx'
import { en } from '../ui.en.ts'
import { fr } from '../ui.fr.ts'

export interface ChartTable {
  readonly columns: readonly string[]
  /** The first cell names the row. */
  readonly rows: readonly (readonly string[])[]
}

/**
 * Widths of the drawings of a chart, in CSS pixels: letters keep about their size, and the narrow one fits a phone. The style
 * sheet shows the widest that fits (`css/charts.css`).
 */
export const wide = 760
const drawn = { narrow: 340, middle: 560, wide, broad: 1000 } as const
export type ChartSize = keyof typeof drawn

/** Which drawings are made of the charts inside: a page that knows how wide they stand says so. */
export const ChartSizes = createContext<readonly ChartSize[]>(['wide', 'narrow'])

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
  const sizes = use(ChartSizes)
  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      {isEmpty ? (
        <p className="chart-empty">{t.empty}</p>
      ) : (
        <>
          {legend}
          {sizes.map((size) => (
            <div key={size} className={`chart-${size}`} role="img" aria-label={title}>
              {draw(drawn[size])}
            </div>
          ))}
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
