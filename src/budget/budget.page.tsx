import { mayRead, mayWrite } from '../projects/kind.ts'
import './budget.css'
import { Form, Link, useLoaderData } from 'react-router'
import { type PageArgs, scopeOf } from '../accounts/request.ts'
import { notFound } from '../errors.ts'
import { formatMoney, formatNumber, formatPercent } from '../i18n.ts'
import { listObjects } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { en as kindEn } from './budget-lines.en.ts'
import { fr as kindFr } from './budget-lines.fr.ts'
import { budgetLine, categories, lineStates, resourceNatures } from './budget-lines.ts'
import { en as budgetEn } from './budget.en.ts'
import { fr as budgetFr } from './budget.fr.ts'
import { Envelope } from './Envelope.tsx'
import { Months } from './Months.tsx'
import { Shares } from './Shares.tsx'
import { budgetView } from './view.ts'

const words = { fr: { budget: budgetFr, kind: kindFr }, en: { budget: budgetEn, kind: kindEn } }

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  if (!mayRead(scope, budgetLine)) throw notFound()
  const params = new URL(args.request.url).searchParams
  const one = (options: readonly string[], name: string) => options.find((option) => option === params.get(name)) ?? ''
  const filter = {
    nature: one(resourceNatures, 'nature'),
    category: one([...categories, 'none'], 'category'),
    state: one(lineStates, 'state'),
  }
  const objects = await listObjects(scope, budgetLine, project.id)
  return {
    base: `/w/${args.params['workspace']}/p/${project.slug}`,
    currency: project.currency,
    filter,
    ...budgetView(objects, project.envelopeCents, project.vatReference, filter),
    canWrite: mayWrite(scope, budgetLine),
    maySetEnvelope: ['owner', 'lead', 'management'].includes(scope.role),
  }
}

type Data = Awaited<ReturnType<typeof loader>>

export default function BudgetPage() {
  const data = useLoaderData<typeof loader>()
  const { budget: t, kind } = useWords(words)
  const { base, reference, currency } = data
  const add = data.canWrite ? (
    <LinkButton to={`${base}/budget-lines/new`} tone="main">
      {t.add}
    </LinkButton>
  ) : null
  const title = t.title
  const lead = t.lead(reference === 'excl' ? t.exclTax : t.inclTax)
  const envelope = (
    <Envelope
      state={data.envelope}
      forecast={data.variance.forecast}
      reference={reference}
      currency={currency}
      settings={data.maySetEnvelope ? `${base}/settings` : null}
    />
  )
  if (data.count === 0)
    return (
      <Page title={title} lead={lead}>
        {data.envelope === null ? null : envelope}
        <Empty title={t.emptyTitle} text={kind.purpose} example={kind.example} action={add} />
      </Page>
    )
  return (
    <Page title={title} lead={lead} actions={add}>
      {envelope}
      <Lines data={data} />
      <div className="budget-parts">
        <Parts data={data} />
      </div>
      <Months months={data.months} currency={currency} />
      <Actuals data={data} />
      <Rates data={data} />
    </Page>
  )
}

function Lines({ data }: { data: Data }) {
  const { budget: t, kind } = useWords(words)
  const locale = useLocale()
  const { base, filter, rows, shownTotal, currency } = data
  const money = (cents: number) => formatMoney(cents, currency, locale)
  const isFiltered = filter.nature !== '' || filter.category !== '' || filter.state !== ''
  const select = (name: 'nature' | 'category' | 'state', options: Record<string, string>) => (
    <label>
      <span>{t.columns[name]}</span>
      <select name={name} defaultValue={filter[name]}>
        <option value="">{t.all}</option>
        {Object.entries(options).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
  const columns: Column<Data['rows'][number]>[] = [
    {
      key: 'title',
      label: t.columns.title,
      cell: (row) => (
        <>
          <Link to={`${base}/budget-lines/${row.id}`}>{row.title}</Link>
          <small className="budget-kind">
            {kind.options.nature[row.nature]},{' '}
            {row.category ? kind.options.category[row.category].toLowerCase() : t.categories.none.toLowerCase()}
          </small>
        </>
      ),
    },
    { key: 'state', label: t.columns.state, cell: (row) => kind.options.state[row.state] },
    {
      key: 'quantity',
      label: t.columns.detail,
      align: 'end',
      cell: (row) =>
        `${formatNumber(row.quantity, locale)}${row.unit ? ` ${row.unit}` : ''} × ${money(row.unitPriceCents)}`,
    },
    {
      key: 'exclTax',
      label: t.columns.exclTax,
      align: 'end',
      cell: (row) => <Link to={`${base}/budget-lines/${row.id}`}>{money(row.exclTax)}</Link>,
    },
    {
      key: 'vat',
      label: t.columns.vat,
      align: 'end',
      cell: (row) => `${money(row.vat)} (${formatPercent(row.vatRate, locale)})`,
    },
    { key: 'inclTax', label: t.columns.inclTax, align: 'end', cell: (row) => money(row.inclTax) },
    {
      key: 'actual',
      label: t.columns.actual,
      align: 'end',
      cell: (row) => (row.actualCents === null ? '—' : money(row.actualCents)),
    },
    {
      key: 'variance',
      label: t.columns.variance,
      align: 'end',
      cell: (row) => <Gap cents={row.variance} currency={currency} />,
    },
  ]
  return (
    <section aria-labelledby="lines">
      <h2 id="lines">{t.lines}</h2>
      <Form method="get" className="filters">
        {select('nature', kind.options.nature)}
        {select('category', { ...kind.options.category, none: t.categories.none })}
        {select('state', kind.options.state)}
        <Button type="submit">{t.filter}</Button>
        {isFiltered ? <Link to={`${base}/budget`}>{t.clear}</Link> : null}
      </Form>
      <Table
        caption={isFiltered ? t.filtered(rows.length, data.count) : t.count(rows.length)}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        empty={t.nothing}
        exports={[
          { to: `${base}/budget/export`, label: t.export },
          { to: `${base}/budget/export?format=xlsx`, label: t.exportXlsx },
        ]}
        totals={{
          title: t.total,
          exclTax: money(shownTotal.exclTax),
          vat: money(shownTotal.vat),
          inclTax: money(shownTotal.inclTax),
          actual: shownTotal.actual === null ? '—' : money(shownTotal.actual),
        }}
      />
    </section>
  )
}

/** A variance with its sign and, for those who do not see the sign, its sense. */
function Gap({ cents, currency }: { cents: number | null; currency: string }) {
  const t = useWords(words).budget
  const locale = useLocale()
  if (cents === null) return '—'
  if (cents === 0) return formatMoney(0, currency, locale)
  return (
    <span className={cents > 0 ? 'alarm' : undefined}>
      {cents > 0 ? '+' : '−'}
      {formatMoney(Math.abs(cents), currency, locale)}
      <span className="sr-only"> {cents > 0 ? t.more : t.less}</span>
    </span>
  )
}

function Parts({ data }: { data: Data }) {
  const { budget: t, kind } = useWords(words)
  const locale = useLocale()
  const { base, currency, natures, categories, states } = data
  const money = (cents: number) => formatMoney(cents, currency, locale)
  const labels = (name: string) => ({ name, amount: t.amount, part: t.part })
  const largest = natures.toSorted((a, b) => b.cents - a.cents)[0]
  return (
    <>
      <Shares
        title={t.natures.title}
        caption={
          largest?.share
            ? t.natures.caption(kind.options.nature[largest.key], formatPercent(largest.share, locale, 0))
            : t.natures.captionNone
        }
        labels={labels(t.columns.nature)}
        rows={natures.map(({ key, lines, cents, share }) => ({
          key,
          label: kind.options.nature[key],
          amount: money(cents),
          share,
          to: lines === 0 ? `${base}/budget-lines/new?nature=${key}` : `${base}/budget?nature=${key}#lines`,
          note: lines === 0 ? t.natures.missing : undefined,
        }))}
      />
      <Shares
        title={t.categories.title}
        caption={t.count(data.count)}
        labels={labels(t.columns.category)}
        rows={categories.map(({ key, cents, share }) => ({
          key: key ?? 'none',
          label: key ? kind.options.category[key] : t.categories.none,
          amount: money(cents),
          share,
          to: `${base}/budget?category=${key ?? 'none'}#lines`,
        }))}
      />
      <Shares
        title={t.states.title}
        caption={kind.fields.state.help}
        labels={labels(t.columns.state)}
        rows={states.map(({ key, cents, share }) => ({
          key,
          label: kind.options.state[key],
          amount: money(cents),
          share,
          to: `${base}/budget?state=${key}#lines`,
        }))}
      />
    </>
  )
}

function Actuals({ data }: { data: Data }) {
  const t = useWords(words).budget
  const locale = useLocale()
  const { variance: v, currency, count, reference } = data
  const money = (cents: number) =>
    `${formatMoney(cents, currency, locale)} ${reference === 'excl' ? t.exclTax : t.inclTax}`
  const rate = v.rate === null ? '—' : formatPercent(Math.abs(v.rate), locale)
  const say = v.variance > 0 ? t.variance.over : t.variance.under
  return (
    <section aria-labelledby="actuals" className="budget-actuals">
      <h2 id="actuals">{t.variance.title}</h2>
      {v.lines === 0 ? (
        <p className="quiet">{t.variance.none}</p>
      ) : (
        <>
          <p className={v.variance > 0 ? 'alarm' : undefined}>
            {v.variance === 0 ? t.variance.equal : say(money(Math.abs(v.variance)), rate)}{' '}
            <span className="quiet">{t.variance.lines(v.lines, count)}</span>
          </p>
          <dl className="figures">
            <div>
              <dt>{t.variance.planned}</dt>
              <dd>{money(v.planned)}</dd>
            </div>
            <div>
              <dt>{t.variance.actual}</dt>
              <dd>{money(v.actual)}</dd>
            </div>
            <div>
              <dt>{t.variance.gap}</dt>
              <dd>
                <Gap cents={v.variance} currency={currency} />
              </dd>
            </div>
          </dl>
        </>
      )}
    </section>
  )
}

function Rates({ data }: { data: Data }) {
  const t = useWords(words).budget
  const locale = useLocale()
  const money = (cents: number) => formatMoney(cents, data.currency, locale)
  return (
    <Table
      caption={t.rates.title}
      columns={[
        { key: 'rate', label: t.columns.rate, cell: (row) => formatPercent(row.key, locale) },
        { key: 'base', label: t.rates.base, align: 'end', cell: (row) => money(row.amounts.exclTax) },
        { key: 'vat', label: t.columns.vat, align: 'end', cell: (row) => money(row.amounts.vat) },
        { key: 'inclTax', label: t.columns.inclTax, align: 'end', cell: (row) => money(row.amounts.inclTax) },
      ]}
      rows={data.rates}
      rowKey={(row) => String(row.key)}
      empty={t.nothing}
      totals={{
        rate: t.total,
        base: money(data.total.exclTax),
        vat: money(data.total.vat),
        inclTax: money(data.total.inclTax),
      }}
    />
  )
}
