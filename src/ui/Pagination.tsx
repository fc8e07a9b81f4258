import { Link, useLocation } from 'react-router'
import { useWords } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

/** The pages of a long list; nothing when there is only one. */
export function Pagination(props: {
  readonly page: number
  readonly pages: number
  readonly previousLabel?: string
  readonly nextLabel?: string
}) {
  const t = useWords({ fr, en }).pagination
  const { search } = useLocation()
  const { page, pages, previousLabel = t.previous, nextLabel = t.next } = props
  if (pages <= 1) return null
  return (
    <nav className="pagination" aria-label={t.page(page, pages)}>
      {page > 1 ? (
        <Link to={pageAddress(search, page - 1)} rel="prev">
          ← {previousLabel}
        </Link>
      ) : (
        <span className="quiet">← {previousLabel}</span>
      )}
      <span>{t.page(page, pages)}</span>
      {page < pages ? (
        <Link to={pageAddress(search, page + 1)} rel="next">
          {nextLabel} →
        </Link>
      ) : (
        <span className="quiet">{nextLabel} →</span>
      )}
    </nav>
  )
}

function pageAddress(search: string, page: number): string {
  const params = new URLSearchParams(search)
  if (page === 1) params.delete('page')
  else params.set('page', String(page))
  return `?${params}`
}
