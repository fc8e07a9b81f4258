import { useEffect, useRef } from 'react'
import { Form, type FormProps, useBlocker, useNavigation } from 'react-router'
import { Button, FormIsBusy } from './Button.tsx'
import { Dialog } from './Dialog.tsx'
import { useWords } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

/** A form that holds work: it warns before its reader leaves unsaved, and is never sent twice. */
export function EditForm({ onInput, onSubmit, children, ...form }: FormProps) {
  const t = useWords({ fr, en })
  const isDirty = useRef(false)
  const isSent = useRef(false)
  const { state, formMethod } = useNavigation()
  const isBusy = state !== 'idle' && formMethod !== undefined && formMethod !== 'GET'
  // Back from the server: what was refused is still unsaved.
  useEffect(() => {
    if (state === 'idle') isSent.current = false
  }, [state])
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
  return (
    <>
      <Form
        noValidate
        {...form}
        onInput={(event) => {
          isDirty.current = true
          onInput?.(event)
        }}
        onSubmit={(event) => {
          if (isSent.current) return event.preventDefault()
          isSent.current = true
          onSubmit?.(event)
        }}
      >
        <FormIsBusy value={isBusy}>{children}</FormIsBusy>
      </Form>
      <Dialog
        open={blocker.state === 'blocked'}
        title={t.unsaved.title}
        onClose={() => blocker.reset?.()}
        actions={
          <>
            <Button onClick={() => blocker.reset?.()}>{t.unsaved.stay}</Button>
            <Button tone="danger" onClick={() => blocker.proceed?.()}>
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
