import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { formatMoney, formatNumber } from '../i18n.ts'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Status } from '../ui/Status.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { FileLinks } from './AudienceSection.tsx'
import { addressOf, type View } from './audience.ts'
import { en as audienceEn } from './audience.en.ts'
import { fr as audienceFr } from './audience.fr.ts'
import { cellText, figureText } from './behaviour-cell.ts'
import { type BehaviourRow, type Report, shapes, type Unit, type Verdict } from './behaviour.ts'
import type { DimensionName } from './catalog.ts'
import { toggled } from './filters.ts'
import { en } from './behaviour.en.ts'
import { fr } from './behaviour.fr.ts'

interface Shown {
  readonly report: Report
  readonly view: View
  readonly base: string
  readonly domain: string
  readonly currency: string
  readonly tables: Readonly<Record<string, readonly BehaviourRow[]>>
}

/** As many rows as the page shows: under it, all of them are there. */
const most = 50
const vitalUnit = (vital: unknown): Unit => (vital === 'cls' ? 'score' : 'ms')

/** One table of a page of behaviour: its first column filters the page where the audience page knows that dimension. */
export function BehaviourTable({ name, data }: { readonly name: string; readonly data: Shown }) {
  const t = useWords({ fr, en })
  const audience = useWords({ fr: audienceFr, en: audienceEn })
  const locale = useLocale()
  const { report, view, domain } = data
  const shape = shapes[report].tables[name]
  const rows = data.tables[name] ?? []
  if (!shape) return null
  const title = t.tables[name] ?? name

  const text = (key: string, row: BehaviourRow) => cellText(key, String(row[key] ?? ''), t, audience, locale)

  const linked = (key: string, row: BehaviourRow): ReactNode => {
    const value = String(row[key] ?? '')
    const label = text(key, row)
    if (shape.link === 'site') {
      if (value === '' || key === 'page') return label
      const to = value.startsWith('/') ? `https://${domain}${value}` : `https://${value}/`
      return (
        <a href={to} rel="noreferrer" aria-label={t.openPage(value)}>
          {label}
        </a>
      )
    }
    if (shape.link !== key) return label
    const dimension: DimensionName = shape.link
    const filters = toggled(view.filters, { dimension, operator: 'is', values: [value] })
    return (
      <Link to={addressOf(view, { filters })} preventScrollReset aria-label={t.filterBy(label)}>
        {label}
      </Link>
    )
  }

  const cell = (key: string, unit: Unit, row: BehaviourRow): ReactNode => {
    if (key === 'p75') return figureText(row[key], vitalUnit(row['vital']), data.currency, locale) ?? '—'
    // Each currency in its own.
    if (key === 'amount' && row['currency'])
      return formatMoney(Math.round(Number(row[key]) * 100), String(row['currency']), locale)
    if (unit === 'text') return linked(key, row)
    if (unit === 'verdict') return row[key] ? <Verdicted verdict={row[key] as Verdict} /> : '—'
    return figureText(row[key], unit, data.currency, locale) ?? '—'
  }

  const columns: Column<BehaviourRow>[] = shape.columns.map(({ key, unit }) => ({
    key,
    label: t.columns[key] ?? key,
    cell: (row) => cell(key, unit, row),
    ...((unit === 'text' && key !== 'p75') || unit === 'verdict' ? {} : { align: 'end' as const }),
  }))
  const keys = shape.columns.filter(({ unit }) => unit === 'text').map(({ key }) => key)
  const search = addressOf({ ...view, site: domain })
  return (
    <section aria-label={title}>
      <Table
        caption={title}
        columns={columns}
        rows={rows}
        rowKey={(row) => JSON.stringify(keys.map((key) => row[key]))}
        empty={t.nothing}
      />
      {rows.length === 0 ? null : (
        <FileLinks base={data.base} section={`${report}-${name}`} search={search} of={title} />
      )}
      {rows.length >= most ? <p className="note">{t.more(formatNumber(most, locale, 0))}</p> : null}
    </section>
  )
}

function Verdicted({ verdict }: { readonly verdict: Verdict }) {
  const t = useWords({ fr, en })
  const tone = { good: 'good', middling: 'warn', poor: 'bad' } as const
  return <Status tone={tone[verdict]}>{t.verdicts[verdict]}</Status>
}
