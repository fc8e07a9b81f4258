import { Link, useLocation, useParams } from 'react-router'
import { useWords } from '../ui/locale.tsx'
import { en } from './sections.en.ts'
import { fr } from './sections.fr.ts'
import { keptOf, sections } from './sections.ts'

/** The pages of the audience, one after the other: what was chosen on this one goes along. Goes in a page's `strip`. */
export function AudienceNav() {
  const t = useWords({ fr, en })
  const { workspace, project } = useParams()
  const { pathname, search } = useLocation()
  const base = `/w/${workspace}/p/${project}`
  return (
    <nav aria-label={t.nav} className="segmented audience-nav">
      {sections.map(({ name, path }) => (
        <Link
          key={name}
          to={`${base}/${path}${keptOf(search)}`}
          {...(pathname === `${base}/${path}` ? { 'aria-current': 'page' as const } : {})}
        >
          {t.pages[name]}
        </Link>
      ))}
    </nav>
  )
}
