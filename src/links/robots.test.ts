import fc from 'fast-check'
import { isbot } from 'isbot'
import { describe, expect, test } from 'vitest'
import { fr } from './stats.fr.ts'
import { followerOf } from './robots.ts'

// What programs really send, each judged with the opinion of the list of robots that the redirect asks.

const follower = (agent: string, { method = 'GET', purpose = '' } = {}) =>
  followerOf(method, agent, purpose, isbot(agent))

const safari = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'

describe('a preview says where the link was posted', () => {
  test.each([
    ['WhatsApp/2.24.6.77 A', 'WhatsApp'],
    ['Mozilla/5.0 (compatible; Slack-ImgProxy; +https://api.slack.com/robots)', 'Slack'],
    ['facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)', 'Facebook'],
    ['meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)', 'Facebook'],
    ['Twitterbot/1.0', 'X'],
    ['TelegramBot (like TwitterBot)', 'X'],
    ['Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)', 'Discord'],
    ['Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com', 'Microsoft Teams'],
    ['http.rb/5.1.1 (Mastodon/4.3.1; +https://piaille.fr/) Bot', 'Mastodon'],
    ['Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)', 'Bluesky'],
    ['Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)', 'Gmail'],
    ['Mozilla/5.0 (Macintosh) AppleWebKit/600.2.5 (KHTML, like Gecko) Version/8.0.2 Safari/600.2.5 Applebot-Preview/0.1', 'Embed'],
  ])('%s: %s', (agent, robot) => expect(follower(agent)).toEqual({ kind: 'preview', robot })) // prettier-ignore
})

describe('a robot is called by its name, where it has one', () => {
  test.each([
    ['Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', 'Bing'],
    ['Mozilla/5.0 (compatible; Qwantbot/1.0; +https://help.qwant.com/bot/)', 'Qwant'],
    ['Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)', 'OpenAI'],
    ['Mozilla/5.0 (compatible; ClaudeBot/1.0; +claudebot@anthropic.com)', 'Anthropic'],
    ['Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)', 'Ahrefs'],
    ['Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)', 'Uptime'],
    ['curl/8.5.0', 'Script'],
    ['python-requests/2.32.3', 'Script'],
    ['Go-http-client/2.0', 'Script'],
    ['Mozilla/5.0 (compatible; Microsoft Office Existence Discovery)', 'Microsoft Defender'],
    ['Mozilla/5.0 (compatible; proofpoint URL defense)', 'Proofpoint'],
    ['Mozilla/5.0 (compatible; FeedlyBot/1.0)', 'Other'],
    ['', 'Unnamed'],
  ])('%s: %s', (agent, robot) => expect(follower(agent)).toEqual({ kind: 'bot', robot }))
})

describe('a person stays one', () => {
  test.each([
    ['a telephone', `${safari} Version/18.6 Mobile/15E148 Safari/604.1`],
    ['LinkedIn’s own window', `${safari} Mobile/15E148 [LinkedInApp]/9.31.1`],
    ['Facebook’s own window', `${safari} Mobile/15E148 [FBAN/FBIOS;FBAV/530.0.0.40.69]`],
    ['Instagram’s own window', `${safari} Mobile/15E148 Instagram 400.0.0.25.77`],
    ['Outlook’s reader', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36 Edg/141.0'],
  ])('in %s', (_, agent) => expect(follower(agent)).toEqual({ kind: 'person', robot: '' })) // prettier-ignore

  test('but not while the browser reads in advance, nor when only the head is asked', () => {
    const agent = `${safari} Version/18.6 Mobile/15E148 Safari/604.1`
    expect(follower(agent, { purpose: 'prefetch;anonymous-client-ip' }).robot).toBe('Prefetch')
    expect(follower(agent, { method: 'HEAD' }).robot).toBe('HEAD')
    // A robot’s name says more than how it asks.
    expect(follower('Twitterbot/1.0', { method: 'HEAD', purpose: 'preview' }).robot).toBe('X')
  })
})

test('whoever follows is one of three, and only a person has no name', () => {
  const names = Object.keys(fr.robots)
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('GET', 'HEAD', 'POST'), fc.string(), fc.boolean(), (...asked) => {
      const { kind, robot } = followerOf(...asked)
      expect(robot === '').toBe(kind === 'person')
      // What is no brand has words on screen in both languages.
      if (['Other', 'Unnamed', 'HEAD', 'Prefetch', 'Script', 'Uptime', 'Embed'].includes(robot))
        expect(names).toContain(robot)
    }),
  )
})
