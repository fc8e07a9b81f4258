import {
  CheckField,
  ChoiceField,
  DateField,
  InstantField,
  LongTextField,
  MoneyField,
  NumberField,
  type Option,
  TextField,
} from './Field.tsx'
import { MonthsField } from './MonthsField.tsx'

/** A field of a form, ready to be drawn: labels in the reader's language. */
export interface FieldView {
  readonly name: string
  readonly label: string
  readonly help?: string
  readonly type:
    | 'text' | 'longText' | 'url' | 'integer' | 'number' | 'money' | 'ratio'
    | 'date' | 'instant' | 'choice' | 'boolean' | 'months' | 'json' // prettier-ignore
  readonly required: boolean
  readonly group?: string
  readonly options?: readonly Option[]
  readonly min?: number
  readonly max?: number
  readonly maxLength?: number
  readonly unit?: string
}

interface Props {
  readonly fields: readonly FieldView[]
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

/** The fields of a form under the headings of their groups, in the order they first appear. */
export function FormFields({ fields, values, errors }: Props) {
  const groups = [...new Set(fields.map(({ group }) => group))]
  return groups.map((group) => {
    const own = fields.filter((field) => field.group === group)
    const drawn = own.map((field) => (
      <OneField key={field.name} field={field} value={values[field.name] ?? ''} error={errors[field.name]} />
    ))
    return group === undefined ? (
      <div key="" className="fields">
        {drawn}
      </div>
    ) : (
      <fieldset key={group} className="group">
        <legend>{group}</legend>
        <div className="fields">{drawn}</div>
      </fieldset>
    )
  })
}

function OneField({
  field,
  value,
  error,
}: {
  readonly field: FieldView
  readonly value: string
  readonly error: string | undefined
}) {
  const common = {
    name: field.name,
    label: field.label,
    defaultValue: value,
    required: field.required,
    ...(field.help ? { help: field.help } : {}),
    ...(error ? { error } : {}),
  }
  switch (field.type) {
    case 'longText':
      return <LongTextField {...common} {...(field.maxLength ? { maxLength: field.maxLength } : {})} />
    case 'url':
      return <TextField {...common} type="url" inputMode="url" placeholder="https://" />
    case 'integer':
      return <NumberField {...common} whole unit={field.unit} />
    case 'number':
    case 'ratio':
      return <NumberField {...common} unit={field.unit} />
    case 'money':
      return <MoneyField {...common} unit={field.unit} />
    case 'date':
      return <DateField {...common} />
    case 'instant':
      return <InstantField {...common} />
    case 'choice':
      return <ChoiceField {...common} options={field.options ?? []} />
    case 'boolean':
      return (
        <CheckField
          name={field.name}
          label={field.label}
          defaultChecked={value === 'true' || value === 'on'}
          {...(field.help ? { help: field.help } : {})}
          {...(error ? { error } : {})}
        />
      )
    case 'months':
      return <MonthsField name={field.name} label={field.label} help={field.help} error={error} defaultValue={value} />
    case 'json':
      return null
    default:
      return <TextField {...common} {...(field.maxLength ? { maxLength: field.maxLength } : {})} />
  }
}
