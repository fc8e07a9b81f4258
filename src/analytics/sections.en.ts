import type { fr } from './sections.fr.ts'

export const en: typeof fr = {
  nav: 'Audience pages',
  groups: { whole: 'Whole', visitors: 'Visitors', behaviour: 'Behaviour', conversion: 'Conversion' },
  groupPages: (group) => `Pages: ${group}`,
  pages: {
    audience: 'Overview',
    realTime: 'Real time',
    events: 'Events',
    orders: 'Orders',
    reading: 'Reading',
    search: 'Site search',
    missing: 'Missing pages',
    vitals: 'Speed as felt',
    places: 'Places',
    devices: 'Devices',
    goals: 'Goals',
    funnels: 'Funnels',
    journeys: 'Journeys',
    retention: 'Retention',
    segments: 'Segments',
    compare: 'Compare',
  },
  files: { csv: 'Download as CSV', xlsx: 'Download as XLSX', json: 'Download as JSON' },
  fileOf: (file, table) => `${file}: ${table}`,
}
