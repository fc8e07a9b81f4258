// User agents whose truth is known, read from the data beside the repository; none is copied here.
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { botReason } from './bots.ts'
import { readAgent } from './device.ts'

const folder = resolve(import.meta.dirname, '../../../shared/data/user-agents')

/** Whether the lists are on this machine. */
export const hasUserAgents = existsSync(folder)

/**
 * Browsers that a list of browser shares of our days names (StatCounter's, all platforms), by ua-parser's families: the product
 * shows one name for a browser on every device.
 */
const shared: Readonly<Record<string, readonly string[]>> = {
  Chrome: ['Chrome', 'Chrome Mobile', 'Chrome Mobile iOS', 'Chrome Mobile WebView'],
  Safari: ['Safari', 'Mobile Safari', 'Mobile Safari UI/WKWebView'],
  Edge: ['Edge', 'Edge Mobile'],
  Firefox: ['Firefox', 'Firefox Mobile', 'Firefox iOS', 'Firefox Beta', 'Firefox Alpha'],
  'Samsung Internet': ['Samsung Internet'],
  Opera: ['Opera', 'Opera Mobile', 'Opera Mini', 'Opera Touch', 'Opera Tablet', 'Opera Neon', 'Opera Coast', 'Opera GX'],
  'UC Browser': ['UC Browser'],
  Android: ['Android'],
  'QQ Browser': ['QQ Browser', 'QQ Browser Mobile', 'QQ Browser Mini'],
  'Yandex Browser': ['Yandex Browser'],
  'Internet Explorer': ['IE', 'IE Mobile', 'IE Large Screen'],
  Whale: ['Whale'],
  'Amazon Silk': ['Amazon Silk'],
  'Coc Coc': ['Coc Coc'],
  Vivaldi: ['Vivaldi'],
  Brave: ['Brave'],
  'MIUI Browser': ['MiuiBrowser'],
  'Huawei Browser': ['Huawei Browser'],
  'Honor Browser': ['Honor Browser'],
  'HeyTap Browser': ['HeyTap Browser'],
  Maxthon: ['Maxthon'],
  Chromium: ['Chromium'],
} // prettier-ignore

const shownAs = new Map(Object.entries(shared).flatMap(([name, families]) => families.map((family) => [family, name])))

/** Called a browser there, and a machine in truth: it draws pages for Google's results. */
const machines = /Google Web Preview/

/** Rows of ua-parser's lists: one key a line, a dash before the first. */
function rowsOf(file: string): { userAgent: string; family: string }[] {
  const rows: Record<string, string>[] = []
  for (const line of readFileSync(resolve(folder, file), 'utf8').split('\n')) {
    const [, dash, key, value] = /^\s*(- )?(\w+):\s*(.*)$/.exec(line) ?? []
    if (dash) rows.push({})
    const row = rows.at(-1)
    if (key && row) row[key] = (value ?? '').replace(/^['"]|['"]$/g, '')
  }
  return rows.flatMap(({ user_agent_string: userAgent, family = '' }) => (userAgent ? [{ userAgent, family }] : []))
}

export interface Judged {
  readonly all: number
  readonly wrong: readonly string[]
}
const share = ({ all, wrong }: Judged) => (all - wrong.length) / all

/** How right we are on the lists of the trade: the same figures every time. */
export function judgeUserAgents() {
  const family = (
    rows: readonly { userAgent: string; family: string }[],
    name: (family: string) => string | undefined,
  ): Judged => {
    const named = rows.filter((row) => name(row.family) !== undefined)
    const wrong = named.filter((row) => readAgent(row.userAgent).browser !== name(row.family))
    return { all: named.length, wrong: wrong.map((row) => row.userAgent) }
  }
  const firefox = rowsOf('firefox_user_agent_strings.yaml')
  const browsers = rowsOf('test_ua.yaml').filter((row) => shownAs.has(row.family))
  const people = [...firefox, ...browsers].filter((row) => !machines.test(row.userAgent))
  const list = JSON.parse(readFileSync(resolve(folder, 'crawler-user-agents.json'), 'utf8')) as {
    instances: string[]
  }[]
  const crawlers = list.flatMap(({ instances }) => instances)
  const judged = {
    firefox: family(firefox, (name) => shownAs.get(name) ?? name),
    browsers: family(browsers, (name) => shownAs.get(name)),
    crawlers: { all: crawlers.length, wrong: crawlers.filter((userAgent) => botReason(userAgent) === '') },
    falseBots: {
      all: people.length,
      wrong: people.filter((row) => botReason(row.userAgent) !== '').map((row) => row.userAgent),
    },
  } satisfies Record<string, Judged>
  return {
    ...judged,
    shares: {
      firefox: share(judged.firefox),
      browsers: share(judged.browsers),
      crawlers: share(judged.crawlers),
      falseBots: 1 - share(judged.falseBots),
    },
  }
}
