import type { ReactNode } from 'react'

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'info'

/** A sign for each tone, so that none is told by its colour alone. */
export const toneSigns: Readonly<Record<Tone, string>> = { neutral: '–', good: '✓', warn: '!', bad: '✗', info: 'i' }

/** How something stands: always a sign and words. */
export function Status({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={`status status-${tone}`}>
      <span className="status-sign" aria-hidden="true">
        {toneSigns[tone]}
      </span>
      <span>{children}</span>
    </span>
  )
}
