import './dashboards.css'
import { useLoaderData } from 'react-router'
import { type PageArgs, appOf } from '../accounts/request.ts'
import { openShare, sharedHeaders } from '../accounts/share-door.ts'
import { presets } from '../analytics/audience.ts'
import { formatDate } from '../i18n.ts'
import { projectById } from '../projects/projects.store.ts'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Board } from './Board.tsx'
import { PresetLinks } from './PresetLinks.tsx'
import { en } from './dashboards.en.ts'
import { fr } from './dashboards.fr.ts'
import { readDashboard, viewOfDashboard } from './dashboards.store.ts'
import { dashboardFigures } from './figures.store.ts'
import { onScreen } from './screen.ts'

/** The dashboard a share was made of, as the team composes it now; its reader's address chooses none. */
export async function loader(args: PageArgs) {
  const { scope, share, asked } = await openShare(args, 'dashboard')
  const dashboard = await readDashboard(scope, share.projectId, asked.get('id') ?? '')
  const figures = await dashboardFigures(scope, await projectById(scope, share.projectId), {
    site: dashboard.site,
    cards: dashboard.cards,
    viewOn: (today) => viewOfDashboard(dashboard, asked, today),
    failed: (error) => appOf(args).log.error({ err: error, dashboard: dashboard.id }, 'card without figures'),
  })
  return {
    project: share.project,
    name: dashboard.name,
    changesPeriod: share.changesPeriod,
    preset: asked.has('from') ? null : (presets.find((preset) => preset === asked.get('period')) ?? dashboard.preset),
    figures: onScreen(figures),
  }
}

export const headers = () => sharedHeaders

export default function SharedDashboardPage() {
  const { project, name, changesPeriod, preset: shown, figures } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const locale = useLocale()
  const day = (iso: string) => formatDate(iso, locale)
  return (
    <Page
      title={name}
      kicker={project}
      lead={t.boardLead(figures.domain, t.span(day(figures.period.from), day(figures.period.to)))}
      toolbar={
        changesPeriod ? (
          <nav aria-label={t.periodNav} className="segmented">
            <PresetLinks shown={shown} />
          </nav>
        ) : null
      }
    >
      {figures.cards.length === 0 ? <p>{t.noCards}</p> : <Board figures={figures} base={null} />}
    </Page>
  )
}
