import type { ReactNode } from 'react'
import { useWords } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

export interface DefinitionProps {
  readonly term: string
  readonly definition: ReactNode
  readonly formula?: string
  readonly source?: ReactNode
}

/** A term that opens on what it means, how it is computed and where that comes from. */
export function Definition({ term, definition, formula, source }: DefinitionProps) {
  const t = useWords({ fr, en }).figure
  return (
    <details className="definition">
      <summary>{term}</summary>
      <dl>
        <dt>{t.definition}</dt>
        <dd>{definition}</dd>
        {formula ? (
          <>
            <dt>{t.formula}</dt>
            <dd>
              <code>{formula}</code>
            </dd>
          </>
        ) : null}
        {source ? (
          <>
            <dt>{t.source}</dt>
            <dd>{source}</dd>
          </>
        ) : null}
      </dl>
    </details>
  )
}
