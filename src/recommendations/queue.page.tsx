import { Link, useLoaderData } from 'react-router'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { formatDayYear, formatMoney } from '../i18n.ts'
import { kpi } from '../kpis/kpis.ts'
import { dayIn, daysBetween } from '../period.ts'
import { listObjects } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { linksOf } from '../projects/thread.store.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useLocale, useWords, useColon } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { listDecisions, mayDecide } from './decisions.store.ts'
import { patience } from './outcomes.ts'
import { recommendation } from './recommendations.ts'
import type { Recommendation } from './recommendations.ts'
import { en } from './recommendations.en.ts'
import { fr } from './recommendations.fr.ts'

const recent = 10

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const [all, kpis, links, decisions] = await Promise.all([
    listObjects(scope, recommendation, project.id, { sort: { field: 'submittedOn', descending: false } }),
    listObjects(scope, kpi, project.id),
    linksOf(scope, project.id),
    listDecisions(scope, project.id),
  ])
  const today = dayIn(project.timeZone, scope.now)
  const rows = all.map(({ id, title, state, values }) => {
    const { costCents, expectedEffect, submittedOn } = values as Recommendation
    const direct = links.filter(({ to }) => to === id).map(({ from }) => from)
    // Drawn from a deviation, it answers the KPI that deviates.
    const origins = [...direct, ...links.filter(({ to }) => direct.includes(to)).map(({ from }) => from)]
    return {
      id,
      title,
      state,
      costCents,
      expectedEffect,
      submittedOn,
      days: submittedOn === null ? 0 : Math.max(0, daysBetween(submittedOn, today)),
      kpis: kpis.filter((one) => origins.includes(one.id)).map((one) => ({ id: one.id, title: one.title })),
    }
  })
  return {
    base: `/w/${args.params['workspace']}/p/${project.slug}`,
    currency: project.currency,
    mayDecide: mayDecide(scope),
    waiting: rows.filter(({ state }) => state === 'submitted'),
    postponed: rows.filter(({ state }) => state === 'postponed'),
    taken: decisions.slice(0, recent).flatMap(({ id, recommendationId, outcome, note, authorName, decidedAt }) => {
      const advice = rows.find((row) => row.id === recommendationId)
      // Its recommendation is in the bin.
      if (!advice) return []
      const on = dayIn(project.timeZone, decidedAt)
      return [{ id, recommendationId, title: advice.title, outcome, note, authorName, on }]
    }),
  }
}

type Data = Awaited<ReturnType<typeof loader>>
type Row = Data['waiting'][number]

export default function QueuePage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const { base, waiting, postponed, taken } = data
  const isEmpty = waiting.length + postponed.length + taken.length === 0
  const all = <LinkButton to={`${base}/recommendations`}>{t.queue.all}</LinkButton>
  return (
    <Page title={t.queue.title} lead={t.queue.lead} actions={all}>
      {isEmpty ? <Empty title={t.queue.empty} text={t.queue.emptyText} example={t.kind.example} /> : null}
      {!isEmpty && waiting.length === 0 ? <p className="quiet">{t.queue.empty}</p> : null}
      {waiting.length > 0 ? <Rows caption={t.queue.waiting(waiting.length)} rows={waiting} data={data} /> : null}
      {postponed.length > 0 ? (
        <Rows caption={t.queue.postponed(postponed.length)} rows={postponed} data={data} />
      ) : null}
      {taken.length > 0 ? <Taken data={data} /> : null}
    </Page>
  )
}

function Rows({
  caption,
  rows,
  data,
}: {
  readonly caption: string
  readonly rows: readonly Row[]
  readonly data: Data
}) {
  const colon = useColon()
  const t = useWords({ fr, en }).queue
  const locale = useLocale()
  const { base, currency } = data
  const decisionOf = (row: Row) => `${base}/recommendations/${row.id}/decision`
  const columns: Column<Row>[] = [
    { key: 'title', label: t.recommendation, cell: (row) => <Link to={decisionOf(row)}>{row.title}</Link> },
    {
      key: 'kpi',
      label: t.deviation,
      cell: (row) =>
        row.kpis.length === 0
          ? t.noKpi
          : row.kpis.map(({ id, title }) => (
              <Link key={id} to={`${base}/kpis/${id}/follow-up`}>
                {title}
              </Link>
            )),
    },
    { key: 'effect', label: t.effect, cell: (row) => row.expectedEffect ?? '—' },
    {
      key: 'cost',
      label: t.cost,
      align: 'end',
      cell: (row) => (row.costCents === null ? '—' : formatMoney(row.costCents, currency, locale)),
    },
    {
      key: 'since',
      label: t.since,
      cell: (row) =>
        row.submittedOn === null ? (
          '—'
        ) : (
          <>
            {formatDayYear(row.submittedOn, locale)}{' '}
            {row.days > patience ? (
              <Status tone="bad">{t.tooLong(row.days)}</Status>
            ) : (
              <span className="quiet">{t.days(row.days)}</span>
            )}
          </>
        ),
    },
    {
      key: 'decide',
      label: t.decision,
      cell: (row) => (
        <Link to={decisionOf(row)}>
          {data.mayDecide ? t.decide : t.see}
          <span className="sr-only">
            {colon}
            {row.title}
          </span>
        </Link>
      ),
    },
  ]
  const cost = rows.reduce((sum, row) => sum + (row.costCents ?? 0), 0)
  return (
    <Table
      caption={caption}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      {...(rows.length > 1 ? { totals: { title: t.total, cost: formatMoney(cost, currency, locale) } } : {})}
    />
  )
}

function Taken({ data }: { readonly data: Data }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const tones = { approved: 'good', refused: 'bad', postponed: 'warn' } as const
  return (
    <Table
      caption={t.queue.recent}
      rows={data.taken}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'title',
          label: t.queue.recommendation,
          cell: (row) => <Link to={`${data.base}/recommendations/${row.recommendationId}/decision`}>{row.title}</Link>,
        },
        {
          key: 'outcome',
          label: t.queue.decision,
          cell: (row) => (
            <>
              <Status tone={tones[row.outcome]}>{t.decision.decidedAs[row.outcome]}</Status>{' '}
              {t.decision.by(row.authorName, formatDayYear(row.on, locale))}
            </>
          ),
        },
        { key: 'reason', label: t.queue.reason, cell: (row) => row.note ?? '—' },
      ]}
    />
  )
}
