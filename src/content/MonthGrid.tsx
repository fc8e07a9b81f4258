import { Form, Link } from 'react-router'
import { type Locale, formatDate, formatDay } from '../i18n.ts'
import { Button } from '../ui/Button.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { en as calendarEn } from './calendar.en.ts'
import { fr as calendarFr } from './calendar.fr.ts'
import { en as kindsEn } from './contents.en.ts'
import { fr as kindsFr } from './contents.fr.ts'
import { type CalendarDay, type Entry, isMoved, scheduledDay } from './month.ts'

const words = { fr: { calendar: calendarFr, kinds: kindsFr }, en: { calendar: calendarEn, kinds: kindsEn } }

export type CalendarEntry = Entry & { readonly version: number }

interface Props {
  readonly weeks: readonly (readonly CalendarDay<CalendarEntry>[])[]
  readonly base: string
  readonly today: string
  readonly canWrite: boolean
  readonly supportNames: ReadonlyMap<string, string>
  /** Uuids of the contents outside their persona's moments. */
  readonly clashing: ReadonlySet<string>
}

/**
 * A month as seven columns; on a narrow screen the same list is an agenda whose empty days are left out.
 * What can be moved has its own "Déplacer vers…", which needs neither mouse nor script.
 */
export function MonthGrid({ weeks, base, today, canWrite, supportNames, clashing }: Props) {
  const t = useWords(words).calendar
  const locale = useLocale()
  return (
    <div className="month">
      <ol className="month-head" aria-hidden="true">
        {t.weekdaysShort.map((day) => (
          <li key={day}>{day}</li>
        ))}
      </ol>
      <ol className="month-days">
        {weeks.flat().map((day) => {
          const isEmpty = day.planned.length + day.scheduledOnly.length === 0
          return (
            <li
              key={day.day}
              className={`month-day${day.inMonth ? '' : ' outside'}${isEmpty ? ' vacant' : ''}${day.day === today ? ' today' : ''}`}
            >
              <h3>
                <time dateTime={day.day}>
                  <span className="number" aria-hidden="true">
                    {Number(day.day.slice(8))}
                  </span>
                  <span className="whole">{formatDate(day.day, locale)}</span>
                </time>
                {day.day === today ? <span className="today-mark">{t.today}</span> : null}
                {canWrite && day.inMonth ? (
                  <Link
                    className="add-on"
                    to={`${base}/contents/new?plannedOn=${day.day}`}
                    aria-label={t.addOn(formatDate(day.day, locale))}
                  >
                    +
                  </Link>
                ) : null}
              </h3>
              {isEmpty ? null : (
                <ul>
                  {day.planned.map((entry) => (
                    <EntryCard
                      key={entry.id}
                      {...{ entry, base, today, canWrite, supportNames }}
                      place="planned"
                      clashes={clashing.has(entry.id)}
                    />
                  ))}
                  {day.scheduledOnly.map((entry) => (
                    <EntryCard
                      key={entry.id}
                      {...{ entry, base, today, canWrite: false, supportNames }}
                      place="scheduled"
                      clashes={clashing.has(entry.id)}
                    />
                  ))}
                </ul>
              )}
            </li>
          )
        })}
      </ol>
    </div>
  )
}

interface CardProps {
  readonly entry: CalendarEntry
  readonly place: 'planned' | 'scheduled' | 'unplanned'
  readonly base: string
  readonly today: string
  readonly canWrite: boolean
  readonly supportNames: ReadonlyMap<string, string>
  readonly clashes: boolean
}

/** One content in the calendar: what it is, where, whether it is planned or scheduled here, and the way to move it. */
export function EntryCard({ entry, place, base, today, canWrite, supportNames, clashes }: CardProps) {
  const { calendar: t, kinds } = useWords(words)
  const locale = useLocale()
  const state = kinds.content.options.state[entry.state as keyof typeof kinds.content.options.state]
  const format = entry.format
    ? kinds.content.options.format[entry.format as keyof typeof kinds.content.options.format]
    : null
  const isLate =
    place === 'planned' && entry.state !== 'published' && entry.plannedOn !== null && entry.plannedOn < today
  return (
    <li
      className={`entry entry-${place}${entry.state === 'published' ? ' published' : ''}`}
      id={`entry-${entry.id}-${place}`}
    >
      <Link to={`${base}/contents/${entry.id}`}>{entry.title}</Link>
      <p className="quiet">
        {[entry.support ? supportNames.get(entry.support) : null, format, state].filter(Boolean).join(' · ')}
      </p>
      <p className="entry-when">
        {timing(t, entry, place, locale)}
        {isLate ? <strong className="alarm"> {t.late}</strong> : null}
        {clashes ? <span className="gap"> {t.clashMark}</span> : null}
      </p>
      {canWrite && entry.state !== 'published' ? (
        <details className="entry-move">
          <summary aria-label={`${t.moveTo} (${entry.title})`}>{t.moveTo}</summary>
          <Form method="post">
            <input type="hidden" name="content" value={entry.id} />
            <input type="hidden" name="version" value={entry.version} />
            <label>
              <span>{t.day}</span>
              <input type="date" name="day" required defaultValue={entry.plannedOn ?? ''} />
            </label>
            <Button type="submit">{t.move}</Button>
          </Form>
        </details>
      ) : null}
    </li>
  )
}

/** The two dates in words, so that the dotted edge is never the only sign. */
function timing(t: typeof calendarFr, entry: Entry, place: CardProps['place'], locale: Locale): string {
  const hour = entry.scheduledAt?.slice(11) ?? ''
  if (place === 'scheduled')
    return entry.plannedOn === null
      ? t.scheduledHereUnplanned(hour)
      : t.scheduledHere(hour, formatDay(entry.plannedOn, locale))
  if (entry.scheduledAt === null) return place === 'planned' ? t.plannedHere : ''
  if (isMoved(entry)) return `${t.plannedHere}, ${t.movedTo(formatDay(scheduledDay(entry) ?? '', locale), hour)}`
  return t.scheduledAt(hour)
}
