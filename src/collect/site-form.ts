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

/** Reads the form; what is wrong comes back by field. The filters have a page of their own and stay as they are. */
export function readSiteForm(
  text: (name: string) => string,
  before: SiteSettings,
): SiteForm | { readonly problems: Record<string, Words> } {
  const searchParams = lines(text('searchParams'))
  const problems: Record<string, Words> = {}
  const param = searchParams.find((line) => !/^[\w.[\]-]{1,60}$/.test(line))
  if (param)
    problems['searchParams'] = {
      fr: `« ${param.slice(0, 60)} » n’est pas un nom de paramètre : « q », par exemple.`,
      en: `“${param.slice(0, 60)}” is not the name of a parameter, such as “q”.`,
    }
  if (searchParams.length > most)
    problems['searchParams'] = { fr: `${most} lignes au plus.`, en: `${most} lines at most.` }
  if (Object.keys(problems).length > 0) return { problems }
  return {
    timeZone: text('timeZone'),
    currency: text('currency').trim().toUpperCase(),
    mode: text('mode') === 'consent' ? 'consent' : 'exempt',
    settings: { ...before, searchParams },
  }
}

/** The line to copy into a site's pages. */
export const snippetOf = (
  site: { readonly domain: string; readonly mode: SiteMode; readonly settings: SiteSettings },
  origin: string,
): string =>
  `<script defer data-site="${site.domain}"${site.mode === 'consent' ? ' data-consent' : ''}${site.settings.obeySignals ? ' data-signals' : ''} src="${origin}/js/filrouge.js"></script>`
