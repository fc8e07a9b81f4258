import fc from 'fast-check'
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type Picture, maxPictureSide, readPng, writePng } from './png.ts'
import { colourProblems, contrastOf, leastContrast } from './qr-design.ts'

// Logos come from any program: every filter and kind of colour that ordinary files use, and bytes that are no picture at all.

const chunk = (name: string, content: Buffer) => {
  const frame = Buffer.alloc(content.length + 12)
  frame.writeUInt32BE(content.length, 0)
  frame.write(name, 4, 'ascii')
  content.copy(frame, 8)
  return frame
}
const channelsOf = { grey: 1, colours: 3, greyWithOpacity: 2, coloursWithOpacity: 4 } as const
const typeOf = { grey: 0, colours: 2, greyWithOpacity: 4, coloursWithOpacity: 6 } as const
type Colour = keyof typeof channelsOf
const signature = Buffer.from('89504e470d0a1a0a', 'hex')

/** A file whose lines are filtered as asked, written from the specification and not from our reader. */
function fileOf(width: number, height: number, colour: Colour, samples: readonly number[], filters: readonly number[]) {
  const step = channelsOf[colour]
  const row = width * step
  const sample = (x: number, y: number) => (x < 0 || y < 0 ? 0 : (samples[y * row + x] ?? 0))
  const lines = Array.from({ length: height }, (_, y) => {
    const filter = filters[y] ?? 0
    const bytes = Array.from({ length: row }, (__, x) => {
      const [a, b, c] = [sample(x - step, y), sample(x, y - 1), x < step ? 0 : sample(x - step, y - 1)]
      const near = [a, b, c].toSorted((one, two) => Math.abs(a + b - c - one) - Math.abs(a + b - c - two))[0] ?? 0
      const guess = [0, a, b, Math.floor((a + b) / 2), near][filter] ?? 0
      return (sample(x, y) - guess + 256) % 256
    })
    return [filter, ...bytes]
  })
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, typeOf[colour], 0, 0, 0], 8)
  const packed = deflateSync(Buffer.from(lines.flat()))
  const cut = Math.ceil(packed.length / 2)
  // Two parts, as programs that stream write them, and a chunk that concerns nobody between head and pixels.
  return Buffer.concat([
    signature, chunk('IHDR', head), chunk('tEXt', Buffer.from('Software\0essai')), chunk('IDAT', packed.subarray(0, cut)),
    chunk('IDAT', packed.subarray(cut)), chunk('IEND', Buffer.alloc(0)),
  ]) // prettier-ignore
}

const pixel = (colour: Colour, s: readonly number[]): number[] => {
  const [a = 0, b = 0, c = 0, d = 0] = s
  if (colour === 'grey') return [a, a, a, 255]
  if (colour === 'greyWithOpacity') return [a, a, a, b]
  return [a, b, c, colour === 'colours' ? 255 : d]
}

const file = fc
  .record({
    width: fc.integer({ min: 1, max: 6 }),
    height: fc.integer({ min: 1, max: 5 }),
    colour: fc.constantFrom<Colour>('grey', 'colours', 'greyWithOpacity', 'coloursWithOpacity'),
  })
  .chain(({ width, height, colour }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      colour: fc.constant(colour),
      samples: fc.array(fc.integer({ min: 0, max: 255 }), {
        minLength: width * height * channelsOf[colour],
        maxLength: width * height * channelsOf[colour],
      }),
      filters: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: height, maxLength: height }),
    }),
  )

const pictureOf = (bytes: Uint8Array): Picture | null => {
  const read = readPng(bytes)
  return 'problem' in read ? null : read
}

describe('a picture', () => {
  test('of any ordinary kind is read as it was drawn, whichever filters its lines have', () => {
    fc.assert(
      fc.property(file, ({ width, height, colour, samples, filters }) => {
        const picture = pictureOf(fileOf(width, height, colour, samples, filters))
        const step = channelsOf[colour]
        const drawn = Array.from({ length: width * height }, (_, n) =>
          pixel(colour, samples.slice(n * step, (n + 1) * step)),
        )
        expect([picture?.width, picture?.height]).toEqual([width, height])
        expect([...(picture?.rgba ?? [])]).toEqual(drawn.flat())
      }),
    )
  })

  test('that we write is one that we read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), fc.nat(255), (w, h, seed) => {
        const rgb = Uint8Array.from({ length: w * h * 3 }, (_, n) => (seed + n * 37) % 256)
        const rgba = pictureOf(writePng(w, h, rgb))?.rgba ?? []
        expect([...rgba].filter((_, n) => n % 4 !== 3)).toEqual([...rgb])
        expect([...rgba].filter((_, n) => n % 4 === 3)).toEqual(Array.from({ length: w * h }, () => 255))
      }),
    )
  })

  test('damaged anywhere, cut anywhere or made of noise is read or refused with a sentence, never more', () => {
    const whole = fileOf(4, 4, 'colours', Array.from({ length: 48 }, (_, n) => n * 5), [4, 3, 2, 1]) // prettier-ignore
    const broken = fc.oneof(
      fc.tuple(fc.nat(whole.length - 1), fc.nat(255)).map(([at, byte]) => {
        const copy = Buffer.from(whole)
        copy[at] = byte
        return copy
      }),
      fc.nat(whole.length - 1).map((at) => whole.subarray(0, at)),
      fc.uint8Array({ maxLength: 200 }).map((noise) => Buffer.concat([signature, noise])),
    )
    fc.assert(
      fc.property(broken, (bytes) => {
        const read = readPng(bytes)
        if ('problem' in read) expect(read.problem.en.length).toBeGreaterThan(20)
        else expect(read.rgba).toHaveLength(read.width * read.height * 4)
      }),
    )
  })

  test.each([
    [maxPictureSide, 1, true],
    [maxPictureSide + 1, 1, false],
    [1, maxPictureSide + 1, false],
  ])('of %s by %s pixels is taken: %s', (width, height, taken) => {
    expect(pictureOf(writePng(width, height, new Uint8Array(width * height * 3))) !== null).toBe(taken)
  })
})

describe('a pair of colours', () => {
  const colour = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`)

  test('has one contrast, whichever comes first, from 1 to 21', () => {
    fc.assert(
      fc.property(colour, colour, (a, b) => {
        expect(contrastOf(a, b)).toBe(contrastOf(b, a))
        expect(contrastOf(a, b)).toBeGreaterThanOrEqual(1)
        expect(contrastOf(a, b)).toBeLessThanOrEqual(21.000_001)
        expect(contrastOf(a, a)).toBe(1)
      }),
    )
  })

  test('is taken one way round at most, and only when phones can read it', () => {
    fc.assert(
      fc.property(colour, colour, (a, b) => {
        const taken = [colourProblems(a, b), colourProblems(b, a)].filter((found) => Object.keys(found).length === 0)
        expect(taken.length).toBe(contrastOf(a, b) >= leastContrast ? 1 : 0)
      }),
    )
  })

  test('just under what is asked is never told as enough', () => {
    for (let grey = 0x70; grey < 0x90; grey++) {
      const dark = `#${grey.toString(16).repeat(3)}`
      const [, fr] = /^Contraste de ([\d,]+)/u.exec(colourProblems(dark, '#ffffff')['dark']?.fr ?? '') ?? []
      if (fr !== undefined) expect(Number(fr.replace(',', '.'))).toBeLessThan(leastContrast)
    }
    expect(colourProblems('#7f7f82', '#ffffff')['dark']?.en).toMatch(/^Contrast of 3\.9: at least 4/)
  })
})
