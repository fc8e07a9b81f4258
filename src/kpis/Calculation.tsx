import { Link } from 'react-router'
import { en as catalogEn } from '../analytics/catalog.en.ts'
import { fr as catalogFr } from '../analytics/catalog.fr.ts'
import { metrics } from '../analytics/catalog.ts'
import { formatDate } from '../i18n.ts'
import { useLocale, useWords } from '../ui/locale.tsx'
import type { FollowUp } from './follow-up.page.tsx'
import { en } from './kpis.en.ts'
import { fr } from './kpis.fr.ts'
import { isCatalogMetric } from './unit.ts'

/** Where the figure comes from: formula, unit, source, and what narrows it. */
export function Calculation({ data }: { readonly data: FollowUp }) {
  const { base, id, values, measured } = data
  const t = useWords({ fr, en })
  const locale = useLocale()
  const words = useWords({ fr: catalogFr, en: catalogEn })
  const { metric, formula, filterDimension, filterValue, measuredOn, source, startsOn, endsOn } = values
  const unit = measured.figure === 'percent' ? '%' : t.followUp.units[measured.figure](values.unit)
  const site = measured.site ? (
    <Link to={`${base}/audience?from=${startsOn ?? ''}&to=${endsOn ?? ''}&site=${measured.site}`}>{measured.site}</Link>
  ) : null
  return (
    <section>
      <h2>{t.followUp.calculated}</h2>
      {metric === 'manual' ? (
        <p>{t.followUp.manualSource(source ?? '—', measuredOn ? formatDate(measuredOn, locale) : '—')}</p>
      ) : null}
      {metric === 'formula' ? (
        <dl className="facts">
          <dt>{t.followUp.formula}</dt>
          <dd>
            <code>{formula}</code> <Link to={`${base}/kpis/${id}/formula`}>{t.followUp.openFormula}</Link>
          </dd>
          <dt>{t.followUp.unit}</dt>
          <dd>{unit}</dd>
          {site ? (
            <>
              <dt>{t.followUp.source}</dt>
              <dd>{site}</dd>
            </>
          ) : null}
        </dl>
      ) : null}
      {isCatalogMetric(metric) ? (
        <dl className="facts">
          <dt>{words.metrics[metric].label}</dt>
          <dd>{words.metrics[metric].definition}</dd>
          <dt>{t.followUp.formula}</dt>
          <dd>{words.metrics[metric].formula}</dd>
          <dt>{t.followUp.unit}</dt>
          <dd>{unit}</dd>
          <dt>{t.followUp.source}</dt>
          <dd>
            {words.sources[metrics[metric].source]}
            {site ? <>, {site}</> : `. ${t.followUp.noSite}`}
          </dd>
          {filterDimension && filterValue !== null ? (
            <>
              <dt>{t.followUp.filter}</dt>
              <dd>
                {t.kpi.options.filterDimension[filterDimension as keyof typeof t.kpi.options.filterDimension]}{' '}
                {filterValue}
              </dd>
            </>
          ) : null}
          {measured.goals.length > 0 ? (
            <>
              <dt>{t.followUp.goals}</dt>
              <dd>{measured.goals.join(', ')}</dd>
            </>
          ) : null}
        </dl>
      ) : null}
    </section>
  )
}
