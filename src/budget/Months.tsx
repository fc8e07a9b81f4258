import { formatMoney, formatMonth, formatMonthShort } from '../i18n.ts'
import { BarChart } from '../ui/BarChart.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { en } from './budget.en.ts'
import { fr } from './budget.fr.ts'
import type { MonthTotal } from './budget.ts'

interface Props {
  readonly months: { readonly months: readonly MonthTotal[]; readonly unphased: number }
  readonly currency: string
}

/** When the money goes out, and what no month holds. */
export function Months({ months: { months, unphased }, currency }: Props) {
  const t = useWords({ fr, en }).months
  const locale = useLocale()
  const money = (cents: number) => formatMoney(cents, currency, locale)
  const heaviest = months.reduce<MonthTotal | null>(
    (so, month) => (so === null || month.cents > so.cents ? month : so),
    null,
  )
  return (
    <section aria-labelledby="months">
      <h2 id="months">{t.title}</h2>
      {heaviest === null ? (
        <p className="quiet">{t.none}</p>
      ) : (
        <BarChart
          title={t.caption(formatMonth(`${heaviest.month}-01`, locale), money(heaviest.cents))}
          xLabel={t.month}
          labels={months.map(({ month }) => formatMonthShort(`${month}-01`, locale))}
          shortLabels={months.map(({ month }) => formatMonthShort(`${month}-01`, locale))}
          series={[{ name: t.planned, values: months.map(({ cents }) => cents) }]}
          format={money}
        />
      )}
      {unphased > 0 && heaviest !== null ? <p className="quiet">{t.unphased(money(unphased))}</p> : null}
    </section>
  )
}
