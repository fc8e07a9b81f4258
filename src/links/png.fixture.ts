import { inflateSync } from 'node:zlib'
import { expect } from 'vitest'

/** Reads a one-bit grey PNG with a single IDAT, the way any viewer does. */
export function pixelsOf(png: Buffer): { width: number; data: Uint8ClampedArray } {
  expect(png.subarray(1, 4).toString('ascii')).toBe('PNG')
  const width = png.readUInt32BE(16)
  const at = png.indexOf('IDAT')
  const lines = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)))
  const rowBytes = Math.ceil(width / 8) + 1
  const data = new Uint8ClampedArray(width * width * 4).fill(255)
  for (let y = 0; y < width; y += 1)
    for (let x = 0; x < width; x += 1) {
      const bit = ((lines[y * rowBytes + 1 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1
      data.fill(bit * 255, (y * width + x) * 4, (y * width + x) * 4 + 3)
    }
  return { width, data }
}
