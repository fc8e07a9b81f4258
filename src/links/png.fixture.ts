import { inflateSync } from 'node:zlib'
import { expect } from 'vitest'

export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
}

/** Reads a PNG of three bytes a pixel, unfiltered, with a single IDAT, the way any viewer does. */
export function pixelsOf(png: Buffer): Pixels {
  expect(png.subarray(1, 4).toString('ascii')).toBe('PNG')
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const at = png.indexOf('IDAT')
  const lines = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)))
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (let c = 0; c < 3; c += 1) data[(y * width + x) * 4 + c] = lines[y * (width * 3 + 1) + 1 + x * 3 + c] ?? 0
  return { width, height, data }
}

type Rectangle = readonly [x: number, y: number, width: number, height: number, colour: readonly number[]]

/** Rectangles painted one over the other, as a drawing is shown on a screen. */
export function painted(side: number, scale: number, rectangles: readonly Rectangle[]): Pixels {
  const size = Math.round(side * scale)
  const data = new Uint8ClampedArray(size * size * 4).fill(255)
  for (const [x, y, width, height, colour] of rectangles)
    for (let py = Math.round(y * scale); py < Math.round((y + height) * scale); py += 1)
      for (let px = Math.round(x * scale); px < Math.round((x + width) * scale); px += 1)
        colour.forEach((value, c) => (data[(py * size + px) * 4 + c] = value))
  return { width: size, height: size, data }
}

const hex = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))

/** An SVG of ours on a screen: its background, its path of rectangles, and a grey square where the logo is. */
export function svgPixels(svg: string, scale: number): Pixels {
  const side = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1])
  const [, light = ''] = /<rect [^>]*fill="(#\w{6})"/.exec(svg) ?? []
  const [, dark = '', path = ''] = /<path fill="(#\w{6})" d="([^"]*)"/.exec(svg) ?? []
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)].map(([, x, y, width]): Rectangle => [
    Number(x),
    Number(y),
    Number(width),
    1,
    hex(dark),
  ])
  const image = /<image x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/.exec(svg)
  const logo: Rectangle[] = image
    ? [[Number(image[1]), Number(image[2]), Number(image[3]), Number(image[4]), [120, 120, 120]]]
    : []
  return painted(side, scale, [[0, 0, side, side, hex(light)], ...runs, ...logo])
}

/** A page of ours on paper: its contents unpacked and its rectangles painted, with a grey square for the logo. */
export function pdfPixels(pdf: Buffer, scale: number): Pixels {
  const at = pdf.indexOf('stream\n', pdf.indexOf('4 0 obj')) + 7
  const content = inflateSync(pdf.subarray(at, pdf.indexOf('\nendstream', at))).toString('latin1')
  const side = Number(/MediaBox \[0 0 ([\d.]+) /.exec(pdf.toString('latin1'))?.[1])
  let colour: readonly number[] = [0, 0, 0]
  const rectangles: Rectangle[] = []
  for (const line of content.split('\n')) {
    const numbers = line.split(' ').map(Number)
    if (line.endsWith(' rg')) colour = numbers.slice(0, 3).map((c) => Math.round(c * 255))
    const [x = 0, y = 0, width = 0, height = 0] = numbers
    if (/ re( f)?$/.test(line)) rectangles.push([x, side - y - height, width, height, colour])
    const logo = /^q ([\d.]+) 0 0 ([\d.]+) ([\d.]+) ([\d.]+) cm \/Logo/.exec(line)?.slice(1).map(Number)
    if (logo)
      rectangles.push([
        logo[2] ?? 0,
        side - (logo[3] ?? 0) - (logo[1] ?? 0),
        logo[0] ?? 0,
        logo[1] ?? 0,
        [120, 120, 120],
      ])
  }
  return painted(side, scale, rectangles)
}
