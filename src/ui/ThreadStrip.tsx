import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import { midSentence } from '../i18n.ts'
import { useLocale, useWords } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

export interface ThreadItem {
  readonly to: string
  readonly title: string
  readonly kindLabel: string
  /** More than one object of the kind, shown as one step. */
  readonly count?: number
}

export interface ThreadGap {
  readonly label: string
  readonly to: string
  readonly side: 'before' | 'after'
}

interface Props {
  readonly before: readonly ThreadItem[]
  readonly here: { readonly title: string; readonly kindLabel: string }
  readonly after: readonly ThreadItem[]
  readonly gaps: readonly ThreadGap[]
}

/** Where an object comes from, the object, what rests on it; a missing link is a gap one can fill. */
export function ThreadStrip({ before, here, after, gaps }: Props) {
  const t = useWords({ fr, en }).thread
  const gapsOf = (side: ThreadGap['side']) =>
    gaps.filter((gap) => gap.side === side).map((gap) => <Gap key={gap.to} gap={gap} label={t.gap(gap.label)} />)
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    // Where the strip is wider than the page, it opens on the object and not on its far origin.
    const at = box.current?.querySelector<HTMLElement>('.thread-here')
    if (box.current && at) box.current.scrollLeft = at.offsetLeft - (box.current.clientWidth - at.offsetWidth) / 2
  }, [here.title])
  return (
    <nav className="thread" aria-label={`${t.label}, ${here.title}`} ref={box}>
      <ol>
        {before.map((item) => (
          <Item key={item.to} item={item} />
        ))}
        {/* What is missing is missing here, next to the object: at the ends of a long strip nobody would see it. */}
        {gapsOf('before')}
        <li className="thread-step thread-here" aria-current="true">
          <span className="thread-label">{here.kindLabel}</span>
          <strong>{here.title}</strong>
        </li>
        {gapsOf('after')}
        {after.map((item) => (
          <Item key={item.to} item={item} />
        ))}
      </ol>
    </nav>
  )
}

function Item({ item }: { readonly item: ThreadItem }) {
  const locale = useLocale()
  if (item.count !== undefined)
    return (
      <li className="thread-step thread-many">
        <Link to={item.to}>
          <span className="thread-title">{`${item.count} ${midSentence(item.title, locale)}`}</span>
        </Link>
      </li>
    )
  return (
    <li className="thread-step">
      <Link to={item.to}>
        <span className="thread-label">{item.kindLabel}</span>
        <span className="thread-title">{item.title}</span>
      </Link>
    </li>
  )
}

function Gap({ gap, label }: { readonly gap: ThreadGap; readonly label: string }) {
  return (
    <li className="thread-step thread-gap">
      <a href={gap.to}>
        <span aria-hidden="true">+ </span>
        {label}
      </a>
    </li>
  )
}
