import { formatDate, formatMoney } from '../i18n.ts'
import { Pagination } from './Pagination.tsx'
import { Status } from './Status.tsx'
import { type Column, Table } from './Table.tsx'
import { en } from './gallery.en.ts'
import { fr } from './gallery.fr.ts'
import { useLocale, useWords } from './locale.tsx'

interface Row {
  readonly name: string
  readonly date: string
  readonly cents: number
  readonly isLate: boolean
}

const rows: readonly Row[] = [
  { name: 'Reels « Une saison au rucher »', date: '2026-11-30', cents: 125_000, isLate: false },
  { name: 'Salon des producteurs, Avignon', date: '2026-10-12', cents: 480_050, isLate: true },
]

/** What is read in rows. */
export function Tables() {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const columns: Column<Row>[] = [
    { key: 'name', label: t.table.name, sortable: true, cell: (row) => row.name },
    { key: 'date', label: t.table.date, sortable: true, short: true, cell: (row) => formatDate(row.date, locale) },
    {
      key: 'state',
      label: t.table.state,
      cell: (row) => <Status tone={row.isLate ? 'bad' : 'good'}>{row.isLate ? t.tones.bad : t.tones.good}</Status>,
    },
    {
      key: 'cents',
      label: t.table.amount,
      align: 'end',
      help: t.table.help,
      cell: (row) => formatMoney(row.cents, 'EUR', locale),
    },
  ]
  return (
    <section aria-labelledby="tables">
      <h2 id="tables">{t.tables}</h2>
      <Table
        caption={t.table.caption}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.name}
        sort={{ field: 'date', descending: true }}
        totals={{ cents: formatMoney(605_050, 'EUR', locale) }}
        exports={[{ to: '/ui', label: t.table.export }]}
      />
      <Table caption={t.table.none} columns={columns} rows={[]} rowKey={(row) => row.name} />
      <Pagination page={1} pages={5} />
      <Pagination page={2} pages={5} />
      <Pagination page={5} pages={5} />
    </section>
  )
}
