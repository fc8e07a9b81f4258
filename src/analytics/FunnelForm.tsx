import { Form, Link } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { useWords } from '../ui/locale.tsx'
import { addressOf } from './audience.ts'
import type { View } from './audience.ts'
import { type Funnel, type Step, breakdowns, funnelEntries, maxSteps, spans } from './funnel.ts'
import { stepText } from './funnel-sheet.ts'
import { en } from './funnels.en.ts'
import { fr } from './funnels.fr.ts'

/** The steps of a funnel, a row each and one more to fill: a form of the address, which works without scripts. */
export function FunnelForm(props: {
  readonly funnel: Funnel
  readonly view: View
  readonly goals: readonly { readonly id: string; readonly name: string }[]
  readonly isExempt: boolean
}) {
  const { funnel, view, goals, isExempt } = props
  const t = useWords({ fr, en })
  const kept = [...new URLSearchParams(addressOf(view))]
  const rows: readonly (Step | null)[] = [...funnel.steps, ...(funnel.steps.length < maxSteps ? [null] : [])]
  const at = (steps: readonly Step[]) => addressOf(view, {}, funnelEntries({ ...funnel, steps }))
  return (
    <Form method="get" className="funnel-form" preventScrollReset key={JSON.stringify(funnel)}>
      {kept.map(([name, value], i) => (
        <input key={`${i} ${name}`} type="hidden" name={name} value={value} />
      ))}
      <ol className="funnel-steps">
        {rows.map((step, i) => (
          <li key={i}>
            <fieldset className="filters">
              <legend>{t.step(i + 1)}</legend>
              <label>
                <span>{t.kind}</span>
                <select name="kind" defaultValue={step?.kind === 'goal' ? `goal:${step.goal}` : (step?.kind ?? 'page')}>
                  <option value="page">{t.kinds.page}</option>
                  <option value="event">{t.kinds.event}</option>
                  {goals.map(({ id, name }) => (
                    <option key={id} value={`goal:${id}`}>
                      {t.goal(name)}
                    </option>
                  ))}
                  {step?.kind === 'goal' && !goals.some(({ id }) => id === step.goal) ? (
                    <option value={`goal:${step.goal}`}>{t.goneGoal}</option>
                  ) : null}
                </select>
              </label>
              <label>
                <span>{t.what}</span>
                <input
                  name="what"
                  defaultValue={step?.kind === 'page' ? step.pattern : step?.kind === 'event' ? step.name : ''}
                  maxLength={2000}
                  autoComplete="off"
                  aria-describedby="funnel-help"
                />
              </label>
              <label>
                <span>{t.property}</span>
                <input
                  name="property"
                  defaultValue={step?.kind === 'event' ? (step.property ?? '') : ''}
                  maxLength={300}
                  autoComplete="off"
                  aria-describedby="funnel-property-help"
                />
              </label>
              <label>
                <span>{t.value}</span>
                <input
                  name="value"
                  defaultValue={step?.kind === 'event' ? (step.value ?? '') : ''}
                  maxLength={2000}
                  autoComplete="off"
                />
              </label>
              {step && i > 0 ? (
                <Link to={at(raised(funnel.steps, i))} preventScrollReset aria-label={t.up(stepText(step, goals, t))}>
                  {t.upShort}
                </Link>
              ) : null}
              {step ? (
                <Link
                  to={at(funnel.steps.filter((_, other) => other !== i))}
                  preventScrollReset
                  aria-label={t.remove(stepText(step, goals, t))}
                >
                  {t.removeShort}
                </Link>
              ) : null}
            </fieldset>
          </li>
        ))}
      </ol>
      <p id="funnel-help" className="quiet">
        {t.whatHelp}
      </p>
      <p id="funnel-property-help" className="quiet">
        {t.propertyHelp}
      </p>
      <div className="filters">
        <label>
          <span>{t.within}</span>
          <select
            name="within"
            defaultValue={String(funnel.within)}
            disabled={isExempt}
            aria-describedby={isExempt ? 'funnel-exempt' : undefined}
          >
            {(['visit', ...spans] as const).map((within) => (
              <option key={within} value={within}>
                {t.withins[within]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t.by}</span>
          <select name="by" defaultValue={funnel.by}>
            {breakdowns.map((by) => (
              <option key={by} value={by}>
                {t.bys[by]}
              </option>
            ))}
          </select>
        </label>
        <Button type="submit" tone="main">
          {t.show}
        </Button>
      </div>
      {isExempt ? (
        <p id="funnel-exempt" className="note">
          {t.exempt}
        </p>
      ) : null}
    </Form>
  )
}

/** The step at this place, one place earlier. */
const raised = (steps: readonly Step[], place: number): readonly Step[] =>
  steps.map((step, i) => (i === place - 1 ? (steps[place] ?? step) : i === place ? (steps[place - 1] ?? step) : step))
