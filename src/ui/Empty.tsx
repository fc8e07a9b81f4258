import type { ReactNode } from 'react'
import { useWords } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

/** A page with nothing yet teaches: what it is for, an example, the first action. */
export function Empty(props: {
  readonly title: string
  readonly text: ReactNode
  readonly example?: ReactNode
  readonly action?: ReactNode
}) {
  const t = useWords({ fr, en })
  return (
    <section className="empty">
      {/* The end of a thread with nothing tied to it yet. */}
      <svg className="empty-thread" viewBox="0 0 120 24" width="120" height="24" aria-hidden="true">
        <path d="M2 12h44c10 0 10-8 18-8s8 16 16 16 8-8 14-8" />
        <circle cx="104" cy="12" r="6" />
      </svg>
      <h2>{props.title}</h2>
      <p>{props.text}</p>
      {props.example ? (
        <p className="example">
          <span className="example-label">{t.example}</span> {props.example}
        </p>
      ) : null}
      {props.action ? <div className="form-actions">{props.action}</div> : null}
    </section>
  )
}
