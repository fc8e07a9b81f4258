/**
 * What visitors do, as tables: each page shows a few figures, then tables, by the period, the filters and the comparison of the
 * audience page. Columns and units are data: the page, its files and its words read this one list.
 */

export const reports = ['events', 'reading', 'search', 'missing', 'vitals', 'orders', 'places', 'devices'] as const
export type Report = (typeof reports)[number]

/** ms: milliseconds. score: a shift of layout, without unit. percent: 0–100 as measured. verdict: how a vital stands. */
export type Unit = 'text' | 'count' | 'ratio' | 'second' | 'cents' | 'ms' | 'score' | 'percent' | 'number' | 'verdict'

export interface Column {
  readonly key: string
  readonly unit: Unit
}

export interface Figure extends Column {
  /** Whether more of it is good news. */
  readonly better: 'up' | 'down' | 'neither'
}

export interface TableShape {
  readonly columns: readonly Column[]
  /** Where a link of a row leads: filters the page by its first column, or opens the page it names on the site. */
  readonly link?: 'event' | 'page' | 'channel' | 'country' | 'region' | 'device' | 'browser' | 'os' | 'site'
}

export interface ReportShape {
  readonly figures: readonly Figure[]
  readonly tables: Readonly<Record<string, TableShape>>
}

const columns = (text: string): Column[] =>
  text.split(' ').map((written) => {
    const [key = '', unit = 'count'] = written.split(':')
    return { key, unit: unit as Unit }
  })

const table = (text: string, link?: TableShape['link']): TableShape => ({
  columns: columns(text),
  ...(link ? { link } : {}),
})

const figures = (text: string): Figure[] =>
  text.split(' ').map((written) => {
    const [key = '', unit = '', better = 'up'] = written.split(':')
    return { key, unit: (unit || 'count') as Unit, better: better as Figure['better'] }
  })

const visitsOf = (name: string) => `${name}:text visits visitors pageviews bounceRate:ratio visitDuration:second`

export const shapes: Readonly<Record<Report, ReportShape>> = {
  events: {
    figures: figures('events visits names::neither'),
    tables: {
      names: table('event:text events visits visitors revenue:cents', 'event'),
      keys: table('property:text events different total:number mean:number'),
      values: table('property:text value:text events visits'),
      forms: table('form:text page:text events visits'),
      downloads: table('file:text events visits'),
      outbound: table('address:text events visits'),
    },
  },
  reading: {
    figures: figures('time:second depth:percent toTheEnd:ratio measured::neither'),
    tables: {
      pages: table('page:text measured time:second median:second depth:percent half:ratio toTheEnd:ratio', 'page'),
    },
  },
  search: {
    figures: figures('searches::neither visits::neither without:count:down withoutShare:ratio:down'),
    tables: { terms: table('term:text searches visits without'), next: table('next:text searches') },
  },
  missing: {
    figures: figures('views:count:down visits:count:down pages:count:down'),
    tables: { pages: table('page:text from:text views visits', 'site') },
  },
  vitals: {
    figures: figures('lcp:ms:down inp:ms:down cls:score:down fcp:ms:down ttfb:ms:down measured::neither'),
    tables: {
      spread: table('vital:text p75:text verdict:verdict good:ratio middling:ratio poor:ratio measured'),
      pages: table('page:text measured lcp:ms inp:ms cls:score fcp:ms ttfb:ms', 'page'),
      devices: table('device:text measured lcp:ms inp:ms cls:score fcp:ms ttfb:ms', 'device'),
    },
  },
  orders: {
    figures: figures('revenue:cents orders basket:cents pieces'),
    tables: {
      products: table('product:text pieces revenue:cents orders'),
      channels: table('channel:text orders revenue:cents basket:cents', 'channel'),
      currencies: table('currency:text orders amount:number'),
    },
  },
  places: {
    figures: figures('countries::neither regions::neither cities::neither'),
    tables: {
      country: table(visitsOf('country'), 'country'),
      region: table(`country:text ${visitsOf('region')}`),
      city: table(`country:text region:text ${visitsOf('city')}`),
    },
  },
  devices: {
    figures: figures('mobile:ratio:neither'),
    tables: {
      device: table(visitsOf('device'), 'device'),
      browser: table(visitsOf('browser'), 'browser'),
      os: table(visitsOf('os'), 'os'),
      all: table(`device:text browser:text ${visitsOf('os')}`),
    },
  },
}

/** Address of each page below `audience/`. */
export const reportPaths: Readonly<Record<Report, string>> = {
  events: 'events',
  reading: 'reading',
  search: 'site-search',
  missing: 'missing-pages',
  vitals: 'web-vitals',
  orders: 'orders',
  places: 'places',
  devices: 'devices',
}

/** The page an address ends in; null for another. */
export const reportAt = (pathname: string): Report | null => {
  const last = pathname
    .replace(/\.data$|\/$/, '')
    .split('/')
    .at(-1)
  return reports.find((name) => reportPaths[name] === last) ?? null
}

export type Cell = string | number | null
export type BehaviourRow = Readonly<Record<string, Cell>>

export const vitals = ['lcp', 'inp', 'cls', 'fcp', 'ttfb'] as const
export type Vital = (typeof vitals)[number]

/** Up to the first a page is good, over the second poor: https://web.dev/articles/defining-core-web-vitals-thresholds. */
export const thresholds: Readonly<Record<Vital, readonly [good: number, poor: number]>> = {
  lcp: [2_500, 4_000],
  inp: [200, 500],
  cls: [0.1, 0.25],
  fcp: [1_800, 3_000],
  ttfb: [800, 1_800],
}

export type Verdict = 'good' | 'middling' | 'poor'
export const verdictOf = (vital: Vital, value: number): Verdict =>
  value <= thresholds[vital][0] ? 'good' : value <= thresholds[vital][1] ? 'middling' : 'poor'

/** Measures under which a 75th percentile says little. */
export const fewMeasures = 30
