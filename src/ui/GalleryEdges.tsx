import { formatMoney, formatNumber, formatPercent } from '../i18n.ts'
import { BarChart } from './BarChart.tsx'
import { BulletChart } from './BulletChart.tsx'
import { LineChart } from './LineChart.tsx'
import { Sparkline } from './Sparkline.tsx'
import { StackedBars } from './StackedBars.tsx'
import { en } from './gallery.en.ts'
import { fr } from './gallery.fr.ts'
import { useLocale, useWords } from './locale.tsx'

const wave = (length: number) =>
  Array.from({ length }, (_, i) => Math.round(500 + 200 * Math.sin(i / 9) + 60 * Math.sin(i * 2.1)))

/** Values no chart is drawn for, and each must stand: few, many, none, unknown, negative, huge; names that are too long. */
const edges: readonly { readonly name: keyof typeof fr.edges; readonly values: readonly (number | null)[] }[] = [
  { name: 'one', values: [420] },
  { name: 'two', values: [420, 510] },
  { name: 'month', values: wave(30) },
  { name: 'year', values: wave(400) },
  { name: 'zeros', values: [0, 0, 0, 0] },
  { name: 'unknown', values: [null, null, null] },
  { name: 'holes', values: [null, 300, null, 420, 380, null] },
  { name: 'negative', values: [300, -120, -480, 60, 220] },
  { name: 'huge', values: [12_400_000_000, 9_800_000_000, 15_100_000_000] },
]

export function ChartEdges() {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const count = (n: number) => formatNumber(n, locale, 0)
  const long = t.charts.channels.map((channel) => `${channel} ${t.edges.long}`)
  return (
    <section aria-labelledby="edges">
      <h2 id="edges">{t.edgesTitle}</h2>
      <div className="specimens">
        {edges.map(({ name, values }) => {
          const labels = values.map((_, i) => `${t.charts.day} ${i + 1}`)
          const chart = { xLabel: t.charts.day, labels, series: [{ name: t.charts.visits, values }], format: count }
          return (
            <div key={name} className="specimen">
              <h3>{t.edges[name]}</h3>
              <LineChart title={`${t.edges[name]} 1`} {...chart} />
              <BarChart title={`${t.edges[name]} 2`} {...chart} />
              <Sparkline title={`${t.edges[name]} 3`} values={values} />
            </div>
          )
        })}
      </div>
      <BarChart
        title={t.edges.longRows}
        direction="rows"
        xLabel={t.charts.channel}
        labels={long}
        series={[
          { name: t.charts.planned, values: [520_000, -3_000, null, 0, 91_000] },
          { name: t.charts.spent, values: [490_000, 12_000, 4_000, null, 1] },
        ]}
        format={(cents) => formatMoney(cents, 'EUR', locale)}
      />
      <StackedBars
        title={t.edges.longParts}
        xLabel={t.charts.channel}
        labels={long}
        series={[
          ...t.charts.parts.map((name, i) => ({ name, values: [900 - i * 200, 0, null, 12, 3_000_000] })),
          { name: t.edges.long, values: [80, 2, 0, null, 1] },
        ]}
        format={count}
      />
      <BulletChart
        title={t.edges.bulletOver}
        value={0.31}
        expected={0.2}
        target={0.25}
        format={(n) => formatPercent(n, locale)}
      />
      <BulletChart title={t.edges.bulletUnknown} value={null} expected={null} target={1_200} format={count} />
      <BulletChart title={t.edges.bulletClose} value={1_190} expected={1_195} target={1_200} format={count} />
    </section>
  )
}
