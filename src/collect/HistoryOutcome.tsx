import { formatDate, formatNumber } from '../i18n.ts'
import { Callout } from '../ui/Callout.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import type { HistoryReport } from './import-history.ts'
import { en } from './imports.en.ts'
import { fr } from './imports.fr.ts'

/** What an import of another tool's figures shows, or would show. */
export function HistoryOutcome({ report, isTrial }: { readonly report: HistoryReport; readonly isTrial: boolean }) {
  const words = useWords({ fr, en })
  const t = words.history
  const locale = useLocale()
  const number = (n: number) => formatNumber(n, locale)
  const { days, dimensions, derivedFrom, skipped } = report
  const named = (dimension: string) => t.dimensionNames[dimension] ?? dimension
  return (
    <>
      {isTrial ? <p>{t.trialOf}</p> : null}
      <dl className="import-figures">
        <div>
          <dt>{t.tool}</dt>
          <dd>{t.tools[report.tool] ?? report.tool}</dd>
        </div>
        {days ? (
          <>
            <div>
              <dt>{words.period}</dt>
              <dd>{words.periodText(formatDate(days.from, locale), formatDate(days.to, locale))}</dd>
            </div>
            <div>
              <dt>{t.days}</dt>
              <dd>{number(days.count)}</dd>
            </div>
          </>
        ) : null}
        {(['visits', 'pageviews'] as const).map((sum) => (
          <div key={sum}>
            <dt>{t[sum]}</dt>
            <dd>{number(report[sum])}</dd>
          </div>
        ))}
        {Object.keys(dimensions).length > 0 ? (
          <div>
            <dt>{t.dimensions}</dt>
            <dd>
              {Object.entries(dimensions)
                .map(([dimension, count]) => `${number(count)} ${named(dimension)}`)
                .join(' · ')}
            </dd>
          </div>
        ) : null}
      </dl>
      {report.alsoMeasured > 0 ? (
        <Callout tone="info" title={t.alsoMeasured(number(report.alsoMeasured), report.alsoMeasured)} />
      ) : null}
      {report.tooOld ? <Callout tone="warn" title={t.tooOld(number(report.tooOld), report.tooOld)} /> : null}
      {derivedFrom ? <p>{t.derivedFrom(named(derivedFrom))}</p> : null}
      {skipped.length > 0 ? (
        <details>
          <summary>{t.skipped}</summary>
          <ul>
            {skipped.map(({ name, why }, i) => (
              <li key={i}>
                {name}
                {locale === 'fr' ? '\u00a0: ' : ': '}
                {why[locale]}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  )
}
