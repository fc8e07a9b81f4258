import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import decodeQR from 'qr/decode.js'
import { describe, expect, test } from 'vitest'
import { pdfPixels, pixelsOf, svgPixels } from './png.fixture.ts'
import { maxPictureBytes, readPng, writePng } from './png.ts'
import { colourProblems, contrastOf } from './qr-design.ts'
import { type QrLook, plainLook, pngSizes, printSizes, qrPdf, qrPng, qrSvg } from './qr.ts'

/** Another program’s drawing of a page (Poppler), where the machine has it. */
const reader = '/usr/bin/pdftoppm'
const address = 'https://mesure.exemple.fr/l/coffrets-de-noel'
const square = writePng(40, 40, new Uint8Array(40 * 40 * 3).fill(90))
const picture = readPng(square)
if ('problem' in picture) throw new Error('the picture of this test cannot be read')

const looks: readonly (readonly [name: string, look: QrLook])[] = [
  ['black on white', plainLook],
  ['in colours', { dark: '#7a1f10', light: '#fff4dc', logo: null }],
  ['with a logo', { ...plainLook, logo: { picture, file: square } }],
  ['in colours with a logo', { dark: '#123a5c', light: '#f2f7e8', logo: { picture, file: square } }],
]

describe.each(looks)('a code %s reads back to its address', (_, look) => {
  test('as a drawing', () => expect(decodeQR(svgPixels(qrSvg(address, look), 6))).toBe(address))

  test.each(pngSizes.slice(0, 3))('as a picture of %s pixels', (size) => {
    const pixels = pixelsOf(qrPng(address, size, look))
    expect(pixels.width).toBeLessThanOrEqual(size)
    expect(pixels.width).toBeGreaterThan(size * 0.8)
    expect(decodeQR(pixels)).toBe(address)
  })

  test('as a page for the printer', () => expect(decodeQR(pdfPixels(qrPdf(address, 50, look), 3))).toBe(address))
})

test('a code with a logo is more redundant than one without, and the longest address still holds it', () => {
  const sideOf = (svg: string) => Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1])
  const logo = { ...plainLook, logo: { picture, file: square } }
  expect(sideOf(qrSvg(address, logo))).toBeGreaterThan(sideOf(qrSvg(address)))
  const long = `https://un-domaine-plutot-long.exemple.fr/l/${'x'.repeat(60)}`
  expect(decodeQR(svgPixels(qrSvg(long, logo), 6))).toBe(long)
})

describe('the page for the printer', () => {
  test.each(printSizes)('of %s mm has that trim size, and a bleed of 3 mm on every side', (mm) => {
    const text = qrPdf(address, mm).toString('latin1')
    const box = (name: string) =>
      new RegExp(`/${name} \\[([\\d. ]+)\\]`)
        .exec(text)?.[1]
        ?.split(' ')
        .map((pt) => (Number(pt) / 72) * 25.4) ?? []
    const [left = 0, bottom = 0, right = 0, top = 0] = box('TrimBox')
    expect([left, bottom, right - left, top - bottom].map((n) => Math.round(n * 100) / 100)).toEqual([3, 3, mm, mm])
    expect(box('BleedBox').map((n) => Math.round(n))).toEqual([0, 0, mm + 6, mm + 6])
  })

  test('is a file whose table says where each object begins', () => {
    const pdf = qrPdf(address, 30, { ...plainLook, logo: { picture, file: square } })
    const text = pdf.toString('latin1')
    const begin = Number(/startxref\n(\d+)/.exec(text)?.[1])
    expect(text.slice(begin, begin + 4)).toBe('xref')
    const offsets = [...text.slice(begin).matchAll(/^(\d{10}) 00000 n/gm)].map(([, at]) => Number(at))
    expect(offsets).toHaveLength(6)
    offsets.forEach((at, n) => expect(text.slice(at, at + 7)).toBe(`${n + 1} 0 obj`))
  })

  test.skipIf(!existsSync(reader))('is drawn the same by another program (pdftoppm, where there is one)', () => {
    const pdf = qrPdf(address, 30, { dark: '#123a5c', light: '#f2f7e8', logo: { picture, file: square } })
    const ppm = execFileSync(reader, ['-r', '300', '-'], { input: pdf, stdio: ['pipe', 'pipe', 'ignore'] })
    const [, w, h] = /^P6\n(\d+) (\d+)\n255\n/.exec(ppm.subarray(0, 40).toString('latin1')) ?? []
    const [width, height] = [Number(w), Number(h)]
    const data = new Uint8ClampedArray(width * height * 4).fill(255)
    const from = ppm.length - width * height * 3
    for (let n = 0; n < width * height; n += 1) data.set(ppm.subarray(from + n * 3, from + n * 3 + 3), n * 4)
    expect(decodeQR({ width, height, data })).toBe(address)
  })
})

describe('colours', () => {
  test.each([
    ['#000000', '#ffffff', []],
    ['#7a1f10', '#fff4dc', []],
    ['#777777', '#aaaaaa', ['dark']],
    ['#ffffff', '#000000', ['dark']],
    ['#ffff00', '#ffffff', ['dark']],
    ['red', '#ffffff', ['dark']],
    ['#000000', '#fff', ['light']],
  ])('%s on %s: %j', (dark, light, wrong) => expect(Object.keys(colourProblems(dark, light))).toEqual(wrong))

  test('black on white is 21 to 1', () => expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 10))
})

describe('a picture', () => {
  const png = (head: readonly number[], lines: Buffer, more: readonly [string, Buffer][] = []) => {
    const chunk = (name: string, content: Buffer) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(content.length)
      return Buffer.concat([length, Buffer.from(name), content, Buffer.alloc(4)])
    }
    const size = Buffer.alloc(8)
    size.writeUInt32BE(head[0] ?? 0, 0)
    size.writeUInt32BE(head[1] ?? 0, 4)
    return Buffer.concat([
      square.subarray(0, 8),
      chunk('IHDR', Buffer.concat([size, Buffer.from(head.slice(2))])),
      ...more.map(([name, content]) => chunk(name, content)),
      chunk('IDAT', deflateSync(lines)),
    ])
  }

  test.each<[string, Buffer, number[]]>([
    ['grey', png([2, 1, 8, 0, 0, 0, 0], Buffer.from([0, 10, 20])), [10, 10, 10, 255, 20, 20, 20, 255]],
    [
      'colours, each a difference from the left',
      png([2, 1, 8, 2, 0, 0, 0], Buffer.from([1, 9, 8, 7, 1, 1, 1])),
      [9, 8, 7, 255, 10, 9, 8, 255],
    ],
    [
      'lines, each a difference from the one above',
      png([1, 2, 8, 6, 0, 0, 0], Buffer.from([0, 1, 2, 3, 4, 2, 1, 1, 1, 1])),
      [1, 2, 3, 4, 2, 3, 4, 5],
    ],
    [
      'a palette with opacity',
      png([2, 1, 8, 3, 0, 0, 0], Buffer.from([0, 1, 0]), [
        ['PLTE', Buffer.from([1, 2, 3, 4, 5, 6])],
        ['tRNS', Buffer.from([7])],
      ]),
      [4, 5, 6, 255, 1, 2, 3, 7],
    ],
  ])('of %s is read', (_, file, rgba) => {
    const read = readPng(file)
    expect('rgba' in read && [...read.rgba]).toEqual(rgba)
  })

  test.each<[string, Buffer]>([
    ['is no picture', Buffer.from('<svg onload="alert(1)"/>')],
    ['stops in the middle', square.subarray(0, 60)],
    ['is too heavy', Buffer.concat([square, Buffer.alloc(maxPictureBytes)])],
    ['announces a side that would fill the memory', png([60_000, 60_000, 8, 2, 0, 0, 0], Buffer.alloc(10))],
    ['unpacks to more than it announces', png([1, 1, 8, 0, 0, 0, 0], Buffer.alloc(5_000_000))],
    ['is interlaced', png([1, 1, 8, 0, 0, 0, 1], Buffer.from([0, 1]))],
    ['has a filter that does not exist', png([1, 1, 8, 0, 0, 0, 0], Buffer.from([9, 1]))],
    ['has 16 bits a colour', png([1, 1, 16, 0, 0, 0, 0], Buffer.from([0, 1, 1]))],
  ])('that %s is refused with a sentence', (_, file) => {
    const read = readPng(file)
    expect('problem' in read && read.problem.fr.length).toBeGreaterThan(20)
  })
})
