import { Link } from 'react-router'
import { formatPercent } from '../i18n.ts'
import { useLocale } from '../ui/locale.tsx'

interface Props {
  readonly title: string
  readonly caption: string
  readonly labels: { readonly name: string; readonly amount: string; readonly part: string }
  readonly rows: readonly {
    readonly key: string
    readonly label: string
    readonly amount: string
    /** 0–1; null when there is no total. */
    readonly share: number | null
    readonly to: string
    readonly note?: string | undefined
  }[]
}

/** Parts of a total: a table whose last column is drawn as well as written. */
export function Shares({ title, caption, labels, rows }: Props) {
  const locale = useLocale()
  return (
    <figure className="shares">
      <h2>{title}</h2>
      <figcaption className="quiet">{caption}</figcaption>
      <table>
        <thead>
          <tr>
            <th scope="col">{labels.name}</th>
            <th scope="col" className="end">
              {labels.amount}
            </th>
            <th scope="col" className="end">
              {labels.part}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                <Link to={row.to}>{row.label}</Link> {row.note ? <span className="gap">{row.note}</span> : null}
              </th>
              <td className="end num">{row.amount}</td>
              <td className="end num">
                {row.share === null ? '—' : formatPercent(row.share, locale)}
                <svg
                  className="share-bar"
                  viewBox="0 0 100 4"
                  preserveAspectRatio="none"
                  aria-hidden="true"
                  focusable="false"
                >
                  <rect width={Math.min(1, row.share ?? 0) * 100} height="4" />
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}
