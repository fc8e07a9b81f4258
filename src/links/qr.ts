import { crc32, deflateSync } from 'node:zlib'
import encodeQR from 'qr'

/** Quiet zone that readers need around the code, in modules (ISO/IEC 18004). */
const border = 4

/** A QR code as a drawing that prints at any size. */
export const qrSvg = (address: string): string => encodeQR(address, 'svg', { ecc: 'medium', border })

/**
 * A QR code as a PNG file, one bit a pixel.
 * @param scale pixels per module: 16 gives about 600 px for a short address
 */
export function qrPng(address: string, scale = 16): Buffer {
  const modules = encodeQR(address, 'raw', { ecc: 'medium', border })
  const side = modules.length * scale
  const rowBytes = Math.ceil(side / 8)
  const lines = modules.flatMap((row) => {
    const line = Buffer.alloc(1 + rowBytes, 0xff)
    // First byte: filter 0. Dark modules are black, bit 0.
    line[0] = 0
    for (let x = 0; x < side; x += 1) {
      const at = 1 + (x >> 3)
      if (row[Math.floor(x / scale)]) line[at] = (line[at] ?? 0) & ~(0x80 >> (x & 7))
    }
    return Array.from({ length: scale }, () => line)
  })
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.set([1, 0, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
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
