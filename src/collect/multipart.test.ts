import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAppError } from '../errors.ts'
import { boundaryOf, partsOf } from './multipart.ts'

// Forms as browsers write them, arriving in pieces of any length: nothing is lost, nothing is made up.

const boundary = '----WebKitFormBoundaryfil'
interface Field {
  readonly name: string
  readonly file: string | null
  readonly bytes: Buffer
}

/** A form as HTML says to write it: quotes and ends of line of a name are percent-encoded. */
const form = (fields: readonly Field[], end = '--\r\n') => {
  const escaped = (text: string) => text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  return Buffer.concat([
    ...fields.flatMap(({ name, file, bytes }) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"${
          file === null ? '' : `; filename="${escaped(file)}"\r\nContent-Type: application/octet-stream`
        }\r\n\r\n`,
      ),
      bytes,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}${end}`),
  ])
}
async function* inPieces(bytes: Buffer, length: number) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}
async function read(bytes: Buffer, piece = bytes.length, isWanted: (name: string) => boolean = () => true) {
  const found: Field[] = []
  for await (const part of partsOf(inPieces(bytes, piece), boundary)) {
    const pieces: Buffer[] = []
    if (isWanted(part.name)) for await (const some of part.bytes) pieces.push(some)
    found.push({ name: part.name, file: part.file, bytes: Buffer.concat(pieces) })
  }
  return found
}
const refusal = (bytes: Buffer, piece?: number) =>
  read(bytes, piece).then(() => null, (error: unknown) => (isAppError(error) ? error.id : error)) // prettier-ignore

/** Contents that look like the marks between parts, without being one. */
const content = fc
  .array(fc.constantFrom('\r', '\n', '\r\n', '-', '--', `\r\n--${boundary.slice(0, 12)}`, `--${boundary}`, 'miel', '\0', 'é', '"'), {
    maxLength: 12,
  })
  .map((parts) => Buffer.from(parts.join('')))
  .filter((bytes) => !Buffer.concat([Buffer.from('\r\n'), bytes]).includes(`\r\n--${boundary}`)) // prettier-ignore
const field = fc.record({
  name: fc.constantFrom('files', 'format', 'kind', 'a "b"'),
  file: fc.option(
    fc.constantFrom('access.log', '', 'le journal (2).log.gz', 'a; name=b', 'été "25".log', 'C:\\journaux\\', '\\'),
  ),
  bytes: content,
})

test('any fields, in any order and in pieces of any length, come out as they were sent', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(field, { maxLength: 5 }), fc.integer({ min: 1, max: 90 }), async (fields, piece) => {
      expect(await read(form(fields), piece)).toEqual(fields)
    }),
    { numRuns: 150 },
  )
})

test('a part that nobody reads is passed over, and those around it are whole', async () => {
  const fields = ['un', 'deux', 'trois'].map((name) => ({ name, file: null, bytes: Buffer.from(name.repeat(50)) }))
  const found = await read(form(fields), 16, (name) => name !== 'deux')
  expect(found.map(({ bytes }) => bytes.toString())).toEqual(['un'.repeat(50), '', 'trois'.repeat(50)])
})

test('wherever it is cut, a form is refused instead of being taken for a shorter one', async () => {
  const whole = form([
    { name: 'kind', file: null, bytes: Buffer.from('log') },
    { name: 'files', file: 'a.log', bytes: Buffer.from('203.0.113.9 - -\n') },
  ])
  // The last two bytes are the end of a line that says nothing more.
  for (let at = 0; at <= whole.length - 3; at++)
    expect(await refusal(whole.subarray(0, at), 32), `cut at ${at}`).toBe('brokenForm')
  expect(await refusal(whole.subarray(0, -2))).toBeNull()
})

describe('a form that is not one', () => {
  test.each([
    ['a mark followed by neither an end nor a part', form([], '??')],
    ['a head without an end', Buffer.from(`--${boundary}\r\n${'X-Long: a\r\n'.repeat(2_000)}`)],
    ['another boundary', Buffer.from('--autre\r\n\r\n\r\n--autre--\r\n')],
    ['nothing', Buffer.alloc(0)],
  ])('%s is refused', async (_, bytes) => {
    expect(await refusal(bytes, 64)).toBe('brokenForm')
  })

  test.each([
    ['without any disposition', 'Content-Type: text/plain', '', null],
    ['of another disposition', 'Content-Disposition: attachment; filename="x.log"', '', null],
    ['with its name after its file', 'content-disposition: FORM-DATA; filename="x.log"; name="files"', 'files', 'x.log'],
    ['with quotes escaped by a backslash', 'Content-Disposition: form-data; name="a\\"b"', 'a"b', null],
  ])('a part %s is read for what it says', async (_, head, name, file) => {
    const body = Buffer.from(`prologue\r\n--${boundary}\r\n${head}\r\n\r\nmiel\r\n--${boundary}--`)
    expect(await read(body)).toEqual([{ name, file, bytes: Buffer.from('miel') }])
  }) // prettier-ignore
})

test.each([
  ['multipart/form-data; boundary=abc', 'abc'],
  ['Multipart/Form-Data; charset=utf-8; boundary="a b:c"; x=1', 'a b:c'],
  ['multipart/form-data; boundary=abc; charset=utf-8', 'abc'],
  ['multipart/form-data', null],
  ['multipart/form-data; boundary=', null],
  ['multipart/mixed; boundary=abc', null],
  ['application/x-www-form-urlencoded', null],
  [null, null],
])('the boundary of %j is %j', (type, expected) => expect(boundaryOf(type)).toBe(expected))
