import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { badRequest, type Words } from '../errors.ts'
import { BrokenBzip2, unbzip2 } from './bzip2.ts'

/** The refusal of a whole file: what it is, and what to do. Nothing was written by then. */
export const refuseFile = (name: string, id: string, why: Words) =>
  badRequest(id, {
    fr: `${name} : ${why.fr} Rien n’a été importé.`,
    en: `${name}: ${why.en} Nothing was imported.`,
  }, 'file') // prettier-ignore

type Packing = 'plain' | 'gzip' | 'bzip2' | 'zstd'

/** A text packs thirty times smaller, a very even one a few hundred; beyond, and past this size, it is a trap. */
const mostRatio = 1_000
const freeBytes = 64 * 2 ** 20

/** The bytes of a file once unpacked, chunk by chunk. @throws AppError in both languages */
export async function* unpacked(path: string, onRead?: (bytes: number) => void): AsyncGenerator<Buffer> {
  const name = basename(path)
  const packing = packingOf(await startOf(path), name)
  const file = createReadStream(path, { highWaterMark: 256 * 1024 })
  let out = 0
  try {
    for await (const chunk of streamOf(file, packing)) {
      out += chunk.length
      if (out > freeBytes && out > file.bytesRead * mostRatio) throw trap(name)
      onRead?.(file.bytesRead)
      yield chunk
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!(error instanceof BrokenBzip2) && !/^(Z_|ZSTD_)/i.test(code)) throw error
    throw refuseFile(name, packing === 'gzip' ? 'brokenGzip' : 'brokenPacking', {
      fr: 'ce fichier compressé est tronqué ou abîmé.',
      en: 'this compressed file is cut short or damaged.',
    })
  } finally {
    file.destroy()
  }
}

function streamOf(file: Readable, packing: Packing): AsyncIterable<Buffer> {
  if (packing === 'plain') return file
  if (packing === 'bzip2') return unbzip2(file)
  const chunkSize = 256 * 1024
  const stream = packing === 'gzip' ? createGunzip({ chunkSize }) : createZstdDecompress({ chunkSize })
  file.once('error', (error) => stream.destroy(error))
  return file.pipe(stream)
}

const trap = (name: string) =>
  refuseFile(name, 'packedTrap', {
    fr: 'ce fichier compressé donne plus de mille fois sa taille : ce n’est pas un journal. Décompressez-le vous-même s’il en est un.',
    en: 'this compressed file unpacks to more than a thousand times its size: it is no log. Unpack it yourself if it is one.',
  })

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const start = Buffer.alloc(512)
    const { bytesRead } = await file.read(start, 0, start.length, 0)
    return start.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** How a file is packed, from its first bytes. @throws AppError for what we know and do not read */
function packingOf(start: Buffer, name: string): Packing {
  const hex = start.subarray(0, 8).toString('hex')
  if (hex.startsWith('1f8b')) return 'gzip'
  if (/^425a683[1-9]/.test(hex)) return 'bzip2'
  if (hex.startsWith('28b52ffd')) return 'zstd'
  if (hex.startsWith('504b0304'))
    throw refuseFile(name, 'isArchive', {
      fr: 'c’est une archive ZIP : décompressez-la et choisissez les journaux qu’elle contient.',
      en: 'this is a ZIP archive: unpack it and choose the logs it holds.',
    })
  if (hex.startsWith('fd377a585a00'))
    throw refuseFile(name, 'isArchive', {
      fr: 'ce fichier est compressé en xz : décompressez-le (unxz), ou recompressez-le en gzip, bzip2 ou zstd.',
      en: 'this file is packed with xz: unpack it (unxz), or pack it with gzip, bzip2 or zstd.',
    })
  if (start.subarray(257, 262).toString('latin1') === 'ustar')
    throw refuseFile(name, 'isArchive', {
      fr: 'c’est une archive tar : extrayez-la (tar xf) et choisissez les journaux qu’elle contient.',
      en: 'this is a tar archive: extract it (tar xf) and choose the logs it holds.',
    })
  if (isUtf16(start))
    throw refuseFile(name, 'isUtf16', {
      fr: 'ce fichier est en UTF-16 : enregistrez-le en UTF-8 (iconv -f UTF-16 -t UTF-8).',
      en: 'this file is in UTF-16: save it as UTF-8 (iconv -f UTF-16 -t UTF-8).',
    })
  return 'plain'
}

/** By its mark, or by the zero that is every other byte of a text written so. */
function isUtf16(start: Buffer): boolean {
  if (start.length >= 2 && ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)))
    return true
  if (start.length < 16) return false
  const zeros = [0, 0]
  for (const [i, byte] of start.entries()) if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1
  const half = start.length / 2
  return zeros.some((count, side) => count > half * 0.9 && (zeros[1 - side] ?? 0) === 0)
}
