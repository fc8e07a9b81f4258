import type { ImportedDay, ImportedValue } from '../collect/history.store.ts'
import { formatDate, formatDay, formatNumber } from '../i18n.ts'
import { daysOf } from '../period.ts'
import { Figure, Figures } from '../ui/Figure.tsx'
import { LineChart } from '../ui/LineChart.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { type Headline, headline } from './audience.ts'
import { en as catalogEn } from './catalog.en.ts'
import { fr as catalogFr } from './catalog.fr.ts'
import { dimensionNames, metrics } from './catalog.ts'
import { importedFigure } from './imported.ts'
import { en } from './imported.en.ts'
import { fr } from './imported.fr.ts'
import { metricText } from './labels.ts'

export interface ShownImports {
  readonly days: readonly ImportedDay[]
  readonly origins: readonly { readonly tool: string; readonly on: string }[]
  readonly overlap: number
  readonly values: readonly ImportedValue[]
}

/** Days that another tool counted, drawn apart from ours and named as such. */
export function ImportedHistory(props: {
  readonly imported: ShownImports
  readonly metric: Headline
  readonly isFiltered: boolean
}) {
  const { imported, metric, isFiltered } = props
  const t = useWords({ fr, en })
  const words = useWords({ fr: catalogFr, en: catalogEn })
  const locale = useLocale()
  const { days, origins, overlap } = imported
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return null
  const byDay = new Map(days.map((day) => [day.day, day]))
  const span = daysOf({ from: first.day, to: last.day })
  const tools = [...new Set(origins.map(({ tool }) => t.tools[tool] ?? tool))].join(', ')
  const number = (n: number) => formatNumber(n, locale)
  return (
    <section aria-labelledby="imported" className="imported">
      <h2 id="imported">{t.title}</h2>
      <p>{t.lead(number(days.length), days.length)}</p>
      <ul>
        {origins.map(({ tool, on }) => (
          <li key={`${tool} ${on}`}>{t.origin(t.tools[tool] ?? tool, formatDate(on, locale))}</li>
        ))}
      </ul>
      {overlap > 0 ? <p className="note">{t.overlap(number(overlap), overlap)}</p> : null}
      {isFiltered ? <p className="note">{t.filtered}</p> : null}
      <Figures label={t.title}>
        {headline.map((name) => {
          const value = importedFigure(name, days)
          const { label, definition, formula } = words.metrics[name]
          return (
            <Figure
              key={name}
              label={label}
              value={value === null ? null : metricText(name, value, locale)}
              reason={t.untold}
              definition={definition}
              formula={`${formula} (${words.units[metrics[name].unit]})`}
              source={tools}
            />
          )
        })}
      </Figures>
      <LineChart
        title={t.chart(words.metrics[metric].label)}
        xLabel={t.date}
        labels={span.map((day) => formatDate(day, locale))}
        shortLabels={span.map((day) => formatDay(day, locale))}
        series={[
          {
            name: t.series(tools),
            values: span.map((day) => {
              const found = byDay.get(day)
              return found ? importedFigure(metric, [found]) : null
            }),
          },
        ]}
        format={(value) => metricText(metric, value, locale)}
      />
      <Values values={imported.values} />
    </section>
  )
}

function Values({ values }: { readonly values: readonly ImportedValue[] }) {
  const t = useWords({ fr, en })
  const words = useWords({ fr: catalogFr, en: catalogEn })
  const locale = useLocale()
  const sum = (key: 'visitors' | 'visits' | 'pageviews'): Column<ImportedValue> => ({
    key,
    label: t[key],
    align: 'end',
    cell: (row) => (row[key] === null ? '—' : formatNumber(Number(row[key]), locale)),
  })
  const columns: Column<ImportedValue>[] = [
    { key: 'value', label: t.value, cell: ({ value }) => value },
    sum('visitors'),
    sum('visits'),
    sum('pageviews'),
  ]
  const told = dimensionNames.filter((name) => values.some(({ dimension }) => dimension === name))
  if (told.length === 0) return null
  return (
    <details>
      <summary>{t.details}</summary>
      <div className="panels">
        {told.map((name) => (
          <Table
            key={name}
            caption={t.values(words.dimensions[name])}
            columns={columns}
            rows={values.filter(({ dimension }) => dimension === name)}
            rowKey={({ value }) => value}
          />
        ))}
      </div>
    </details>
  )
}
