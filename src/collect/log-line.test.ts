import { describe, expect, test } from 'vitest'
import { lineIds, lineRefusal } from './log-line.ts'
import { readCombined } from './log-text.ts'

const combined =
  '203.0.113.9 - - [17/May/2015:10:05:03 +0200] "GET /miel?a=1 HTTP/1.1" 200 512 "http://exemple.fr/" "Mozilla/5.0 (X11)"'
const line = (request: string, status = 200) => {
  const read = readCombined(
    `203.0.113.9 - - [17/May/2015:10:05:03 +0000] "${request}" ${status} 5 "-" "Mozilla/5.0 (X11)"`,
  )
  return read ? (lineRefusal(read) ?? 'page') : 'unreadable'
}

describe('a line', () => {
  test('of the Combined form is read whole', () => {
    expect(readCombined(combined)).toEqual({
      ip: '203.0.113.9', at: Date.parse('2015-05-17T10:05:03+02:00'), method: 'GET', target: '/miel?a=1', status: 200,
      referrer: 'http://exemple.fr/', userAgent: 'Mozilla/5.0 (X11)',
    }) // prettier-ignore
  })

  test.each([
    [
      'of the Common form',
      '203.0.113.9 - - [17/May/2015:10:05:03 -0730] "GET / HTTP/1.0" 200 -',
      '2015-05-17T17:35:03Z',
    ],
    [
      'with a user name that has spaces',
      '203.0.113.9 - jean dupont [17/May/2015:10:05:03 +0000] "GET / HTTP/1.0" 200 1',
      '2015-05-17T10:05:03Z',
    ],
    [
      'over IPv6',
      '2001:db8::1 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/2.0" 200 1 "-" "M"',
      '2015-05-17T10:05:03Z',
    ],
    ['with more fields at its end', `${combined} 0.004 "x"`, '2015-05-17T08:05:03Z'],
    [
      'with escaped quotes',
      '203.0.113.9 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 1 "-" "a \\" b"',
      '2015-05-17T10:05:03Z',
    ],
  ])('%s is read', (_, text, at) => {
    expect(readCombined(text)?.at).toBe(Date.parse(at))
  })

  test.each([
    ['cut short', combined.slice(0, -1)],
    ['cut in its referrer', combined.slice(0, 90)],
    ['empty', ''],
    [
      'of bytes sent to the wrong port',
      '203.0.113.9 - - [17/May/2015:10:05:03 +0000] "\\x16\\x03\\x01" 400 226 "-" "-"',
    ],
    ['of no month', combined.replace('May', 'Mai')],
    ['of JSON', '{"time":"2015"}'],
    ['of a picture', '\u0089PNG\r\n\u001a'],
  ])('%s is not', (_, text) => {
    expect(readCombined(text)).toBeNull()
  })

  test.each([
    ['GET / HTTP/1.1', 200, 'page'],
    ['GET /page.html?x=a.png HTTP/1.1', 200, 'page'],
    ['GET /a.b/c HTTP/1.1', 304, 'page'],
    ['GET /style.CSS?v=2 HTTP/1.1', 200, 'file'],
    ['GET /robots.txt HTTP/1.1', 200, 'file'],
    ['GET /favicon.ico HTTP/1.1', 404, 'status'],
    ['GET /vieux HTTP/1.1', 301, 'redirect'],
    ['POST / HTTP/1.1', 200, 'method'],
    ['HEAD / HTTP/1.1', 200, 'method'],
    ['GET /rien HTTP/1.1', 404, 'status'],
  ])('%s answered %i: %s', (request, status, verdict) => {
    expect(line(request, status)).toBe(verdict)
  })
})

describe('the id of a line', () => {
  test('is the same whenever the log is read, and another on another site', () => {
    const [once, again, elsewhere] = [lineIds(1), lineIds(1), lineIds(2)]
    expect(once(combined, 0)).toBe(again(combined, 0))
    expect(elsewhere(combined, 0)).not.toBe(once(combined, 0))
  })

  test('of two equal lines differs, in the same order each time', () => {
    const read = () => {
      const idOf = lineIds(1)
      return [idOf(combined, 0), idOf('other', 0), idOf(combined, 0), idOf(combined, 500_000), idOf(combined, 700_000)]
    }
    expect(new Set(read()).size).toBe(5)
    expect(read()).toEqual(read())
  })
})
