import type { Words } from '../errors.ts'

/** Products an order may list. */
const mostProducts = 100
const longestName = 300
const mostPieces = 1_000_000

/** A line of an order as it is stored, in the property `products`: cents of one piece, in the order's currency. */
interface ProductLine {
  readonly name: string
  readonly quantity: number
  readonly cents: number
}

export interface ProductProblem {
  readonly field: string
  readonly words: Words
}

/** The products of an order, as the text that the property `products` holds; null without any; or what is wrong, and where. */
export function readProducts(value: unknown): string | null | ProductProblem {
  if (value === undefined || value === null) return null
  if (!Array.isArray(value)) return wrong('products', 'une liste', 'a list')
  if (value.length > mostProducts)
    return {
      field: 'products',
      words: {
        fr: `« products » dépasse ${mostProducts} lignes.`,
        en: `"products" has over ${mostProducts} lines.`,
      },
    }
  const lines: ProductLine[] = []
  for (const [place, given] of value.entries()) {
    const line = readLine(given, `products.${place}`)
    if ('field' in line) return line
    lines.push(line)
  }
  return lines.length === 0 ? null : JSON.stringify(lines)
}

const wrong = (field: string, fr: string, en: string): ProductProblem => ({
  field,
  words: { fr: `« ${field} » doit être ${fr}.`, en: `"${field}" must be ${en}.` },
})

/** An object is no number, and may not even be asked: its `valueOf` is the caller's. */
const numberIn = (value: unknown): number => (typeof value === 'object' && value !== null ? NaN : Number(value))

function readLine(value: unknown, at: string): ProductLine | ProductProblem {
  if (typeof value !== 'object' || value === null) return wrong(at, 'un objet', 'an object')
  const { name, quantity = 1, price = 0 } = value as Record<string, unknown>
  if (typeof name !== 'string' || name.trim() === '' || name.length > longestName)
    return wrong(`${at}.name`, `un texte de 1 à ${longestName} caractères`, `a text of 1 to ${longestName} characters`)
  const pieces = numberIn(quantity)
  if (!Number.isInteger(pieces) || pieces < 1 || pieces > mostPieces)
    return wrong(`${at}.quantity`, 'un nombre entier d’au moins 1', 'a whole number of at least 1')
  const amount = numberIn(price)
  if (!Number.isFinite(amount) || amount < 0 || amount > 1e9)
    return wrong(`${at}.price`, 'un nombre entre 0 et 1 milliard', 'a number between 0 and 1 billion')
  return { name: name.trim().toWellFormed(), quantity: pieces, cents: Math.round(amount * 100) }
}
