import { mayWrite } from '../projects/kind.ts'
import { Link, useLoaderData } from 'react-router'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { listObjects } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { linksOf } from '../projects/thread.store.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Sparkline } from '../ui/Sparkline.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { Table } from '../ui/Table.tsx'
import { en } from './kpis.en.ts'
import { fr } from './kpis.fr.ts'
import { goal, kpi } from './kpis.ts'
import type { Kpi } from './kpis.ts'
import { goalsByKpi, manualReadings, measure } from './measures.store.ts'
import { shownValue, toneOf } from './show.ts'
import { byUrgency } from './status.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const [kpis, goals, links] = await Promise.all([
    listObjects(scope, kpi, project.id, { sort: { field: 'title', descending: false } }),
    listObjects(scope, goal, project.id),
    linksOf(scope, project.id),
  ])
  const byKpi = goalsByKpi(
    goals.map((one) => ({ ...one, derived: {} })),
    links,
  )
  const rows = await Promise.all(
    kpis.map(async ({ id, title, values }) => {
      const facts = values as Kpi
      const { actual, status, points } = await measure(
        scope,
        project.id,
        { ...facts, title },
        byKpi.get(id) ?? [],
        await manualReadings(scope, id, facts),
      )
      return {
        id,
        title,
        metric: facts.metric,
        unit: facts.unit,
        target: facts.target,
        owner: facts.owner,
        actual,
        status,
        points,
      }
    }),
  )
  return {
    base: `/w/${args.params['workspace']}/p/${project.slug}`,
    currency: project.currency,
    canWrite: mayWrite(scope, kpi),
    rows: rows.toSorted((a, b) => byUrgency.indexOf(a.status.state) - byUrgency.indexOf(b.status.state)),
  }
}

export default function KpiBoardPage() {
  const { base, currency, canWrite, rows } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const locale = useLocale()
  const add = canWrite ? (
    <LinkButton to={`${base}/kpis/new`} tone="main">
      {t.board.add}
    </LinkButton>
  ) : null
  if (rows.length === 0)
    return (
      <Page title={t.board.title}>
        <Empty title={t.board.title} text={t.board.empty} example={t.kpi.example} action={add} />
      </Page>
    )
  const shown = (row: (typeof rows)[number], value: number | null) =>
    shownValue(row.metric, row.unit, value, currency, locale)
  return (
    <Page title={t.board.title} lead={t.board.lead} actions={add}>
      <Table
        caption={t.board.title}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'kpi',
            label: t.board.kpi,
            cell: (row) => <Link to={`${base}/kpis/${row.id}/follow-up`}>{row.title}</Link>,
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
          { key: 'actual', label: t.board.actual, align: 'end', cell: (row) => shown(row, row.actual) },
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
          { key: 'owner', label: t.board.owner, cell: (row) => row.owner ?? '—' },
        ]}
      />
    </Page>
  )
}
