import { useEffect, useState } from 'react'
import { Form } from 'react-router'
import type { Flash } from '../flash.ts'
import { Button } from './Button.tsx'
import { draftSaved } from './draft.ts'
import { useWords } from './locale.tsx'
import { toneSigns } from './Status.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

/** What the last write did, with the way back. It stays until closed or until the next page: no clock hurries the reader. */
export function Toast({ flash }: { readonly flash: Flash | null }) {
  const t = useWords({ fr, en })
  const [closed, setClosed] = useState<Flash | null>(null)
  const shown = flash === closed ? null : flash
  useEffect(() => {
    if (flash?.tone === 'good') draftSaved()
  }, [flash])
  return (
    // The region is always there, so that what appears in it is read out.
    <div className="toast-region" role="status">
      {shown ? (
        <div className={`toast toast-${shown.tone}`}>
          <span className="status-sign" aria-hidden="true">
            {toneSigns[shown.tone]}
          </span>
          <p>{shown.text}</p>
          {shown.undo ? (
            <Form method="post" action={shown.undo.action}>
              {Object.entries(shown.undo.fields).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value} />
              ))}
              <Button type="submit">{shown.undo.label}</Button>
            </Form>
          ) : null}
          <Button tone="quiet" aria-label={t.close} onClick={() => setClosed(shown)}>
            ×
          </Button>
        </div>
      ) : null}
    </div>
  )
}
