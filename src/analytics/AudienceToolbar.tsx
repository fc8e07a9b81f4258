import { Form, Link } from 'react-router'
import type { SmallFigures } from '../collect/site.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Chips } from '../ui/Chips.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { addressOf, comparisons, presets } from './audience.ts'
import type { Own, View } from './audience.ts'
import { QuickFilter } from './QuickFilter.tsx'
import { writeCondition } from './filters.ts'
import { conditionText } from './labels.ts'
import { en as catalogEn } from './catalog.en.ts'
import { fr as catalogFr } from './catalog.fr.ts'
import { en } from './audience.en.ts'
import { fr } from './audience.fr.ts'

/** Period, comparison, site and filters: all in the address, all links or a form that works without scripts. */
export function AudienceToolbar(props: {
  readonly view: View
  readonly domains: readonly string[]
  /** What becomes of small figures: said on every page that shows some. */
  readonly small?: SmallFigures | null
  /** What the page itself asks: every link and form keeps it. */
  readonly own?: Own
  /** Whether the page shows what a period is compared with. */
  readonly comparing?: boolean
  /** Whether a filter may be added here: not on the page that is made for it. */
  readonly filtering?: boolean
  /** Where this view is shared with people without an account, for those who may. */
  readonly share?: string
}) {
  const { view, domains, small = null, own = [], comparing = true, filtering = true, share } = props
  const to = (change: Partial<View>) => addressOf(view, change, own)
  const t = useWords({ fr, en })
  const locale = useLocale()
  const words = useWords({ fr: catalogFr, en: catalogEn })
  return (
    <>
      <nav aria-label={t.periodNav} className="segmented">
        {presets
          .filter((preset) => preset !== 'custom')
          .map((preset) => (
            <Link
              key={preset}
              to={to({ preset })}
              preventScrollReset
              {...(view.preset === preset ? { 'aria-current': 'true' as const } : {})}
            >
              {t.presets[preset]}
            </Link>
          ))}
      </nav>
      {comparing ? (
        <nav aria-label={t.compare} className="segmented">
          {comparisons.map((compare) => (
            <Link
              key={compare}
              to={to({ compare })}
              preventScrollReset
              {...(view.compare === compare ? { 'aria-current': 'true' as const } : {})}
            >
              {t.versus[compare]}
            </Link>
          ))}
        </nav>
      ) : null}
      {domains.length > 1 ? (
        <nav aria-label={t.site} className="segmented">
          {domains.map((domain, i) => (
            <Link
              key={domain}
              to={to({ site: domain })}
              preventScrollReset
              {...(domain === (view.site ?? domains[0]) || (i === 0 && !domains.includes(view.site ?? ''))
                ? { 'aria-current': 'true' as const }
                : {})}
            >
              {domain}
            </Link>
          ))}
        </nav>
      ) : null}
      <details className="audience-dates" open={view.preset === 'custom'}>
        <summary>{t.presets.custom}</summary>
        <Form method="get" preventScrollReset className="inline-form">
          {view.metric === 'visitors' ? null : <input type="hidden" name="metric" value={view.metric} />}
          {view.compare === 'previous' ? null : <input type="hidden" name="compare" value={view.compare} />}
          {view.site === null ? null : <input type="hidden" name="site" value={view.site} />}
          {view.filters.map((filter) => (
            <input key={writeCondition(filter)} type="hidden" name="f" value={writeCondition(filter)} />
          ))}
          {own.map(([name, value], i) => (
            <input key={`${i} ${name}`} type="hidden" name={name} value={value} />
          ))}
          <label>
            {t.from} <input type="date" name="from" defaultValue={view.period.from} required />
          </label>
          <label>
            {t.to} <input type="date" name="to" defaultValue={view.period.to} required />
          </label>
          <Button type="submit">{t.apply}</Button>
        </Form>
      </details>
      {filtering ? <QuickFilter /> : null}
      {share ? <LinkButton to={share}>{t.shareView}</LinkButton> : null}
      <Chips
        label={t.filters}
        chips={view.filters.map((filter) => ({
          label: conditionText(filter, words.dimensions, t, locale),
          removeTo: to({ filters: view.filters.filter((other) => other !== filter) }),
        }))}
      />
      {view.filters.length > 1 ? (
        <Link to={to({ filters: [] })} preventScrollReset>
          {t.clearFilters}
        </Link>
      ) : null}
      {small ? (
        <p className="note toolbar-note">
          {small.how === 'hide' ? t.hiddenRows(small.below) : t.roundedCounts(small.below)}
        </p>
      ) : null}
    </>
  )
}
