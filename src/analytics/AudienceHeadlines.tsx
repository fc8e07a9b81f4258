import type { SmallFigures } from '../collect/site.ts'
import { formatDay, formatDayYear, formatPercent } from '../i18n.ts'
import type { Locale } from '../i18n.ts'
import type { Period } from '../period.ts'
import { change } from '../ratio.ts'
import { Figure, Figures } from '../ui/Figure.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import type { Audience } from './audience.store.ts'
import { headline } from './audience.ts'
import type { Headline as HeadlineMetric } from './audience.ts'
import { metrics } from './catalog.ts'
import { metricText } from './labels.ts'
import { en as catalogEn } from './catalog.en.ts'
import { fr as catalogFr } from './catalog.fr.ts'
import { en } from './audience.en.ts'
import { fr } from './audience.fr.ts'

/** The figures at the head of the audience, each with how it moved. */
export function AudienceHeadlines(props: {
  readonly found: Pick<Audience, 'totals' | 'before' | 'compared'>
  /** Last day shown. */
  readonly shownTo: string
  readonly small: SmallFigures | null
}) {
  const { found, shownTo, small } = props
  const t = useWords({ fr, en })
  const locale = useLocale()
  const { totals, before, compared } = found
  return (
    <Figures label={t.headline}>
      {headline.map((metric) => (
        <Headline
          key={metric}
          metric={metric}
          value={totals[metric]}
          before={before?.[metric] ?? null}
          compared={compared ? comparedSpan(compared, shownTo, locale, t) : null}
          reason={small && totals.pageviews !== 0 ? t.tooSmall(small.below) : t.noVisits}
        />
      ))}
    </Figures>
  )
}

/** A figure, how it moved, and what it is: the definition is one key away. */
function Headline(props: {
  readonly metric: HeadlineMetric
  readonly value: number | null
  readonly before: number | null
  readonly compared: string | null
  /** Why there is no value. */
  readonly reason: string
}) {
  const { metric, value, before, compared, reason } = props
  const t = useWords({ fr, en })
  const locale = useLocale()
  const words = useWords({ fr: catalogFr, en: catalogEn })
  const { label, definition, formula } = words.metrics[metric]
  const { unit, source, better } = metrics[metric]
  const moved = change(value, before)
  const direction = moved === null || Math.abs(moved) < 0.0005 ? 'same' : moved > 0 ? 'up' : 'down'
  const tone = direction === 'same' ? 'neutral' : direction === better ? 'good' : 'warn'
  const text =
    moved === null
      ? t.noChange
      : `${direction === 'same' ? '' : `${formatPercent(Math.abs(moved), locale)} `}${t.percentChange[direction]}`
  return (
    <Figure
      label={label}
      value={value === null ? null : metricText(metric, value, locale)}
      reason={reason}
      definition={definition}
      formula={`${formula} (${words.units[unit]})`}
      source={words.sources[source]}
      {...(compared ? { comparison: { text, with: compared, tone } } : {})}
    />
  )
}

/** The period compared with, in few words: its years only where they are not the one shown. */
function comparedSpan({ from, to }: Period, shownTo: string, locale: Locale, t: typeof fr): string {
  const isSameYear = from.slice(0, 4) === shownTo.slice(0, 4) && to.slice(0, 4) === shownTo.slice(0, 4)
  const day = isSameYear ? formatDay : formatDayYear
  return t.comparedSpan(day(from, locale), day(to, locale))
}
