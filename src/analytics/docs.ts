import { dimensionNames, dimensionOf, metricNames, metrics } from './catalog.ts'
import { en } from './catalog.en.ts'
import { fr } from './catalog.fr.ts'

/** docs/metrics.md, generated from the catalogue: `node src/analytics/docs.ts > docs/metrics.md`. A test keeps it current. */
export function metricsPage(): string {
  const metricRows = metricNames.map((name) => {
    const { kind, unit, source, of } = metrics[name]
    const cells = [
      `\`${name}\``,
      `**${fr.metrics[name].label}** — ${fr.metrics[name].definition}`,
      fr.metrics[name].formula,
      fr.units[unit],
      fr.kinds[kind],
      fr.sources[source],
      of.map((sum) => `\`${sum}\``).join(' ÷ '),
    ]
    return `| ${cells.join(' | ')} |`
  })
  const englishRows = metricNames.map(
    (name) =>
      `| \`${name}\` | **${en.metrics[name].label}** — ${en.metrics[name].definition} | ${en.metrics[name].formula} |`,
  )
  const dimensionRows = dimensionNames.map((name) => {
    const { event, visit } = dimensionOf(name)
    return `| \`${name}\` | **${fr.dimensions[name]}** — ${fr.dimensionNotes[name]} | ${en.dimensions[name]} — ${en.dimensionNotes[name]} | ${event ?? '—'} | ${visit ?? '—'} |`
  })
  return `# Mesures et dimensions / metrics and dimensions

Generated from \`src/analytics/catalog.ts\` by \`node src/analytics/docs.ts > docs/metrics.md\`; do not edit.

## Mesures

| nom | définition | formule | unité | nature | lue dans | sommes |
|---|---|---|---|---|---|---|
${metricRows.join('\n')}

## Metrics

| name | definition | formula |
|---|---|---|
${englishRows.join('\n')}

## Dimensions

Column names are those of \`migrations/clickhouse/0001-events.sql\`.

| name | français | English | on events | on visits |
|---|---|---|---|---|
${dimensionRows.join('\n')}

## Règles / rules

- Bots are left out. Days, weeks (from Monday) and months are those of the site’s time zone; days of 23 and 25 hours are whole.
- Figures of visits count whole visits, on the date they begin; figures of events count what happened in the period.
- A page or event filter on a figure of visits keeps the visits that have such an event; its negation keeps those that never do.
- Filters may be put together (all, any) and say what they speak of: one event, a visit, a visitor (\`of\`, \`has\`). See \`docs/decisions/0094-questions-to-the-audience.md\`.
- \`property.NAME\` filters by a property of events; an event without it has an empty text.
- A goal filter says which goals count as conversions, and keeps the visits that reached them, but for the denominator of the conversion rate.
- A ratio is computed from its two sums, for each row and for the totals; over nothing it is null, never 0.
- Totals are computed on the whole, not by adding the rows shown: visitors of two rows may be the same people.
`
}

if (import.meta.main) process.stdout.write(metricsPage())
