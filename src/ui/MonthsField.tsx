import { useState } from 'react'
import { formatPercent } from '../i18n.ts'
import { Button } from './Button.tsx'
import { useLocale, useWords } from './locale.tsx'
import { monthAfter, monthName } from './month-name.ts'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

type Weights = readonly (readonly [month: string, weight: string])[]

/** The text of a `months` field as rows; what cannot be read is no row. */
export function weightsFrom(text: string): Weights {
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read !== 'object' || read === null) return []
    return Object.entries(read)
      .filter(([month]) => /^\d{4}-(?:0[1-9]|1[0-2])$/.test(month))
      .map(([month, weight]) => [month, String(weight)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
  } catch {
    return []
  }
}

const numberOf = (typed: string) => Number(typed.replace(',', '.')) || 0

/** Rows as the text the form sends: '' when there is none. */
export const weightsText = (weights: Weights): string =>
  weights.length === 0
    ? ''
    : JSON.stringify(Object.fromEntries(weights.map(([month, typed]) => [month, numberOf(typed)])))

/** Spreads something over months by weight: a row a month, with the share it comes to. */
export function MonthsField(props: {
  readonly name: string
  readonly label: string
  readonly help?: string | undefined
  readonly error?: string | undefined
  readonly defaultValue: string
}) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const [weights, setWeights] = useState<Weights>(() => weightsFrom(props.defaultValue))
  const total = weights.reduce((sum, [, weight]) => sum + numberOf(weight), 0)
  const id = `field-${props.name}`
  const last = weights.at(-1)?.[0]
  const change = (month: string, weight: string | null) =>
    setWeights((before) =>
      weight === null
        ? before.filter(([m]) => m !== month)
        : before.some(([m]) => m === month)
          ? before.map((row) => (row[0] === month ? [month, weight] : row))
          : [...before, [month, weight] as const].sort(([a], [b]) => (a < b ? -1 : 1)),
    )
  return (
    <fieldset className={`field months${props.error ? ' field-wrong' : ''}`} id={id} tabIndex={-1}>
      <legend>{props.label}</legend>
      {props.help ? <p className="field-help">{props.help}</p> : null}
      <input type="hidden" name={props.name} value={weightsText(weights)} />
      {weights.length === 0 ? <p className="quiet">{t.months.none}</p> : null}
      <ul>
        {weights.map(([month, weight]) => (
          <li key={month}>
            <label htmlFor={`${id}-${month}`}>{monthName(month, locale)}</label>
            <input
              id={`${id}-${month}`}
              type="text"
              inputMode="decimal"
              aria-label={t.months.weight(monthName(month, locale))}
              value={weight}
              onChange={(event) => change(month, event.currentTarget.value)}
            />
            <span className="quiet">{total > 0 ? formatPercent(numberOf(weight) / total, locale) : '—'}</span>
            <Button
              tone="quiet"
              aria-label={t.months.remove(monthName(month, locale))}
              onClick={() => change(month, null)}
            >
              ×
            </Button>
          </li>
        ))}
      </ul>
      <div className="months-actions">
        {last ? (
          <>
            <Button onClick={() => change(monthAfter(last), '1')}>{t.months.add}</Button>
            <Button tone="quiet" onClick={() => setWeights(weights.map(([month]) => [month, '1']))}>
              {t.months.even}
            </Button>
          </>
        ) : (
          <label>
            <span>{t.months.first}</span>
            <input
              type="month"
              onChange={(event) =>
                /^\d{4}-\d\d$/.test(event.currentTarget.value) && change(event.currentTarget.value, '1')
              }
            />
          </label>
        )}
      </div>
      {props.error ? (
        <p className="field-error">
          <span aria-hidden="true">✗ </span>
          {props.error}
        </p>
      ) : null}
    </fieldset>
  )
}
