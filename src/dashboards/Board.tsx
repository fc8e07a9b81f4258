import './dashboards.css'
import type { ReactNode } from 'react'
import { Download } from 'lucide-react'
import { Link } from 'react-router'
import { addressOf } from '../analytics/audience.ts'
import { readCondition } from '../analytics/filters.ts'
import { type ChartSize, ChartSizes } from '../ui/charts/ChartFrame.tsx'
import { useWords } from '../ui/locale.tsx'
import { en } from './board.en.ts'
import { fr } from './board.fr.ts'
import { CardBody } from './CardBody.tsx'
import type { Width } from './cards.ts'
import type { CardFigures, DashboardFigures } from './figures.store.ts'

/** The cards of a dashboard, in reading order on a grid of twelve columns; one column on a phone. */
export function Board(props: {
  readonly figures: DashboardFigures
  /** Address of the project, for the pages that explain each figure; null where the reader has none of them. */
  readonly base: string | null
  /** Address of the files of a card, its format aside; left out where there is none to take. */
  readonly filesOf?: (one: CardFigures) => string
  /** What stands at the foot of a card: its tools, while one composes. */
  readonly tools?: (one: CardFigures) => ReactNode
}) {
  const { figures, base, filesOf, tools } = props
  const t = useWords({ fr, en })
  return (
    <>
      <div className="board">
        {figures.cards.map((one) => (
          <BoardCard
            key={one.card.id}
            one={one}
            figures={figures}
            base={base}
            files={filesOf && one.card.kind !== 'note' ? filesOf(one) : null}
          >
            {tools?.(one)}
          </BoardCard>
        ))}
      </div>
      {figures.threshold === null ? null : <p className="note">{t.threshold(figures.threshold)}</p>}
    </>
  )
}

/** Drawings that a card of this width may need: alone on its row on a phone, and as wide as its columns elsewhere. */
const sizes: Readonly<Record<Width, readonly ChartSize[]>> = {
  3: ['narrow', 'middle'],
  4: ['narrow', 'middle'],
  6: ['narrow', 'middle', 'wide'],
  8: ['narrow', 'middle', 'wide'],
  12: ['narrow', 'wide', 'broad'],
}

function BoardCard(props: {
  readonly one: CardFigures
  readonly figures: DashboardFigures
  readonly base: string | null
  readonly files: string | null
  readonly children: ReactNode
}) {
  const { one, figures, base, files, children } = props
  const { card, said } = one
  const t = useWords({ fr, en })
  const to = base === null ? null : explainedAt(one, figures, base)
  return (
    <article className={`board-card board-${card.kind} span-${card.width}`} data-card={card.id} aria-label={said.title}>
      <header>
        <h2>
          {to ? (
            <Link to={to} aria-label={t.explain(said.title)}>
              {said.title}
            </Link>
          ) : (
            said.title
          )}
        </h2>
        {files === null ? null : <Files to={files} title={said.title} />}
      </header>
      <ChartSizes value={sizes[card.width]}>
        <CardBody one={one} figures={figures} hasFiles={files !== null} />
      </ChartSizes>
      {said.foot.length > 0 ? <p className="board-foot">{said.foot.join(' · ')}</p> : null}
      {children}
    </article>
  )
}

function Files({ to, title }: { readonly to: string; readonly title: string }) {
  const t = useWords({ fr, en })
  return (
    <details className="board-files">
      <summary aria-label={t.files(title)} title={t.files(title)}>
        <Download size={15} aria-hidden />
      </summary>
      <p className="table-exports">
        {(['csv', 'xlsx', 'json'] as const).map((format) => (
          <a key={format} href={`${to}&format=${format}`} download>
            {format.toUpperCase()}
          </a>
        ))}
      </p>
    </details>
  )
}

/** Rooms that explain the facts of a project. */
const rooms = { budget: 'budget', campaign: 'campaigns', tasks: 'plan', contents: 'contents', clicks: 'links' } as const

/** The page that explains a figure: the KPI's own, a room of the project, or the audience with the same period and filters. */
function explainedAt({ card, filters, kpi, fact }: CardFigures, figures: DashboardFigures, base: string): string | null {
  if (card.kind === 'note') return null
  if (kpi) return `${base}/kpis/${card.kpi}/follow-up`
  if (fact) {
    const room = (Object.keys(rooms) as (keyof typeof rooms)[]).find((name) => card.fact?.startsWith(name))
    return room ? `${base}/${rooms[room]}` : null
  }
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
} // prettier-ignore
