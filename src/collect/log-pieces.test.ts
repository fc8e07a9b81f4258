import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAppError } from '../errors.ts'
import { readerOf } from './log-format.ts'
import { visitorAddress } from './log-json.ts'
import { lineIds, soundLine } from './log-line.ts'
import { sampleText } from './log-sample.ts'
import { anyInstant, clfInstant, epochInstant, isoInstant } from './log-time.ts'

// What lines of every form are made of: instants, addresses, forms written out by hand.

/** Whole milliseconds of the years in which there are logs. */
const instants = fc.integer({ min: Date.UTC(1995, 0, 1), max: Date.UTC(2060, 0, 1) })
const seconds = instants.map((ms) => ms - (ms % 1000))
const offsets = fc.constantFrom('+00:00', '+02:00', '-07:30', '+05:45', '+13:00', '-03:00')
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const wall = (ms: number, offset: string) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(offset)
const two = (n: number) => String(n).padStart(2, '0')

describe('an instant', () => {
  test('of the Common form is read back, wherever the clock of the server stood', () =>
    fc.assert(
      fc.property(seconds, offsets, fc.boolean(), (ms, offset, inBrackets) => {
        const at = wall(ms, offset)
        const text = `${two(at.day)}/${months[at.month - 1]}/${at.year}:${at.toPlainTime().toString({ smallestUnit: 'second' })} ${offset.replace(':', '')}`
        expect(clfInstant(inBrackets ? `[${text}]` : text)).toBe(ms)
      }),
    ))

  test('of ISO 8601 is read back, with a comma or a point, a T or a space', () =>
    fc.assert(
      fc.property(instants, offsets, fc.constantFrom('T', ' '), fc.constantFrom('.', ','), (ms, offset, between, point) => {
        const at = wall(ms, offset).toPlainDateTime().toString({ fractionalSecondDigits: 3 })
        expect(isoInstant(`${at.replace('T', between).replace('.', point)}${offset}`)).toBe(ms)
        expect(anyInstant(new Date(ms).toISOString())).toBe(ms)
      }),
    )) // prettier-ignore

  test('as a number is read by its size: seconds with their fractions, thousandths, millionths', () =>
    fc.assert(
      fc.property(instants, (ms) => {
        expect([epochInstant(ms / 1000), epochInstant(ms), epochInstant(ms * 1000)]).toEqual([ms, ms, ms])
        // nginx's $msec.
        expect(anyInstant((ms / 1000).toFixed(3))).toBe(ms)
      }),
    ))

  test.each([
    ['2025-05-17 08:05:03', '2025-05-17T08:05:03Z'],
    ['2025-05-17 08:05:03 UTC', '2025-05-17T08:05:03Z'],
    ['2025-05-17T08:05:03+0200', '2025-05-17T06:05:03Z'],
    ['2025-05-17T08:05:03-02', '2025-05-17T10:05:03Z'],
    ['2025-05-17T08:05:03.5Z', '2025-05-17T08:05:03.500Z'],
    ['2025-05-17T08:05:03.123456789Z', '2025-05-17T08:05:03.123Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z'],
    ['29/Feb/2024:00:00:00 +0000', '2024-02-29T00:00:00Z'],
    ['29/Feb/2025:00:00:00 +0000', null],
    ['2025-04-31T00:00:00Z', null],
    ['2025-00-10T00:00:00Z', null],
    ['2025-05-17T24:00:00Z', null],
    ['2025-05-17T08:60:00Z', null],
    ['2025-05-17', null],
    ['17/05/2025:10:05:03 +0200', null],
    ['', null],
    ['0', null],
    ['demain', null],
  ])('%j is %j', (text, iso) => expect(anyInstant(text)).toBe(iso === null ? null : Date.parse(iso)))
})

describe('the address of a visitor', () => {
  const outside = fc.constantFrom('203.0.113.9', '198.51.100.7', '2001:db8::7')
  const inside = fc.constantFrom('10.0.0.2', '127.0.0.1', '192.168.1.1', '172.16.4.4', '::1', 'fd00::1')
  const chain = fc.array(fc.oneof(outside, inside), { maxLength: 4 })

  test('of a connection from outside is the peer’s, whatever was said to be forwarded', () =>
    fc.assert(
      fc.property(outside, chain, (peer, forwarded) => {
        expect(visitorAddress(peer, forwarded.join(', '))).toBe(peer)
      }),
    ))

  test('behind a proxy of one’s own never comes from what the visitor wrote before it', () =>
    fc.assert(
      fc.property(inside, chain, outside, fc.array(inside, { maxLength: 2 }), (peer, made, real, proxies) => {
        expect(visitorAddress(peer, [...made, real, ...proxies].join(','))).toBe(real)
      }),
    ))

  test.each([
    ['10.0.0.2', '', '10.0.0.2'],
    ['10.0.0.2', '-', '10.0.0.2'],
    ['10.0.0.2', 'unknown, 10.0.0.3', '10.0.0.2'],
    ['10.0.0.2', '203.0.113.9:52811', '203.0.113.9'],
    ['10.0.0.2', '[2001:db8::7]:443', '2001:db8::7'],
    ['::ffff:10.0.0.2', '203.0.113.9', '203.0.113.9'],
    ['lfbn-1.wanadoo.fr', '203.0.113.9', 'lfbn-1.wanadoo.fr'],
  ])('peer %s, forwarded %j: %s', (peer, forwarded, ip) => expect(visitorAddress(peer, forwarded)).toBe(ip))
})

test('no address and no mailbox of anybody is left in the sample of a line that could not be read', () =>
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.emailAddress(), fc.constantFrom(' ', '"', '[', '='), (ip, mail, before) => {
      const shown = sampleText(`x${before}${ip} - ${mail} "GET`, null, 'unreadable')
      expect(shown.startsWith('x')).toBe(true)
      for (const word of shown.split(/[\s"=[]+/)) expect(word).not.toMatch(/^[\d.]{7,}$|::|(?:[\da-f]+:){3}/i)
      expect(shown).not.toContain(`@${mail.split('@')[1]}`)
    }),
  )) // prettier-ignore

test('equal lines keep their ids when a log is read again from its start, and no two are the same', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(400_000)), { maxLength: 40 }), (steps) => {
      let now = 0
      const lines = steps.map(([text, step]) => [text, (now += step)] as const)
      const read = (count: number) => {
        const idOf = lineIds(7)
        return lines.slice(0, count).map(([text, at]) => idOf(text, at))
      }
      const whole = read(lines.length)
      expect(read(Math.floor(lines.length / 2))).toEqual(whole.slice(0, Math.floor(lines.length / 2)))
      // Equal lines farther apart than an hour may be one: a real line holds its second.
      const close = whole.filter((_, i) => (lines[i]?.[1] ?? 0) <= 600_000)
      expect(new Set(close).size).toBe(close.length)
    }),
  ))

const sound = { ip: '203.0.113.9', at: 1, method: 'GET', target: '/', status: '200' }
test.each<[string, object]>([
  ['no address', { ip: '-' }],
  ['no instant', { at: null }],
  ['no page', { target: '-' }],
  ['a method in small letters', { method: 'get' }],
  ['a binary method', { method: '\\x16\\x03' }],
  ['an answer under 100', { status: '0' }],
  ['an answer over 599', { status: 600 }],
  ['no answer', { status: '-' }],
])('a line with %s is none', (_, more) => {
  expect(soundLine(sound)).not.toBeNull()
  expect(soundLine({ ...sound, ...more })).toBeNull()
})

test.each([
  ['WWW.Exemple.fr:443', 'www.exemple.fr'],
  ['-', undefined],
  ['_', undefined],
  ['', undefined],
])('the host %j is kept as %j', (host, kept) => expect(soundLine({ ...sound, host })?.host).toBe(kept))

describe('the name of a form', () => {
  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'Combined', ' combined', 'combined\n'])(
    '%j is refused in both languages, beside its field',
    (format) => {
      const refused = [] as unknown[]
      try {
        readerOf(format)
      } catch (error) {
        if (!isAppError(error)) throw error
        refused.push(error.status, error.fields['format']?.fr, error.fields['format']?.en)
      }
      expect(refused).toEqual([
        400,
        expect.stringContaining('n’est pas un format connu'),
        expect.stringContaining('is not a known form'),
      ])
    },
  )
})

describe('a form written out keeps the query of the address', () => {
  const head = '$remote_addr [$time_local] $status $request_method'
  const told = '203.0.113.9 [17/May/2025:10:05:03 +0200] 200 GET'
  test.each([
    [`${head} $uri$is_args$args`, `${told} /miel?utm_source=lettre`, '/miel?utm_source=lettre'],
    [`${head} $uri$is_args$args`, `${told} /miel`, '/miel'],
    [`${head} $uri?$args`, `${told} /miel?utm_source=lettre`, '/miel?utm_source=lettre'],
    [`${head} $uri $query_string`, `${told} /miel -`, '/miel'],
    [`${head} $uri $query_string`, `${told} /miel a=1&b=2`, '/miel?a=1&b=2'],
    ['%h %t %s %m %U%q', '203.0.113.9 [17/May/2025:10:05:03 +0200] 200 GET /miel?a=1', '/miel?a=1'],
    ['%h %t %s %m %U %q', '203.0.113.9 [17/May/2025:10:05:03 +0200] 200 GET /miel ', '/miel'],
    [`${head} $constructor $uri`, `${told} x /miel`, '/miel'],
  ])('%s', (format, line, target) => expect(readerOf(format)(line)).toMatchObject({ target, method: 'GET' }))
})
