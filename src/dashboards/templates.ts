import type { Preset } from '../analytics/audience.ts'
import type { Locale } from '../i18n.ts'
import { type Card, cardOf } from './cards.ts'

export const templateNames = ['lead', 'management', 'contributor', 'trainer', 'empty'] as const
export type TemplateName = (typeof templateNames)[number]

interface Template {
  readonly preset: Exclude<Preset, 'custom'>
  readonly words: Readonly<Record<Locale, { readonly name: string; readonly purpose: string; readonly note?: string }>>
  readonly cards: readonly Card[]
}

/** A dashboard to start from, by who reads it; cards for the KPIs of the project come before the curve where `kpis` says how many. */
export const templates: Readonly<Record<TemplateName, Template & { readonly kpis: number }>> = {
  lead: {
    preset: '30d',
    kpis: 2,
    words: {
      fr: { name: 'Pilotage de la communication', purpose: 'Pour le responsable : l’audience, d’où elle vient, ce qu’elle fait, où en sont les KPI.' },
      en: { name: 'Steering communication', purpose: 'For the lead: the audience, where it comes from, what it does, where KPIs stand.' },
    },
    cards: [
      cardOf('number', { metrics: ['visitors'] }),
      cardOf('number', { metrics: ['visits'] }),
      cardOf('number', { metrics: ['conversions'] }),
      cardOf('number', { metrics: ['conversionRate'] }),
      cardOf('line', { metrics: ['visits'], width: 8 }),
      cardOf('bars', { metrics: ['visits'], dimension: 'channel', width: 4 }),
      cardOf('table', { metrics: ['visits', 'bounceRate', 'conversions'], dimension: 'entryPage', width: 6 }),
      cardOf('table', { metrics: ['visits', 'conversions', 'conversionRate'], dimension: 'utmCampaign', width: 6 }),
    ],
  },
  management: {
    preset: 'month',
    kpis: 4,
    words: {
      fr: { name: 'Résultats pour la direction', purpose: 'Pour la direction : les résultats du mois, les KPI devant leur cible, en peu de chiffres.' },
      en: { name: 'Results for management', purpose: 'For management: results of the month, KPIs against their targets, in few figures.' },
    },
    cards: [
      cardOf('number', { metrics: ['visitors'], width: 4 }),
      cardOf('number', { metrics: ['conversions'], width: 4 }),
      cardOf('number', { metrics: ['revenue'], width: 4 }),
      cardOf('line', { metrics: ['conversions'], width: 8 }),
      cardOf('bars', { metrics: ['conversions'], dimension: 'goal', width: 4 }),
      cardOf('map', { metrics: ['visits'], dimension: 'region', width: 12 }),
    ],
  },
  contributor: {
    preset: '28d',
    kpis: 0,
    words: {
      fr: { name: 'Vie des contenus', purpose: 'Pour qui publie : les pages lues, les entrées, ce que la lettre et les réseaux apportent.' },
      en: { name: 'Life of contents', purpose: 'For those who publish: pages read, entries, what the letter and networks bring.' },
    },
    cards: [
      cardOf('number', { metrics: ['pageviews'], width: 4 }),
      cardOf('number', { metrics: ['viewsPerVisit'], width: 4 }),
      cardOf('number', { metrics: ['visitDuration'], width: 4 }),
      cardOf('line', { metrics: ['pageviews', 'visits'], width: 12 }),
      cardOf('table', { metrics: ['pageviews', 'visits'], dimension: 'page', width: 6 }),
      cardOf('bars', { metrics: ['visits'], dimension: 'source', width: 6 }),
    ],
  },
  trainer: {
    preset: '30d',
    kpis: 1,
    words: {
      fr: {
        name: 'Lecture guidée', purpose: 'Pour une formation : peu de chiffres, et une note qui dit comment les lire.',
        note: 'Un chiffre seul ne dit rien : regardez ce qui est comparé, et sur quels jours.\n\nLe taux de rebond se lit par canal : une visite d’une page peut être une visite réussie.',
      },
      en: {
        name: 'Guided reading', purpose: 'For a class: few figures, and a note that says how to read them.',
        note: 'A figure alone says nothing: look at what it is compared with, and over which days.\n\nRead the bounce rate by channel: a visit of one page may be a success.',
      },
    },
    cards: [
      cardOf('note', { width: 12 }),
      cardOf('number', { metrics: ['visits'], width: 6 }),
      cardOf('number', { metrics: ['bounceRate'], width: 6 }),
      cardOf('line', { metrics: ['visits'], width: 12 }),
      cardOf('table', { metrics: ['visits', 'bounceRate'], dimension: 'channel', width: 12 }),
    ],
  },
  empty: {
    preset: '30d',
    kpis: 0,
    words: {
      fr: { name: 'Tableau vide', purpose: 'Choisir chaque carte soi-même.' },
      en: { name: 'Empty dashboard', purpose: 'Choose each card yourself.' },
    },
    cards: [],
  },
} // prettier-ignore

/**
 * The cards of a template in a project: with bullets for its first KPIs, the note in the reader's language.
 * @param kpis ids of the project's KPIs
 */
export function cardsOf(name: TemplateName, kpis: readonly string[], locale: Locale): readonly Card[] {
  const { cards, words, kpis: most } = templates[name]
  const bullets = kpis.slice(0, most).map((kpi) => cardOf('bullet', { kpi, width: most === 1 ? 12 : 6 }))
  const first = cards.findIndex(({ kind }) => kind !== 'number' && kind !== 'note')
  const at = first < 0 ? cards.length : first
  return [...cards.slice(0, at), ...bullets, ...cards.slice(at)].map((card) => ({
    ...card,
    id: crypto.randomUUID(),
    note: card.kind === 'note' ? (words[locale].note ?? '') : '',
  }))
}
