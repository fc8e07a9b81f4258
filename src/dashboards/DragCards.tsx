import { type PointerEvent, type ReactNode, useRef } from 'react'
import { useSubmit } from 'react-router'

/** Moves a card by its handle with a finger or a mouse; the buttons of each card do the same without it. */
export function DragCards({ version, children }: { readonly version: number; readonly children: ReactNode }) {
  const submit = useSubmit()
  const box = useRef<HTMLDivElement>(null)
  const held = useRef<string | null>(null)
  const over = useRef<string | null>(null)
  const cards = () => [...(box.current?.querySelectorAll<HTMLElement>('[data-card]') ?? [])]
  const mark = (name: 'held' | 'over', id: string | null) => {
    for (const card of cards()) {
      if (id !== null && card.dataset['card'] === id) card.dataset[name] = ''
      else delete card.dataset[name]
    }
  }
  const letGo = () => {
    mark('held', null)
    mark('over', null)
    held.current = null
    over.current = null
  }
  return (
    <div
      ref={box}
      onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
        const handle = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-handle]') : null
        if (!handle || event.button !== 0) return
        handle.setPointerCapture(event.pointerId)
        held.current = handle.dataset['handle'] ?? null
        mark('held', held.current)
      }}
      onPointerMove={(event) => {
        if (held.current === null) return
        const under = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-card]')
        over.current = under?.dataset['card'] ?? null
        mark('over', over.current === held.current ? null : over.current)
      }}
      onPointerUp={() => {
        const [card, onto] = [held.current, over.current]
        const to = cards().findIndex(({ dataset }) => dataset['card'] === onto) + 1
        letGo()
        if (card === null || onto === null || card === onto || to === 0) return
        void submit(
          { intent: 'move', card, to: String(to), version: String(version) },
          { method: 'post', preventScrollReset: true },
        )
      }}
      onPointerCancel={letGo}
    >
      {children}
    </div>
  )
}
