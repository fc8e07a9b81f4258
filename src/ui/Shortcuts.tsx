import { useEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import { Dialog } from './Dialog.tsx'
import { useWords } from './locale.tsx'
import { commandOf } from './shortcuts.ts'
import { store, useStored } from './stored.ts'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

const setting = 'filrouge:single-keys'

interface Props {
  readonly open: boolean
  readonly onOpen: (open: boolean) => void
  readonly onPalette: () => void
  /** Address of the project's home, and of the first page of each stage. */
  readonly home: string | undefined
  readonly stages: readonly (string | undefined)[]
}

/** Listens to the keys of the frame, and says them. */
export function Shortcuts({ open, onOpen, onPalette, home, stages }: Props) {
  const t = useWords({ fr, en }).keys
  const navigate = useNavigate()
  const singleKeys = useStored('local', setting) !== 'off'
  const going = useRef(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.repeat || event.isComposing) return
      const isTyping = event.target instanceof Element && event.target.closest(fields) !== null
      const command = commandOf(event, { isTyping, singleKeys, isGoing: going.current })
      going.current = command?.does === 'go'
      // A question that waits for its answer keeps the keyboard to itself.
      if (!command || (document.querySelector('dialog:modal') && command.does !== 'palette')) return
      if (command.does === 'go') return
      event.preventDefault()
      switch (command.does) {
        case 'palette':
          return onPalette()
        case 'help':
          return onOpen(true)
        case 'create':
          return document.querySelector<HTMLElement>('.page-actions .button-main, .empty .button-main')?.click()
        case 'tables':
          return toggleTables()
        case 'home':
          return home && void navigate(home)
        case 'stage': {
          const to = stages[command.stage]
          return to && void navigate(to)
        }
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [singleKeys, onPalette, onOpen, navigate, home, stages])
  return (
    <Dialog open={open} title={t.title} onClose={() => onOpen(false)}>
      <KeyList />
      <label className="check">
        <input
          type="checkbox"
          checked={singleKeys}
          onChange={(event) => store('local', setting, event.currentTarget.checked ? null : 'off')}
        />
        <span>
          {t.single}
          <small>{t.singleHelp}</small>
        </span>
      </label>
    </Dialog>
  )
}

const fields = 'input, select, textarea, [contenteditable="true"]'

/** The tables of the charts of the page, all open or all closed. */
function toggleTables() {
  const tables = [...document.querySelectorAll<HTMLDetailsElement>('.chart > details')]
  const isAnyClosed = tables.some((table) => !table.open)
  for (const table of tables) table.open = isAnyClosed
}

/** Every shortcut of the product, in the order one meets them. */
export function KeyList() {
  const t = useWords({ fr, en }).keys
  return (
    <dl className="key-list">
      {t.list.map(({ keys, does }) => (
        <div key={does}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  )
}
