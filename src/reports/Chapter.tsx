import { BarChart } from '../ui/BarChart.tsx'
import { LineChart } from '../ui/LineChart.tsx'
import { Status } from '../ui/Status.tsx'
import { Table } from '../ui/Table.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { en } from './reports.en.ts'
import { fr } from './reports.fr.ts'
import { type Cell, type ReportChart, type ReportTable, type Section, formatOf } from './section.ts'

/** A chapter of a report on screen: what its figures rest on, then drawings and tables. */
export function Chapter({ section, here }: { readonly section: Section; readonly here: string }) {
  const { id, title, basis, charts, tables, notes, empty } = section
  return (
    <section aria-labelledby={id} className="report-chapter">
      <h2 id={id}>{title}</h2>
      {basis ? <p className="note">{basis}</p> : null}
      {empty ? <p className="quiet">{empty}</p> : null}
      {charts.map((chart) => (
        <Drawing key={chart.title} chart={chart} />
      ))}
      {tables.map((table) => (
        <Rows key={table.id} table={table} here={here} />
      ))}
      {notes.map((note) => (
        <p key={note} className="note">
          {note}
        </p>
      ))}
    </section>
  )
}

function Drawing({ chart }: { readonly chart: ReportChart }) {
  const props = { ...chart, format: formatOf(chart, useLocale()) }
  return chart.kind === 'line' ? <LineChart {...props} /> : <BarChart {...props} direction="rows" />
}

function Rows({ table, here }: { readonly table: ReportTable; readonly here: string }) {
  const t = useWords({ fr, en }).page
  const rows = table.rows.map((cells, i) => ({ cells, key: String(i) }))
  const body = table.hasTotal ? rows.slice(0, -1) : rows
  const totals = table.hasTotal ? rows.at(-1)?.cells : undefined
  return (
    <Table
      caption={table.caption}
      columns={table.columns.map(({ label, end }, i) => ({
        key: String(i),
        label,
        align: end ? ('end' as const) : ('start' as const),
        cell: ({ cells }: (typeof rows)[number]) => <Said cell={cells[i]} />,
      }))}
      rows={body}
      rowKey={({ key }) => key}
      {...(totals
        ? { totals: Object.fromEntries(totals.map((cell, i) => [String(i), <Said key={i} cell={cell} />])) }
        : {})}
      exports={[{ to: `${here}/tables/${table.id}`, label: t.csv(table.caption) }]}
    />
  )
}

/** A cell keeps its lines; its tone goes to the first, which says how things stand. */
function Said({ cell }: { readonly cell: Cell | undefined }) {
  if (!cell) return null
  const [first = '', ...rest] = cell.text.split('\n').filter((line) => line.trim() !== '')
  return (
    <>
      {cell.tone ? <Status tone={cell.tone}>{first}</Status> : first}
      {rest.map((line, i) => (
        <span key={i} className="cell-line">
          {line}
        </span>
      ))}
    </>
  )
}
