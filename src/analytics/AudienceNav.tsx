import { Link, useLocation, useParams } from 'react-router'
import { useWords } from '../ui/locale.tsx'
import { en } from './sections.en.ts'
import { fr } from './sections.fr.ts'
import { groups, keptOf } from './sections.ts'

/**
 * The pages of the audience, in two rows: what they answer, then the pages that answer it. What was chosen on this one goes along.
 * Goes in a page's `strip`.
 */
export function AudienceNav() {
  const t = useWords({ fr, en })
  const { workspace, project } = useParams()
  const { pathname, search } = useLocation()
  const base = `/w/${workspace}/p/${project}`
  const to = (path: string) => `${base}/${path}${keptOf(search)}`
  const here = groups.find(({ pages }) => pages.some(({ path }) => pathname === `${base}/${path}`)) ?? groups[0]
  return (
    <div className="audience-nav">
      <nav aria-label={t.nav} className="tabs">
        <ul>
          {groups.map(({ name, pages: [first] }) => (
            <li key={name}>
              <Link to={to(first.path)} {...(name === here.name ? { 'aria-current': 'true' as const } : {})}>
                {t.groups[name]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <nav aria-label={t.groupPages(t.groups[here.name])} className="segmented">
        {here.pages.map(({ name, path }) => (
          <Link
            key={name}
            to={to(path)}
            {...(pathname === `${base}/${path}` ? { 'aria-current': 'page' as const } : {})}
          >
            {t.pages[name]}
          </Link>
        ))}
      </nav>
    </div>
  )
}
