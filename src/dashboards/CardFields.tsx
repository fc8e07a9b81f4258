import type { ReactNode } from 'react'
import type { Refused } from '../accounts/form.ts'
import { fieldOf } from '../analytics/condition-form.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import {
  CheckField,
  ChoiceField,
  ErrorSummary,
  LongTextField,
  type Option,
  RadioField,
  TextField,
} from '../ui/Field.tsx'
import { EditForm, SaveBar } from '../ui/Form.tsx'
import { useWords } from '../ui/locale.tsx'
import type { Choices } from './card.page.tsx'
import { en } from './card-form.en.ts'
import { fr } from './card-form.fr.ts'
import { type Card, type CardField, cardKinds, fieldsOf, widths } from './cards.ts'
import { en as composingEn } from './composing.en.ts'
import { fr as composingFr } from './composing.fr.ts'

/** A width that the kind of the card gives. */
const usual = 'usual'

/** The form of a card. Each kind shows its own fields; the style sheet hides the others, so that it works before scripts do. */
export function CardFields(props: {
  readonly card: Card
  readonly figure: string
  readonly target: string
  readonly filters: readonly Option[]
  readonly choices: Choices
  readonly version: number
  readonly back: string
  readonly refused: Refused | null
}) {
  const { card, choices, refused } = props
  const t = useWords({ fr, en })
  const composing = useWords({ fr: composingFr, en: composingEn })
  const problems = refused?.problems ?? {}
  const typed = (field: string, usual: string) => (refused ? (refused.typed[field] ?? '') : usual)
  const error = (field: string) => (problems[field] === undefined ? {} : { error: problems[field] })
  const [metric = 'visits'] = card.metrics
  return (
    <>
      {refused ? (
        <ErrorSummary
          title={t.wrong}
          errors={problems}
          labels={{ kind: t.kind, figure: t.figure, metric: t.metric, metrics: t.metrics, target: t.target, filters: t.filters, title: t.title, note: t.note }}
        />
      ) : null}
      <EditForm method="post" className="card-form">
        <input type="hidden" name="version" value={props.version} />
        <RadioField
          name="kind"
          label={t.kind}
          defaultValue={typed('kind', card.kind)}
          options={cardKinds.map((value) => ({ value, label: t.kinds[value], help: t.kindHelp[value] }))}
          {...error('kind')}
        />
        <For field="figure">
          <ChoiceField name="figure" label={t.figure} help={t.figureHelp} required defaultValue={typed('figure', props.figure)} options={choices.figures} {...error('figure')} />
        </For>
        <For field="metric">
          <ChoiceField name="metric" label={t.metric} required defaultValue={typed('metric', metric)} options={choices.metrics} {...error('metric')} />
        </For>
        <For field="metrics">
          <fieldset id="field-metrics" className="board-fields">
            <legend>{t.metrics}</legend>
            <p className="field-help">{t.metricsHelp}</p>
            {problems['metrics'] ? <p className="field-error">{problems['metrics']}</p> : null}
            {choices.metrics.map(({ value, label }) => (
              <CheckField
                key={value}
                name={`metric.${value}`}
                label={label}
                defaultChecked={typed(`metric.${value}`, card.metrics.includes(value) ? 'on' : '') !== ''}
              />
            ))}
          </fieldset>
        </For>
        {choices.kpis.length > 0 ? (
          <For field="course">
            <ChoiceField name="course" label={t.course} help={t.courseHelp} defaultValue={typed('course', card.kind === 'line' ? (card.kpi ?? '') : '')} options={choices.kpis} />
          </For>
        ) : null}
        <For field="dimension">
          <ChoiceField name="dimension" label={t.dimension} required defaultValue={typed('dimension', card.dimension)} options={choices.dimensions} />
        </For>
        <For field="place">
          <ChoiceField
            name="place"
            label={t.place}
            required
            defaultValue={typed('place', card.dimension === 'country' ? 'country' : 'region')}
            options={(['region', 'country'] as const).map((value) => ({ value, label: t.places[value] }))}
          />
        </For>
        <For field="target">
          <TextField name="target" label={t.target} help={t.targetHelp} inputMode="decimal" autoComplete="off" defaultValue={typed('target', props.target)} {...error('target')} />
        </For>
        <For field="note">
          <LongTextField name="note" label={t.note} defaultValue={typed('note', card.note)} {...error('note')} />
        </For>
        <For field="narrow">
          <Narrow {...props} typed={typed} error={problems['filters']} />
        </For>
        <fieldset className="board-group">
          <legend>{t.look}</legend>
          <TextField name="title" label={t.title} help={t.titleHelp} defaultValue={typed('title', card.title)} {...error('title')} />
          <ChoiceField
            name="width"
            label={t.width}
            required
            defaultValue={typed('width', card.id === '' ? usual : String(card.width))}
            options={[{ value: usual, label: t.usualWidth }, ...widths.map((value) => ({ value: String(value), label: composing.widths[value] }))]}
          />
        </fieldset>
        <SaveBar>
          <Button type="submit" tone="main">
            {t.save}
          </Button>
          <LinkButton to={props.back}>{t.cancel}</LinkButton>
        </SaveBar>
      </EditForm>
    </>
  )
} // prettier-ignore

/** Shown for the kinds that ask for it alone. */
const For = ({ field, children }: { readonly field: CardField; readonly children: ReactNode }) => (
  <div className={`card-part ${cardKinds.filter((kind) => fieldsOf[kind].includes(field)).map((kind) => `for-${kind}`).join(' ')}`}>
    {children}
  </div>
) // prettier-ignore

/** Which visits count: filters that are there, one row to add another, a kept segment. */
function Narrow(props: {
  readonly card: Card
  readonly filters: readonly Option[]
  readonly choices: Choices
  readonly typed: (field: string, usual: string) => string
  readonly error: string | undefined
}) {
  const { card, filters, choices, typed } = props
  const t = useWords({ fr, en })
  const select = (name: string, usual: string, options: readonly Option[]) => (
    <select name={name} defaultValue={typed(name, usual)}>
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  )
  return (
    <fieldset className="board-group" id="field-filters">
      <legend>{t.narrow}</legend>
      <p className="field-help">{t.filtersHelp}</p>
      {filters.map(({ value, label }) => (
        <label key={value} className="check">
          <input type="checkbox" name="f" value={value} defaultChecked />
          <span>{label}</span>
        </label>
      ))}
      <div className="filters">
        <label>
          <span>{t.criterion}</span>
          {select(fieldOf(0, 'dim'), 'page', choices.dimensions)}
        </label>
        <label>
          <span>{t.operator}</span>
          {select(fieldOf(0, 'op'), 'is', choices.operators)}
        </label>
        <label>
          <span>{t.filterValue}</span>
          <input name={fieldOf(0, 'val')} defaultValue={typed(fieldOf(0, 'val'), '')} autoComplete="off" />
        </label>
      </div>
      {props.error ? <p className="field-error">{props.error}</p> : null}
      {choices.segments.length > 0 ? (
        <ChoiceField name="segment" label={t.segment} defaultValue={typed('segment', card.segment ?? '')} options={choices.segments} />
      ) : null}
    </fieldset>
  )
} // prettier-ignore
