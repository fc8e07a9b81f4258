import { decide } from './decide.ts'
import { measure } from './measure.ts'
import { money } from './money.ts'
import { personas } from './personas.ts'
import type { Dates, Piece } from './piece.ts'
import { produce } from './produce.ts'
import { recommend, reports } from './recommend.ts'
import { understand } from './understand.ts'

/** Every object of the fictional company, in the order of the trade. `id` gives the uuid that a key will have. */
export const worldPieces = (dates: Dates, id: (key: string) => string): Piece[] => [
  ...understand(dates),
  ...decide(dates),
  ...personas(dates, id),
  ...money(dates),
  ...produce(dates),
  ...measure(dates),
  ...recommend(dates),
  ...reports(dates),
]

/** The links the pieces tell, as pairs of keys. */
export const worldLinks = (pieces: readonly Piece[]): { from: Piece; to: Piece }[] => {
  const byKey = new Map(pieces.map((piece) => [piece.key, piece]))
  return pieces.flatMap((to) =>
    to.from.map((key) => {
      const from = byKey.get(key)
      if (!from) throw new Error(`${to.key} comes from ${key}, which is not told`)
      return { from, to }
    }),
  )
}
