import type { ReactNode } from 'react'
import { Form } from 'react-router'
import { Callout } from '../ui/Callout.tsx'
import { ErrorSummary, TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { en } from './accounts.en.ts'
import { fr } from './accounts.fr.ts'

type Texts = Readonly<Record<string, string>>

/** A form of one of the doors: what is wrong first, then its fields. It works before any script has loaded. */
export function DoorForm({
  problems = {},
  labels,
  children,
}: {
  readonly problems?: Texts | undefined
  readonly labels: Texts
  readonly children: ReactNode
}) {
  const t = useWords({ fr, en })
  // `form` is what is wrong with no field in particular.
  const { form, ...fields } = problems
  return (
    <Form method="post" reloadDocument className="door-form">
      {form ? <Callout tone="bad" title={form} live /> : null}
      {Object.keys(fields).length > 0 ? <ErrorSummary title={t.errorsTitle} errors={fields} labels={labels} /> : null}
      {children}
    </Form>
  )
}

/** The error of a field, as its component takes it. */
export const wrong = (problems: Texts | undefined, name: string): { error?: string } => {
  const error = problems?.[name]
  return error === undefined ? {} : { error }
}

/** A secret or a link that is shown this once, ready to be copied by hand or by keyboard. */
export function ShownOnce({
  id,
  value,
  label,
  help,
}: {
  readonly id: string
  readonly value: string
  readonly label: string
  readonly help?: string
}) {
  return (
    <TextField
      id={id}
      name={id}
      className="secret"
      readOnly
      defaultValue={value}
      label={label}
      help={help}
      autoComplete="off"
      spellCheck={false}
    />
  )
}
