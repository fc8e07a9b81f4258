import { formatDate, formatDay, formatPercent } from '../i18n.ts'
import { shownIn, toneOf } from '../kpis/show.ts'
import { inUnit } from '../kpis/unit.ts'
import { ratio } from '../ratio.ts'
import { BulletChart } from '../ui/BulletChart.tsx'
import { LineChart } from '../ui/LineChart.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Status } from '../ui/Status.tsx'
import { en } from './board.en.ts'
import { fr } from './board.fr.ts'
import { Compared } from './Compared.tsx'
import type { CardFigures, DashboardFigures } from './figures.store.ts'
import type { FactFigures, KpiFigures } from './project-figures.store.ts'

interface Props {
  readonly one: CardFigures
  readonly figures: DashboardFigures
}

/** What a card shows of the project rather than of its audience: a KPI, or a fact of its budget, plan or contents. */
export function ProjectBody({ one, figures }: Props) {
  const { kpi, fact, card } = one
  if (kpi)
    return card.kind === 'number' ? (
      <KpiNumber kpi={kpi} />
    ) : card.kind === 'line' ? (
      <KpiCourse kpi={kpi} />
    ) : (
      <KpiBullet kpi={kpi} />
    )
  if (!fact) return null
  return card.kind === 'number' ? (
    <FactNumber fact={fact} figures={figures} />
  ) : (
    <FactBullet fact={fact} target={card.target} title={one.said.title} />
  )
}

const useShown = ({ figure, currency }: KpiFigures | FactFigures, unit: string | null = null) => {
  const locale = useLocale()
  return (value: number | null) => shownIn(figure, unit, value, currency, locale)
}

function KpiState({ kpi }: { readonly kpi: KpiFigures }) {
  const locale = useLocale()
  return (
    <p className="figure-note">
      <Status tone={toneOf(kpi.state)}>{kpi.sentence[locale]}</Status>
    </p>
  )
}

function KpiNumber({ kpi }: { readonly kpi: KpiFigures }) {
  const t = useWords({ fr, en })
  const shown = useShown(kpi, kpi.unit)
  return (
    <>
      <p className="figure-value">{shown(kpi.value)}</p>
      <KpiState kpi={kpi} />
      {kpi.target === null ? null : <p className="figure-note">{t.goal(shown(kpi.target))}</p>}
    </>
  )
}

function KpiCourse({ kpi }: { readonly kpi: KpiFigures }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const shown = useShown(kpi, kpi.unit)
  return (
    <>
      <KpiState kpi={kpi} />
      <LineChart
        title={t.kpiPeriod}
        xLabel={t.date}
        labels={kpi.course.map(({ day }) => formatDate(day, locale))}
        shortLabels={kpi.course.map(({ day }) => formatDay(day, locale))}
        series={[
          { name: t.actual, values: kpi.course.map(({ actual }) => actual) },
          ...(kpi.course.some(({ planned }) => planned !== null)
            ? [{ name: t.path, values: kpi.course.map(({ planned }) => planned), isComparison: true }]
            : []),
        ]}
        format={shown}
      />
    </>
  )
}

function KpiBullet({ kpi }: { readonly kpi: KpiFigures }) {
  const t = useWords({ fr, en })
  const shown = useShown(kpi, kpi.unit)
  return (
    <>
      <KpiState kpi={kpi} />
      <BulletChart title={t.kpiPeriod} value={kpi.value} expected={kpi.expected} target={kpi.target} format={shown} />
    </>
  )
}

function FactNumber({ fact, figures }: { readonly fact: FactFigures; readonly figures: DashboardFigures }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const shown = useShown(fact)
  const share = fact.planned === null || fact.value === null ? null : ratio(fact.value, fact.planned)
  return (
    <>
      <p className="figure-value">{shown(fact.value)}</p>
      {share === null ? null : (
        <p className="figure-note">{t.ofPlanned(formatPercent(share, locale, 0), shown(fact.planned))}</p>
      )}
      {fact.before === null ? (
        <p className="figure-note">{fact.isNow ? t.asOfNow : t.overPeriod}</p>
      ) : (
        <Compared value={fact.value} before={fact.before} better="up" figures={figures} />
      )}
    </>
  )
}

function FactBullet(props: { readonly fact: FactFigures; readonly target: number | null; readonly title: string }) {
  const { fact, title } = props
  const t = useWords({ fr, en })
  const locale = useLocale()
  const shown = useShown(fact)
  const target = props.target === null ? fact.planned : inUnit(fact.figure, props.target)
  const share = fact.value === null || target === null ? null : ratio(fact.value, target)
  return (
    <BulletChart
      title={share === null ? title : t.reached(formatPercent(share, locale, 0))}
      value={fact.value}
      target={target}
      format={shown}
    />
  )
}
