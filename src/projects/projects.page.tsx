import { Link, useLoaderData, useParams } from 'react-router'
import { type PageArgs, scopeOf } from '../accounts/request.ts'
import { formatDate, formatMoney } from '../i18n.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { listProjects } from './projects.store.ts'
import { en } from './projects.en.ts'
import { fr } from './projects.fr.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  const projects = await listProjects(scope)
  return { projects, canCreate: scope.role === 'owner' || scope.role === 'lead' }
}

type Row = Awaited<ReturnType<typeof loader>>['projects'][number]

export default function ProjectsPage() {
  const { projects, canCreate } = useLoaderData<typeof loader>()
  const { workspace } = useParams()
  const locale = useLocale()
  const t = useWords({ fr, en }).projects
  const add = canCreate ? (
    <LinkButton to={`/w/${workspace}/new`} tone="main">
      {t.add}
    </LinkButton>
  ) : null
  if (projects.length === 0)
    return (
      <Page title={t.title}>
        <Empty title={t.empty} text={canCreate ? t.purpose : t.guestEmpty} example={t.example} action={add} />
      </Page>
    )
  const day = (text: string | null) => (text ? formatDate(text, locale) : '—')
  const columns: Column<Row>[] = [
    { key: 'name', label: t.name, cell: (row) => <Link to={`/w/${workspace}/p/${row.slug}`}>{row.name}</Link> },
    { key: 'company', label: t.company, cell: (row) => row.company },
    {
      key: 'period',
      label: t.period,
      cell: (row) => (row.startsOn || row.endsOn ? `${day(row.startsOn)} → ${day(row.endsOn)}` : '—'),
    },
    {
      key: 'envelope',
      label: t.envelope,
      align: 'end',
      cell: (row) => (row.envelopeCents === null ? '—' : formatMoney(row.envelopeCents, row.currency, locale)),
    },
    {
      key: 'state',
      label: t.state,
      cell: (row) =>
        row.archivedAt ? <Status tone="neutral">{t.archived}</Status> : <Status tone="good">{t.current}</Status>,
    },
  ]
  return (
    <Page title={t.title} lead={t.lead} actions={add}>
      <Table caption={t.title} columns={columns} rows={projects} rowKey={(row) => row.id} />
    </Page>
  )
}
