import type { Words } from '../errors.ts'
import type { SiteMode, SiteSettings } from './site.ts'

/** What the settings form of a site says. */
export interface SiteForm {
  readonly timeZone: string
  readonly currency: string
  readonly mode: SiteMode
  readonly settings: SiteSettings
}

const most = 100
const lines = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Reads the form; what is wrong comes back by field. Countries of the shield have no field yet: they stay as they are. */
export function readSiteForm(
  text: (name: string) => string,
  before: SiteSettings,
): SiteForm | { readonly problems: Record<string, Words> } {
  const lists = {
    hosts: lines(text('hosts')),
    ips: lines(text('shieldIps')),
    paths: lines(text('shieldPaths')),
    searchParams: lines(text('searchParams')),
  }
  const problems: Record<string, Words> = {}
  const host = lists.hosts.find((line) => !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(line))
  if (host) problems['hosts'] = { fr: `« ${host} » n’est pas un hôte.`, en: `“${host}” is not a host.` }
  const ip = lists.ips.find((line) => !/^[0-9a-f.:]+(\/\d{1,3})?$/i.test(line))
  if (ip) problems['shieldIps'] = { fr: `« ${ip} » n’est pas une adresse IP.`, en: `“${ip}” is not an IP address.` }
  const path = lists.paths.find((line) => !line.startsWith('/') || line.length > 500)
  if (path)
    problems['shieldPaths'] = {
      fr: `« ${path.slice(0, 60)} » ne commence pas par « / ».`,
      en: `“${path.slice(0, 60)}” does not begin with “/”.`,
    }
  const param = lists.searchParams.find((line) => !/^[\w.[\]-]{1,60}$/.test(line))
  if (param)
    problems['searchParams'] = {
      fr: `« ${param.slice(0, 60)} » n’est pas un nom de paramètre : « q », par exemple.`,
      en: `“${param.slice(0, 60)}” is not the name of a parameter, such as “q”.`,
    }
  for (const [field, list] of [
    ['hosts', lists.hosts],
    ['shieldIps', lists.ips],
    ['shieldPaths', lists.paths],
    ['searchParams', lists.searchParams],
  ] as const) {
    if (list.length > most) problems[field] = { fr: `${most} lignes au plus.`, en: `${most} lines at most.` }
  }
  if (Object.keys(problems).length > 0) return { problems }
  return {
    timeZone: text('timeZone'),
    currency: text('currency').trim().toUpperCase(),
    mode: text('mode') === 'consent' ? 'consent' : 'exempt',
    settings: {
      ...before,
      hosts: lists.hosts.map((line) => line.toLowerCase()),
      shield: { ...before.shield, ips: lists.ips, paths: lists.paths },
      searchParams: lists.searchParams,
      obeySignals: text('obeySignals') !== '',
    },
  }
}

/** The line to copy into a site's pages. */
export const snippetOf = (
  site: { readonly domain: string; readonly mode: SiteMode; readonly settings: SiteSettings },
  origin: string,
): string =>
  `<script defer data-site="${site.domain}"${site.mode === 'consent' ? ' data-consent' : ''}${site.settings.obeySignals ? ' data-signals' : ''} src="${origin}/js/filrouge.js"></script>`
