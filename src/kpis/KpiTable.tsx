import { Link } from 'react-router'
import { Sparkline } from '../ui/Sparkline.tsx'
import { Status } from '../ui/Status.tsx'
import { Table } from '../ui/Table.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import type { kpiBoard } from './board.store.ts'
import { en } from './kpis.en.ts'
import { fr } from './kpis.fr.ts'
import { shownIn, toneOf } from './show.ts'

type Row = Awaited<ReturnType<typeof kpiBoard>>[number]

/** Each KPI with its figure and where it stands. */
export function KpiTable(props: {
  readonly rows: readonly Row[]
  readonly currency: string
  /** Address of the project, for the page of each KPI; null for a reader who has none of them, and is told of no owner. */
  readonly base: string | null
}) {
  const { rows, currency, base } = props
  const t = useWords({ fr, en })
  const locale = useLocale()
  const shown = (row: Row, value: number | null) => shownIn(row.figure, row.unit, value, currency, locale)
  return (
    <Table
      caption={t.board.title}
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'kpi',
          label: t.board.kpi,
          cell: (row) => (base === null ? row.title : <Link to={`${base}/kpis/${row.id}/follow-up`}>{row.title}</Link>),
        },
        {
          key: 'status',
          label: t.board.status,
          cell: (row) => (
            <span title={row.status.sentence[locale]}>
              <Status tone={toneOf(row.status.state)}>{t.states[row.status.state]}</Status>
            </span>
          ),
        },
        { key: 'nature', label: t.board.nature, short: true, cell: (row) => t.kpi.options.nature[row.nature] },
        {
          key: 'actual',
          label: t.board.actual,
          align: 'end',
          cell: (row) => <span {...(row.reason ? { title: row.reason[locale] } : {})}>{shown(row, row.actual)}</span>,
        },
        { key: 'expected', label: t.board.expected, align: 'end', cell: (row) => shown(row, row.status.expected) },
        { key: 'target', label: t.board.target, align: 'end', cell: (row) => shown(row, row.target) },
        {
          key: 'trend',
          label: t.board.trend,
          cell: (row) => {
            const values = row.points.flatMap((point) => (point.actual === null ? [] : [point.actual]))
            return values.length > 1 ? <Sparkline title={t.board.trendOf(row.title)} values={values} /> : '—'
          },
        },
        ...(base === null ? [] : [{ key: 'owner', label: t.board.owner, cell: (row: Row) => row.owner ?? '—' }]),
      ]}
    />
  )
}
