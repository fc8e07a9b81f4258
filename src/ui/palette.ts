export interface Place {
  readonly to: string
  readonly label: string
  readonly hint?: string
  /** The answer itself, when what was typed asks for a figure. */
  readonly figure?: string
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Places whose words start with what was typed, whatever the accents and the order; best first, a few at most. */
export function matching(places: readonly Place[], typed: string, limit = 8): Place[] {
  const wanted = plain(typed)
    .split(/\s+/)
    .filter((word) => word !== '')
  const scored = places.map((place, index) => ({
    place,
    index,
    score: score(plain(place.label), plain(place.hint ?? ''), wanted),
  }))
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, limit)
    .map(({ place }) => place)
}

/** 0 when a word is nowhere; a label that starts with the words goes first, then its other words, then its hint. */
function score(label: string, hint: string, wanted: readonly string[]): number {
  if (wanted.length === 0) return 1
  const scores = wanted.map((word) => {
    if (label.startsWith(word)) return 4
    if (startsAWord(label, word)) return 3
    if (startsAWord(hint, word)) return 2
    return label.includes(word) ? 1 : 0
  })
  return scores.includes(0) ? 0 : scores.reduce<number>((sum, each) => sum + each, 0) / scores.length
}

const startsAWord = (text: string, word: string) => text.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word))

/** Where a key of the list leads from `at`, round the ends; null for any other key. */
export function step(key: string, at: number, count: number): number | null {
  if (count === 0) return null
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count
    case 'ArrowUp':
      return (at - 1 + count) % count
    case 'PageDown':
      return Math.min(count - 1, at + 5)
    case 'PageUp':
      return Math.max(0, at - 5)
    default:
      return null
  }
}
