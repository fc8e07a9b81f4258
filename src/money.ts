/** Integer cents of the project's currency. */
export type Cents = number

/** The rates of French VAT (CGI, art. 278 and following), as shares of the amount excluding tax. */
export const vatRates = [0.2, 0.1, 0.055, 0.021, 0] as const

/** Amounts beyond ten billion euros are typing errors; integers stay exact far above it. */
export const maxCents: Cents = 1_000_000_000_000

/**
 * Half a cent goes away from zero, as on French invoices.
 * Products of decimal fractions are first freed of their binary noise (1.005 × 100 is 100.49999…).
 */
export function roundCents(amount: number): Cents {
  const clean = Number(Math.abs(amount).toPrecision(14))
  const rounded = Math.round(clean)
  return amount < 0 && rounded !== 0 ? -rounded : rounded
}

/** Amount of one line, excluding tax: quantity × unit price, rounded once to the cent. */
export const lineAmount = (quantity: number, unitPrice: Cents): Cents => roundCents(quantity * unitPrice)

/** Value-added tax of an amount excluding tax, in cents. `rate` is a share: 0.2 for 20 %. */
export const vatOf = (exclTax: Cents, rate: number): Cents => roundCents(exclTax * rate)

/** Amount including tax, in cents. */
export const exclToIncl = (exclTax: Cents, rate: number): Cents => exclTax + vatOf(exclTax, rate)

/**
 * What a person typed, in cents: "1 250,50", "1250.5 €", "-3".
 * @returns null when it is not an amount; more than two decimals are refused rather than rounded.
 */
export function parseMoney(typed: string): Cents | null {
  const compact = typed.replace(/[\s\u00a0\u202f€]/g, '').replace(',', '.')
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(compact)
  if (!match) return null
  const [, sign, units = '0', decimals = ''] = match
  const cents = Number(units) * 100 + Number(decimals.padEnd(2, '0'))
  return sign === '-' && cents !== 0 ? -cents : cents
}

/** Cents as a plain decimal for an input or a CSV cell: 125050 → "1250.50". */
export function moneyInput(cents: Cents, separator: '.' | ',' = '.'): string {
  const sign = cents < 0 ? '-' : ''
  const absolute = Math.abs(cents)
  return `${sign}${Math.floor(absolute / 100)}${separator}${String(absolute % 100).padStart(2, '0')}`
}

/**
 * Shares an amount over weights so that the parts sum to it exactly: the largest remainders get the odd cents.
 * Weights that are all zero share equally.
 */
export function shareOut(total: Cents, weights: readonly number[]): Cents[] {
  if (weights.length === 0) return []
  const sum = weights.reduce((a, b) => a + b, 0)
  const shares = weights.map((weight) => (sum === 0 ? total / weights.length : (total * weight) / sum))
  const parts = shares.map(Math.floor)
  let left = total - parts.reduce((a, b) => a + b, 0)
  const byRemainder = shares
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of byRemainder) {
    if (left <= 0) break
    parts[index] = (parts[index] ?? 0) + 1
    left -= 1
  }
  return parts
}
