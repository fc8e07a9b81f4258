export type ClickKind = 'person' | 'bot' | 'preview'

/** Who follows a link. */
export interface Follower {
  readonly kind: ClickKind
  /** What the robot is called; '' for a person. */
  readonly robot: string
}

/**
 * Robots that fetch a link to show its title and picture where it was posted. Apple's messages name all the others, so they come first.
 */
const previews: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/facebookexternalhit.*twitterbot/i, 'iMessage'],
  [/whatsapp/i, 'WhatsApp'],
  [/slackbot|slack-imgproxy/i, 'Slack'],
  [/facebookexternalhit|facebot|meta-externalagent|meta-externalfetcher/i, 'Facebook'],
  [/twitterbot/i, 'X'],
  [/linkedinbot/i, 'LinkedIn'],
  [/telegrambot/i, 'Telegram'],
  [/discordbot/i, 'Discord'],
  [/skypeuripreview|microsoftpreview|teams/i, 'Microsoft Teams'],
  [/mastodon|pleroma|misskey/i, 'Mastodon'],
  [/bluesky|cardyb/i, 'Bluesky'],
  [/pinterestbot/i, 'Pinterest'],
  [/redditbot/i, 'Reddit'],
  [/googleimageproxy|ggpht/i, 'Gmail'],
  [/yahoomailproxy/i, 'Yahoo Mail'],
  [/google-pagerenderer/i, 'Google Chat'],
  [/viber/i, 'Viber'],
  [/vkshare/i, 'VK'],
  [/iframely|embedly|outbrain|bitlybot|applebot.*preview/i, 'Embed'],
]

/** Programs that open every link of a message before its reader does. */
const scanners: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/barracuda/i, 'Barracuda'],
  [/proofpoint/i, 'Proofpoint'],
  [/mimecast/i, 'Mimecast'],
  [/safelinks|bingpreview|microsoft office|exchange.*protection/i, 'Microsoft Defender'],
  [/symantec|messagelabs/i, 'Symantec'],
  [/trend ?micro/i, 'Trend Micro'],
  [/fortiguard|fortinet/i, 'Fortinet'],
  [/sophos/i, 'Sophos'],
  [/cisco|ironport/i, 'Cisco'],
  [/vade(secure)?\b/i, 'Vade'],
  [/virustotal/i, 'VirusTotal'],
  [/urlscan/i, 'urlscan'],
]

const crawlers: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/googlebot|google-inspectiontool/i, 'Google'],
  [/bingbot/i, 'Bing'],
  [/qwantbot|qwantify/i, 'Qwant'],
  [/duckduckbot/i, 'DuckDuckGo'],
  [/applebot/i, 'Apple'],
  [/gptbot|chatgpt|oai-searchbot/i, 'OpenAI'],
  [/claudebot|anthropic/i, 'Anthropic'],
  [/perplexity/i, 'Perplexity'],
  [/ahrefs/i, 'Ahrefs'],
  [/semrush/i, 'Semrush'],
  [/uptimerobot|pingdom|statuscake|betteruptime/i, 'Uptime'],
  [/curl|wget|python|go-http|okhttp|java\/|node|axios|httpx?\b/i, 'Script'],
]

const named = (list: readonly (readonly [RegExp, string])[], userAgent: string) =>
  list.find(([pattern]) => pattern.test(userAgent))?.[1]

/**
 * Who follows a link. A preview is told apart from other robots since it says where the link was posted.
 * @param purpose what the browser says it fetches for (Sec-Purpose): a page fetched in advance is nobody's click
 * @param isRobot the opinion of a list of robots on this user agent
 */
export function followerOf(method: string, userAgent: string, purpose: string, isRobot: boolean): Follower {
  const preview = named(previews, userAgent)
  if (preview !== undefined) return { kind: 'preview', robot: preview }
  if (/prefetch|preview|prerender/i.test(purpose)) return { kind: 'preview', robot: 'Prefetch' }
  const scanner = named(scanners, userAgent)
  if (scanner !== undefined) return { kind: 'bot', robot: scanner }
  if (isRobot) return { kind: 'bot', robot: named(crawlers, userAgent) ?? 'Other' }
  if (userAgent === '') return { kind: 'bot', robot: 'Unnamed' }
  if (method === 'HEAD') return { kind: 'bot', robot: 'HEAD' }
  return { kind: 'person', robot: '' }
}
