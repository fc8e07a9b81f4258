import { findBotMatch } from 'isbot'

/** What isbot lets through: HTTP libraries, previewers and monitors seen in real logs. Lower case. */
const ours = [
  'undici', 'got (', 'axios/', 'okhttp', 'java/', 'libwww-perl', 'go-http-client', 'python-', 'aiohttp', 'httpx', 'guzzle', 'curl/', 'wget/',
  'postmanruntime', 'insomnia/', 'headlesschrome', 'phantomjs', 'slimerjs', 'electron-fetch', 'node-fetch', 'feedly', 'feedfetcher',
  'feedburner', 'tiny tiny rss', 'netvibes', 'newsblur', 'inoreader', 'rss', 'wordpress/', 'pingdom', 'uptime', 'monitor', 'nagios',
  'zabbix', 'lighthouse', 'gtmetrix', 'pagespeed', 'ahrefs', 'semrush', 'gptbot', 'claudebot', 'claude-user', 'chatgpt-user', 'oai-search',
  'perplexity', 'bytespider', 'mistralai', 'ccbot', 'scrapy', 'masscan', 'zgrab', 'nuclei', 'nikto', 'sqlmap', 'crawler', 'spider',
] as const // prettier-ignore

/**
 * Why a user agent is a machine's, in a word that can be audited; '' for a person's. Browsers always send one, and an
 * honest one is longer than a few letters.
 */
export function botReason(userAgent: string): string {
  if (userAgent.trim() === '' || userAgent === '-') return 'noUserAgent'
  if (userAgent.length < 12) return 'shortUserAgent'
  const lower = userAgent.toLowerCase()
  const match = ours.find((part) => lower.includes(part)) ?? findBotMatch(userAgent)?.toLowerCase()
  return match ? `userAgent: ${match.trim().slice(0, 40)}` : ''
}
