import type { ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import { useWords } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

export interface Column<Row> {
  readonly key: string
  readonly label: string
  readonly cell: (row: Row) => ReactNode
  /** `end` for figures, so that their digits stand under each other. */
  readonly align?: 'start' | 'end'
  /** A word or two, a date: on one line. */
  readonly short?: boolean
  readonly sortable?: boolean
  readonly help?: string
}

export interface Sort {
  readonly field: string
  readonly descending: boolean
}

interface Props<Row> {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** The order in force; a header of a sortable column is a link that changes `sort` and `dir` in the address. */
  readonly sort?: Sort | null
  /** By column key; the first column says "Total" unless it has its own. */
  readonly totals?: Readonly<Record<string, ReactNode>>
  readonly empty?: ReactNode
  readonly exports?: readonly { readonly to: string; readonly label: string }[]
}

/** Rows and columns. The first column names its row. */
export function Table<Row>({ caption, columns, rows, rowKey, sort, totals, empty, exports }: Props<Row>) {
  const t = useWords({ fr, en })
  return (
    <div className="table-block">
      {/* A region with a tab stop: the keyboard can scroll what a narrow screen cuts. */}
      <div className="table-scroll" role="region" aria-label={`${caption} (${t.table.scroll})`} tabIndex={0}>
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <Header key={column.key} column={column} sort={sort ?? null} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.length === 0 ? (
              <tr>
                <td colSpan={columns.length} className="table-empty">
                  {empty ?? t.table.empty}
                </td>
              </tr>
            ) : null}
            {rows.map((row) => (
              <tr key={rowKey(row)}>
                {columns.map(({ key, align, short, cell }, index) =>
                  index === 0 ? (
                    <th key={key} scope="row" className={classOf(align, short)}>
                      {cell(row)}
                    </th>
                  ) : (
                    <td key={key} className={classOf(align, short)}>
                      {cell(row)}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
          {totals ? (
            <tfoot>
              <tr>
                {columns.map(({ key, align }, index) =>
                  index === 0 ? (
                    <th key={key} scope="row">
                      {totals[key] ?? t.table.total}
                    </th>
                  ) : (
                    <td key={key} className={classOf(align)}>
                      {totals[key]}
                    </td>
                  ),
                )}
              </tr>
            </tfoot>
          ) : null}
        </table>
      </div>
      {exports && exports.length > 0 ? (
        <p className="table-exports">
          {exports.map(({ to, label }) => (
            <a key={to} href={to} download>
              {label}
            </a>
          ))}
        </p>
      ) : null}
    </div>
  )
}

const classOf = (align: 'start' | 'end' | undefined, short = false) =>
  align === 'end' ? 'end' : short ? 'short' : undefined

function Header<Row>({ column, sort }: { readonly column: Column<Row>; readonly sort: Sort | null }) {
  const { search } = useLocation()
  const { key, label, align, sortable, help } = column
  const order = sort?.field === key ? (sort.descending ? 'descending' : 'ascending') : null
  return (
    <th scope="col" className={classOf(align)} {...(order ? { 'aria-sort': order } : {})}>
      {sortable ? (
        <Link to={sortAddress(search, key, sort)} preventScrollReset className="sort">
          {label}
          <span aria-hidden="true" className="sort-sign">
            {order === 'ascending' ? '↑' : order === 'descending' ? '↓' : '↕'}
          </span>
        </Link>
      ) : (
        label
      )}
      {help ? <small className="column-help">{help}</small> : null}
    </th>
  )
}

/** The same page in another order: ascending first, then descending; filters stay, and the first page comes back. */
export function sortAddress(search: string, key: string, sort: Sort | null): string {
  const params = new URLSearchParams(search)
  params.set('sort', key)
  if (sort?.field === key && !sort.descending) params.set('dir', 'desc')
  else params.delete('dir')
  params.delete('page')
  return `?${params}`
}
