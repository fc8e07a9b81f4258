import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from 'react'
import { useWords } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

/** What every field takes. Its input has the id `field-<name>` unless `id` says another. */
export interface FieldProps {
  readonly name: string
  readonly label: string
  readonly help?: ReactNode
  readonly error?: string
  readonly id?: string
}

type InputProps = FieldProps & Omit<ComponentProps<'input'>, keyof FieldProps>

/** Sums up what was refused, with a link to each field; takes the focus so that it is read first. */
export function ErrorSummary(props: {
  readonly title: string
  readonly errors: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
}) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [props.errors])
  return (
    <div className="callout callout-bad error-summary" role="alert" tabIndex={-1} ref={box}>
      <p className="callout-title">{props.title}</p>
      <ul>
        {Object.entries(props.errors).map(([name, message]) => (
          <li key={name}>
            <a href={`#field-${name}`}>
              {props.labels[name] ? <strong>{props.labels[name]}</strong> : null} {message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

const idOf = ({ id, name }: FieldProps) => id ?? `field-${name}`

/** The attributes that tie an input to its help and its error. */
function described(props: FieldProps) {
  const id = idOf(props)
  const ids = [props.help ? `${id}-help` : null, props.error ? `${id}-error` : null].filter((part) => part !== null)
  return {
    id,
    name: props.name,
    ...(ids.length > 0 ? { 'aria-describedby': ids.join(' ') } : {}),
    ...(props.error ? { 'aria-invalid': true } : {}),
  }
}

/** Label, help, input and error, in the order they are read. */
function Frame(
  props: FieldProps & {
    readonly required?: boolean | undefined
    readonly children: ReactNode
    readonly className?: string
  },
) {
  const t = useWords({ fr, en })
  const id = idOf(props)
  return (
    <div className={`field${props.error ? ' field-wrong' : ''}${props.className ? ` ${props.className}` : ''}`}>
      <label htmlFor={id}>
        {props.label}
        {props.required ? <span className="field-required"> {t.required}</span> : null}
      </label>
      {props.help ? (
        <p className="field-help" id={`${id}-help`}>
          {props.help}
        </p>
      ) : null}
      {props.children}
      {props.error ? <FieldError id={id}>{props.error}</FieldError> : null}
    </div>
  )
}

function FieldError({ id, children }: { readonly id: string; readonly children: string }) {
  return (
    <p className="field-error" id={`${id}-error`}>
      <span aria-hidden="true">✗ </span>
      {children}
    </p>
  )
}

const own = ({ label: _l, help: _h, error: _e, ...input }: InputProps): Omit<ComponentProps<'input'>, 'id' | 'name'> =>
  input

/** One line of text; `type` for an address, a password, a search. */
export function TextField(props: InputProps) {
  return (
    <Frame {...framed(props)}>
      <input type="text" {...own(props)} {...described(props)} />
    </Frame>
  )
}

const framed = ({ name, label, help, error, id, required }: InputProps) => ({
  name,
  label,
  ...(help === undefined ? {} : { help }),
  ...(error === undefined ? {} : { error }),
  ...(id === undefined ? {} : { id }),
  required,
})

/** Several lines; grows with what is typed, and counts what is left near the limit. */
export function LongTextField({
  label,
  help,
  error,
  ...area
}: FieldProps & Omit<ComponentProps<'textarea'>, keyof FieldProps>) {
  const t = useWords({ fr, en })
  const limit = area.maxLength
  const [length, setLength] = useState(String(area.defaultValue ?? '').length)
  const props = {
    name: area.name,
    label,
    ...(help ? { help } : {}),
    ...(error ? { error } : {}),
    ...(area.id ? { id: area.id } : {}),
  }
  const isNear = limit !== undefined && length > limit * 0.8
  return (
    <Frame {...props} required={area.required} className="field-long">
      <textarea
        rows={3}
        {...area}
        // A hard limit would cut a pasted text in silence: the count says it, and the server refuses.
        maxLength={undefined}
        {...described(props)}
        onInput={(event) => {
          setLength(event.currentTarget.value.length)
          area.onInput?.(event)
        }}
      />
      {limit === undefined ? null : (
        <p className="field-count" aria-live="polite">
          {isNear ? t.characters(limit - length) : null}
        </p>
      )}
    </Frame>
  )
}

/** A number as people of the reader's language write it: a comma is fine. With its unit, always. */
export function NumberField({
  unit,
  whole,
  ...props
}: InputProps & { readonly unit?: string | undefined; readonly whole?: boolean }) {
  return (
    <Frame {...framed(props)} className="field-number">
      <span className="with-unit">
        <input
          type="text"
          inputMode={whole ? 'numeric' : 'decimal'}
          autoComplete="off"
          {...own(props)}
          {...described(props)}
        />
        {unit ? <span className="unit">{unit}</span> : null}
      </span>
    </Frame>
  )
}

/** An amount, typed in the currency's main unit. */
export function MoneyField({ unit = '€', ...props }: InputProps & { readonly unit?: string | undefined }) {
  return <NumberField {...props} unit={unit} />
}

/** A calendar day. */
export function DateField(props: InputProps) {
  return (
    <Frame {...framed(props)} className="field-short">
      <input {...own(props)} type="date" {...described(props)} />
    </Frame>
  )
}

/** A date and time on the project's clock. */
export function InstantField(props: InputProps) {
  return (
    <Frame {...framed(props)} className="field-short">
      <input {...own(props)} type="datetime-local" {...described(props)} />
    </Frame>
  )
}

export interface Option {
  readonly value: string
  readonly label: string
  /** Heading it stands under in a list, with those that follow it. */
  readonly group?: string
}

/** One of a list. The empty choice is offered unless the field is required and has a value. */
export function ChoiceField({
  options,
  label,
  help,
  error,
  ...select
}: FieldProps & Omit<ComponentProps<'select'>, keyof FieldProps> & { readonly options: readonly Option[] }) {
  const t = useWords({ fr, en })
  const props = {
    name: select.name,
    label,
    ...(help ? { help } : {}),
    ...(error ? { error } : {}),
    ...(select.id ? { id: select.id } : {}),
  }
  return (
    <Frame {...props} required={select.required} className="field-short">
      <select {...select} {...described(props)}>
        {select.required && select.defaultValue ? null : <option value="">{select.required ? t.choose : '—'}</option>}
        {[...Map.groupBy(options, ({ group }) => group)].map(([group, list]) =>
          group === undefined ? (
            list.map(optionOf)
          ) : (
            <optgroup key={group} label={group}>
              {list.map(optionOf)}
            </optgroup>
          ),
        )}
      </select>
    </Frame>
  )
}

const optionOf = ({ value, label }: Option) => (
  <option key={value} value={value}>
    {label}
  </option>
)

/** A few options, all in sight. */
export function RadioField({
  options,
  defaultValue,
  required,
  ...props
}: FieldProps & {
  readonly options: readonly (Option & { readonly help?: string })[]
  readonly defaultValue?: string
  readonly required?: boolean
}) {
  const t = useWords({ fr, en })
  const id = idOf(props)
  return (
    <fieldset
      className={`field${props.error ? ' field-wrong' : ''}`}
      id={id}
      {...(props.error ? { 'aria-describedby': `${id}-error` } : {})}
    >
      <legend>
        {props.label}
        {required ? <span className="field-required"> {t.required}</span> : null}
      </legend>
      {props.help ? <p className="field-help">{props.help}</p> : null}
      {options.map((option) => (
        <label key={option.value} className="check">
          <input
            type="radio"
            name={props.name}
            value={option.value}
            defaultChecked={option.value === defaultValue}
            required={required}
          />
          <span>
            {option.label}
            {option.help ? <small>{option.help}</small> : null}
          </span>
        </label>
      ))}
      {props.error ? <FieldError id={id}>{props.error}</FieldError> : null}
    </fieldset>
  )
}

/** Yes or no. Sends `<name>:shown` too, so that a box left empty differs from a field that was not on the form. */
export function CheckField(props: InputProps) {
  const id = idOf(props)
  return (
    <div className={`field${props.error ? ' field-wrong' : ''}`}>
      <input type="hidden" name={`${props.name}:shown`} value="1" />
      <label className="check" htmlFor={id}>
        <input {...own(props)} type="checkbox" {...described(props)} />
        <span>{props.label}</span>
      </label>
      {props.help ? (
        <p className="field-help" id={`${id}-help`}>
          {props.help}
        </p>
      ) : null}
      {props.error ? <FieldError id={id}>{props.error}</FieldError> : null}
    </div>
  )
}
