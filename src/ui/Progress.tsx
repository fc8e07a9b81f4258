import type { ReactNode } from 'react'
import { formatPercent } from '../i18n.ts'
import { useLocale, useWords } from './locale.tsx'
import { Status } from './Status.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

interface Props {
  readonly label: string
  /** 0–1; null while nobody knows how long it will be. */
  readonly ratio: number | null
  readonly state?: 'running' | 'done' | 'failed'
  /** How it goes or how it ended, in words. */
  readonly note?: ReactNode
  /** The form that stops it. */
  readonly cancel?: ReactNode
}

/** Long work: how far it is, that it can be left and stopped, how it ended. */
export function Progress({ label, ratio, state = 'running', note, cancel }: Props) {
  const t = useWords({ fr, en }).progress
  const locale = useLocale()
  return (
    <div className="progress">
      <p className="progress-head">
        <strong>{label}</strong>
        {state === 'done' ? <Status tone="good">{t.done}</Status> : null}
        {state === 'failed' ? <Status tone="bad">{t.failed}</Status> : null}
        {state === 'running' ? (
          <span className="quiet">{ratio === null ? t.running : formatPercent(ratio, locale, 0)}</span>
        ) : null}
      </p>
      {state === 'running' ? (
        <progress aria-label={label} {...(ratio === null ? {} : { value: ratio, max: 1 })} />
      ) : null}
      {note ? (
        <p className="quiet" aria-live="polite">
          {note}
        </p>
      ) : null}
      {state === 'running' ? cancel : null}
    </div>
  )
}
