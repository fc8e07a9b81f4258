import { valueLabel } from '../analytics/labels.ts'
import { en as audienceEn } from '../analytics/audience.en.ts'
import { fr as audienceFr } from '../analytics/audience.fr.ts'
import { formatNumber, formatPercent } from '../i18n.ts'
import { BarChart } from '../ui/BarChart.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Table } from '../ui/Table.tsx'
import { type FacetTotal, facetText } from './click-facets.ts'
import { en } from './stats.en.ts'
import { fr } from './stats.fr.ts'

/** Lines of a facet the page shows; the file has them all. */
const shownValues = 12

type ShownFacet = 'device' | 'country' | 'referrer' | 'outcome' | 'robot'

/** Who clicked, as totals side by side. */
export function ClickFacets({
  hours,
  totals,
  people,
}: {
  readonly hours: readonly number[]
  readonly totals: Readonly<Record<ShownFacet, readonly FacetTotal[]>>
  /** Clicks of people in the period: those from before the details were kept too. */
  readonly people: number
}) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const detailed = hours.reduce((sum, n) => sum + n, 0)
  const shown = (['device', 'country', 'referrer', 'outcome', 'robot'] as const).filter(
    (facet) => totals[facet].length > 0,
  )
  if (shown.length === 0) return null
  return (
    <section aria-labelledby="who">
      <h2 id="who">{t.who}</h2>
      <p className="note">
        {t.whoNote} {people > detailed ? t.notDetailed(formatNumber(people - detailed, locale, 0)) : null}
      </p>
      {detailed > 0 ? (
        <BarChart
          title={t.hoursOf}
          xLabel={t.hour}
          labels={hours.map((_, hour) => `${hour}${locale === 'fr' ? '\u202fh' : ':00'}`)}
          whole
          series={[{ name: t.count, values: hours }]}
          format={(value) => formatNumber(value, locale, 0)}
        />
      ) : null}
      <div className="facet-tables">
        {shown.map((facet) => (
          <FacetTable key={facet} facet={facet} rows={totals[facet]} />
        ))}
      </div>
    </section>
  )
}

function FacetTable({ facet, rows }: { readonly facet: ShownFacet; readonly rows: readonly FacetTotal[] }) {
  const t = useWords({ fr, en })
  const audience = useWords({ fr: audienceFr, en: audienceEn })
  const locale = useLocale()
  const all = rows.reduce((sum, { count }) => sum + count, 0)
  const label = (value: string) =>
    value !== '' && (facet === 'device' || facet === 'country')
      ? valueLabel(facet, value, audience, locale)
      : facetText(facet, value, locale)
  return (
    <div>
      <Table
        caption={t[facet]}
        rows={rows.slice(0, shownValues)}
        rowKey={({ value }) => value}
        columns={[
          { key: 'value', label: t.facets[facet], cell: ({ value }) => label(value) },
          { key: 'count', label: t.count, align: 'end', cell: ({ count }) => formatNumber(count, locale, 0) },
          { key: 'share', label: t.share, align: 'end', cell: ({ count }) => formatPercent(count / all, locale) },
        ]}
      />
      {rows.length > shownValues ? <p className="note">{t.more(rows.length - shownValues)}</p> : null}
    </div>
  )
}
