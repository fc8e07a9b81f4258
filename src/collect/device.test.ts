import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readAgent } from './device.ts'

const data = resolve(import.meta.dirname, '../../../shared/data/user-agents')
const isAbsent = !existsSync(data)

describe('a user agent', () => {
  test.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
      'desktop',
      'Chrome',
      'Windows',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0',
      'desktop',
      'Edge',
      'Windows',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0', 'desktop', 'Firefox', 'Linux'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
      'desktop',
      'Safari',
      'macOS',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      'mobile',
      'Safari',
      'iOS',
    ],
    [
      'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0 Mobile/15E148 Safari/604.1',
      'tablet',
      'Chrome',
      'iOS',
    ],
    [
      'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
      'mobile',
      'Chrome',
      'Android',
    ],
    [
      'Mozilla/5.0 (Linux; Android 13; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36',
      'mobile',
      'Samsung Internet',
      'Android',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21F79 Instagram 334.0.0.28.97',
      'mobile',
      'Instagram',
      'iOS',
    ],
    [
      'Mozilla/5.0 (Linux; Android 12; SM-A525F) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/470.0.0.0;]',
      'mobile',
      'Facebook',
      'Android',
    ],
    [
      'Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) 76.0.3809.146/6.0 TV Safari/537.36',
      'tv',
      'Tizen',
      'Tizen',
    ],
    [
      'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
      'desktop',
      'Chrome',
      'ChromeOS',
    ],
  ])('%s', (userAgent, device, browser, os) => {
    expect(readAgent(userAgent)).toEqual({ device, browser, os, bot: '' })
  })

  test.each([
    ['', 'noUserAgent'],
    ['-', 'noUserAgent'],
    ['Mozilla', 'shortUserAgent'],
    ['curl/8.5.0 (x86_64-pc-linux-gnu)', 'userAgent: curl/'],
  ])('"%s" is a machine: %s', (userAgent, reason) => {
    expect(readAgent(userAgent).bot).toBe(reason)
  })

  test('of 10,000 strange characters is read without harm', () => {
    expect(readAgent('\u0000('.repeat(5_000)).device).toBe('')
  })
})

describe.skipIf(isAbsent)('against the lists of the trade', () => {
  /** Rows of ua-parser's lists: one key a line, a dash before the first. */
  const rowsOf = (file: string): Record<string, string>[] => {
    const rows: Record<string, string>[] = []
    for (const line of readFileSync(resolve(data, file), 'utf8').split('\n')) {
      const [, dash, key, value] = /^\s*(- )?(\w+):\s*(.*)$/.exec(line) ?? []
      if (dash) rows.push({})
      const row = rows.at(-1)
      if (key && row) row[key] = (value ?? '').replace(/^['"]|['"]$/g, '')
    }
    return rows.filter((row) => row['user_agent_string'])
  }

  test('the great systems are told right in at least 93 % of ua-parser’s cases', () => {
    const names: Record<string, string> = {
      'Mac OS X': 'macOS',
      Ubuntu: 'Linux',
      Fedora: 'Linux',
      'Chrome OS': 'ChromeOS',
      Windows: 'Windows',
      iOS: 'iOS',
      Android: 'Android',
      Linux: 'Linux',
    }
    const rows = rowsOf('test_os.yaml').filter(({ family }) => names[family ?? ''])
    const right = rows.filter((row) => readAgent(row['user_agent_string'] ?? '').os === names[row['family'] ?? ''])
    expect(rows.length).toBeGreaterThan(250)
    expect(right.length / rows.length).toBeGreaterThan(0.93)
  })
})
