import Bowser from 'bowser'
import { botReason } from './bots.ts'
import { memo } from './memo.ts'

export interface Agent {
  /** desktop, mobile, tablet, tv, or '' when it cannot be told. */
  readonly device: string
  readonly browser: string
  readonly os: string
  /** '' for people. */
  readonly bot: string
}

/** Inside an application's own window the browser is the application. First match wins. */
const inApp: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bFBAN\/|\bFBAV\/|\bFB_IAB\//, 'Facebook'],
  [/\bInstagram\b/, 'Instagram'],
  [/\bLinkedInApp\b/, 'LinkedIn'],
  [/\bPinterest\//, 'Pinterest'],
  [/\bSnapchat\//, 'Snapchat'],
  [/\bmusical_ly|\bBytedanceWebview|\bTikTok\b/, 'TikTok'],
  [/\bDuckDuckGo\/|\bDdg\//, 'DuckDuckGo'],
  [/\bQwantBrowser\/|\bQwantMobile\//, 'Qwant'],
]

const browserNames: Readonly<Record<string, string>> = {
  'Microsoft Edge': 'Edge',
  'Samsung Internet for Android': 'Samsung Internet',
  'Android Browser': 'Android',
  'Internet Explorer': 'Internet Explorer',
}

const osNames: Readonly<Record<string, string>> = { macOS: 'macOS', 'Chrome OS': 'ChromeOS', 'Windows Phone': 'Windows Phone' }

/** Families only: a version would help to tell people apart and no figure needs it. */
export function readAgent(userAgent: string): Agent {
  const bot = botReason(userAgent)
  if (userAgent.trim() === '' || userAgent === '-') return { device: '', browser: '', os: '', bot }
  const parsed = Bowser.parse(userAgent)
  const app = inApp.find(([pattern]) => pattern.test(userAgent))?.[1]
  const browser = app ?? parsed.browser.name ?? ''
  const os = parsed.os.name ?? ''
  return {
    device: deviceOf(userAgent, parsed.platform.type ?? '', os),
    browser: browserNames[browser] ?? browser,
    os: osNames[os] ?? os,
    bot,
  }
}

function deviceOf(userAgent: string, platform: string, os: string): string {
  if (platform === 'tv' || /smart-?tv|\bTizen\b.*\bTV\b|\bWeb0S\b|AppleTV|GoogleTV|BRAVIA/i.test(userAgent)) return 'tv'
  if (platform === 'desktop' || platform === 'mobile' || platform === 'tablet') return platform
  return os === 'Windows' || os === 'macOS' || os === 'Linux' || os === 'Chrome OS' ? 'desktop' : ''
}

/** `readAgent` that remembers: a site's visitors share few thousand user agents. */
export const agents = (): ((userAgent: string) => Agent) => memo(5_000, readAgent)
