import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeRecords, encodeRecords } from './segment.ts'

const record = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes))

test('what was written is read back', () => {
  fc.assert(
    fc.property(fc.array(record), (records) => {
      const decoded = decodeRecords(encodeRecords(records))
      expect(decoded.records).toEqual(records)
      expect(decoded.torn).toBe(false)
    }),
  )
})

test('a file cut anywhere gives every whole record before the cut, and says that it is torn', () => {
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 10 }), fc.nat(), (records, cut) => {
      const bytes = encodeRecords(records)
      const kept = bytes.subarray(0, cut % bytes.length)
      const decoded = decodeRecords(kept)
      expect(decoded.records).toEqual(records.slice(0, decoded.records.length))
      expect(decoded.torn).toBe(decoded.goodBytes < kept.length)
      expect(decodeRecords(kept.subarray(0, decoded.goodBytes))).toMatchObject({
        torn: false,
        records: decoded.records,
      })
    }),
  )
})

test('a bit that turned, or zeros where a record should be, end the reading', () => {
  const bytes = encodeRecords([Buffer.from('one'), Buffer.from('two')])
  const turned = Buffer.from(bytes)
  turned[turned.length - 1] = 0xff
  expect(decodeRecords(turned).records.map(String)).toEqual(['one'])
  expect(decodeRecords(Buffer.concat([bytes, Buffer.alloc(64)]))).toMatchObject({ torn: true, goodBytes: bytes.length })
})
