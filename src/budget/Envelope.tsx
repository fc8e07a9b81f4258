import { LinkButton } from '../ui/Button.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { formatMoney, formatPercent } from '../i18n.ts'
import { en } from './budget.en.ts'
import { fr } from './budget.fr.ts'
import type { EnvelopeState } from './budget.ts'

interface Props {
  readonly state: EnvelopeState | null
  readonly forecast: number
  readonly reference: 'excl' | 'incl'
  readonly currency: string
  /** Where the envelope is set; null for those who may not. */
  readonly settings: string | null
}

/** The envelope and what is left of it: the bar is never the only way to see that it is over. */
export function Envelope({ state, forecast, reference, currency, settings }: Props) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const money = (cents: number) =>
    `${formatMoney(cents, currency, locale)} ${reference === 'excl' ? t.exclTax : t.inclTax}`
  return (
    <section className="budget-envelope" aria-labelledby="envelope">
      <h2 id="envelope">{t.envelope.title}</h2>
      {state === null ? (
        <p className="gap">
          {t.envelope.none} {settings ? <LinkButton to={settings}>{t.envelope.set}</LinkButton> : null}
        </p>
      ) : (
        <>
          <p className={`budget-remainder ${state.isOver ? 'alarm' : ''}`}>
            <strong>
              {state.isOver ? (
                <>
                  <span aria-hidden="true">⚠ </span>
                  {t.envelope.over(money(-state.remainder))}
                </>
              ) : state.remainder === 0 ? (
                t.envelope.exact
              ) : (
                t.envelope.left(money(state.remainder))
              )}
            </strong>{' '}
            <span className="quiet">
              {t.envelope.of(money(state.planned), money(state.envelope))}
              {state.share === null ? '' : ` (${formatPercent(state.share, locale)})`}
            </span>
          </p>
          <EnvelopeBar planned={state.planned} envelope={state.envelope} />
          {forecast === state.planned ? null : <p className="quiet">{t.envelope.forecast(money(forecast))}</p>}
        </>
      )}
    </section>
  )
}

/** Planned over envelope on one scale: past the mark is what is too much. */
function EnvelopeBar({ planned, envelope }: { planned: number; envelope: number }) {
  const scale = Math.max(planned, envelope, 1)
  const inside = (Math.min(planned, envelope) / scale) * 100
  const beyond = (Math.max(0, planned - envelope) / scale) * 100
  return (
    <svg className="envelope-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect className="room" width="100" height="6" />
      <rect className="inside" width={inside} height="6" />
      <rect className="beyond" x={inside} width={beyond} height="6" />
      <rect className="mark" x={(envelope / scale) * 100 - 0.2} width="0.4" height="6" />
    </svg>
  )
}
