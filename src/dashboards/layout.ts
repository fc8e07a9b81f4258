import { widths } from './cards.ts'
import type { Card, Width } from './cards.ts'

/** The layout of a dashboard: its cards in reading order, each with a width. Where they stand follows. */

export const columns = 12

export interface Place {
  /** From 1, as a person counts. */
  readonly row: number
  readonly column: number
  readonly width: Width
}

type Sized = Pick<Card, 'width'>

/** Where each card stands: side by side while there is room, then on the next row, as the grid of the page does. */
export function placed(cards: readonly Sized[]): Place[] {
  let [row, column] = [1, 1]
  return cards.map(({ width }) => {
    if (column + width - 1 > columns) [row, column] = [row + 1, 1]
    const place = { row, column, width }
    column += width
    return place
  })
}

/** The cards with one at another place of the order; a place out of bounds is the nearest end. */
export function moved<C extends { readonly id: string }>(cards: readonly C[], id: string, to: number): readonly C[] {
  const card = cards.find((one) => one.id === id)
  if (!card) return cards
  const others = cards.filter((one) => one !== card)
  const place = Math.min(Math.max(0, Math.trunc(to)), others.length)
  return [...others.slice(0, place), card, ...others.slice(place)]
}

/** The cards with one a step wider (1) or narrower (-1), as far as widths go. */
export const resized = <C extends Sized & { readonly id: string }>(
  cards: readonly C[],
  id: string,
  step: 1 | -1,
): readonly C[] =>
  cards.map((card) =>
    card.id === id ? { ...card, width: widths[widths.indexOf(card.width) + step] ?? card.width } : card,
  )
