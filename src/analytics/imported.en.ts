import type { fr } from './imported.fr.ts'

const plural = (n: number, one: string, many: string) => (n === 1 ? one : many)

export const en: typeof fr = {
  title: 'Imported figures',
  lead: (days, n) =>
    `${days} ${plural(n, 'day of this period comes', 'days of this period come')} from another tool. ${plural(n, 'It is', 'They are')} shown apart, under the name of that tool: dotted on the curve, below the list of each panel, and in figures here. Nothing else on this page counts ${plural(n, 'it', 'them')}.`,
  hidden: (days, n) =>
    `${days} ${plural(n, 'day', 'days')} imported from another tool ${plural(n, 'is', 'are')} out of sight.`,
  hide: 'Hide the imported figures',
  show: 'Show the imported figures',
  origin: (tool, when) => `${tool}, imported on ${when}`,
  overlap: (days, n) =>
    `${days} more imported ${plural(n, 'day was', 'days were')} measured by Filrouge too: the measure wins, the import is not shown there.`,
  filtered: 'Imported figures are totals: no filter applies to them.',
  series: (tools) => `Imported (${tools})`,
  untold: 'The tool they come from does not give this figure.',
  tools: { ga4: 'Google Analytics 4', plausible: 'Plausible', umami: 'Umami', matomo: 'Matomo', filrouge: 'Filrouge' },
}
