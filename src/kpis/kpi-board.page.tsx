import { mayWrite } from '../projects/kind.ts'
import { useLoaderData } from 'react-router'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { mayShare } from '../accounts/roles.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { kpiBoard } from './board.store.ts'
import { KpiTable } from './KpiTable.tsx'
import { KpiTabs } from './KpiTabs.tsx'
import { en } from './kpis.en.ts'
import { fr } from './kpis.fr.ts'
import { kpi } from './kpis.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const rows = await kpiBoard(scope, project.id)
  return {
    base: `/w/${args.params['workspace']}/p/${project.slug}`,
    currency: project.currency,
    canWrite: mayWrite(scope, kpi),
    canShare: mayShare(scope.role),
    rows,
  }
}

export default function KpiBoardPage() {
  const { base, currency, canWrite, canShare, rows } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
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
  return (
    <Page
      title={t.board.title}
      lead={t.board.lead}
      actions={
        <>
          {canShare ? <LinkButton to={`${base}/shares?view=kpis`}>{t.board.share}</LinkButton> : null}
          {add}
        </>
      }
      toolbar={<KpiTabs base={base} />}
    >
      <KpiTable rows={rows} currency={currency} base={base} />
    </Page>
  )
}
