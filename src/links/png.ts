import { crc32, deflateSync, inflateSync } from 'node:zlib'
import type { Words } from '../errors.ts'

/** Pixels of a picture, four bytes each: red, green, blue, opacity. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
}

export const maxPictureBytes = 300_000
export const maxPictureSide = 1_200

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** Values a pixel has, by colour type (PNG specification, 11.2.1). */
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

export const pictureProblems = {
  size: {
    fr: `L’image dépasse 300 Ko ou ${maxPictureSide} pixels de côté : réduisez-la.`,
    en: `The picture is over 300 kB or ${maxPictureSide} pixels a side: make it smaller.`,
  },
  kind: {
    fr: 'Ce fichier n’est pas une image PNG que nous lisons : enregistrez le logo en PNG ordinaire (8 bits par couleur, non entrelacé).',
    en: 'This file is no PNG picture that we read: save the logo as an ordinary PNG (8 bits a colour, not interlaced).',
  },
} satisfies Record<string, Words>

/**
 * Reads a PNG of 8 bits a channel, not interlaced: grey, colours, palette, with or without opacity. What it announces is checked
 * before anything is unpacked, so that a small file cannot fill the memory.
 */
export function readPng(file: Uint8Array): Picture | { readonly problem: Words } {
  if (file.byteLength > maxPictureBytes) return { problem: pictureProblems.size }
  const bytes = Buffer.from(file)
  const chunks = chunksOf(bytes)
  const head = chunks.find(({ name }) => name === 'IHDR')?.content
  if (!head || head.length !== 13) return { problem: pictureProblems.kind }
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)]
  const channels = channelsOf[head[9] ?? -1]
  if (width === 0 || height === 0 || width > maxPictureSide || height > maxPictureSide)
    return { problem: pictureProblems.size }
  if (head[8] !== 8 || channels === undefined || head[12] !== 0) return { problem: pictureProblems.kind }
  const lines = unpacked(
    Buffer.concat(chunks.filter(({ name }) => name === 'IDAT').map(({ content }) => content)),
    height * (1 + width * channels),
  )
  if (!lines) return { problem: pictureProblems.kind }
  const samples = unfiltered(lines, width * channels, height, channels)
  const named = (name: string) => chunks.find((chunk) => chunk.name === name)?.content ?? Buffer.alloc(0)
  return samples
    ? { width, height, rgba: coloured(samples, head[9] ?? 0, named('PLTE'), named('tRNS')) }
    : { problem: pictureProblems.kind }
}

function chunksOf(bytes: Buffer): { name: string; content: Buffer }[] {
  const chunks: { name: string; content: Buffer }[] = []
  if (!bytes.subarray(0, 8).equals(signature)) return chunks
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at)
    if (at + 12 + length > bytes.length) break
    chunks.push({ name: bytes.toString('latin1', at + 4, at + 8), content: bytes.subarray(at + 8, at + 8 + length) })
    at += 12 + length
  }
  return chunks
}

function unpacked(packed: Buffer, length: number): Buffer | null {
  try {
    const lines = inflateSync(packed, { maxOutputLength: length + 1 })
    return lines.length === length ? lines : null
  } catch {
    return null
  }
}

/** Undoes the filter of each line (PNG specification, 9.2); null for one that does not exist. */
function unfiltered(lines: Buffer, rowBytes: number, height: number, step: number): Uint8Array | null {
  const out = new Uint8Array(rowBytes * height)
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (rowBytes + 1)] ?? 0
    if (filter > 4) return null
    for (let x = 0; x < rowBytes; x++) {
      const at = y * rowBytes + x
      const left = x >= step ? (out[at - step] ?? 0) : 0
      const above = y > 0 ? (out[at - rowBytes] ?? 0) : 0
      const corner = x >= step && y > 0 ? (out[at - rowBytes - step] ?? 0) : 0
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0
      out[at] = (lines[y * (rowBytes + 1) + 1 + x] ?? 0) + guess
    }
  }
  return out
}

function paeth(left: number, above: number, corner: number): number {
  const p = left + above - corner
  const [a, b, c] = [Math.abs(p - left), Math.abs(p - above), Math.abs(p - corner)]
  return a <= b && a <= c ? left : b <= c ? above : corner
}

function coloured(samples: Uint8Array, type: number, palette: Buffer, opacity: Buffer): Uint8Array {
  const channels = channelsOf[type] ?? 1
  const out = new Uint8Array((samples.length / channels) * 4)
  for (let n = 0; n * channels < samples.length; n++) {
    const sample = (channel: number) => samples[n * channels + channel] ?? 0
    const pixel =
      type === 3
        ? [...Array.from({ length: 3 }, (_, c) => palette[sample(0) * 3 + c] ?? 0), opacity[sample(0)] ?? 255]
        : type === 0 || type === 4
          ? [sample(0), sample(0), sample(0), type === 4 ? sample(1) : 255]
          : [sample(0), sample(1), sample(2), type === 6 ? sample(3) : 255]
    out.set(pixel, n * 4)
  }
  return out
}

/** A picture of red, green and blue bytes as a PNG file. */
export function writePng(width: number, height: number, rgb: Uint8Array): Buffer {
  const lines = Buffer.alloc(height * (1 + width * 3))
  for (let y = 0; y < height; y++) lines.set(rgb.subarray(y * width * 3, (y + 1) * width * 3), y * (1 + width * 3) + 1)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Length, name, content, checksum (PNG specification, 5.3). */
function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'ascii'), content])
  const frame = Buffer.alloc(body.length + 8)
  frame.writeUInt32BE(content.length, 0)
  body.copy(frame, 4)
  frame.writeUInt32BE(crc32(body), body.length + 4)
  return frame
}
