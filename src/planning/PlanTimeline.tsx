import { Link } from 'react-router'
import { formatDate, formatMonth, formatPercent, formatMonthShort } from '../i18n.ts'
import { addMonths, daysBetween, lengthOf } from '../period.ts'
import { useLocale, useWords } from '../ui/locale.tsx'
import { en } from './plan.en.ts'
import { fr } from './plan.fr.ts'
import { type Bar, type Timeline, standingText } from './timeline.ts'

/**
 * Actions as bars over months. Each bar says in words what its place and colour show; the table below the figure holds
 * the same facts.
 */
export function PlanTimeline({ timeline, base }: { timeline: Timeline; base: string }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const { span, bars } = timeline
  if (!span) return null
  const months = monthsOfSpan(span)
  // A year and more fits a desk's width with short names; a phone scrolls.
  const isLong = months.length > 8
  const width = `${months.length * (isLong ? 3.5 : 8.5)}rem`
  const percent = (share: number) => `${(share * 100).toFixed(3)}%`
  return (
    <figure className="plan-timeline" aria-labelledby="timeline-caption">
      <figcaption id="timeline-caption">
        {t.timelineCaption(bars.length, formatDate(span.from, locale), formatDate(span.to, locale))}
      </figcaption>
      <div className="plan-scroll" tabIndex={0} role="group" aria-label={t.timeline}>
        <div className="plan-scale" aria-hidden="true" style={{ minInlineSize: width }}>
          {months.map(({ day, start }) => (
            <span key={day} style={{ insetInlineStart: percent(start) }}>
              {isLong ? formatMonthShort(day, locale) : formatMonth(day, locale)}
            </span>
          ))}
        </div>
        <ol className="plan-bars" style={{ minInlineSize: width }}>
          {timeline.today === null ? null : (
            <li className="plan-today" aria-hidden="true" style={{ insetInlineStart: percent(timeline.today) }}>
              <span>{t.today}</span>
            </li>
          )}
          {bars.map((bar) => (
            <li key={bar.action.id}>
              <BarLink bar={bar} base={base} percent={percent} />
            </li>
          ))}
        </ol>
      </div>
    </figure>
  )

  function BarLink({ bar, base, percent }: { bar: Bar; base: string; percent: (share: number) => string }) {
    const { action, punctuality, period } = bar
    const words = [
      action.owner ?? t.nobody,
      `${formatDate(period.from, locale)} – ${formatDate(period.to, locale)}`,
      standingText(punctuality, t),
      action.progress === null ? null : t.done(formatPercent(action.progress, locale)),
    ].filter(Boolean)
    // A name begins where its bar begins, or ends where it ends when it would leave the picture.
    const leansBack = bar.start > 0.5
    const room = leansBack ? bar.start + bar.width : 1 - bar.start
    return (
      <Link
        className={`plan-bar is-${punctuality.kind}${leansBack ? ' leans-back' : ''}`}
        to={`${base}/actions/${action.id}`}
        title={words.join(', ')}
        style={{ inlineSize: percent(room), marginInlineStart: leansBack ? 0 : percent(bar.start) }}
      >
        <span className="plan-fill" aria-hidden="true" style={{ inlineSize: `max(${percent(bar.width / room)}, 4px)` }}>
          <span style={{ inlineSize: percent(action.progress ?? 0) }} />
        </span>
        <span className="plan-label">
          {action.title}
          {punctuality.kind === 'late' ? <strong> {standingText(punctuality, t)}</strong> : null}
          <span className="sr-only">, {words.join(', ')}</span>
        </span>
      </Link>
    )
  }
}

/** First day of each month of a span and where it stands on the scale, 0–1. */
function monthsOfSpan(span: { from: string; to: string }) {
  const months: { day: string; start: number }[] = []
  for (let day = span.from; day <= span.to; day = addMonths(day, 1))
    months.push({ day, start: daysBetween(span.from, day) / lengthOf(span) })
  return months
}
