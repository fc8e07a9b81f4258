import { Link } from 'react-router'
import { useWords } from '../ui/locale.tsx'
import { type Headline, type View, headline, stepsOf } from './audience.ts'
import { en as catalogEn } from './catalog.en.ts'
import { fr as catalogFr } from './catalog.fr.ts'
import type { Granularity } from './query.ts'
import { en } from './audience.en.ts'
import { fr } from './audience.fr.ts'

/** Which metric the curve shows, and by which step. */
export function CurveChoice(props: {
  readonly view: View
  readonly granularity: Granularity
  /** The address of the same view with another choice. */
  readonly to: (change: { readonly metric: Headline } | { readonly step: Granularity }) => string
}) {
  const { view, granularity, to } = props
  const t = useWords({ fr, en })
  const words = useWords({ fr: catalogFr, en: catalogEn })
  const steps = stepsOf(view.period)
  const chosen = (is: boolean) => (is ? { 'aria-current': 'true' as const } : {})
  return (
    <div className="curve-choice">
      <nav aria-label={t.curve} className="segmented">
        {headline.map((metric) => (
          <Link key={metric} to={to({ metric })} preventScrollReset {...chosen(metric === view.metric)}>
            {words.metrics[metric].label}
          </Link>
        ))}
      </nav>
      {steps.length > 1 ? (
        <nav aria-label={t.step} className="segmented">
          {steps.map((step) => (
            <Link key={step} to={to({ step })} preventScrollReset {...chosen(step === granularity)}>
              {t.bySteps[step]}
            </Link>
          ))}
        </nav>
      ) : null}
    </div>
  )
}
