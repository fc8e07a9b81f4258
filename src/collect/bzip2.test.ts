import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { BrokenBzip2, unbzip2 } from './bzip2.ts'

// Made by bzip2 1.0.8, since nothing here can pack.
const packed = {
  empty: 'QlpoMRdyRThQkAAAAAA=',
  text: 'QlpoMTFBWSZTWT25lDgAAAZVlAAQQAUABC/mlgBAAAgAIAAxQNNDIyYhTaRNkEye1TKrEjbgEMtXv7ziGvm2iLZsiNoTdIoZf06LuSKcKEge3MocAA==',
  runs: 'QlpoMTFBWSZTWeK5xgcAAAZBAOAAOAAACCAAIZMagwCK6J4KxwfXxdyRThQkOK5xgcA=',
  blocks:
    'QlpoMTFBWSZTWSaSS/QAYaNIAAAQfwAgAHBDAgTVTSHqalAmRQJ2KBPIoE9SgT5KBNSgTNipFU/MUFZJlNZdzM0vQBFvUgAABB/ACAAcEMCBNVAHooEylAmkoE2lAnEoE52KBPRQJmKkVT5igrJMprJNJJfoAMNGkAAAIP4AQADghgQJqppD1NSgTIoE7FAnkUCepQJ8lAmpQJmxUiqfmKCskyms2vKMTIAG/qQAAAg/gBAAKEMCApUAY9FFMCimhRTYopwUU52KKeiimSkVHxdyRThQkBCfAiU=',
}

async function unpack(bytes: Buffer, piece = bytes.length): Promise<Buffer> {
  async function* source() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
  }
  const parts: Buffer[] = []
  for await (const part of unbzip2(source())) parts.push(part)
  return Buffer.concat(parts)
}
const read = (name: keyof typeof packed) => Buffer.from(packed[name], 'base64')
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex')

test.each([
  ['empty', Buffer.alloc(0)],
  ['text', Buffer.from('Le fil rouge relie tout, du miel à la ruche.\n')],
  ['runs', Buffer.from(`${'a'.repeat(259)}${'b'.repeat(4)}${'c'.repeat(5)}aaaa`)],
  // Several blocks of 100,000 bytes.
  ['blocks', Buffer.from(Array.from({ length: 160_000 }, (_, i) => `${i % 7}\n`).join(''))],
] as const)('%s is unpacked as it was, in one piece or byte by byte', async (name, expected) => {
  expect(md5(await unpack(read(name)))).toBe(md5(expected))
  expect(md5(await unpack(read(name), 7))).toBe(md5(expected))
})

test('streams one after the other are one text', async () => {
  const twice = await unpack(Buffer.concat([read('text'), read('empty'), read('text')]))
  expect(twice.toString()).toBe('Le fil rouge relie tout, du miel à la ruche.\n'.repeat(2))
})

test('whatever byte is damaged or cut off, it is said, never read as something else', async () => {
  const whole = read('text')
  const clean = md5(await unpack(whole))
  for (let at = 0; at < whole.length; at++) {
    await expect(unpack(whole.subarray(0, at || 3)), `cut at ${at}`).rejects.toThrow(BrokenBzip2)
    const damaged = Buffer.from(whole)
    damaged[at] = (damaged[at] ?? 0) ^ 0x10
    const text = await unpack(damaged).then(md5, (error: unknown) => error)
    // The last bytes hold the checksum of all blocks, each of which has its own.
    expect(text === clean || text instanceof BrokenBzip2, `damaged at ${at}`).toBe(true)
  }
})
