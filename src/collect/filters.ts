import type { Words } from '../errors.ts'
import { countryCode } from './country-names.ts'
import { plainDomain, rangeOf, type SiteSettings } from './site.ts'

/** Lines of each list, and what one line of it must be. */
const lists = {
  hosts: {
    read: (line: string) => (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(line) ? line.toLowerCase() : null),
    wrong: (line: string) => ({ fr: `« ${line} » n’est pas un hôte.`, en: `“${line}” is not a host.` }),
  },
  ips: {
    read: (line: string) => (rangeOf(line) ? line.toLowerCase() : null),
    wrong: (line: string) => ({
      fr: `« ${line} » n’est ni une adresse IP ni une plage (192.0.2.0/24, 2001:db8::/32).`,
      en: `“${line}” is neither an IP address nor a range (192.0.2.0/24, 2001:db8::/32).`,
    }),
  },
  paths: {
    read: (line: string) => (/^[/*]/.test(line) && line.length <= 500 ? line : null),
    wrong: (line: string) => ({
      fr: `« ${line} » ne commence ni par « / » ni par « * ».`,
      en: `“${line}” begins neither with “/” nor with “*”.`,
    }),
  },
  countries: {
    read: countryCode,
    wrong: (line: string) => ({
      fr: `« ${line} » n’est pas un pays. Écrivez son nom, ou son code : FR.`,
      en: `“${line}” is not a country. Write its name, or its code: FR.`,
    }),
  },
  referrers: {
    read: (line: string) => (plainDomain(line).includes('.') ? plainDomain(line) : null),
    wrong: (line: string) => ({ fr: `« ${line} » n’est pas un domaine.`, en: `“${line}” is not a domain.` }),
  },
} as const satisfies Record<string, { read: (line: string) => string | null; wrong: (line: string) => Words }>

export type FilterName = keyof typeof lists
export const filterNames = Object.keys(lists) as FilterName[]

/** Lines of one list: more would slow every event down. */
const most = 200
const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** What a site leaves out, list by list, as its form shows it. */
export const filtersOf = ({ hosts = [], shield = {} }: SiteSettings): Record<FilterName, readonly string[]> => ({
  hosts,
  ips: shield.ips ?? [],
  paths: shield.paths ?? [],
  countries: shield.countries ?? [],
  referrers: shield.referrers ?? [],
})

/** Reads the form of a site's filters; what is wrong comes back by field, and other settings stay as they are. */
export function readFilters(
  text: (name: FilterName) => string,
  before: SiteSettings,
): { readonly settings: SiteSettings } | { readonly problems: Record<string, Words> } {
  const problems: Record<string, Words> = {}
  const read = (name: FilterName): string[] => {
    const lines = linesOf(text(name))
    const values = lines.map((line) => ({ line, value: lists[name].read(line) }))
    const wrong = values.find(({ value }) => value === null)
    if (wrong) problems[name] = lists[name].wrong(wrong.line.slice(0, 60))
    else if (lines.length > most) problems[name] = { fr: `${most} lignes au plus.`, en: `${most} lines at most.` }
    return [...new Set(values.flatMap(({ value }) => (value === null ? [] : [value])))]
  }
  const [hosts, ips, paths, countries, referrers] = filterNames.map(read) as [
    string[],
    string[],
    string[],
    string[],
    string[],
  ]
  if (Object.keys(problems).length > 0) return { problems }
  return { settings: { ...before, hosts, shield: { ...before.shield, ips, paths, countries, referrers } } }
}

/** The same settings with one line more in a list; as they were when it is there, or is not of the form. */
export function withLine(settings: SiteSettings, name: FilterName, line: string): SiteSettings {
  const lines = filtersOf(settings)
  const read = readFilters((of) => (of === name ? [...lines[of], line] : lines[of]).join('\n'), settings)
  return 'settings' in read ? read.settings : settings
}
