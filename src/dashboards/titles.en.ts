import type { fr } from './titles.fr.ts'

export const en: typeof fr = {
  overTime: (label) => `${label} over time`,
  barsTitle: (label, by) => `${label} by ${by}`,
  bulletTitle: (label) => `${label}: towards the target`,
  lostKpi: 'KPI taken away',
  noteTitle: 'Note',
  segment: (name) => `Segment: ${name}`,
  filtered: (text) => `Filter: ${text}`,
  date: 'Date',
  planned: 'Planned',
  path: 'Path',
  name: 'Name',
  value: 'Value',
  target: 'Target',
}
