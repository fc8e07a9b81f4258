import { findBotMatch } from 'isbot'

/** What isbot lets through: HTTP libraries, previewers and monitors seen in real logs. Lower case. */
const ours = [
  'undici', 'got (', 'axios/', 'okhttp', 'java/', 'libwww-perl', 'go-http-client', 'python-', 'aiohttp', 'httpx', 'guzzle', 'curl/', 'wget/',
  'postmanruntime', 'insomnia/', 'headlesschrome', 'phantomjs', 'slimerjs', 'electron-fetch', 'node-fetch', 'feedly', 'feedfetcher',
  'feedburner', 'tiny tiny rss', 'netvibes', 'newsblur', 'inoreader', 'rss', 'wordpress/', 'pingdom', 'uptime', 'monitor', 'nagios',
  'zabbix', 'lighthouse', 'gtmetrix', 'pagespeed', 'ahrefs', 'semrush', 'gptbot', 'claudebot', 'claude-user', 'chatgpt-user', 'oai-search',
  'perplexity', 'bytespider', 'mistralai', 'ccbot', 'scrapy', 'masscan', 'zgrab', 'nuclei', 'nikto', 'sqlmap', 'crawler', 'spider',
] as const // prettier-ignore

/** What people's browsers carry that looks like a machine's name. */
const harmless = /\bchromeframe\b|\bFirePHP\/[\d.]+|\bAppleNews\/[\d.]+|^\(Opera\) /gi

/** A user agent as it was sent: logs of IIS write its spaces as +. */
export const spaced = (userAgent: string): string =>
  /^Mozilla\/[\d.]+\+\(/.test(userAgent) ? userAgent.replaceAll('+', ' ') : userAgent

/**
 * Why a user agent is a machine's, in a word that can be audited; '' for a person's. Browsers always send one, and an
 * honest one is longer than a few letters.
 */
export function botReason(given: string): string {
  const userAgent = spaced(given).replace(harmless, '')
  if (userAgent.trim() === '' || userAgent === '-') return 'noUserAgent'
  if (userAgent.length < 12) return 'shortUserAgent'
  const lower = userAgent.toLowerCase()
  const match = ours.find((part) => lower.includes(part)) ?? findBotMatch(userAgent)?.toLowerCase()
  return match ? `userAgent: ${match.trim().slice(0, 40)}` : ''
}
