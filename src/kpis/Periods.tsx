import { Link } from 'react-router'
import { formatDay, formatDayYear, formatMonth, formatPercent } from '../i18n.ts'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Status } from '../ui/Status.tsx'
import { Table } from '../ui/Table.tsx'
import type { FollowUp } from './follow-up.page.tsx'
import { en } from './kpis.en.ts'
import { fr } from './kpis.fr.ts'
import { shownIn } from './show.ts'

const tones = { good: 'good', within: 'warn', beyond: 'bad', running: 'neutral', unknown: 'neutral' } as const

/** Planned against actual, week by week or month by month, and what was corrected since. */
export function Periods({ data }: { readonly data: FollowUp }) {
  const { rows, corrections, grain, values, measured, currency, past, base } = data
  const t = useWords({ fr, en })
  const locale = useLocale()
  const shown = (value: number | null) => shownIn(measured.figure, values.unit, value, currency, locale)
  const named = (day: string) =>
    grain === 'month' ? formatMonth(day, locale) : t.periods.weekOf(formatDay(day, locale))
  if (rows.length === 0) return null
  const sentence = ({ verdict, actual, planned, relative }: (typeof rows)[number]) => {
    if (verdict === 'unknown') return t.periods.verdicts.unknown
    if (verdict === 'running') return t.periods.verdicts.running(shown(actual), shown(planned))
    const gap = relative === null || relative === 0 ? null : formatPercent(Math.abs(relative), locale)
    return t.periods.verdicts[verdict](shown(actual), shown(planned), gap)
  }
  return (
    <section aria-labelledby="periods">
      <h2 id="periods">{t.periods.title}</h2>
      <p className="form-actions">
        {(['month', 'week'] as const).map((by) => (
          <Link key={by} to={`?by=${by}`} preventScrollReset {...(by === grain ? { 'aria-current': 'true' } : {})}>
            {t.periods[by]}
          </Link>
        ))}
      </p>
      <Table
        caption={`${values.title}, ${t.periods[grain].toLowerCase()}`}
        rows={rows.toReversed()}
        rowKey={(row) => row.from}
        columns={[
          { key: 'period', label: t.periods.period, cell: (row) => named(row.from) },
          { key: 'planned', label: t.periods.planned, align: 'end', cell: (row) => shown(row.planned) },
          { key: 'actual', label: t.periods.actual, align: 'end', cell: (row) => shown(row.actual) },
          {
            key: 'verdict',
            label: t.periods.verdict,
            cell: (row) => <Status tone={tones[row.verdict]}>{sentence(row)}</Status>,
          },
          {
            key: 'frozen',
            label: t.periods.frozen,
            short: true,
            cell: (row) => (row.isFrozen ? t.periods.isFrozen : t.periods.notYet),
          },
        ]}
      />
      {corrections.length > 0 ? (
        <>
          <h3>{t.periods.corrections}</h3>
          <p className="note">{t.periods.correctionsLead}</p>
          <ul>
            {corrections.map(({ startsOn, before, after, reason, when }) => (
              <li key={`${startsOn} ${when}`}>
                {t.periods.correction(formatDayYear(startsOn, locale), shown(before), shown(after), when)}{' '}
                {t.periods.reasons[reason]}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {past.length > 0 ? (
        <>
          <h3>{t.deviation.past}</h3>
          <ul>
            {past.map(({ id, title, noticedOn, cause }) => (
              <li key={id}>
                <Link to={`${base}/deviations/${id}`}>{title}</Link> <span className="quiet">{noticedOn}</span>
                {cause ? <p className="quiet">{cause}</p> : null}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}
