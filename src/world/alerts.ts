import type { AlertDraft } from '../alerts/alerts.store.ts'

/** What Camille has watched: one that has rung, one that waits. */
export const alerts: readonly Omit<AlertDraft, 'siteId' | 'members'>[] = [
  {
    name: 'Boutique : les visites s’écartent de la prévision',
    rule: { kind: 'anomaly', metric: 'visits', filters: [], side: 'either', fewest: 20 },
    addresses: [],
    webhookUrl: null,
  },
  {
    name: 'Le traceur ne répond plus',
    rule: { kind: 'silence', metric: 'events', filters: [], hours: 6, usual: true },
    addresses: [],
    webhookUrl: null,
  },
]
