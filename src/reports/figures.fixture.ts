import { addDays } from '../period.ts'
import type { Figures, Frozen } from './figures.ts'

const period = { from: '2026-07-01', to: '2026-09-30' }
const compared = { from: '2026-04-01', to: '2026-06-30' }
const weeks = Array.from({ length: 14 }, (_, i) => addDays('2026-06-29', 7 * i))

const kpi = (over: Partial<Figures['kpis'][number]>): Figures['kpis'][number] => ({
  id: 'k1',
  title: 'Taux de conversion de la boutique',
  metric: 'conversionRate',
  unit: null,
  target: 2.4,
  actual: 1.62,
  expected: 2.1,
  deviation: -0.48,
  state: 'offTarget',
  sentence: {
    fr: 'Hors cible : 1,62 pour 2,1 attendus à ce jour, 22,9\u202f% d’écart.',
    en: 'Off target: 1.62 for 2.1 expected by today, 22.9% off.',
  },
  cause: 'Le paiement par virement a été retiré le 12 juillet : 41 % des paniers s’arrêtent à cette étape.',
  period: { from: '2026-01-01', to: '2026-12-31' },
  site: 'ruchersduventoux.example',
  source: null,
  measuredOn: null,
  ...over,
})

/** The third quarter of Les Ruchers du Ventoux: something of everything a report holds, worked out by hand. */
export const sampleFigures: Figures = {
  project: { name: 'Coffrets de fin d’année', company: 'Les Ruchers du Ventoux' },
  currency: 'EUR',
  timeZone: 'Europe/Paris',
  period,
  asOf: '2026-09-30',
  compared,
  kpis: [
    kpi({}),
    kpi({
      id: 'k2',
      title: 'Visites du site',
      metric: 'visits',
      target: 48_000,
      actual: 37_450,
      expected: 35_900,
      deviation: 1_550,
      state: 'onTarget',
      sentence: { fr: 'Dans la cible : 37 450 pour 35 900 attendus.', en: 'On target: 37,450 for 35,900 expected.' },
      cause: null,
    }),
    kpi({
      id: 'k3',
      title: 'Abonnés à la lettre',
      metric: 'manual',
      unit: 'abonnés',
      target: 3_000,
      actual: 2_310,
      expected: 2_450,
      deviation: -140,
      state: 'watch',
      sentence: { fr: 'À surveiller : 2 310 pour 2 450 attendus.', en: 'To watch: 2,310 for 2,450 expected.' },
      cause: null,
      site: null,
      source: 'Outil d’envoi de la lettre',
      measuredOn: '2026-09-28',
    }),
  ],
  sites: [
    {
      domain: 'ruchersduventoux.example',
      mode: 'consent',
      granularity: 'week',
      totals: {
        visitors: 9_870, visits: 12_412, pageviews: 34_310, viewsPerVisit: 2.76, bounceRate: 0.431, visitDuration: 98,
      }, // prettier-ignore
      before: {
        visitors: 8_540, visits: 11_020, pageviews: 30_280, viewsPerVisit: 2.75, bounceRate: 0.452, visitDuration: 91,
      }, // prettier-ignore
      series: weeks.map((at, i) => ({ at, value: 820 + ((i * 137) % 240) })),
      seriesBefore: weeks.map((at, i) => ({ at: addDays(at, -91), value: 730 + ((i * 89) % 200) })),
      channels: [
        { name: 'Organic Search', visits: 5_210, visitsBefore: 4_630, share: 0.42, conversions: 96, conversionRate: 0.0178, revenueCents: 412_300 },
        { name: 'Email', visits: 2_870, visitsBefore: 2_150, share: 0.231, conversions: 88, conversionRate: 0.0296, revenueCents: 390_150 },
        { name: 'Paid Social', visits: 2_412, visitsBefore: 0, share: 0.194, conversions: 11, conversionRate: 0.0046, revenueCents: 41_200 },
        { name: 'Direct', visits: 1_920, visitsBefore: 4_240, share: 0.155, conversions: 20, conversionRate: 0.0104, revenueCents: 88_000 },
      ], // prettier-ignore
    },
  ],
  campaigns: [
    { id: 'c1', title: 'Été : miel de lavande', state: 'over', period: { from: '2026-07-06', to: '2026-08-16' }, plannedCents: 240_000, spentCents: 312_050, visits: 2_412, conversions: 11, revenueCents: 41_200, clicks: 2_690 },
    { id: 'c2', title: 'Lettre de rentrée', state: 'running', period: { from: '2026-09-01', to: '2026-09-30' }, plannedCents: 60_000, spentCents: 42_000, visits: 1_310, conversions: 47, revenueCents: 205_900, clicks: 1_402 },
  ], // prettier-ignore
  budget: {
    reference: 'excl',
    envelopeCents: 4_800_000,
    plannedCents: 4_655_000,
    forecastCents: 4_790_500,
    natures: [
      { nature: 'human', lines: 5, plannedCents: 2_380_000, invoicedLines: 2, invoicedPlannedCents: 900_000, actualCents: 864_000 },
      { nature: 'material', lines: 4, plannedCents: 1_455_000, invoicedLines: 2, invoicedPlannedCents: 610_000, actualCents: 781_500 },
      { nature: 'intangible', lines: 3, plannedCents: 820_000, invoicedLines: 0, invoicedPlannedCents: 0, actualCents: 0 },
    ],
  }, // prettier-ignore
  actions: [
    { id: 'a1', title: 'Refonte de la page coffrets', state: 'done', owner: 'Camille Roux', endsOn: '2026-08-28', standing: 'done', lateDays: 0 },
    { id: 'a2', title: 'Shooting des coffrets de Noël', state: 'doing', owner: 'Inès Marchal', endsOn: '2026-09-18', standing: 'late', lateDays: 12 },
    { id: 'a3', title: 'Recruter trois points de vente', state: 'doing', owner: null, endsOn: '2026-10-31', standing: 'running', lateDays: 0 },
  ], // prettier-ignore
  contents: {
    planned: 4,
    published: [
      { id: 'p1', title: 'Pourquoi le miel cristallise', state: 'published', format: 'article', line: 'Le blog : savoir et saisons', on: '2026-07-09' },
      { id: 'p2', title: 'La récolte de lavande en six images', state: 'published', format: 'post', line: 'Instagram : les gestes', on: '2026-07-22' },
      { id: 'p3', title: 'Lettre de rentrée', state: 'published', format: 'newsletter', line: null, on: '2026-09-03' },
    ],
  }, // prettier-ignore
  recommendations: [
    {
      id: 'r1',
      title: 'Rétablir le paiement par virement',
      state: 'approved',
      finding: 'Taux de conversion à 1,62 % pour 2,1 % attendus au 30 septembre.',
      proposal: 'Remettre le virement et le rappeler sur la page panier.',
      costCents: 60_000,
      expectedEffect: '2,1 % de conversion fin novembre',
      owner: 'Camille Roux',
      dueOn: '2026-10-20',
      cited: true,
      decisions: [
        { outcome: 'postponed', by: 'Hélène Vial', on: '2026-09-21', note: 'Après le salon.' },
        { outcome: 'approved', by: 'Hélène Vial', on: '2026-10-05', note: null },
      ],
    },
    {
      id: 'r2',
      title: 'Arrêter la publicité « Été »',
      state: 'submitted',
      finding: 'La campagne « Été » coûte 284 € par conversion.',
      proposal: null,
      costCents: 0,
      expectedEffect: null,
      owner: null,
      dueOn: null,
      cited: false,
      decisions: [],
    },
  ],
}

/** The same, frozen on 6 October. */
export const sampleFrozen: Frozen = {
  at: '2026-10-06T07:42:00.000Z',
  by: 'Camille Roux',
  figures: sampleFigures,
  approval: null,
}

export const sampleTexts = {
  title: 'Rapport du troisième trimestre 2026',
  author: 'Camille Roux',
  function: 'Chargée de communication',
  audience: 'Direction',
  summary:
    'Le site gagne 13 % de visites et la lettre reste le canal le plus rentable : 3 % de conversion.\nLa campagne d’été a coûté 30 % de plus que prévu pour onze commandes. Nous demandons de l’arrêter et de rétablir le paiement par virement.',
  lessons: 'Les acheteurs de coffrets viennent de la lettre, pas des réseaux : le budget doit suivre.',
}
