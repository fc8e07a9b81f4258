import './views.css'
import { Form, Link } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { useWords } from '../ui/locale.tsx'
import { en } from './projects.en.ts'
import { fr } from './projects.fr.ts'

interface Props {
  /** Address of the list. */
  readonly here: string
  readonly views: readonly { readonly id: string; readonly name: string; readonly query: string }[]
  /** The view on screen, as `viewAddress` writes it. */
  readonly current: string
  readonly canSave: boolean
  readonly refused: { readonly name: string; readonly error: string } | undefined
}

/** The views a person saved of a list, and the way to save the one on screen. */
export function Views({ here, views, current, canSave, refused }: Props) {
  const t = useWords({ fr, en }).list
  const isKnown = views.some(({ query }) => query === current)
  const saves = canSave && current !== '' && !isKnown
  if (views.length === 0 && !saves) return null
  return (
    <div className="saved-views">
      {views.length > 0 ? (
        <nav aria-label={t.views}>
          <ul>
            {views.map((view) => (
              <li key={view.id} className="saved-view">
                <Link to={`${here}?${view.query}`} {...(view.query === current ? { 'aria-current': 'page' } : {})}>
                  {view.name}
                </Link>
                <Form method="post" action={`${here}?${current}`} className="inline">
                  <input type="hidden" name="intent" value="delete-view" />
                  <input type="hidden" name="view" value={view.id} />
                  <button type="submit" aria-label={t.deleteView(view.name)} title={t.deleteView(view.name)}>
                    ×
                  </button>
                </Form>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
      {saves ? (
        <details open={refused !== undefined}>
          <summary>{t.saveView}</summary>
          <Form method="post" action={`${here}?${current}`} className="filters">
            <input type="hidden" name="intent" value="save-view" />
            <label>
              <span>{t.viewName}</span>
              <input
                name="name"
                defaultValue={refused?.name ?? ''}
                aria-invalid={refused !== undefined}
                aria-describedby="view-help"
                autoComplete="off"
              />
            </label>
            <Button type="submit">{t.save}</Button>
          </Form>
          <p id="view-help" className={refused ? 'field-error' : 'quiet'} role={refused ? 'alert' : undefined}>
            {refused?.error ?? t.saveViewHelp}
          </p>
        </details>
      ) : null}
    </div>
  )
}
