import { type InputHTMLAttributes, useId } from 'react'

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> & {
  readonly name: string
  readonly label: string
  readonly help?: string | undefined
  readonly error?: string | undefined
}

/** A labelled input whose help and error are read out with it. */
export function TextField({ label, help, error, ...input }: Props) {
  const id = useId()
  const described = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={described === '' ? undefined : described}
      />
      {help ? <p id={`${id}-help`}>{help}</p> : null}
      {error ? <p id={`${id}-error`}>{error}</p> : null}
    </div>
  )
}
