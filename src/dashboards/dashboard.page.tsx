import './dashboards.css'
import { Link, useLoaderData, useLocation } from 'react-router'
import type { PageArgs } from '../accounts/request.ts'
import { mayShare } from '../accounts/roles.ts'
import { presets } from '../analytics/audience.ts'
import { formatDate } from '../i18n.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Board } from './Board.tsx'
import { PresetLinks } from './PresetLinks.tsx'
import { en } from './dashboards.en.ts'
import { fr } from './dashboards.fr.ts'
import { mayCompose } from './dashboards.store.ts'
import { dashboardPlace, screenFor } from './place.store.ts'

export async function loader(args: PageArgs) {
  const place = await dashboardPlace(args)
  const { scope, base, dashboard } = place
  const asked = new URL(args.request.url).searchParams.get('period')
  const period = presets.find((preset) => preset === asked) ?? null
  const figures = await screenFor(args, place, dashboard)
  const what = new URLSearchParams({ id: dashboard.id, title: dashboard.name, ...(period ? { period } : {}) })
  return {
    base,
    id: dashboard.id,
    name: dashboard.name,
    asked: period,
    mayEdit: mayCompose(scope),
    share: mayShare(scope.role)
      ? `${base}/shares?${new URLSearchParams({ view: 'dashboard', what: `${what}`, ...figures.period })}`
      : null,
    figures,
  }
}

export default function DashboardPage() {
  const { base, id, name, asked, mayEdit, share, figures } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const locale = useLocale()
  const { search } = useLocation()
  const here = `${base}/dashboards/${id}`
  const day = (iso: string) => formatDate(iso, locale)
  const isOwn = !new URLSearchParams(search).has('period')
  return (
    <Page
      title={name}
      kicker={<Link to={`${base}/dashboards`}>{t.title}</Link>}
      lead={t.boardLead(figures.domain, t.span(day(figures.period.from), day(figures.period.to)))}
      actions={
        <>
          <LinkButton to={`${base}/dashboards/rotation?on=${id}`}>{t.rotation}</LinkButton>
          {share ? <LinkButton to={share}>{t.share}</LinkButton> : null}
          {mayEdit ? <LinkButton to={`${here}/edit`}>{t.edit}</LinkButton> : null}
        </>
      }
      toolbar={
        <nav aria-label={t.periodNav} className="segmented">
          <Link to={here} preventScrollReset {...(isOwn ? { 'aria-current': 'true' as const } : {})}>
            {t.ownPeriod}
          </Link>
          <PresetLinks shown={asked} />
        </nav>
      }
    >
      {figures.cards.length === 0 ? (
        <Empty
          title={t.noCards}
          text={t.noCardsText}
          action={
            mayEdit ? (
              <LinkButton to={`${here}/card/new`} tone="main">
                {t.add}
              </LinkButton>
            ) : null
          }
        />
      ) : (
        <Board
          figures={figures}
          base={base}
          filesOf={({ card }) => `${here}/cards/${card.id}/export?from=${figures.period.from}&to=${figures.period.to}`}
        />
      )}
    </Page>
  )
}
