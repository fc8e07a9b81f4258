import { useSyncExternalStore } from 'react'

// A browser may refuse storage altogether (private windows, policies): what is kept is then lost, and nothing breaks.

/** A text this browser keeps under a name, or null. */
export function stored(area: 'local' | 'session', name: string): string | null {
  try {
    return (area === 'local' ? localStorage : sessionStorage).getItem(name)
  } catch {
    return null
  }
}

/** Keeps a text under a name; null forgets it. */
export function store(area: 'local' | 'session', name: string, text: string | null): void {
  try {
    const storage = area === 'local' ? localStorage : sessionStorage
    if (text === null) storage.removeItem(name)
    else storage.setItem(name, text)
  } catch {
    // Nothing to keep it in.
  }
  for (const listener of listeners) listener()
}

const listeners = new Set<() => void>()

function subscribe(listener: () => void) {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

/** The same as a value of the page, which follows its changes; null on the server. */
export const useStored = (area: 'local' | 'session', name: string): string | null =>
  useSyncExternalStore(
    subscribe,
    () => stored(area, name),
    () => null,
  )
