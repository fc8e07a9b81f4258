import { BarChart } from '../ui/BarChart.tsx'
import { useColon, useWords } from '../ui/locale.tsx'
import { en } from './board.en.ts'
import { fr } from './board.fr.ts'
import type { CardFigures } from './figures.store.ts'
import { tileOf, tiles } from './regions.ts'

const [wide, high, gap] = [84, 52, 6]
const shownCountries = 6

/** A metric by region of France as tiles, with its table, and by country beside; by country alone where no region is known. */
export function RegionMap({ one, format }: { readonly one: CardFigures; readonly format: (value: number) => string }) {
  const t = useWords({ fr, en })
  const label = one.said.metrics[0] ?? ''
  const regions = new Map<string, number>()
  for (const { name, values } of one.rows) {
    const tile = tileOf(name)
    if (tile && values[0] != null) regions.set(tile.code, values[0])
  }
  const countries = one.countries.slice(0, shownCountries)
  const [top] = countries
  const hasRegions = one.card.dimension === 'region' && regions.size > 0
  return (
    <div className="board-map-parts">
      {hasRegions ? <Tiles values={regions} label={label} by={one.said.by} format={format} /> : null}
      {one.card.dimension === 'region' && !hasRegions ? <p className="figure-note">{t.noRegions}</p> : null}
      {top ? (
        <BarChart
          direction="rows"
          title={t.first(top.label, top.values[0] == null ? '—' : format(top.values[0]))}
          xLabel={t.country}
          labels={countries.map((country) => country.label)}
          series={[{ name: label, values: countries.map(({ values }) => values[0] ?? null) }]}
          format={format}
        />
      ) : (
        <p className="figure-note">{t.noRows}</p>
      )}
    </div>
  )
} // prettier-ignore

/** Depth says the rank, the figure says how much: without colour nothing is lost. */
function Tiles(props: {
  readonly values: ReadonlyMap<string, number>
  readonly label: string
  /** Heading of the names of regions. */
  readonly by: string
  readonly format: (value: number) => string
}) {
  const { values, label, by, format } = props
  const t = useWords({ fr, en })
  const colon = useColon()
  const most = Math.max(...values.values(), Number.EPSILON)
  const [width, height] = [5 * (wide + gap) - gap, 7 * (high + gap) - gap]
  const known = tiles.filter(({ code }) => values.has(code)).toSorted((a, b) => (values.get(b.code) ?? 0) - (values.get(a.code) ?? 0)) // prettier-ignore
  return (
    <figure className="region-map">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t.mapOf(label)}>
        {tiles.map(({ code, name, column, row }) => {
          const value = values.get(code)
          const [x, y] = [column * (wide + gap), row * (high + gap)]
          return (
            <g key={code}>
              <title>{`${name}${colon}${value === undefined ? '—' : format(value)}`}</title>
              <rect className="region-ground" x={x} y={y} width={wide} height={high} rx={6} />
              {value === undefined ? null : (
                <rect className="region-depth" x={x} y={y} width={wide} height={high} rx={6} fillOpacity={0.06 + 0.3 * (value / most)} />
              )}
              <text className="region-code" x={x + wide / 2} y={y + 20} textAnchor="middle">
                {code}
              </text>
              <text className="region-value" x={x + wide / 2} y={y + 39} textAnchor="middle">
                {value === undefined ? '—' : format(value)}
              </text>
            </g>
          )
        })}
      </svg>
      <details>
        <summary>{t.mapTable}</summary>
        <div className="table-scroll" role="region" aria-label={t.mapOf(label)} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{by}</th>
                <th scope="col" className="end">
                  {label}
                </th>
              </tr>
            </thead>
            <tbody>
              {known.map(({ code, name }) => (
                <tr key={code}>
                  <th scope="row">{`${code} · ${name}`}</th>
                  <td className="end">{format(values.get(code) ?? 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )
} // prettier-ignore
