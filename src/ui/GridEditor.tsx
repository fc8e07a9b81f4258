import { type KeyboardEvent, useState } from 'react'
import { useWords, useColon } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

interface Props {
  readonly caption: string
  /** Heading of the column of row names. */
  readonly corner: string
  readonly groups: readonly {
    readonly key: string
    readonly label: string
    readonly columns: readonly { readonly key: string; readonly label: string }[]
  }[]
  readonly rows: readonly { readonly key: string; readonly label: string; readonly note?: string }[]
  /** By `<row key> <column key>`, which is also the name of the input that is sent. */
  readonly values: Readonly<Record<string, number>>
  readonly max: number
  /** What each value from 0 to `max` is called. */
  readonly levels: readonly string[]
  readonly readOnly?: boolean
}

/**
 * A table of small whole numbers, filled with the keyboard: arrows move, digits set, Space goes to the next value.
 * Each cell is a number input, so that it works, and is sent, like any field.
 */
export function GridEditor({ caption, corner, groups, rows, values, max, levels, readOnly = false }: Props) {
  const t = useWords({ fr, en }).grid
  const columns = groups.flatMap((group) => group.columns.map((column) => ({ ...column, group: group.label })))
  const help = `${levels.map((level, value) => `${value} = ${level}`).join(' · ')}${readOnly ? '' : `. ${t.help}`}`
  return (
    <div className="table-scroll grid-editor" role="region" aria-label={caption} tabIndex={-1}>
      <table>
        <caption>
          {caption}
          <small>{help}</small>
        </caption>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              {corner}
            </th>
            {groups.map((group) => (
              <th key={group.key} scope="colgroup" colSpan={group.columns.length}>
                {group.label}
              </th>
            ))}
          </tr>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col">
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                {row.label}
                {row.note ? <small>{row.note}</small> : null}
              </th>
              {columns.map((column) => {
                const name = `${row.key} ${column.key}`
                const label = t.cell(row.label, `${column.group} ${column.label}`)
                return (
                  <td key={column.key}>
                    <Cell
                      name={name}
                      label={label}
                      start={values[name] ?? 0}
                      max={max}
                      levels={levels}
                      readOnly={readOnly}
                    />
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell(props: {
  readonly name: string
  readonly label: string
  readonly start: number
  readonly max: number
  readonly levels: readonly string[]
  readonly readOnly: boolean
}) {
  const colon = useColon()
  const { name, label, max, levels, readOnly } = props
  const [value, setValue] = useState(props.start)
  const clamp = (wanted: number) => Math.min(max, Math.max(0, Math.round(wanted) || 0))
  return (
    <input
      type="text"
      inputMode="numeric"
      className="grid-cell"
      name={name}
      aria-label={`${label}${colon}${levels[value] ?? value}`}
      title={levels[value] ?? ''}
      data-level={Math.round((value / max) * 3)}
      value={value}
      readOnly={readOnly}
      autoComplete="off"
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setValue(clamp(Number(event.currentTarget.value.slice(-1))))}
      onKeyDown={(event) => {
        if (moved(event)) return
        if (readOnly || event.key !== ' ') return
        event.preventDefault()
        setValue(value === max ? 0 : value + 1)
        // Written by a key and not typed: say so to the form, which watches for unsaved work.
        event.currentTarget.dispatchEvent(new Event('input', { bubbles: true }))
      }}
    />
  )
}

/** Arrows go from cell to cell, by place in the table. */
function moved(event: KeyboardEvent<HTMLInputElement>): boolean {
  const steps: Record<string, readonly [number, number]> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  }
  const step = steps[event.key]
  const cell = event.currentTarget.closest('td')
  const row = cell?.closest('tr')
  if (!step || !cell || !row) return false
  event.preventDefault()
  const line = row.parentElement?.children[[...(row.parentElement?.children ?? [])].indexOf(row) + step[0]]
  line?.children[cell.cellIndex + step[1]]?.querySelector('input')?.focus()
  return true
}
