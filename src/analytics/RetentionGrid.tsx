import { formatDayYear, formatMonth, formatNumber, formatPercent } from '../i18n.ts'
import { useLocale, useWords } from '../ui/locale.tsx'
import { type Cohort, type CohortSize, wholeShares } from './retention.ts'
import { en } from './retention.en.ts'
import { fr } from './retention.fr.ts'

/** Shades of the grid, from none to most; the figure is written in each, so that the shade says nothing alone. */
const shades = 6

/** A row a cohort, a column a time after: the share of the cohort that came then. */
export function RetentionGrid({ cohorts, size }: { readonly cohorts: readonly Cohort[]; readonly size: CohortSize }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const day = (from: string) => (size === 'month' ? formatMonth(from, locale) : formatDayYear(from, locale))
  const caption = t.table(t.small[size])
  const most = Math.max(
    0.01,
    ...cohorts.flatMap(({ size: whole, back }) => back.slice(1).map((n) => (n ?? 0) / Math.max(1, whole))),
  )
  return (
    <div className="table-block">
      <div className="table-scroll" role="region" aria-label={caption} tabIndex={0}>
        <table className="retention">
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{t.first[size]}</th>
              <th scope="col" className="end">
                {t.size}
              </th>
              {cohorts.slice(1).map((_, i) => (
                <th
                  key={i}
                  scope="col"
                  className="end"
                  abbr={t.afterLong[size](i + 1)}
                  title={t.afterLong[size](i + 1)}
                >
                  {t.after[size](i + 1)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cohorts.map((cohort) => (
              <tr key={cohort.from}>
                <th scope="row">{day(cohort.from)}</th>
                <td className="end">{formatNumber(cohort.size, locale, 0)}</td>
                {cohort.back.slice(1).map((n, i) => {
                  const share = n === null || cohort.size === 0 ? null : n / cohort.size
                  return (
                    <td
                      key={i}
                      className={share ? `end heat-${Math.ceil((shades * share) / most)}` : 'end'}
                      title={
                        n === null || share === null
                          ? undefined
                          : t.cell(formatNumber(n, locale, 0), formatNumber(cohort.size, locale, 0))
                      }
                    >
                      {n === null ? '' : share === null ? '—' : formatPercent(share, locale, 0)}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t.whole}</th>
              <td className="end">
                {formatNumber(
                  cohorts.reduce((sum, cohort) => sum + cohort.size, 0),
                  locale,
                  0,
                )}
              </td>
              {wholeShares(cohorts)
                .slice(1)
                .map((share, i) => (
                  <td key={i} className="end">
                    {share === null ? '' : formatPercent(share, locale, 0)}
                  </td>
                ))}
            </tr>
          </tfoot>
        </table>
      </div>
    </div>
  )
}
