import { Link } from 'react-router'
import { useWords } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

export interface Chip {
  readonly label: string
  /** The same page without it. */
  readonly removeTo?: string
}

/** The filters in force, each with the way to take it off. */
export function Chips({ label, chips }: { readonly label: string; readonly chips: readonly Chip[] }) {
  const t = useWords({ fr, en })
  if (chips.length === 0) return null
  return (
    <ul className="chips" aria-label={label}>
      {chips.map((chip) => (
        <li key={chip.label} className="chip">
          {chip.label}
          {chip.removeTo ? (
            <Link to={chip.removeTo} aria-label={t.removeFilter(chip.label)} preventScrollReset>
              ×
            </Link>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
