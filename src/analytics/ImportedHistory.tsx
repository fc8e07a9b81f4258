import { Link } from 'react-router'
import type { ImportedDay, ImportedValue } from '../collect/history.store.ts'
import { formatDate, formatNumber } from '../i18n.ts'
import { Figure, Figures } from '../ui/Figure.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { addressOf, headline, type View } from './audience.ts'
import { en as catalogEn } from './catalog.en.ts'
import { fr as catalogFr } from './catalog.fr.ts'
import { metrics } from './catalog.ts'
import { importedFigure } from './imported.ts'
import { en } from './imported.en.ts'
import { fr } from './imported.fr.ts'
import { metricText } from './labels.ts'

export interface ShownImports {
  readonly days: readonly ImportedDay[]
  /** All the days as one. */
  readonly whole: ImportedDay
  readonly origins: readonly { readonly tool: string; readonly on: string }[]
  readonly overlap: number
  readonly values: readonly ImportedValue[]
}

/** The tools that counted, by name. */
export const toolsOf = ({ origins }: Pick<ShownImports, 'origins'>, t: typeof fr): string =>
  [...new Set(origins.map(({ tool }) => t.tools[tool] ?? tool))].join(', ')

/** Days that another tool counted: where they come from, their own totals, and the switch that hides them. */
export function ImportedHistory({ imported, view }: { readonly imported: ShownImports; readonly view: View }) {
  const t = useWords({ fr, en })
  const words = useWords({ fr: catalogFr, en: catalogEn })
  const locale = useLocale()
  const { days, origins, overlap } = imported
  if (days.length === 0) return null
  const number = (n: number) => formatNumber(n, locale)
  const isHidden = view.hidesImported === true
  const turned = (
    <Link className="imported-switch" to={addressOf(view, { hidesImported: !isHidden })} preventScrollReset>
      {isHidden ? t.show : t.hide}
    </Link>
  )
  if (isHidden)
    return (
      <p className="note">
        {t.hidden(number(days.length), days.length)} {turned}
      </p>
    )
  const tools = toolsOf(imported, t)
  return (
    <section aria-labelledby="imported" className="imported">
      <header className="panel-head">
        <h2 id="imported">{t.title}</h2>
        {turned}
      </header>
      <p>{t.lead(number(days.length), days.length)}</p>
      <ul>
        {origins.map(({ tool, on }) => (
          <li key={`${tool} ${on}`}>{t.origin(t.tools[tool] ?? tool, formatDate(on, locale))}</li>
        ))}
      </ul>
      {overlap > 0 ? <p className="note">{t.overlap(number(overlap), overlap)}</p> : null}
      {view.filters.length > 0 ? <p className="note">{t.filtered}</p> : null}
      <Figures label={t.title}>
        {headline.map((name) => {
          const value = importedFigure(name, [imported.whole])
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
    </section>
  )
}
