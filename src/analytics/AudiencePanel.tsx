import { Link } from 'react-router'
import type { ImportedValue } from '../collect/history.store.ts'
import { formatNumber, formatPercent } from '../i18n.ts'
import { LinkButton } from '../ui/Button.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { addressOf, panelMetric } from './audience.ts'
import { toggled } from './filters.ts'
import type { Panel, View } from './audience.ts'
import type { PanelRow } from './audience.store.ts'
import { valueLabel } from './labels.ts'
import { en } from './audience.en.ts'
import { en as importedEn } from './imported.en.ts'
import { fr as importedFr } from './imported.fr.ts'
import { fr } from './audience.fr.ts'

/** One ranking: each row filters the whole page, and its bar is its share of the first. */
export function AudiencePanel(props: {
  readonly panel: Panel
  readonly rows: readonly PanelRow[]
  readonly view: View
  /** Of the project; null where the view is only read: no filter, no file. */
  readonly base: string | null
  readonly domain: string
  /** Why there may be nothing to show. */
  readonly reason: 'exempt' | 'noGoals' | null
  /** Share of the visits that campaign figures rest on. */
  readonly consented: number | null
  /** What another tool counted of the same, below what we measured; null where it is not shown. */
  readonly imported: { readonly tools: string; readonly values: readonly ImportedValue[] } | null
}) {
  const { panel, view, base, domain, reason, consented, imported } = props
  // In exempt mode the only row would be what the server left out.
  const rows = reason === 'exempt' ? props.rows.filter(({ name }) => name !== '') : props.rows
  const t = useWords({ fr, en })
  const locale = useLocale()
  const title = t.panels[panel]
  const most = Math.max(1, ...rows.map((row) => row.count))
  const search = addressOf({ ...view, site: domain })
  return (
    <section className="panel" aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
        {rows.length > 0 && base !== null ? (
          <span className="panel-files">
            {(['csv', 'xlsx', 'json'] as const).map((format) => (
              <a
                key={format}
                href={`${base}/audience/export/${panel}${search}${search === '?' ? '' : '&'}format=${format}`}
                download
                aria-label={t.file(title, format.toUpperCase())}
              >
                {format.toUpperCase()}
              </a>
            ))}
          </span>
        ) : null}
      </header>
      {reason === 'exempt' ? <p className="note">{t.exemptCampaigns}</p> : null}
      {panel === 'utmCampaign' && consented !== null ? (
        <p className="note">{t.consented(formatPercent(consented, locale))}</p>
      ) : null}
      {reason === 'noGoals' ? (
        <>
          <p className="note">{t.noGoals}</p>
          <LinkButton to={`${base}/goals/new`}>{t.addGoal}</LinkButton>
        </>
      ) : null}
      {rows.length === 0 ? (
        reason === null ? (
          <p className="note">{t.none}</p>
        ) : null
      ) : (
        <table className="ranking">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t.name}</th>
              <th scope="col" className="end">
                {t.counts[panelMetric(panel)]}
              </th>
              <th scope="col" className="end">
                {panel === 'goal' ? t.rate : t.share}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const label = valueLabel(panel, row.name, t, locale)
              const filters = toggled(view.filters, { dimension: panel, operator: 'is', values: [row.name] })
              return (
                <tr key={row.name}>
                  <th scope="row">
                    {/* A drawing, since our pages allow no style attribute: the bar's length is its share of the longest. */}
                    <svg className="ranking-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
                      <rect width={(100 * row.count) / most} height="1" />
                    </svg>
                    {base === null ? (
                      <span className="ranking-name" title={row.name}>
                        {label}
                      </span>
                    ) : (
                      <Link
                        className="ranking-name"
                        to={addressOf(view, { filters })}
                        preventScrollReset
                        title={row.name}
                        aria-label={t.filterBy(title, label)}
                      >
                        {label}
                      </Link>
                    )}
                  </th>
                  <td className="end">{formatNumber(row.count, locale, 0)}</td>
                  <td className="end">{row.share === null ? '—' : formatPercent(row.share, locale)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      {imported && imported.values.length > 0 ? <ImportedPart panel={panel} {...imported} /> : null}
    </section>
  )
}

/** Rows of its own under a name of its own: their shares are of nothing here. */
function ImportedPart({
  panel,
  tools,
  values,
}: {
  readonly panel: Panel
  readonly tools: string
  readonly values: readonly ImportedValue[]
}) {
  const words = useWords({ fr: importedFr, en: importedEn })
  const t = useWords({ fr, en })
  const locale = useLocale()
  const metric = panelMetric(panel)
  const counted = (row: ImportedValue) => (metric === 'pageviews' ? row.pageviews : row.visits)
  return (
    <table className="ranking ranking-imported">
      <caption>{words.series(tools)}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t.name}</th>
          <th scope="col">{t.counts[metric]}</th>
        </tr>
      </thead>
      <tbody>
        {values.slice(0, importedRows).map((row) => {
          const count = counted(row)
          return (
            <tr key={row.value}>
              <th scope="row">{valueLabel(panel, row.value, t, locale)}</th>
              <td className="end">{count === null ? '—' : formatNumber(count, locale, 0)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const importedRows = 5
