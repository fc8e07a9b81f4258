import { crc32 } from 'node:zlib'

/** Bytes before each record: length then CRC-32 of the record, both little-endian. */
const head = 8

/** Records as they lie in a segment, ready for one write. */
export function encodeRecords(records: readonly Buffer[]): Buffer {
  const out = Buffer.allocUnsafe(records.reduce((sum, record) => sum + head + record.length, 0))
  let at = 0
  for (const record of records) {
    out.writeUInt32LE(record.length, at)
    out.writeUInt32LE(crc32(record), at + 4)
    record.copy(out, at + head)
    at += head + record.length
  }
  return out
}

export interface Decoded {
  readonly records: Buffer[]
  /** Bytes of whole, checked records: where a torn file is to be cut. */
  readonly goodBytes: number
  readonly torn: boolean
}

/**
 * Records of a segment up to the first that is incomplete or fails its CRC. Only the end of a file can be so after a
 * crash, and what is there was never acknowledged.
 */
export function decodeRecords(bytes: Buffer): Decoded {
  const records: Buffer[] = []
  let at = 0
  while (at + head <= bytes.length) {
    const end = at + head + bytes.readUInt32LE(at)
    if (end > bytes.length || end === at + head) break
    const record = bytes.subarray(at + head, end)
    if (crc32(record) !== bytes.readUInt32LE(at + 4)) break
    records.push(record)
    at = end
  }
  return { records, goodBytes: at, torn: at < bytes.length }
}
