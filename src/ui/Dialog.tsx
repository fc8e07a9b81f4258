import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useWords } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

/** A question that must be answered before anything else. The browser keeps the focus inside and gives it back. */
export function Dialog(props: {
  readonly open: boolean
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  /** Buttons; the safe answer first. */
  readonly actions?: ReactNode
}) {
  const t = useWords({ fr, en })
  const box = useRef<HTMLDialogElement>(null)
  const title = useId()
  useEffect(() => {
    if (props.open && !box.current?.open) box.current?.showModal()
    if (!props.open && box.current?.open) box.current.close()
  }, [props.open])
  return (
    <dialog
      ref={box}
      className="dialog"
      aria-labelledby={title}
      onClose={() => props.open && props.onClose()}
      onClick={(event) => event.target === box.current && props.onClose()}
    >
      <div className="dialog-body">
        <header>
          <h2 id={title}>{props.title}</h2>
          <button type="button" className="button button-quiet" aria-label={t.close} onClick={props.onClose}>
            ×
          </button>
        </header>
        {props.children}
        {props.actions ? <div className="form-actions">{props.actions}</div> : null}
      </div>
    </dialog>
  )
}
