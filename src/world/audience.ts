import { channelOf } from '../collect/channel.ts'
import { provenance } from '../collect/enrich.ts'
import type { Provenance } from '../collect/enrich.ts'
import { drawer, type Random } from './random.ts'

/** Where people who click no campaign link come from. */
export interface Origin {
  readonly host: string
  readonly weight: number
  /** Where they land. */
  readonly lands: 'blog' | 'shop' | 'home' | 'companies' | 'markets'
  readonly bounce: number
  /** Factor on the share of visits that order. */
  readonly buys: number
  /** Factor by season or kind of day; 1 when absent. */
  readonly on?: (day: { readonly weekend: boolean; readonly summer: boolean; readonly progress: number }) => number
}

export const origins: readonly Origin[] = [
  { host: 'google.com', weight: 205, lands: 'blog', bounce: 0.56, buys: 0.75 },
  { host: 'google.com', weight: 82, lands: 'shop', bounce: 0.4, buys: 1.5 },
  { host: 'bing.com', weight: 20, lands: 'blog', bounce: 0.52, buys: 0.9 },
  { host: 'duckduckgo.com', weight: 13, lands: 'blog', bounce: 0.5, buys: 1 },
  { host: 'ecosia.org', weight: 12, lands: 'blog', bounce: 0.5, buys: 1.1 },
  { host: 'qwant.com', weight: 10, lands: 'shop', bounce: 0.47, buys: 1.1 },
  { host: '', weight: 190, lands: 'home', bounce: 0.36, buys: 1.35 },
  { host: '', weight: 70, lands: 'shop', bounce: 0.34, buys: 1.6 },
  { host: 'l.instagram.com', weight: 92, lands: 'blog', bounce: 0.6, buys: 0.55 },
  { host: 'm.facebook.com', weight: 58, lands: 'blog', bounce: 0.57, buys: 0.7, on: ({ summer }) => (summer ? 1.25 : 1) },
  { host: 'pinterest.com', weight: 36, lands: 'blog', bounce: 0.66, buys: 0.35 },
  { host: 'linkedin.com', weight: 22, lands: 'companies', bounce: 0.42, buys: 0.4, on: ({ weekend }) => (weekend ? 0.15 : 1.3) },
  { host: 'youtube.com', weight: 10, lands: 'blog', bounce: 0.55, buys: 0.6 },
  { host: 'ventoux-tourisme.example', weight: 26, lands: 'markets', bounce: 0.38, buys: 0.8, on: ({ summer }) => (summer ? 2.6 : 0.7) },
  { host: 'marches-du-vaucluse.example', weight: 20, lands: 'markets', bounce: 0.44, buys: 0.8, on: ({ summer }) => (summer ? 1.8 : 0.9) },
  { host: 'la-table-de-simone.example', weight: 16, lands: 'blog', bounce: 0.5, buys: 0.9 },
  { host: 'cadeaux-du-sud.example', weight: 9, lands: 'shop', bounce: 0.4, buys: 1.4 },
  { host: 'chatgpt.com', weight: 11, lands: 'blog', bounce: 0.45, buys: 1, on: ({ progress }) => 0.4 + 1.6 * progress },
] // prettier-ignore

/** Source and channel of each origin, as the collector gives them. */
const known = new Map<string, Provenance>()
export const provenanceOf = (host: string, url: URL, consent: boolean): Provenance =>
  known.getOrInsertComputed(`${host} ${url.search} ${String(consent)}`, () => provenance(url, host, consent, channelOf))

interface Place {
  readonly country: string
  readonly region: string
  readonly city: string
  readonly language: string
  readonly weight: number
}

const paca = 'Provence-Alpes-Côte d’Azur'
const rows: readonly (readonly [weight: number, country: string, region: string, city: string, language?: string])[] = [
  [92, 'FR', paca, 'Avignon'], [74, 'FR', paca, 'Carpentras'], [58, 'FR', paca, 'Marseille'], [30, 'FR', paca, 'Aix-en-Provence'],
  [26, 'FR', paca, 'Orange'], [22, 'FR', paca, 'Cavaillon'], [18, 'FR', paca, 'Pernes-les-Fontaines'], [17, 'FR', paca, 'Nice'],
  [16, 'FR', paca, 'Sorgues'], [12, 'FR', paca, 'Toulon'],
  [120, 'FR', 'Île-de-France', 'Paris'], [18, 'FR', 'Île-de-France', 'Boulogne-Billancourt'], [14, 'FR', 'Île-de-France', 'Versailles'],
  [64, 'FR', 'Auvergne-Rhône-Alpes', 'Lyon'], [26, 'FR', 'Auvergne-Rhône-Alpes', 'Grenoble'], [14, 'FR', 'Auvergne-Rhône-Alpes', 'Valence'],
  [34, 'FR', 'Occitanie', 'Montpellier'], [30, 'FR', 'Occitanie', 'Nîmes'], [28, 'FR', 'Occitanie', 'Toulouse'],
  [24, 'FR', 'Nouvelle-Aquitaine', 'Bordeaux'], [26, 'FR', 'Pays de la Loire', 'Nantes'], [18, 'FR', 'Bretagne', 'Rennes'],
  [24, 'FR', 'Hauts-de-France', 'Lille'], [20, 'FR', 'Grand Est', 'Strasbourg'], [12, 'FR', 'Bourgogne-Franche-Comté', 'Dijon'],
  [8, 'FR', 'Normandie', 'Rouen'], [8, 'FR', 'Centre-Val de Loire', 'Tours'],
  [20, 'BE', 'Bruxelles-Capitale', 'Bruxelles'], [12, 'BE', 'Wallonie', 'Liège'], [16, 'CH', 'Genève', 'Genève'], [9, 'CH', 'Vaud', 'Lausanne'],
  [9, 'CA', 'Québec', 'Montréal'], [12, 'DE', 'Baden-Württemberg', 'Stuttgart', 'de'], [9, 'NL', 'Noord-Holland', 'Amsterdam', 'nl'],
  [8, 'GB', 'England', 'London', 'en'], [6, 'US', 'New York', 'New York', 'en'], [5, 'IT', 'Piemonte', 'Torino', 'it'], [4, 'ES', 'Catalunya', 'Barcelona', 'es'],
] // prettier-ignore

const places: readonly Place[] = rows.map(([weight, country, region, city, language = 'fr']) => ({
  country,
  region,
  city,
  language,
  weight,
}))
const isNear = ({ region }: Place) => region === paca
export const anywhere = drawer(places, ({ weight }) => weight)
/** Those who came by the market, or from the office next door. */
export const nearby = drawer(places, (place) => place.weight * (isNear(place) ? 1 : 0.25))
/** In summer, visitors of the Ventoux look from further away. */
export const abroad = drawer(places, (place) => place.weight * (place.country === 'FR' ? 1 : 2.2))

export interface Screen {
  readonly device: string
  readonly browser: string
  readonly os: string
}

const screens: readonly (Screen & { readonly weight: number })[] = [
  { device: 'mobile', browser: 'Safari', os: 'iOS', weight: 250 },
  { device: 'mobile', browser: 'Chrome', os: 'Android', weight: 225 },
  { device: 'mobile', browser: 'Samsung Internet', os: 'Android', weight: 55 },
  { device: 'mobile', browser: 'Instagram', os: 'iOS', weight: 38 },
  { device: 'mobile', browser: 'Facebook', os: 'Android', weight: 30 },
  { device: 'mobile', browser: 'Firefox', os: 'Android', weight: 14 },
  { device: 'desktop', browser: 'Chrome', os: 'Windows', weight: 130 },
  { device: 'desktop', browser: 'Edge', os: 'Windows', weight: 70 },
  { device: 'desktop', browser: 'Firefox', os: 'Windows', weight: 34 },
  { device: 'desktop', browser: 'Safari', os: 'macOS', weight: 58 },
  { device: 'desktop', browser: 'Chrome', os: 'macOS', weight: 24 },
  { device: 'desktop', browser: 'Firefox', os: 'Linux', weight: 9 },
  { device: 'tablet', browser: 'Safari', os: 'iOS', weight: 42 },
  { device: 'tablet', browser: 'Chrome', os: 'Android', weight: 21 },
]
export const anyScreen = drawer(screens, ({ weight }) => weight)
/** At work, and for a page read over a desk. */
export const deskScreen = drawer(screens, ({ device, weight }) => weight * (device === 'desktop' ? 3 : 0.5))
/** From a network's application or a code flashed on a stand. */
export const phoneScreen = drawer(screens, ({ device, weight }) => weight * (device === 'mobile' ? 1 : 0.06))

const hours = {
  week: [4, 2, 1, 1, 1, 2, 9, 22, 31, 40, 45, 42, 52, 48, 40, 36, 36, 41, 48, 58, 72, 70, 44, 15],
  weekend: [8, 4, 2, 1, 1, 1, 4, 12, 26, 44, 58, 56, 40, 36, 40, 44, 46, 46, 50, 56, 62, 56, 36, 16],
  office: [0, 0, 0, 0, 0, 0, 1, 6, 30, 62, 70, 60, 28, 34, 62, 60, 50, 30, 12, 6, 5, 4, 2, 0],
  letter: [0, 0, 0, 0, 0, 0, 2, 4, 8, 12, 130, 96, 60, 44, 34, 28, 24, 26, 30, 36, 40, 30, 14, 4],
  market: [0, 0, 0, 0, 0, 0, 0, 4, 30, 90, 130, 120, 70, 16, 6, 4, 4, 5, 8, 12, 14, 10, 4, 1],
} as const
export type Rhythm = keyof typeof hours
const hourDrawers = new Map(
  Object.entries(hours).map(([name, weights]) => [name, drawer([...weights.keys()], (hour) => weights[hour] ?? 0)]),
)

/** Hours of the local day, with their fraction. */
export const hourOf = (random: Random, rhythm: Rhythm): number => (hourDrawers.get(rhythm)?.(random) ?? 12) + random()
