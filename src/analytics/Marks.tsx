import { Link } from 'react-router'
import { formatDate } from '../i18n.ts'
import { useColon, useLocale, useWords } from '../ui/locale.tsx'
import { type Mark, type MarkSource, markSources } from './annotations.ts'
import { addressOf, type View } from './audience.ts'
import { en } from './annotations.en.ts'
import { fr } from './annotations.fr.ts'

/** Marks listed under a curve; its table has them all. */
const listed = 12

/** What happened in the period, under its curve: each leads to what it is about, and each source can be hidden. */
export function Marks(props: {
  readonly marks: readonly Mark[]
  readonly view: View
  readonly base: string
  /** Whether the reader may note something: on the last day shown, changed in the form. */
  readonly noteOn: string | null
}) {
  const { marks, view, base, noteOn } = props
  const hidden = view.hidesMarks ?? []
  /** The same page with one source more hidden, or one less. */
  const toggled = (source: MarkSource) =>
    addressOf(view, {
      hidesMarks: hidden.includes(source) ? hidden.filter((one) => one !== source) : [...hidden, source],
    })
  const t = useWords({ fr, en }).marks
  const locale = useLocale()
  const colon = useColon()
  const present = markSources.filter(
    (source) => hidden.includes(source) || marks.some((mark) => mark.source === source),
  )
  return (
    <details className="marks">
      <summary>
        {t.title} <span className="note">({marks.length})</span>
      </summary>
      {marks.length === 0 ? <p className="note">{t.none}</p> : null}
      <ul>
        {marks.slice(0, listed).map((mark, i) => (
          <li key={`${i} ${mark.day} ${mark.text}`}>
            <time dateTime={mark.day}>{formatDate(mark.day, locale)}</time>
            {colon}
            {mark.path === null ? mark.text : <Link to={`${base}/${mark.path}`}>{mark.text}</Link>}
          </li>
        ))}
      </ul>
      {marks.length > listed ? <p className="note">{t.more(marks.length - listed)}</p> : null}
      <p className="marks-actions">
        {present.map((source) => (
          <Link key={source} to={toggled(source)} preventScrollReset>
            {hidden.includes(source) ? t.show(t.sources[source]) : t.hide(t.sources[source])}
          </Link>
        ))}
        {noteOn === null ? null : <Link to={`${base}/annotations/new?startsOn=${noteOn}`}>{t.add}</Link>}
        <Link to={`${base}/annotations`}>{t.all}</Link>
      </p>
    </details>
  )
}
