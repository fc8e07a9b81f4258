import { Form, Link } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { useWords } from '../ui/locale.tsx'
import type { Saved } from './saved.store.ts'
import { en } from './saved.en.ts'
import { fr } from './saved.fr.ts'

/** What the project keeps of a kind, each with its address, and the way to keep the one on screen. */
export function SavedQuestions(props: {
  readonly label: string
  readonly keepLabel: string
  readonly saved: readonly Saved[]
  /** Where a saved question is seen. */
  readonly addressOf: (saved: Saved) => string
  /** The question on screen; null when there is nothing to keep. */
  readonly question: string | null
  readonly mayKeep: boolean
  readonly refused?: { readonly name: string; readonly error: string } | undefined
  /** Tells this kind's forms from another's on the same page. */
  readonly kind: 'funnel' | 'segment'
}) {
  const { label, keepLabel, saved, addressOf, question, mayKeep, refused, kind } = props
  const t = useWords({ fr, en })
  const saves = mayKeep && question !== null && !saved.some((one) => one.question === question)
  if (saved.length === 0 && !saves) return null
  return (
    <div className="saved-questions">
      {saved.length > 0 ? (
        <nav aria-label={label}>
          <p className="figure-label">{label}</p>
          <ul className="chips">
            {saved.map((one) => (
              <li key={one.id} className="chip">
                <Link to={addressOf(one)} {...(one.question === question ? { 'aria-current': 'page' as const } : {})}>
                  {one.name}
                </Link>
                {mayKeep ? (
                  <Form method="post" className="inline">
                    <input type="hidden" name="intent" value={`forget-${kind}`} />
                    <input type="hidden" name="id" value={one.id} />
                    <button
                      type="submit"
                      className="chip-button"
                      aria-label={t.forget(one.name)}
                      title={t.forget(one.name)}
                    >
                      ×
                    </button>
                  </Form>
                ) : null}
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
      {saves ? (
        <details open={refused !== undefined}>
          <summary>{keepLabel}</summary>
          <Form method="post" className="filters">
            <input type="hidden" name="intent" value={`keep-${kind}`} />
            <input type="hidden" name="question" value={question} />
            <label>
              <span>{t.name}</span>
              <input
                name="name"
                defaultValue={refused?.name ?? ''}
                required
                maxLength={80}
                aria-invalid={refused !== undefined}
                aria-describedby={`saved-help-${kind}`}
                autoComplete="off"
              />
            </label>
            <Button type="submit">{t.keep}</Button>
          </Form>
          <p
            id={`saved-help-${kind}`}
            className={refused ? 'field-error' : 'quiet'}
            role={refused ? 'alert' : undefined}
          >
            {refused?.error ?? t.help}
          </p>
        </details>
      ) : null}
    </div>
  )
}
