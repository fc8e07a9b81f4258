/** What a key asks of the frame. `stage` counts from 0; `go` waits for a second key. */
export type Command =
  | { readonly does: 'palette' | 'help' | 'create' | 'tables' | 'go' | 'home' }
  | { readonly does: 'stage'; readonly stage: number }

export interface Key {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

interface State {
  /** Whether the key lands in a field, where letters are letters. */
  readonly isTyping: boolean
  /** Whether the reader keeps the shortcuts of one key: a person who dictates may not want them (WCAG 2.1.4). */
  readonly singleKeys: boolean
  /** Whether the key before was `g`. */
  readonly isGoing: boolean
}

/** What a key does here, or null for a key that is none of ours. */
export function commandOf(key: Key, state: State): Command | null {
  const letter = key.key.toLowerCase()
  if ((key.ctrlKey || key.metaKey) && !key.altKey) return letter === 'k' ? { does: 'palette' } : null
  if (key.ctrlKey || key.metaKey || key.altKey || state.isTyping || !state.singleKeys) return null
  if (state.isGoing) {
    if (letter === 'g') return { does: 'home' }
    return /^[1-5]$/.test(letter) ? { does: 'stage', stage: Number(letter) - 1 } : null
  }
  switch (letter) {
    case '/':
      return { does: 'palette' }
    case '?':
      return { does: 'help' }
    case 'n':
      return { does: 'create' }
    case 't':
      return { does: 'tables' }
    case 'g':
      return { does: 'go' }
    default:
      return null
  }
}
