import { mayWrite } from '../projects/kind.ts'
import { Link, useLoaderData } from 'react-router'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Sparkline } from '../ui/Sparkline.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { Table } from '../ui/Table.tsx'
import { kpiBoard } from './board.store.ts'
import { KpiTabs } from './KpiTabs.tsx'
import { en } from './kpis.en.ts'
import { fr } from './kpis.fr.ts'
import { kpi } from './kpis.ts'
import { shownIn, toneOf } from './show.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const rows = await kpiBoard(scope, project.id)
  return {
    base: `/w/${args.params['workspace']}/p/${project.slug}`,
    currency: project.currency,
    canWrite: mayWrite(scope, kpi),
    rows,
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
      <Page title={t.board.title} toolbar={<KpiTabs base={base} />}>
        <Empty title={t.board.title} text={t.board.empty} example={t.kpi.example} action={add} />
      </Page>
    )
  const shown = (row: (typeof rows)[number], value: number | null) =>
    shownIn(row.figure, row.unit, value, currency, locale)
  return (
    <Page title={t.board.title} lead={t.board.lead} actions={add} toolbar={<KpiTabs base={base} />}>
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
          { key: 'nature', label: t.board.nature, cell: (row) => t.kpi.options.nature[row.nature] },
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
          { key: 'owner', label: t.board.owner, cell: (row) => row.owner ?? '—' },
        ]}
      />
    </Page>
  )
}
