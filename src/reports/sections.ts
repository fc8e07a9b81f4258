import { en as audienceEn } from '../analytics/audience.en.ts'
import { fr as audienceFr } from '../analytics/audience.fr.ts'
import { en as catalogEn } from '../analytics/catalog.en.ts'
import { fr as catalogFr } from '../analytics/catalog.fr.ts'
import { type Locale, formatDayYear, formatMoney, formatNumber, formatPercent } from '../i18n.ts'
import { change } from '../ratio.ts'
import type { Figures } from './figures.ts'
import type { Highlight, Section, Writing } from './section.ts'
import { audienceSections } from './sections-of-audience.ts'
import { moneySections } from './sections-of-money.ts'
import { workSections } from './sections-of-work.ts'
import { en } from './sections.en.ts'
import { fr } from './sections.fr.ts'

/** Every chapter of a report's figures, in the order of the trade. Pure: the same figures give the same chapters. */
export function sectionsOf(figures: Figures, locale: Locale): Section[] {
  const writing = writingOf(figures, locale)
  return [...audienceSections(writing), ...moneySections(writing), ...workSections(writing)]
}

/** Four figures that say in a glance how the period went; each is in a chapter with its source. */
export function highlightsOf(figures: Figures, locale: Locale): Highlight[] {
  const { t, money, count, signed } = writingOf(figures, locale)
  const words = t.highlights
  const { kpis, sites, budget, actions } = figures
  const good = kpis.filter(({ state }) => state === 'onTarget' || state === 'reached').length
  const visits = (of: 'totals' | 'before') => sites.reduce((sum, site) => sum + (site[of]?.visits ?? 0), 0)
  const moved = change(visits('totals'), visits('before'))
  const late = actions.filter(({ standing }) => standing === 'late').length
  const tax = t.budget.tax[budget.reference]
  return [
    { label: words.kpis, value: kpis.length === 0 ? t.dash : words.of(good, kpis.length), note: words.kpisNote },
    {
      label: words.visits,
      value: sites.length === 0 ? t.dash : count(visits('totals')),
      note: moved === null ? words.notCompared : words.compared(signed(formatPercent(Math.abs(moved), locale), moved)),
    },
    {
      label: words.forecast,
      value: `${money(budget.forecastCents)} ${tax}`,
      note: budget.envelopeCents === null ? words.noEnvelope : words.envelope(`${money(budget.envelopeCents)} ${tax}`),
    },
    { label: words.late, value: count(late), note: words.ofActions(actions.length) },
  ]
}

function writingOf(figures: Figures, locale: Locale): Writing {
  const t = { fr, en }[locale]
  const day = (iso: string) => formatDayYear(iso, locale)
  return {
    figures,
    locale,
    t,
    audience: { fr: audienceFr, en: audienceEn }[locale],
    catalog: { fr: catalogFr, en: catalogEn }[locale],
    day,
    span: ({ from, to }) => t.from(day(from), day(to)),
    money: (cents) => (cents === null ? t.dash : formatMoney(cents, figures.currency, locale)),
    count: (n) => (n === null ? t.dash : formatNumber(n, locale, 0)),
    signed: (text, value) => `${value > 0 ? '+' : value < 0 ? '\u2212' : ''}${text}`,
  }
}
