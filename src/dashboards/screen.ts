import type { CardFigures, DashboardFigures } from './figures.store.ts'

/** Rows of bars and of tables on a screen; the file of a card has them all. */
export const shownRows = { bars: 8, table: 10 } as const

/** A dashboard as a screen shows it: the rows that have a place, and how many more there are. */
export const onScreen = (figures: DashboardFigures): DashboardFigures => ({
  ...figures,
  cards: figures.cards.map(cut),
})

function cut(one: CardFigures): CardFigures {
  const { kind } = one.card
  if (kind !== 'bars' && kind !== 'table') return one
  return { ...one, rows: one.rows.slice(0, shownRows[kind]), more: Math.max(0, one.rows.length - shownRows[kind]) }
}
