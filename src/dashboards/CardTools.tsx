import type { ReactNode } from 'react'
import { ArrowDown, ArrowUp, ChevronsLeftRight, ChevronsRightLeft, Copy, GripVertical, X } from 'lucide-react'
import { Form } from 'react-router'
import { Button, LinkButton } from '../ui/Button.tsx'
import { useWords } from '../ui/locale.tsx'
import { type Card, widths } from './cards.ts'
import { en } from './composing.en.ts'
import { fr } from './composing.fr.ts'
import type { CardFigures } from './figures.store.ts'
import { placed } from './layout.ts'

/** What one may do to a card while composing: buttons of a form, so that a keyboard and a page without scripts do the same. */
export function CardTools(props: {
  readonly one: CardFigures
  readonly cards: readonly Card[]
  readonly version: number
  /** Address of the dashboard. */
  readonly here: string
}) {
  const { one, cards, version, here } = props
  const t = useWords({ fr, en })
  const { id, width } = one.card
  const { title } = one.said
  const at = cards.findIndex((card) => card.id === id)
  const place = placed(cards)[at]
  const gesture = (intent: 'up' | 'down' | 'wider' | 'narrower' | 'duplicate' | 'remove', sign: ReactNode) => (
    <Button
      type="submit"
      name="intent"
      value={intent}
      tone="quiet"
      title={t[intent]}
      aria-label={t.about(t[intent], title)}
    >
      {sign}
    </Button>
  )
  return (
    <div className="board-tools">
      <p className="figure-note">
        {place ? `${t.place(place.row, place.column)} · ${t.widths[width]}` : null}
      </p>
      <button type="button" className="board-handle" data-handle={id} aria-hidden="true" tabIndex={-1} title={t.handle(title)}>
        <GripVertical size={16} aria-hidden />
      </button>
      <Form method="post" preventScrollReset className="inline">
        <input type="hidden" name="card" value={id} />
        <input type="hidden" name="version" value={version} />
        {at > 0 ? gesture('up', <ArrowUp size={16} aria-hidden />) : null}
        {at < cards.length - 1 ? gesture('down', <ArrowDown size={16} aria-hidden />) : null}
        {width < 12 ? gesture('wider', <ChevronsLeftRight size={16} aria-hidden />) : null}
        {width > widths[0] ? gesture('narrower', <ChevronsRightLeft size={16} aria-hidden />) : null}
        {gesture('duplicate', <Copy size={16} aria-hidden />)}
        {gesture('remove', <X size={16} aria-hidden />)}
      </Form>
      <LinkButton to={`${here}/card/${id}`} aria-label={t.about(t.change, title)}>
        {t.change}
      </LinkButton>
      {cards.length > 2 ? (
        <Form method="post" preventScrollReset className="inline">
          <input type="hidden" name="card" value={id} />
          <input type="hidden" name="version" value={version} />
          <select name="to" defaultValue={at + 1} aria-label={t.about(t.moveTo, title)}>
            {cards.map((card, i) => (
              <option key={card.id} value={i + 1}>
                {t.position(i + 1)}
              </option>
            ))}
          </select>
          <Button type="submit" name="intent" value="move" aria-label={t.about(t.move, title)}>
            {t.move}
          </Button>
        </Form>
      ) : null}
    </div>
  )
} // prettier-ignore
