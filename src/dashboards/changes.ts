import type { Dashboard } from './dashboards.store.ts'
import { moved, resized } from './layout.ts'

type Layout = Pick<Dashboard, 'cards' | 'removed'>

/**
 * A dashboard after one gesture on one of its cards.
 * @param to place of the order, from 0, for `move`
 * @returns null when there is no such gesture, or no such card
 */
export function changeOf({ cards, removed }: Layout, intent: string, id: string, to: number): Layout | null {
  const at = cards.findIndex((card) => card.id === id)
  if (intent === 'restore') {
    const gone = removed.find(({ card }) => card.id === id)
    if (!gone || at >= 0) return null
    return {
      cards: moved([...cards, gone.card], id, gone.place),
      removed: removed.filter((one) => one !== gone),
    }
  }
  const card = cards[at]
  if (!card) return null
  switch (intent) {
    case 'up':
      return { cards: moved(cards, id, at - 1), removed }
    case 'down':
      return { cards: moved(cards, id, at + 1), removed }
    case 'move':
      return Number.isInteger(to) ? { cards: moved(cards, id, to), removed } : null
    case 'wider':
      return { cards: resized(cards, id, 1), removed }
    case 'narrower':
      return { cards: resized(cards, id, -1), removed }
    case 'duplicate':
      return {
        cards: [...cards.slice(0, at + 1), { ...card, id: crypto.randomUUID() }, ...cards.slice(at + 1)],
        removed,
      }
    case 'remove':
      return { cards: cards.filter((one) => one !== card), removed: [...removed, { card, place: at }] }
    default:
      return null
  }
}
