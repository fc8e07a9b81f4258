/** What an export may say of a day, in sums. */
export const sums = ['visitors', 'visits', 'pageviews', 'bounces', 'seconds'] as const
export type Sum = (typeof sums)[number]

/** What an export may tell days apart by; the names are those of our own query. */
export const historyDimensions = [
  'page', 'entryPage', 'exitPage', 'source', 'channel', 'referrerHost', 'utmSource', 'utmMedium', 'utmCampaign', 'utmContent', 'utmTerm',
  'country', 'region', 'city', 'device', 'browser', 'os',
] as const // prettier-ignore
export type HistoryDimension = (typeof historyDimensions)[number]

export type ColumnUse =
  | 'day' | 'nthDay' | Sum | 'bounceRate' | 'secondsAVisit' | HistoryDimension | 'label' | 'dimension' | 'value'
  // Rows of single events, as Umami exports them.
  | 'instant' | 'visitorId' | 'visitId' | 'eventType' // prettier-ignore

/** Names of columns as Google Analytics 4, Plausible, Umami, Matomo and ourselves write them, in English and in French. */
const names: Readonly<Partial<Record<ColumnUse, readonly string[]>>> = {
  day: ['date', 'day', 'jour'],
  nthDay: ['nth day', 'nieme jour', 'neme jour', 'n-ieme jour'],
  visitors: ['visitors', 'visiteurs', 'unique visitors', 'visiteurs uniques', 'total users', 'users', 'active users', 'utilisateurs', 'utilisateurs actifs', 'nombre total d’utilisateurs', 'total des utilisateurs', 'nb_uniq_visitors', 'sum_daily_nb_uniq_visitors'],
  visits: ['visits', 'visites', 'sessions', 'nb_visits', 'entrances', 'entry_nb_visits'],
  pageviews: ['pageviews', 'page views', 'pages vues', 'views', 'vues', 'nb_pageviews', 'nb_hits', 'nb_actions'],
  bounces: ['bounces', 'rebonds', 'bounce_count', 'entry_bounce_count'],
  bounceRate: ['bounce rate', 'taux de rebond', 'bounce_rate'],
  seconds: ['seconds', 'visit_duration', 'sum_visit_length', 'totaltime', 'user engagement', 'engagement utilisateur'],
  secondsAVisit: ['average session duration', 'duree moyenne des sessions', 'duree moyenne de session', 'avg_time_on_site', 'avg. visit duration (in seconds)', 'duree moyenne des visites (en secondes)'],
  page: ['page', 'page path', 'page path and screen class', 'page path + query string', 'chemin de la page', 'chemin de la page et classe d’ecran', 'chemin de la page et classe de l’ecran', 'page url', 'url de la page'],
  entryPage: ['entry_page', 'entry page', 'landing page', 'landing page + query string', 'page de destination', 'page d’entree'],
  exitPage: ['exit_page', 'exit page', 'page de sortie'],
  source: ['source', 'session source', 'source de la session', 'first user source', 'source du premier utilisateur'],
  channel: ['channel', 'canal', 'session default channel group', 'session primary channel group (default channel group)', 'default channel group', 'groupe de canaux par defaut de la session', 'groupe de canaux principal de la session (groupe de canaux par defaut)', 'channel type', 'type de canal'],
  referrerHost: ['referrer', 'referrer_domain', 'website', 'site web'],
  utmSource: ['utm_source'],
  utmMedium: ['utm_medium', 'session medium', 'support de la session'],
  utmCampaign: ['utm_campaign', 'session campaign', 'campagne de la session', 'campaign', 'campagne'],
  utmContent: ['utm_content'],
  utmTerm: ['utm_term'],
  country: ['country', 'pays'],
  region: ['region'],
  city: ['city', 'ville'],
  device: ['device', 'device category', 'categorie d’appareil', 'device type', 'type d’appareil', 'appareil'],
  browser: ['browser', 'navigateur'],
  os: ['os', 'operating_system', 'operating system', 'systeme d’exploitation'],
  label: ['label'],
  dimension: ['dimension'],
  value: ['value'],
  instant: ['created_at'],
  visitorId: ['session_id'],
  visitId: ['visit_id'],
  eventType: ['event_type'],
} // prettier-ignore

const known = new Map(Object.entries(names).flatMap(([use, list]) => list.map((name) => [name, use as ColumnUse])))

/** What a column is for, by its name: capitals, accents and apostrophes of any kind do not matter. */
export const useOf = (name: string): ColumnUse | null =>
  known.get(
    name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll("'", '’').replace(/\s+/g, ' ').trim().toLowerCase(),
  ) ?? null

/** Names of Matomo's reports, in the name of the file: what its `label` column holds. */
const reports: readonly (readonly [RegExp, HistoryDimension])[] = [
  [/getEntryPage|entry.?pages|pages? d.entr/i, 'entryPage'],
  [/getExitPage|exit.?pages|pages? de sortie/i, 'exitPage'],
  [/getPage(?!Title)|page.?urls|pages/i, 'page'],
  [/getReferrerType|channel.?types|types? de canal/i, 'channel'],
  [/getCampaigns|campaigns|campagnes/i, 'utmCampaign'],
  [/referrers(?!.*keyword)|websites|sites? web/i, 'referrerHost'],
  // All that Matomo knows of places begins with "UserCountry", regions and cities too.
  [/getRegion|r[eé]gions/i, 'region'],
  [/getCity|(?<!user)cit(y|ies)|villes/i, 'city'],
  [/getCountry|(?<!user)countr|pays/i, 'country'],
  [/getType|device.?types?|types? d.appareil/i, 'device'],
  [/getBrowsers|browsers|navigateurs/i, 'browser'],
  [/getOs|operating.?system|syst[eè]me/i, 'os'],
]

export const reportOf = (fileName: string): HistoryDimension | null =>
  reports.find(([pattern]) => pattern.test(fileName))?.[1] ?? null
