import { Form } from 'react-router'
import { formatNumber } from '../i18n.ts'
import { Button } from '../ui/Button.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { countryName } from './country-names.ts'
import { en } from './left-out.en.ts'
import { fr } from './left-out.fr.ts'

interface Detail {
  readonly reason: string
  readonly rule: string
  readonly detail: string
  readonly sample: string
  readonly count: number
}

/** What stands behind the reasons: which rule, on what, how often, with an example. Only the tables that have something to show. */
export function DropDetails({
  details,
  allowAt,
}: {
  readonly details: readonly Detail[]
  readonly allowAt: string | null
}) {
  const locale = useLocale()
  const t = useWords({ fr, en })
  const count: Column<Detail> = {
    key: 'count',
    label: t.count,
    align: 'end',
    cell: (row) => formatNumber(row.count, locale),
  }
  const sample: Column<Detail> = { key: 'sample', label: t.sample, cell: (row) => row.sample || '—' }
  const detail = (label: string): Column<Detail> => ({ key: 'detail', label, cell: (row) => row.detail || t.rest })
  const ruled = (label: string, names: Readonly<Record<string, string>> = {}): Column<Detail> => ({
    key: 'rule',
    label,
    cell: (row) => names[row.rule] ?? (row.rule || t.rest),
  })
  const botRule: Column<Detail> = {
    key: 'rule',
    label: t.rule,
    cell: (row) => (row.rule === '' ? t.rest : t.botRule(row.rule)),
  }
  const allow: Column<Detail> = {
    key: 'allow',
    label: t.action,
    cell: (row) =>
      row.detail === '' || allowAt === null ? (
        '—'
      ) : (
        <Form method="post" action={allowAt}>
          <input type="hidden" name="host" value={row.detail} />
          <Button type="submit" aria-label={t.allowHost(row.detail)}>
            {t.allow}
          </Button>
        </Form>
      ),
  }
  const what: Column<Detail> = {
    key: 'detail',
    label: t.what,
    cell: (row) => (row.rule === 'country' ? countryName(row.detail, locale) : row.detail || '—'),
  }
  const folded = (['tooManyPaths', 'tooManyNames'] as const).flatMap((reason) => rowsOf(details, reason))
  return (
    <>
      <Details id="bots" title={t.botsTitle} help={t.botsHelp} rows={rowsOf(details, 'bot')} columns={[botRule, detail(t.agent), sample, count]} />
      <Details id="hosts" title={t.hostsTitle} help={t.hostsHelp} rows={rowsOf(details, 'host')} columns={[detail(t.host), sample, count, ...(allowAt === null ? [] : [allow])]} />
      <Details id="referrers" title={t.referrersTitle} rows={rowsOf(details, 'referrerSpam')} columns={[detail(t.referrer), sample, count]} />
      <Details id="filtered" title={t.filtersTitle} rows={rowsOf(details, 'shield')} columns={[ruled(t.rule, t.filterRules), what, sample, count]} />
      <Details id="rates" title={t.ratesTitle} rows={rowsOf(details, 'rate')} columns={[ruled(t.rule, t.rateRules), detail(t.agent), count]} />
      <Details id="refused" title={t.refusedTitle} rows={rowsOf(details, 'refused')} columns={[ruled(t.field, { body: t.body }), count]} />
      <Details id="folded" title={t.foldedTitle} rows={folded} columns={[ruled(t.field, t.foldedRules), detail(t.value), count]} />
    </>
  ) // prettier-ignore
}

const rowsOf = (details: readonly Detail[], reason: string) => details.filter((row) => row.reason === reason)

function Details(props: {
  readonly id: string
  readonly title: string
  readonly help?: string
  readonly rows: readonly Detail[]
  readonly columns: readonly Column<Detail>[]
}) {
  if (props.rows.length === 0) return null
  return (
    <section aria-labelledby={props.id}>
      <h2 id={props.id}>{props.title}</h2>
      {props.help ? <p>{props.help}</p> : null}
      <Table
        caption={props.title}
        columns={props.columns}
        rows={props.rows}
        rowKey={({ reason, rule, detail }) => `${reason} ${rule} ${detail}`}
      />
    </section>
  )
}
