import { LineChart } from '../ui/LineChart.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { en } from './alerts.en.ts'
import { fr } from './alerts.fr.ts'
import type { Preview } from './preview.store.ts'
import { figureText, metricLabel } from './show.ts'

/** What a rule would have done over the past days. */
export function AlertPreview({
  preview,
  days,
  isRule,
}: {
  readonly preview: Preview | null
  readonly days: number
  readonly isRule: boolean
}) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  if (!preview) return <p>{isRule ? t.form.noPast : t.form.toFill}</p>
  const { rule, currency, count, fired, curve } = preview
  const { values, limit } = curve ?? { values: [], limit: null }
  return (
    <>
      <p>
        <strong>{t.form.would(count, days)}</strong>
      </p>
      {fired.length > 0 ? (
        <ul className="alert-would">
          {fired.map((text) => (
            <li key={text}>{text}</li>
          ))}
          {count > fired.length ? <li>{t.form.wouldMore(count - fired.length)}</li> : null}
        </ul>
      ) : null}
      {curve ? (
        <LineChart
          title={t.form.wouldChart}
          xLabel={t.page.when}
          labels={curve.labels}
          shortLabels={curve.shortLabels}
          format={(value) => figureText(rule.metric, value, currency, locale)}
          series={[
            { name: metricLabel(rule.metric, locale), values },
            ...(limit === null
              ? []
              : [{ name: t.form.kinds.threshold, values: values.map(() => limit), isComparison: true }]),
          ]}
        />
      ) : null}
    </>
  )
}
