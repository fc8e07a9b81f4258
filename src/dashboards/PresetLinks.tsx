import { Link } from 'react-router'
import { presets } from '../analytics/audience.ts'
import { useWords } from '../ui/locale.tsx'
import { en } from './dashboards.en.ts'
import { fr } from './dashboards.fr.ts'

/** The periods that a reader of a dashboard may choose. */
export function PresetLinks({ shown }: { readonly shown: string | null }) {
  const t = useWords({ fr, en })
  return presets
    .filter((preset) => preset !== 'custom')
    .map((preset) => (
      <Link
        key={preset}
        to={`?period=${preset}`}
        preventScrollReset
        {...(preset === shown ? { 'aria-current': 'true' as const } : {})}
      >
        {t.presets[preset]}
      </Link>
    ))
}
