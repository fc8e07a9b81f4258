import { describe, expect, test } from 'vitest'
import { agents } from './device.ts'
import { hasUserAgents, judgeUserAgents } from './user-agents.fixture.ts'

describe.skipIf(!hasUserAgents)('against the lists of the trade (../shared/data/user-agents)', () => {
  const { firefox, browsers, crawlers, falseBots, shares } = hasUserAgents
    ? judgeUserAgents()
    : ({} as ReturnType<typeof judgeUserAgents>)

  test('the family is right on 95 % of Firefox’s agents and of those of the browsers of our days', () => {
    expect([firefox.all > 200, browsers.all > 150]).toEqual([true, true])
    expect(shares.firefox, firefox.wrong.join('\n')).toBeGreaterThanOrEqual(0.95)
    expect(shares.browsers, browsers.wrong.join('\n')).toBeGreaterThanOrEqual(0.95)
  })

  test('97 % of known crawlers are seen as machines, and under one browser in a thousand', () => {
    expect(crawlers.all).toBeGreaterThan(1_000)
    expect(shares.crawlers, crawlers.wrong.join('\n')).toBeGreaterThanOrEqual(0.97)
    expect(shares.falseBots, falseBots.wrong.join('\n')).toBeLessThan(0.001)
  })
})

const chrome =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36'
test.each([
  ['chromeframe beside a person’s browser', 'Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.0; Trident/4.0; chromeframe; SLCC1)', 'Internet Explorer', ''],
  ['spaces written as + by IIS', 'Mozilla/5.0+(iPhone;+CPU+iPhone+OS+9_3_1+like+Mac+OS+X)+AppleWebKit/601.1.46+(KHTML,+like+Gecko)+Version/9.0+Mobile/13E238+Safari/601.1', 'Safari', ''],
  ['a crawler that names a browser', 'Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'Googlebot', 'userAgent: google'],
  ['Brave that says so', `${chrome} Brave/1.67`, 'Brave', ''],
  ['Huawei’s', 'Mozilla/5.0 (Linux; Android 13; LGE-AN00; HMSCore 6.12.2.302) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.4844.88 HuaweiBrowser/14.0.5.301 Mobile Safari/537.36', 'Huawei Browser', ''],
])('%s', (_, userAgent, browser, bot) => {
  expect(agents()(userAgent)).toMatchObject({ browser, bot })
}) // prettier-ignore

test('hints are remembered with the agent they came with, and never without', () => {
  const agentOf = agents()
  const brave = 'Not-A.Brand,Chromium,Brave|?1|Android'
  for (let round = 0; round < 2; round++)
    expect([agentOf(chrome, brave).browser, agentOf(chrome).browser, agentOf(chrome, '').browser]).toEqual(['Brave', 'Chrome', 'Chrome'])
  expect(agentOf('Firefox\nChrome', 'a\nb|?0|').browser).toBe(agentOf('Firefox').browser)
}) // prettier-ignore
