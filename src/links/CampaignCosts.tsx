import { Link } from 'react-router'
import { formatMoney, formatNumber } from '../i18n.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Figure, Figures } from '../ui/Figure.tsx'
import { useColon, useLocale, useWords } from '../ui/locale.tsx'
import type { CampaignCost } from './link-costs.store.ts'
import { en } from './stats.en.ts'
import { fr } from './stats.fr.ts'

/** What the campaigns of a link cost, a click and a conversion, and the KPIs they feed. */
export function CampaignCosts({
  base,
  linkTo,
  costs,
  currency,
}: {
  readonly base: string
  readonly linkTo: string
  readonly costs: readonly CampaignCost[]
  readonly currency: string
}) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const colon = useColon()
  const money = (cents: number | null) => (cents === null ? null : formatMoney(Math.round(cents), currency, locale))
  return (
    <section aria-labelledby="cost">
      <h2 id="cost">{t.cost}</h2>
      {costs.length === 0 ? (
        <>
          <p className="note">{t.costNone}</p>
          <LinkButton to={`${linkTo}#thread`}>{t.costLink}</LinkButton>
        </>
      ) : null}
      {costs.map((cost) => (
        <div key={cost.id}>
          <h3>
            <Link to={`${base}/campaigns/${cost.id}`}>{cost.title}</Link>
          </h3>
          <Figures label={cost.title}>
            <Figure
              label={t.spent}
              value={money(cost.spentCents)}
              reason={t.unspent}
              {...(cost.plannedCents === null ? {} : { source: t.planned(money(cost.plannedCents) ?? '') })}
            />
            <Figure
              label={t.perClick}
              value={money(cost.perClick)}
              reason={cost.spentCents === null ? t.unspent : t.noClick}
              formula={t.perClickFormula}
              source={`${formatNumber(cost.clicks, locale, 0)} ${t.count}`}
            />
            <Figure
              label={t.perConversion}
              value={money(cost.perConversion)}
              reason={cost.spentCents === null ? t.unspent : t.noConversion}
              formula={t.perConversionFormula}
            />
          </Figures>
          {cost.kpis.length > 0 ? (
            <p>
              {t.kpis}
              {colon}
              {cost.kpis.map(({ id, title }, at) => (
                <span key={id}>
                  {at > 0 ? ', ' : ''}
                  <Link to={`${base}/kpis/${id}/follow-up`}>{title}</Link>
                </span>
              ))}
            </p>
          ) : null}
        </div>
      ))}
    </section>
  )
}
