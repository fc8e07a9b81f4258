import { type KeyboardEvent, type ReactNode, createContext, use, useEffect, useRef, useState } from 'react'
import { Form, type FormProps, useBlocker, useLocation, useNavigation, useRouteLoaderData } from 'react-router'
import type { Flash } from '../flash.ts'
import { Button, FormIsBusy } from './Button.tsx'
import { Callout } from './Callout.tsx'
import { Dialog } from './Dialog.tsx'
import { type Draft, differs, draftOf, draftSent, forgetDraft, keepDraft, keptDraft, takeBack } from './draft.ts'
import { useWords } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

/** How the work in a form stands. */
export type FormState = 'clean' | 'changed' | 'saving' | 'saved'

const FormStateContext = createContext<FormState>('clean')

/**
 * A form that holds work: it keeps what is typed until it is saved, warns before its reader leaves, and is never
 * sent twice. Ctrl/⌘ S saves.
 */
export function EditForm({ onInput, onSubmit, children, ...form }: FormProps) {
  const t = useWords({ fr, en })
  const { pathname } = useLocation()
  const box = useRef<HTMLFormElement>(null)
  const isDirty = useRef(false)
  const isSent = useRef(false)
  const [isChanged, setChanged] = useState(false)
  const [draft, setDraft] = useState<Draft | null>(null)
  const wasSaved = useRouteLoaderData<{ flash: Flash | null }>('root')?.flash?.tone === 'good'
  const { state, formMethod } = useNavigation()
  const isBusy = state !== 'idle' && formMethod !== undefined && formMethod !== 'GET'
  const key = `${pathname} ${String(form.action ?? '')}`
  // Back from the server: what was refused is still unsaved.
  useEffect(() => {
    if (state === 'idle') isSent.current = false
  }, [state])
  useEffect(() => {
    const kept = keptDraft(key)
    if (!kept || !box.current) return
    if (differs(kept, draftOf(box.current))) setDraft(kept)
    else forgetDraft(key)
  }, [key])
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (isDirty.current && !isSent.current) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [])
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isDirty.current && !isSent.current && nextLocation.pathname !== currentLocation.pathname,
  )
  const shownState: FormState = isBusy ? 'saving' : isChanged ? 'changed' : wasSaved ? 'saved' : 'clean'
  return (
    <>
      {draft ? (
        <Callout tone="info" title={t.form.draftTitle} live>
          <p>{t.form.draftText}</p>
          <div className="form-actions">
            <Button
              onClick={() => {
                if (box.current) takeBack(box.current, draft)
                setDraft(null)
                // The button goes away: the keyboard goes on in the form, where Ctrl/⌘ S saves.
                box.current?.querySelector<HTMLElement>('input:not([type=hidden]), select, textarea')?.focus()
              }}
            >
              {t.form.draftTake}
            </Button>
            <Button
              tone="quiet"
              onClick={() => {
                forgetDraft(key)
                setDraft(null)
              }}
            >
              {t.form.draftDrop}
            </Button>
          </div>
        </Callout>
      ) : null}
      <Form
        noValidate
        {...form}
        ref={box}
        onKeyDown={saveByKey}
        onInput={(event) => {
          isDirty.current = true
          setChanged(true)
          keepDraft(key, draftOf(event.currentTarget))
          onInput?.(event)
        }}
        onSubmit={(event) => {
          if (isSent.current) return event.preventDefault()
          isSent.current = true
          draftSent(key)
          onSubmit?.(event)
        }}
      >
        <FormIsBusy value={isBusy}>
          <FormStateContext value={shownState}>{children}</FormStateContext>
        </FormIsBusy>
      </Form>
      <Dialog
        open={blocker.state === 'blocked'}
        title={t.unsaved.title}
        onClose={() => blocker.reset?.()}
        actions={
          <>
            <Button onClick={() => blocker.reset?.()}>{t.unsaved.stay}</Button>
            <Button
              tone="danger"
              onClick={() => {
                forgetDraft(key)
                blocker.proceed?.()
              }}
            >
              {t.unsaved.leave}
            </Button>
          </>
        }
      >
        <p>{t.unsaved.text}</p>
      </Dialog>
    </>
  )
}

function saveByKey(event: KeyboardEvent<HTMLFormElement>) {
  if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
  event.preventDefault()
  event.currentTarget.requestSubmit(event.currentTarget.querySelector<HTMLButtonElement>('.button-main[type="submit"]'))
}

/** The buttons of an `EditForm`, always in sight, with how its work stands. */
export function SaveBar({ children }: { readonly children: ReactNode }) {
  return (
    <div className="form-actions save-bar">
      {children}
      <SaveState state={use(FormStateContext)} />
    </div>
  )
}

/** How the work in a form stands, in a sign and words. */
export function SaveState({ state }: { readonly state: FormState }) {
  const t = useWords({ fr, en }).form
  const sign = { clean: '', changed: '●', saving: '…', saved: '✓' }[state]
  return (
    <p className={`save-state save-state-${state}`} role="status">
      {state === 'clean' ? null : (
        <>
          <span aria-hidden="true">{sign}</span> {t[state]}
        </>
      )}
    </p>
  )
}
