import { useWords } from '../ui/locale.tsx'
import { dimensionNames, isProperty } from './catalog.ts'
import { en as catalogEn } from './catalog.en.ts'
import { fr as catalogFr } from './catalog.fr.ts'
import { fieldOf, rowText } from './condition-form.ts'
import { type Filter, operators } from './query.ts'
import { en as audienceEn } from './audience.en.ts'
import { fr as audienceFr } from './audience.fr.ts'
import { en } from './segments.en.ts'
import { fr } from './segments.fr.ts'

/** One filter as fields: criterion, name of a property, operator, values. */
export function ConditionRow({ group, row }: { readonly group: number; readonly row: Filter | null }) {
  const t = useWords({ fr, en })
  const { dimensions } = useWords({ fr: catalogFr, en: catalogEn })
  const words = useWords({ fr: audienceFr, en: audienceEn })
  const named = row && isProperty(row.dimension) ? row.dimension.slice('property.'.length) : null
  return (
    <>
      <label>
        <span>{t.dimension}</span>
        <select name={fieldOf(group, 'dim')} defaultValue={named === null ? (row?.dimension ?? 'page') : 'property'}>
          {dimensionNames
            .filter((name) => name !== 'date')
            .map((name) => (
              <option key={name} value={name}>
                {dimensions[name]}
              </option>
            ))}
          <option value="property">{t.propertyOption}</option>
        </select>
      </label>
      <label>
        <span>{t.property}</span>
        <input name={fieldOf(group, 'prop')} defaultValue={named ?? ''} maxLength={300} autoComplete="off" />
      </label>
      <label>
        <span>{t.operator}</span>
        <select name={fieldOf(group, 'op')} defaultValue={row?.operator ?? 'is'}>
          {operators.map((operator) => (
            <option key={operator} value={operator}>
              {words.operators[operator]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t.values}</span>
        <input
          name={fieldOf(group, 'val')}
          defaultValue={row ? rowText(row) : ''}
          maxLength={2000}
          autoComplete="off"
        />
      </label>
    </>
  )
}
