/** A number from 0 included to 1 excluded. */
export type Random = () => number

/**
 * The same numbers for the same text, on every machine.
 * sfc32 (Chris Doty-Humphrey, PractRand) after an FNV-1a hash of the text.
 */
export function randomFrom(text: string): Random {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  let [a, b, c, counter] = [hash | 0, ~hash | 0, Math.imul(hash, 0x9e3779b1) | 0, 1]
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 4_294_967_296
  }
  // The first numbers still look like their seed.
  for (let i = 0; i < 12; i++) next()
  return next
}

/** Draws among values by their weights. */
export function drawer<T>(values: readonly T[], weightOf: (value: T) => number): (random: Random) => T {
  let sum = 0
  const steps = values.map((value) => (sum += Math.max(0, weightOf(value))))
  return (random) => {
    const wanted = random() * sum
    let [low, high] = [0, steps.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (wanted < (steps[middle] ?? 0)) high = middle
      else low = middle + 1
    }
    const found = values[low]
    if (found === undefined) throw new Error('nothing to draw from')
    return found
  }
}

/** A whole number whose mean is `expected`: the fraction is a chance of one more. */
export const around = (random: Random, expected: number): number =>
  Math.floor(expected * (0.86 + random() * 0.28) + random())
