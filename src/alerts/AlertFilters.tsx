import { en as audienceEn } from '../analytics/audience.en.ts'
import { fr as audienceFr } from '../analytics/audience.fr.ts'
import { en as catalogEn } from '../analytics/catalog.en.ts'
import { fr as catalogFr } from '../analytics/catalog.fr.ts'
import { dimensionNames } from '../analytics/catalog.ts'
import { fieldOf } from '../analytics/condition-form.ts'
import { operators } from '../analytics/query.ts'
import { ChoiceField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { en } from './alerts.en.ts'
import { fr } from './alerts.fr.ts'

/** The part of a site that is watched: filters that came along, one row to add another, a kept segment. */
export function AlertFilters(props: {
  readonly filled: URLSearchParams
  readonly filters: readonly { readonly written: string; readonly text: string }[]
  readonly segments: readonly { readonly value: string; readonly label: string }[]
  readonly error: string | undefined
}) {
  const t = useWords({ fr, en })
  const { dimensions } = useWords({ fr: catalogFr, en: catalogEn })
  const words = useWords({ fr: audienceFr, en: audienceEn })
  const { filled } = props
  return (
    <fieldset className="field" id="field-filters">
      <legend>{t.form.filters}</legend>
      <p className="field-help" id="alert-filters-help">
        {t.form.filtersHelp}
      </p>
      {props.filters.map(({ written, text }) => (
        <label key={written} className="check">
          <input type="checkbox" name="f" value={written} defaultChecked />
          <span>{text}</span>
        </label>
      ))}
      <div className="filters">
        <label>
          <span>{t.form.dimension}</span>
          <select name={fieldOf(0, 'dim')} defaultValue={filled.get(fieldOf(0, 'dim')) ?? 'page'}>
            {dimensionNames
              .filter((name) => name !== 'date')
              .map((name) => (
                <option key={name} value={name}>
                  {dimensions[name]}
                </option>
              ))}
          </select>
        </label>
        <label>
          <span>{t.form.operator}</span>
          <select name={fieldOf(0, 'op')} defaultValue={filled.get(fieldOf(0, 'op')) ?? 'is'}>
            {operators.map((name) => (
              <option key={name} value={name}>
                {words.operators[name]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t.form.filterValue}</span>
          <input
            name={fieldOf(0, 'val')}
            defaultValue={filled.get(fieldOf(0, 'val')) ?? ''}
            maxLength={2000}
            autoComplete="off"
            aria-describedby="alert-filters-help"
          />
        </label>
      </div>
      {props.segments.length > 0 ? (
        <ChoiceField
          name="segment"
          label={t.form.segment}
          options={props.segments}
          defaultValue={filled.get('segment') ?? ''}
        />
      ) : null}
      {props.error ? (
        <p className="field-error">
          <span aria-hidden="true">✗ </span>
          {props.error}
        </p>
      ) : null}
    </fieldset>
  )
}
