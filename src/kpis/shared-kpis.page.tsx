import { useLoaderData } from 'react-router'
import type { PageArgs } from '../accounts/request.ts'
import { openShare, sharedHeaders } from '../accounts/share-door.ts'
import { projectById } from '../projects/projects.store.ts'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { kpiBoard } from './board.store.ts'
import { KpiTable } from './KpiTable.tsx'
import { en } from './kpis.en.ts'
import { fr } from './kpis.fr.ts'

/** Where each KPI stands, as a share shows it: without the names of those who answer for them. */
export async function loader(args: PageArgs) {
  const { scope, share } = await openShare(args, 'kpis')
  const [{ currency }, rows] = await Promise.all([
    projectById(scope, share.projectId),
    kpiBoard(scope, share.projectId),
  ])
  return { project: share.project, currency, rows: rows.map((row) => ({ ...row, owner: null })) }
}

export const headers = () => sharedHeaders

export default function SharedKpisPage() {
  const { project, currency, rows } = useLoaderData<typeof loader>()
  const { board } = useWords({ fr, en })
  return (
    <Page title={board.title} kicker={project} lead={board.lead}>
      {rows.length === 0 ? <p>{board.none}</p> : <KpiTable rows={rows} currency={currency} base={null} />}
    </Page>
  )
}
