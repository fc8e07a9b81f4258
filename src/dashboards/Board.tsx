import './dashboards.css'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { addressOf } from '../analytics/audience.ts'
import { en as audienceEn } from '../analytics/audience.en.ts'
import { fr as audienceFr } from '../analytics/audience.fr.ts'
import { en as catalogEn } from '../analytics/catalog.en.ts'
import { fr as catalogFr } from '../analytics/catalog.fr.ts'
import { readCondition } from '../analytics/filters.ts'
import { conditionText } from '../analytics/labels.ts'
import { useLocale, useWords } from '../ui/locale.tsx'
import { CardBody } from './CardBody.tsx'
import { cardTitle } from './card-words.ts'
import { en } from './dashboards.en.ts'
import { fr } from './dashboards.fr.ts'
import type { CardFigures, DashboardFigures } from './figures.store.ts'

/** The cards of a dashboard, in reading order on a grid of twelve columns; one column on a phone. */
export function Board(props: {
  readonly figures: DashboardFigures
  /** Address of the project, for the pages that explain each figure; null where the reader has none of them. */
  readonly base: string | null
  /** Address of the files of a card, its format aside; left out where there is none to take. */
  readonly filesOf?: (one: CardFigures) => string
  /** What stands at the foot of a card: its tools, while one composes. */
  readonly tools?: (one: CardFigures, title: string) => ReactNode
}) {
  const { figures, base, filesOf, tools } = props
  const t = useWords({ fr, en })
  const titleOf = useCardTitle()
  return (
    <>
      <div className="board">
        {figures.cards.map((one) => (
          <BoardCard key={one.card.id} one={one} title={titleOf(one)} figures={figures} base={base}>
            {filesOf && one.card.kind !== 'note' ? (
              <details className="board-files">
                <summary aria-label={t.files(titleOf(one))}>{t.file}</summary>
                <p className="table-exports">
                  {(['csv', 'xlsx', 'json'] as const).map((format) => (
                    <a key={format} href={`${filesOf(one)}&format=${format}`} download>
                      {format.toUpperCase()}
                    </a>
                  ))}
                </p>
              </details>
            ) : null}
            {tools?.(one, titleOf(one))}
          </BoardCard>
        ))}
      </div>
      {figures.threshold === null ? null : <p className="note">{t.threshold(figures.threshold)}</p>}
    </>
  )
}

export function useCardTitle(): (one: Pick<CardFigures, 'card' | 'kpi'>) => string {
  const t = useWords({ fr, en })
  const catalog = useWords({ fr: catalogFr, en: catalogEn })
  const locale = useLocale()
  return ({ card, kpi }) => cardTitle(card, { t, catalog, locale }, kpi?.title ?? null)
}

function BoardCard(props: {
  readonly one: CardFigures
  readonly title: string
  readonly figures: DashboardFigures
  readonly base: string | null
  readonly children: ReactNode
}) {
  const { one, title, figures, base, children } = props
  const { card } = one
  const t = useWords({ fr, en })
  const locale = useLocale()
  const catalog = useWords({ fr: catalogFr, en: catalogEn })
  const audience = useWords({ fr: audienceFr, en: audienceEn })
  const to = base === null ? null : explainedAt(one, figures, base)
  const conditions = card.filters.flatMap((written) => readCondition(written) ?? [])
  return (
    <article className={`board-card board-${card.kind} span-${card.width}`} data-card={card.id} aria-label={title}>
      <h2>
        {to ? (
          <Link to={to} aria-label={t.explain(title)}>
            {title}
          </Link>
        ) : (
          title
        )}
      </h2>
      <CardBody one={one} title={title} figures={figures} />
      {one.segment || conditions.length > 0 ? (
        <p className="board-foot">
          {[
            ...(one.segment ? [t.segment(one.segment)] : []),
            ...conditions.map((one) => t.filtered(conditionText(one, catalog.dimensions, audience, locale))),
          ].join(' · ')}
        </p>
      ) : null}
      {children}
    </article>
  )
}

/** The page that explains a figure: the KPI's own, or the audience with the same period and filters. */
function explainedAt({ card, filters }: CardFigures, figures: DashboardFigures, base: string): string | null {
  if (card.kind === 'note') return null
  if (card.kpi !== null) return `${base}/kpis/${card.kpi}/follow-up`
  const address = addressOf({
    preset: 'custom',
    period: figures.period,
    compare: 'previous',
    metric: 'visitors',
    step: null,
    filters: filters.flatMap((written) => readCondition(written) ?? []),
    site: figures.domain,
  })
  const page = card.kind === 'map' ? '/places' : card.metrics[0] === 'conversions' || card.metrics[0] === 'conversionRate' ? '/goals' : card.metrics[0] === 'revenue' ? '/orders' : '' // prettier-ignore
  return `${base}/audience${page}${address}`
}
