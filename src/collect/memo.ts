/**
 * A function that remembers its last answers: between `size` and twice that many. Two halves instead of a list in order
 * of use, so that a hit costs one lookup.
 */
export function memo<T>(size: number, compute: (key: string) => T): (key: string) => T {
  let young = new Map<string, T>()
  let old = new Map<string, T>()
  return (key) => {
    let value = young.get(key)
    if (value !== undefined) return value
    value = old.get(key) ?? compute(key)
    if (young.size >= size) {
      old = young
      young = new Map()
    }
    young.set(key, value)
    return value
  }
}
