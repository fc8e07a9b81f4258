import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Definition } from './Definition.tsx'
import { useWords, useColon } from './locale.tsx'
import { type Tone, Status } from './Status.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

interface Props {
  readonly label: string
  /** Formatted, with its unit; null when it cannot be computed. */
  readonly value: string | null
  /** Why there is none: shown under the dash. */
  readonly reason?: string
  /** "+12 %", and what it is compared with: never one without the other. */
  readonly comparison?: { readonly text: string; readonly with: string; readonly tone?: Tone }
  readonly definition?: ReactNode
  readonly formula?: string
  readonly source?: ReactNode
  /** The rows it is made of. */
  readonly rowsTo?: string
  /** A sparkline or a bullet. */
  readonly chart?: ReactNode
}

/** One figure that can be questioned: it opens on its definition, its formula, its source and its rows. */
export function Figure({ label, value, reason, comparison, definition, formula, source, rowsTo, chart }: Props) {
  const colon = useColon()
  const t = useWords({ fr, en }).figure
  return (
    <div className="figure">
      {definition ? (
        <Definition
          term={label}
          definition={definition}
          {...(formula ? { formula } : {})}
          {...(source ? { source } : {})}
        />
      ) : (
        <p className="figure-label">{label}</p>
      )}
      <p className="figure-value">{value ?? <span title={t.notComputed}>—</span>}</p>
      {value === null && reason ? <p className="figure-note">{reason}</p> : null}
      {comparison ? (
        <p className="figure-note">
          {comparison.tone ? (
            <Status tone={comparison.tone}>{comparison.text}</Status>
          ) : (
            <strong>{comparison.text}</strong>
          )}{' '}
          {t.versus(comparison.with)}
        </p>
      ) : null}
      {chart}
      {rowsTo ? (
        <p className="figure-note">
          <Link to={rowsTo}>
            {t.rows}
            <span className="sr-only">
              {colon}
              {label}
            </span>
          </Link>
        </p>
      ) : null}
    </div>
  )
}

/** Figures side by side. */
export function Figures({ children, label }: { readonly children: ReactNode; readonly label?: string }) {
  return (
    <div className="figures" {...(label ? { role: 'group', 'aria-label': label } : {})}>
      {children}
    </div>
  )
}
