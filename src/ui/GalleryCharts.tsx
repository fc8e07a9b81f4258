import { formatDate, formatMoney, formatNumber, formatPercent } from '../i18n.ts'
import { BarChart } from './BarChart.tsx'
import { BulletChart } from './BulletChart.tsx'
import { Figure, Figures } from './Figure.tsx'
import { LineChart } from './LineChart.tsx'
import { Sparkline } from './Sparkline.tsx'
import { StackedBars } from './StackedBars.tsx'
import { en } from './gallery.en.ts'
import { fr } from './gallery.fr.ts'
import { useLocale, useWords } from './locale.tsx'

/** What is counted and drawn. */
export function Charts() {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const c = t.charts
  const count = (n: number) => formatNumber(n, locale, 0)
  return (
    <section aria-labelledby="charts">
      <h2 id="charts">{t.chartsTitle}</h2>
      <Figures label={t.chartsTitle}>
        <Figure
          label={c.visits}
          value={count(12_480)}
          comparison={{ text: `+${formatPercent(0.12, locale)}`, with: c.before, tone: 'good' }}
          definition={t.sentence}
          formula={c.formula}
          source={c.source}
          chart={<Sparkline title={c.trend} values={visits} />}
        />
        <Figure
          label={c.bounce}
          value={formatPercent(0.482, locale)}
          rowsTo="/ui"
          comparison={{ text: '−3 points', with: c.before }}
        />
        <Figure label={c.rate} value={null} reason={c.noVisit} />
      </Figures>
      <LineChart
        title={c.lineTitle}
        xLabel={c.day}
        labels={visits.map((_, i) => formatDate(`2026-11-${String(i + 1).padStart(2, '0')}`, locale))}
        shortLabels={visits.map((_, i) => `${i + 1}`)}
        series={[
          { name: c.now, values: visits },
          { name: c.before, values: visitsBefore, isComparison: true },
        ]}
        band={{
          name: c.band,
          low: visitsBefore.map((n) => n - 60),
          high: visitsBefore.map((n, i) => (i === 8 ? null : n + 90)),
        }}
        format={count}
        whole
      />
      <BarChart
        title={c.barTitle}
        direction="rows"
        xLabel={c.channel}
        labels={c.channels}
        series={[{ name: c.visits, values: [5_210, 3_120, 1_480, 940, 0] }]}
        format={count}
        whole
      />
      <BarChart
        title={c.columnTitle}
        xLabel={c.month}
        labels={c.months}
        series={[
          { name: c.planned, values: [0, 120_000, 480_000, 230_000, 310_000, 90_000] },
          { name: c.spent, values: [0, 110_000, 520_000, null, null, null] },
        ]}
        format={(cents) => formatMoney(cents, 'EUR', locale)}
      />
      <StackedBars
        title={c.stackTitle}
        xLabel={c.channel}
        labels={c.channels.slice(0, 3)}
        series={c.parts.map((name, i) => ({ name, values: [3200 - i * 900, 1500 - i * 300, 400 + i * 300] }))}
        format={count}
      />
      <BulletChart
        title={c.bulletTitle}
        value={0.18}
        expected={0.2}
        target={0.25}
        format={(n) => formatPercent(n, locale)}
      />
    </section>
  )
}

const visits = [320, 402, 388, 510, 470, null, 610, 590, 640, 720]
const visitsBefore = [300, 310, 295, 400, 420, 380, 410, 460, 430, 480]
