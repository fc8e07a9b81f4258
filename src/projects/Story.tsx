import './story.css'
import { Link } from 'react-router'
import { useWords } from '../ui/locale.tsx'
import { Status, type Tone } from '../ui/Status.tsx'
import type { Stage } from './kind.ts'
import { en } from './projects.en.ts'
import { fr } from './projects.fr.ts'

export interface ToldStep {
  readonly stage: Stage
  readonly objects: readonly {
    readonly to: string
    readonly kind: string
    readonly title: string
    /** How it stands, where that is part of the story. */
    readonly standing: { readonly tone: Tone; readonly text: string } | null
  }[]
}

/** One thread of the project, to be followed from its finding to its decision: each step opens the object it names. */
export function Story({ steps }: { readonly steps: readonly ToldStep[] }) {
  const t = useWords({ fr, en })
  if (steps.length === 0) return null
  return (
    <section className="story" aria-labelledby="story-title">
      <h2 id="story-title">{t.story.title}</h2>
      <p className="quiet">{t.story.lead}</p>
      <ol>
        {steps.map(({ stage, objects }) => (
          <li key={stage}>
            <h3>{t.story.steps[stage]}</h3>
            {objects.map(({ to, kind, title, standing }) => (
              <p key={to}>
                <span className="thread-label">{kind}</span>
                <Link to={to}>{title}</Link>
                {standing ? <Status tone={standing.tone}>{standing.text}</Status> : null}
              </p>
            ))}
          </li>
        ))}
      </ol>
    </section>
  )
}
