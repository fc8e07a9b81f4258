import type { ClickHouse } from '../clickhouse.ts'
import type { Site } from './analytics.store.ts'
import type { DimensionName } from './catalog.ts'
import { tell } from './visits.fixture.ts'

/*
 * The worked example, in Paris (UTC+1). Four visits of three people:
 *   V1  A, Mon 2 Nov 10:00  /  /miel  /merci, then event "commande" at 49.90 €   125 s  Google, Firefox on Linux, Carpentras
 *   V2  B, Mon 2 Nov 23:50  /miel, and at 00:05 /contact                         900 s  newsletter, campaign noel, Safari on iOS
 *   V3  A, Tue 3 Nov 09:00  /                                                      0 s  direct
 *   V4  C, Thu 5 Nov 12:00  /miel                                                  0 s  direct, from Belgium, on a phone
 * and a robot on 3 Nov, and the order of another site. Goals: Achat (event commande), Contact (page /contact*).
 */
const home = {
  country: 'FR',
  region: 'Provence-Alpes-Côte d’Azur',
  city: 'Carpentras',
  device: 'desktop',
  browser: 'Firefox',
  os: 'Linux',
}
const phone = { country: 'FR', region: 'Île-de-France', city: 'Paris', device: 'mobile', browser: 'Safari', os: 'iOS' }
const google = { visit_source: 'Google', visit_channel: 'Organic Search', visit_referrer_host: 'www.google.com' }
const letter = {
  visit_source: 'lettre', visit_channel: 'Email', visit_utm_source: 'lettre', visit_utm_medium: 'email', visit_utm_campaign: 'noel', visit_utm_content: 'haut', visit_utm_term: 'miel',
} // prettier-ignore
const direct = { visit_source: '', visit_channel: 'Direct' }

export const period = { from: '2026-11-01', to: '2026-11-07' }

export type Figures = readonly (number | null)[]
// visitors visits pageviews viewsPerVisit bounceRate visitDuration events conversions conversionRate revenue
export const all: Figures = [3, 4, 7, 1.75, 0.5, 256.25, 8, 2, 0.5, 4990]
const v1: Figures = [1, 1, 3, 3, 0, 125, 4, 1, 1, 4990]
const v2: Figures = [1, 1, 2, 2, 0, 900, 2, 1, 1, 0]
const v3: Figures = [1, 1, 1, 1, 1, 0, 1, 0, 0, 0]
const v4: Figures = v3
const v13: Figures = [1, 2, 4, 2, 0.5, 62.5, 5, 1, 0.5, 4990]
const v24: Figures = [2, 2, 3, 1.5, 0.5, 450, 3, 1, 0.5, 0]
const v34: Figures = [2, 2, 2, 1, 1, 0, 2, 0, 0, 0]
const v123: Figures = [2, 3, 6, 2, 1 / 3, 1025 / 3, 7, 2, 2 / 3, 4990]
const v134: Figures = [2, 3, 5, 5 / 3, 2 / 3, 125 / 3, 6, 1, 1 / 3, 4990]
const v234: Figures = [3, 3, 4, 4 / 3, 2 / 3, 300, 4, 1, 1 / 3, 0]
const nothing: Figures = [0, 0, 0, null, null, null, 0, 0, null, 0]

export const expected: Record<DimensionName, Record<string, Figures>> = {
  // V2 began on the 2nd: its visit, its 900 s and its conversion are of that day, its second page of the 3rd.
  date: {
    '2026-11-01': nothing,
    '2026-11-02': [2, 2, 4, 2, 0, 512.5, 5, 2, 1, 4990],
    '2026-11-03': [1, 1, 2, 2, 1, 0, 2, 0, 0, 0],
    '2026-11-04': nothing,
    '2026-11-05': v4,
    '2026-11-06': nothing,
    '2026-11-07': nothing,
  },
  page: {
    '/': [1, 2, 2, 1, 0.5, 62.5, 2, 1, 0.5, 0],
    '/miel': [3, 3, 3, 1, 1 / 3, 1025 / 3, 3, 2, 2 / 3, 0],
    '/merci': [1, 1, 1, 1, 0, 125, 2, 1, 1, 4990],
    '/contact': [1, 1, 1, 1, 0, 900, 1, 1, 1, 0],
  },
  event: {
    pageview: [3, 4, 7, 1.75, 0.5, 256.25, 7, 2, 0.5, 0],
    commande: [1, 1, 0, 0, 0, 125, 1, 1, 1, 4990],
  },
  // The rate of each goal is over all the visits.
  goal: {
    Achat: [1, 1, 0, 0, 0, 125, 1, 1, 0.25, 4990],
    Contact: [1, 1, 1, 1, 0, 900, 1, 1, 0.25, 0],
  },
  entryPage: { '/': v13, '/miel': v24 },
  exitPage: { '/merci': v1, '/contact': v2, '/': v3, '/miel': v4 },
  source: { Google: v1, lettre: v2, '': v34 },
  channel: { 'Organic Search': v1, Email: v2, Direct: v34 },
  referrerHost: { 'www.google.com': v1, '': v234 },
  utmSource: { lettre: v2, '': v134 },
  utmMedium: { email: v2, '': v134 },
  utmCampaign: { noel: v2, '': v134 },
  utmContent: { haut: v2, '': v134 },
  utmTerm: { miel: v2, '': v134 },
  country: { FR: v123, BE: v4 },
  region: { 'Provence-Alpes-Côte d’Azur': v13, 'Île-de-France': v2, Wallonie: v4 },
  city: { Carpentras: v13, Paris: v2, Namur: v4 },
  device: { desktop: v13, mobile: v24 },
  browser: { Firefox: v13, Safari: v2, Chrome: v4 },
  os: { Linux: v13, iOS: v2, Android: v4 },
}

export const workedSite: Site = { id: 1, domain: 'ruches.example', project: null, mode: 'consent', timeZone: 'Europe/Paris', currency: 'EUR', goals: [
    { id: 'goal-1', title: 'Achat', match: 'event', pattern: 'commande' },
    { id: 'goal-2', title: 'Contact', match: 'page', pattern: '/contact*' },
  ] } // prettier-ignore

/** Writes the worked example, in two inserts. */
export async function tellWorkedExample(clickhouse: ClickHouse): Promise<void> {
  const one = {
    site: 1,
    visitor: 1,
    visit: 11,
    startedAt: '2026-11-02T09:00:00Z',
    entry: '/',
    shared: { ...home, ...google },
  }
  const two = {
    site: 1,
    visitor: 2,
    visit: 12,
    startedAt: '2026-11-02T22:50:00Z',
    entry: '/miel',
    shared: { ...phone, ...letter },
  }
  const belgian = {
    country: 'BE',
    region: 'Wallonie',
    city: 'Namur',
    device: 'mobile',
    browser: 'Chrome',
    os: 'Android',
  }
  await tell(clickhouse, [
    { ...one, at: '2026-11-02T09:00:00Z', path: '/' },
    { ...one, at: '2026-11-02T09:01:00Z', path: '/miel' },
    { ...one, at: '2026-11-02T09:02:00Z', path: '/merci' },
    { ...two, at: '2026-11-02T22:50:00Z', path: '/miel' },
  ])
  // A second insert: the visits of the first are still in parts of their own, not merged.
  await tell(clickhouse, [
    { ...one, at: '2026-11-02T09:02:05Z', path: '/merci', name: 'commande', revenueCents: 4990 },
    { ...two, at: '2026-11-02T23:05:00Z', path: '/contact' },
    {
      site: 1,
      visitor: 1,
      visit: 13,
      at: '2026-11-03T08:00:00Z',
      startedAt: '2026-11-03T08:00:00Z',
      path: '/',
      entry: '/',
      shared: { ...home, ...direct },
    },
    {
      site: 1,
      visitor: 3,
      visit: 14,
      at: '2026-11-05T11:00:00Z',
      startedAt: '2026-11-05T11:00:00Z',
      path: '/miel',
      entry: '/miel',
      shared: { ...belgian, ...direct },
    },
    {
      site: 1,
      visitor: 9,
      visit: 19,
      at: '2026-11-03T08:00:00Z',
      startedAt: '2026-11-03T08:00:00Z',
      path: '/',
      entry: '/',
      bot: 'agent',
    },
    {
      site: 2,
      visitor: 8,
      visit: 18,
      at: '2026-11-03T08:00:00Z',
      startedAt: '2026-11-03T08:00:00Z',
      path: '/',
      entry: '/',
      revenueCents: 100,
    },
  ])
}
