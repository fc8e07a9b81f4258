import Bowser from 'bowser'
import { botReason, spaced } from './bots.ts'
import { withHints } from './hints.ts'
import { memo } from './memo.ts'

export interface Agent {
  /** desktop, mobile, tablet, tv, or '' when it cannot be told. */
  readonly device: string
  readonly browser: string
  readonly os: string
  /** '' for people. */
  readonly bot: string
}

/** Inside an application's own window the browser is the application; others are built on another's engine. First match wins. */
const own: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bFBAN\/|\bFBAV\/|\bFB_IAB\//, 'Facebook'],
  [/\bInstagram\b/, 'Instagram'],
  [/\bLinkedInApp\b/, 'LinkedIn'],
  [/\bPinterest\b/, 'Pinterest'],
  [/\bSnapchat\//, 'Snapchat'],
  [/\bmusical_ly|\bBytedanceWebview|\bTikTok\b/, 'TikTok'],
  [/\bDuckDuckGo\/|\bDdg\//, 'DuckDuckGo'],
  [/\bQwantBrowser\/|\bQwantMobile\//, 'Qwant'],
  // Browsers that bowser takes for the one they are built on. UC before the others: its oldest names several.
  [/\bUCWEB|\bUCBrowser\b|\bUC Browser|\bUBrowser\/|\bUCMobile\//, 'UC Browser'],
  [/\bbrave\b/i, 'Brave'],
  [/\bWhale\//, 'Whale'],
  [/\bcoc_coc_browser\//, 'Coc Coc'],
  [/\bYaBrowser\/|\bYaSearchBrowser\/|\bYowser\//, 'Yandex Browser'],
  [/\bMxBrowser\/|\bMaxthon\b/, 'Maxthon'],
  [/\bbdhonorbrowser\/|\bHonorBrowser\//, 'Honor Browser'],
  [/\bHuaweiBrowser\//, 'Huawei Browser'],
  [/\bMiuiBrowser\//, 'MIUI Browser'],
  [/\bHeyTapBrowser\//, 'HeyTap Browser'],
  [/\bVivoBrowser\//, 'Vivo Browser'],
  [/\bOP[TX]\/|\bOPRGX\/|\bCoast\/|\bMMS\/1\./, 'Opera'],
  [/\bCamino\//, 'Camino'],
]

const browserNames: ReadonlyMap<string, string> = new Map([
  ['Microsoft Edge', 'Edge'],
  ['Samsung Internet for Android', 'Samsung Internet'],
  ['Android Browser', 'Android'],
])

/** What bowser names otherwise than we show it, or not at all (applications that speak for their system). First match wins. */
const systems: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bWindows Phone\b/, 'Windows Phone'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bAndroid\b(?!.*\bWindows NT\b)/, 'Android'],
  [/\bCFNetwork\/.*\((i386|x86_64)/, 'macOS'],
  [/\b(iPhone|iPad|iPod)|\biOS\b|^[^(]*\bCFNetwork\/.*\bDarwin\//, 'iOS'],
  [/\bMac(intosh|_PowerPC| OS X)|\bDarwin\b/, 'macOS'],
  [/\bWindows\b|\bWin(9[58]|NT|32)\b/, 'Windows'],
]

/** Families only: a version would help to tell people apart and no figure needs it. */
export function readAgent(given: string): Agent {
  const userAgent = spaced(given)
  const bot = botReason(userAgent)
  if (userAgent.trim() === '' || userAgent === '-') return { device: '', browser: '', os: '', bot }
  const parsed = Bowser.parse(userAgent)
  const app = own.find(([pattern]) => pattern.test(userAgent))?.[1]
  const browser = app ?? parsed.browser.name ?? ''
  const os = systemOf(userAgent, parsed.os.name ?? '')
  return {
    device: deviceOf(userAgent, parsed.platform.type ?? '', os),
    browser: browserNames.get(browser) ?? browser,
    os,
    bot,
  }
}

function systemOf(userAgent: string, named: string): string {
  // A tablet that asks for the desktop's pages keeps its browser's own mark; Silk is Amazon's on Android.
  if (/\b(CriOS|FxiOS|EdgiOS|OPiOS)\//.test(userAgent)) return 'iOS'
  if (/\b(Silk|OculusBrowser)\//.test(userAgent)) return 'Android'
  const unsure = named === '' || named === 'Linux' || named === 'Chrome OS'
  return unsure ? (systems.find(([pattern]) => pattern.test(userAgent))?.[1] ?? named) : named
}

function deviceOf(userAgent: string, platform: string, os: string): string {
  if (platform === 'tv' || /smart-?tv|\bTizen\b.*\bTV\b|\bWeb0S\b|AppleTV|GoogleTV|BRAVIA/i.test(userAgent)) return 'tv'
  if (platform === 'desktop' || platform === 'mobile' || platform === 'tablet') return platform
  return os === 'Windows' || os === 'macOS' || os === 'Linux' || os === 'ChromeOS' ? 'desktop' : ''
}

/** Reads a user agent, with what the browser's client hints add to it. */
export type AgentOf = (userAgent: string, hints?: string) => Agent

/** `readAgent` that remembers: a site's visitors share few thousand user agents. */
export function agents(): AgentOf {
  const read = memo(5_000, readAgent)
  const hinted = memo(5_000, (key) => {
    const [hints = '', userAgent = ''] = key.split('\n', 2)
    return withHints(read(userAgent), hints)
  })
  return (userAgent, hints = '') =>
    hints === '' ? read(userAgent) : hinted(`${hints.replaceAll('\n', ' ')}\n${userAgent}`)
}
