import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useWords } from './locale.tsx'
import { type Place, matching, step } from './palette.ts'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

interface Props {
  readonly open: boolean
  readonly onOpen: (open: boolean) => void
  /** Pages one can go to without asking the server. */
  readonly places: readonly Place[]
  /** Addresses asked with what is typed; what the first ones find is shown first. */
  readonly searchTo: readonly string[]
}

interface Found {
  readonly state: 'idle' | 'asking' | 'found' | 'failed'
  readonly items: readonly Place[]
}

const nothing: Found = { state: 'idle', items: [] }

/** Go anywhere, create anything, ask for a figure: Ctrl/⌘ K, a few letters, Enter. */
export function Palette({ open, onOpen, places, searchTo }: Props) {
  const t = useWords({ fr, en }).palette
  const id = useId()
  const box = useRef<HTMLDialogElement>(null)
  const search = useRef<AbortController>(null)
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const [found, setFound] = useState<Found>(nothing)
  useEffect(() => {
    if (open && !box.current?.open) box.current?.showModal()
    if (!open) box.current?.close()
  }, [open])

  const items = [
    ...found.items.filter(({ figure }) => figure),
    ...matching(places, typed),
    ...found.items.filter(({ figure }) => !figure),
  ]
  const chosen = Math.min(active, items.length - 1)

  async function ask(query: string) {
    setTyped(query)
    setActive(0)
    search.current?.abort()
    if (searchTo.length === 0 || query.trim() === '') return setFound(nothing)
    const { signal } = (search.current = new AbortController())
    setFound((before) => ({ state: 'asking', items: before.items }))
    try {
      // One question for a word, not for each of its letters.
      await new Promise((resolve) => setTimeout(resolve, 120))
      if (signal.aborted) return
      const answers = await Promise.all(
        searchTo.map(async (address) => {
          const answer = await fetch(`${address}?${new URLSearchParams({ q: query })}`, { signal })
          const { items: places } = (await answer.json()) as { items: readonly Place[] }
          return places
        }),
      )
      setFound({ state: 'found', items: answers.flat() })
    } catch {
      if (!signal.aborted) setFound({ state: 'failed', items: [] })
    }
  }

  function go(place: Place | undefined) {
    if (!place) return
    close()
    void navigate(place.to)
  }

  function close() {
    search.current?.abort()
    setTyped('')
    setFound(nothing)
    onOpen(false)
  }

  function onKeyDown(event: KeyboardEvent) {
    const next = step(event.key, chosen, items.length)
    if (next !== null) {
      event.preventDefault()
      setActive(next)
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter') {
      event.preventDefault()
      go(items[chosen])
    }
  }

  return (
    <dialog
      ref={box}
      className="palette"
      aria-label={t.title}
      onClose={close}
      onClick={(event) => event.target === box.current && close()}
    >
      <div className="palette-body">
        <input
          type="search"
          role="combobox"
          aria-expanded={items.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          {...(items.length > 0 ? { 'aria-activedescendant': `${id}-${chosen}` } : {})}
          aria-label={t.title}
          placeholder={t.placeholder}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => void ask(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <div id={`${id}-list`} role="listbox" aria-label={t.results} className="palette-list">
          {items.map((item, index) => (
            <div
              key={`${item.to} ${item.label}`}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === chosen}
              onClick={() => go(item)}
              onPointerMove={() => setActive(index)}
            >
              <span>
                {item.label}
                {item.figure ? <strong className="palette-figure">{item.figure}</strong> : null}
              </span>
              {item.hint ? <span className="quiet">{item.hint}</span> : null}
            </div>
          ))}
        </div>
        <p className="palette-note" role="status">
          {found.state === 'failed'
            ? t.failed
            : typed === ''
              ? t.keys
              : items.length > 0
                ? t.count(items.length)
                : found.state === 'asking'
                  ? t.asking
                  : t.none(typed)}
        </p>
      </div>
    </dialog>
  )
}
