import type { Agent } from './device.ts'

/** Brands as browsers name themselves in `Sec-CH-UA`, by the name we show. The engine's own comes last: it is everyone's. */
const brands: readonly (readonly [brand: string, name: string])[] = [
  ['Microsoft Edge', 'Edge'],
  ['Opera', 'Opera'],
  ['Opera GX', 'Opera'],
  ['Brave', 'Brave'],
  ['Vivaldi', 'Vivaldi'],
  ['YaBrowser', 'Yandex Browser'],
  ['Yandex', 'Yandex Browser'],
  ['Samsung Internet', 'Samsung Internet'],
  ['DuckDuckGo', 'DuckDuckGo'],
  ['Whale', 'Whale'],
  ['HuaweiBrowser', 'Huawei Browser'],
  ['Google Chrome', 'Chrome'],
]

const platforms: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Windows: 'Windows',
    macOS: 'macOS',
    Linux: 'Linux',
    Android: 'Android',
    iOS: 'iOS',
    'Chrome OS': 'ChromeOS',
    'Chromium OS': 'ChromeOS',
  }),
)

const longest = 400

/**
 * What a browser says of itself in client hints, in one text that can be remembered: brands, ?1 for a mobile, platform. '' without
 * hints. Only those sent without being asked for: `Accept-CH` is obeyed for the pages of our own origin alone, and none is measured.
 */
export function hintsOf(header: (name: string) => string): string {
  const said = header('sec-ch-ua')
  if (said === '' || said.length > longest) return ''
  const names = [...said.matchAll(/"((?:[^"\\]|\\.)*)"\s*;\s*v=/g)].map(([, name = '']) => name)
  return hintText(names, header('sec-ch-ua-mobile'), header('sec-ch-ua-platform').replaceAll('"', ''))
}

/** The same from what a script read: Matomo's sends it as `uadata`. */
export function hintsOfData(value: unknown): string {
  if (typeof value !== 'object' || value === null) return ''
  const { brands: list, fullVersionList, mobile, platform } = value as Readonly<Record<string, unknown>>
  const named = [list, fullVersionList].find(Array.isArray) as readonly unknown[] | undefined
  const names = (named ?? []).slice(0, 10).flatMap((one) => {
    const brand = typeof one === 'object' && one !== null && 'brand' in one ? one.brand : null
    return typeof brand === 'string' ? [brand] : []
  })
  return names.length === 0
    ? ''
    : hintText(names, mobile === true ? '?1' : '?0', typeof platform === 'string' ? platform : '')
}

const hintText = (names: readonly string[], mobile: string, platform: string) =>
  `${names.join(',')}|${mobile}|${platform}`.slice(0, longest)

/** A user agent read again with what the hints add: the frozen text no longer tells one browser from another, nor a tablet from a desktop. */
export function withHints(agent: Agent, hints: string): Agent {
  if (hints === '') return agent
  const [names = '', mobile = '', platform = ''] = hints.split('|')
  const said = names.split(',')
  // In an application's own window the browser is the application, and the hints are the engine's.
  const isEngine = ['Chrome', 'Chromium', ''].includes(agent.browser)
  const browser = isEngine ? brands.find(([brand]) => said.includes(brand))?.[1] : undefined
  const os = platforms.get(platform) ?? agent.os
  return {
    browser: browser ?? agent.browser,
    os,
    device: deviceOf(agent.device, mobile, os),
    bot: agent.bot || (said.includes('HeadlessChrome') ? 'clientHint: HeadlessChrome' : ''),
  }
}

function deviceOf(read: string, mobile: string, os: string): string {
  if (read === 'tv') return read
  if (mobile === '?1') return read === 'tablet' ? read : 'mobile'
  if (mobile === '?0' && (os === 'Android' || os === 'iOS')) return 'tablet'
  return read
}
