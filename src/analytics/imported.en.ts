import type { fr } from './imported.fr.ts'

const plural = (n: number, one: string, many: string) => (n === 1 ? one : many)

export const en: typeof fr = {
  title: 'Imported figures',
  lead: (days, n) =>
    `${days} ${plural(n, 'day of this period comes', 'days of this period come')} from another tool. ${plural(n, 'It is', 'They are')} shown here, apart: the figures, the curve and the panels of this page count only what Filrouge measured.`,
  origin: (tool, when) => `${tool}, imported on ${when}`,
  overlap: (days, n) =>
    `${days} more imported ${plural(n, 'day was', 'days were')} measured by Filrouge too: the measure wins, the import is not shown there.`,
  filtered: 'Imported figures are totals: no filter applies to them.',
  chart: (metric) => `${metric}, imported, by day`,
  date: 'Day',
  series: (tools) => `Imported (${tools})`,
  untold: 'The tool they come from does not give this figure.',
  values: (dimension) => `${dimension} (imported)`,
  value: 'Value',
  visitors: 'Visitors',
  visits: 'Visits',
  pageviews: 'Page views',
  details: 'Imported details',
  tools: { ga4: 'Google Analytics 4', plausible: 'Plausible', umami: 'Umami', matomo: 'Matomo', filrouge: 'Filrouge' },
}
