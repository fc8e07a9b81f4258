import { deflateSync } from 'node:zlib'
import encodeQR from 'qr'
import { type Picture, writePng } from './png.ts'

/** How a code looks. Colours are '#rrggbb'; the logo stands in the middle, on the light colour. */
export interface QrLook {
  readonly dark: string
  readonly light: string
  readonly logo: { readonly picture: Picture; readonly file: Buffer } | null
}

export const plainLook: QrLook = { dark: '#000000', light: '#ffffff', logo: null }

/** Quiet zone that readers need around the code, in modules (ISO/IEC 18004). */
const border = 4

/** Share of the code's side that a logo takes: what it hides is a third of what the highest correction level restores. */
const logoShare = 0.22

/** Sizes of the PNG, in pixels a side, and of the printed code, in millimetres with its quiet zone. */
export const pngSizes = [300, 600, 1200, 2400] as const
export const printSizes = [20, 30, 50, 100, 200] as const
const bleedMm = 3

interface Square {
  readonly x: number
  readonly y: number
  readonly side: number
}

interface Drawing {
  /** Modules a side, quiet zone included. */
  readonly side: number
  /** Runs of dark modules. */
  readonly runs: readonly { readonly x: number; readonly y: number; readonly width: number }[]
  readonly logo: Square | null
}

/** A code as runs of dark modules. With a logo the correction level is the highest, and the modules behind it are left light. */
function draw(address: string, hasLogo: boolean): Drawing {
  const modules = encodeQR(address, 'raw', { ecc: hasLogo ? 'high' : 'medium', border })
  const side = modules.length
  const code = side - 2 * border
  const kept = Math.floor((code * logoShare - 1) / 2) * 2 + 1
  const hole: Square | null = hasLogo ? { x: (side - kept) / 2, y: (side - kept) / 2, side: kept } : null
  const isHidden = (x: number, y: number) =>
    hole !== null && x >= hole.x && x < hole.x + hole.side && y >= hole.y && y < hole.y + hole.side
  const runs = modules.flatMap((row, y) => {
    const found: { x: number; y: number; width: number }[] = []
    row.forEach((isDark, x) => {
      if (!isDark || isHidden(x, y)) return
      const last = found.at(-1)
      if (last && last.x + last.width === x) last.width += 1
      else found.push({ x, y, width: 1 })
    })
    return found
  })
  return { side, runs, logo: hole && { x: hole.x + 0.5, y: hole.y + 0.5, side: hole.side - 1 } }
}

/** The box of a picture inside a square, its proportions kept. */
function fitted({ width, height }: Picture, { x, y, side }: Square) {
  const scale = side / Math.max(width, height)
  const [w, h] = [width * scale, height * scale]
  return { x: x + (side - w) / 2, y: y + (side - h) / 2, width: w, height: h }
}

/** A QR code as a drawing that prints at any size. */
export function qrSvg(address: string, look: QrLook = plainLook): string {
  const { side, runs, logo } = draw(address, look.logo !== null)
  const path = runs.map(({ x, y, width }) => `M${x} ${y}h${width}v1h-${width}z`).join('')
  const box = logo && look.logo ? fitted(look.logo.picture, logo) : null
  const image =
    box && look.logo
      ? `<image x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" href="data:image/png;base64,${look.logo.file.toString('base64')}"/>`
      : ''
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><rect width="${side}" height="${side}" fill="${look.light}"/><path fill="${look.dark}" d="${path}"/>${image}</svg>`
}

const bytesOf = (colour: string): [number, number, number] => [
  Number.parseInt(colour.slice(1, 3), 16),
  Number.parseInt(colour.slice(3, 5), 16),
  Number.parseInt(colour.slice(5, 7), 16),
]

/**
 * A QR code as a PNG file.
 * @param pixels at most a side: every module is a whole number of pixels, so that its edges stay sharp
 */
export function qrPng(address: string, pixels: number, look: QrLook = plainLook): Buffer {
  const { side, runs, logo } = draw(address, look.logo !== null)
  const scale = Math.max(1, Math.floor(pixels / side))
  const size = side * scale
  const rgb = new Uint8Array(size * size * 3)
  const [light, dark] = [bytesOf(look.light), bytesOf(look.dark)]
  for (let at = 0; at < rgb.length; at += 3) rgb.set(light, at)
  for (const { x, y, width } of runs)
    for (let py = y * scale; py < (y + 1) * scale; py++)
      for (let px = x * scale; px < (x + width) * scale; px++) rgb.set(dark, (py * size + px) * 3)
  if (logo && look.logo) paint(rgb, size, look.logo.picture, scaled(fitted(look.logo.picture, logo), scale), light)
  return writePng(size, size, rgb)
}

const scaled = (box: ReturnType<typeof fitted>, scale: number) => ({
  x: Math.round(box.x * scale),
  y: Math.round(box.y * scale),
  width: Math.max(1, Math.round(box.width * scale)),
  height: Math.max(1, Math.round(box.height * scale)),
})

/** Puts a picture on a flat colour: each pixel is the mean of those it covers. */
function paint(
  rgb: Uint8Array,
  size: number,
  picture: Picture,
  box: ReturnType<typeof scaled>,
  light: readonly number[],
): void {
  for (let y = 0; y < box.height; y++)
    for (let x = 0; x < box.width; x++) {
      const mean = meanOf(
        picture,
        (x * picture.width) / box.width,
        (y * picture.height) / box.height,
        picture.width / box.width,
        picture.height / box.height,
        light,
      )
      rgb.set(mean, ((box.y + y) * size + box.x + x) * 3)
    }
}

function meanOf(
  { width, height, rgba }: Picture,
  left: number,
  top: number,
  w: number,
  h: number,
  light: readonly number[],
): number[] {
  const sum = [0, 0, 0]
  let count = 0
  for (let y = Math.floor(top); y < Math.min(height, Math.max(Math.floor(top) + 1, Math.floor(top + h))); y++)
    for (let x = Math.floor(left); x < Math.min(width, Math.max(Math.floor(left) + 1, Math.floor(left + w))); x++) {
      const at = (y * width + x) * 4
      const opacity = (rgba[at + 3] ?? 255) / 255
      for (let c = 0; c < 3; c++)
        sum[c] = (sum[c] ?? 0) + (rgba[at + c] ?? 0) * opacity + (light[c] ?? 255) * (1 - opacity)
      count++
    }
  return sum.map((value) => Math.round(value / Math.max(1, count)))
}

const point = (mm: number) => (mm * 72) / 25.4

/**
 * A QR code on a page of its own for the printer: the trim size is the code with its quiet zone, and the light colour runs 3 mm over
 * every edge. Drawn, not photographed; colours are RGB, as the screen says.
 * @param mm of a side, quiet zone included
 */
export function qrPdf(address: string, mm: number, look: QrLook = plainLook): Buffer {
  const { side, runs, logo } = draw(address, look.logo !== null)
  const [bleed, trim] = [point(bleedMm), point(mm)]
  const page = trim + 2 * bleed
  const module = trim / side
  const n = (value: number) => String(Number(value.toFixed(4)))
  const fill = (colour: string) =>
    `${bytesOf(colour)
      .map((c) => n(c / 255))
      .join(' ')} rg`
  const rects = runs.map(
    ({ x, y, width }) =>
      `${n(bleed + x * module)} ${n(bleed + (side - y - 1) * module)} ${n(width * module)} ${n(module)} re`,
  )
  const box = logo && look.logo ? fitted(look.logo.picture, logo) : null
  const image = box
    ? `q ${n(box.width * module)} 0 0 ${n(box.height * module)} ${n(bleed + box.x * module)} ${n(bleed + (side - box.y - box.height) * module)} cm /Logo Do Q`
    : ''
  const content = [fill(look.light), `0 0 ${n(page)} ${n(page)} re f`, fill(look.dark), ...rects, 'f', image].join('\n')
  const trimBox = [bleed, bleed, bleed + trim, bleed + trim].map(n).join(' ')
  const whole = `0 0 ${n(page)} ${n(page)}`
  return pdfOf([
    dictionary('/Type /Catalog /Pages 2 0 R'),
    dictionary('/Type /Pages /Kids [3 0 R] /Count 1'),
    dictionary(
      `/Type /Page /Parent 2 0 R /MediaBox [${whole}] /BleedBox [${whole}] /TrimBox [${trimBox}] /Contents 4 0 R /Resources << ${box ? '/XObject << /Logo 5 0 R >>' : ''} >>`,
    ),
    stream('', Buffer.from(content, 'latin1')),
    ...(look.logo ? pictureObjects(look.logo.picture) : []),
  ])
}

/** A picture and, apart, its opacity: objects 5 and 6. */
function pictureObjects({ width, height, rgba }: Picture): Buffer[] {
  const count = width * height
  const [rgb, opacity] = [Buffer.alloc(count * 3), Buffer.alloc(count)]
  for (let at = 0; at < count; at++) {
    rgb.set(rgba.subarray(at * 4, at * 4 + 3), at * 3)
    opacity[at] = rgba[at * 4 + 3] ?? 255
  }
  const common = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent 8`
  return [
    stream(`${common} /ColorSpace /DeviceRGB /SMask 6 0 R`, rgb),
    stream(`${common} /ColorSpace /DeviceGray`, opacity),
  ]
}

const dictionary = (body: string) => Buffer.from(`<< ${body} >>`, 'latin1')

function stream(body: string, content: Buffer): Buffer {
  const packed = deflateSync(content)
  return Buffer.concat([
    dictionary(`${body} /Filter /FlateDecode /Length ${packed.length}`),
    Buffer.from('\nstream\n'),
    packed,
    Buffer.from('\nendstream'),
  ])
}

/** Objects numbered from 1 as a file, with the table of where each begins (ISO 32000-1, 7.5). */
function pdfOf(objects: readonly Buffer[]): Buffer {
  const parts = [Buffer.from('%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n', 'latin1')]
  const offsets: number[] = []
  let size = parts[0]?.length ?? 0
  objects.forEach((body, at) => {
    const whole = Buffer.concat([Buffer.from(`${at + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')])
    offsets.push(size)
    size += whole.length
    parts.push(whole)
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${size}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}
