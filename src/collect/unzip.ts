import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import type { Words } from '../errors.ts'

/** What is wrong with an archive. */
export class BadZip extends Error {
  readonly why: Words
  constructor(why: Words) {
    super(why.en)
    this.why = why
  }
}

const mostEntries = 1_000
/** Bytes an archive may give in all, whatever its own head says. */
const mostUnpacked = 512 * 2 ** 20
const inflate = promisify(inflateRaw)

/**
 * The files of a ZIP archive by their names, folders left out (PKWARE APPNOTE 4.3; neither encrypted nor split).
 * @param most bytes it may give in all
 * @throws BadZip
 */
export async function unzip(
  bytes: Buffer,
  most = mostUnpacked,
): Promise<{ readonly name: string; readonly bytes: Buffer }[]> {
  try {
    return await read(bytes, most)
  } catch (error) {
    if (error instanceof BadZip) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw code === 'ERR_BUFFER_TOO_LARGE' ? tooMuch() : damaged()
  }
}

async function read(bytes: Buffer, most: number) {
  const end = bytes.lastIndexOf(Buffer.from('504b0506', 'hex'))
  if (end < 0) throw damaged()
  const count = bytes.readUInt16LE(end + 10)
  if (count > mostEntries) throw tooMuch()
  const files: { name: string; bytes: Buffer }[] = []
  let left = most
  let at = bytes.readUInt32LE(end + 16)
  for (let i = 0; i < count; i++) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw damaged()
    const flags = bytes.readUInt16LE(at + 8)
    const method = bytes.readUInt16LE(at + 10)
    const packed = bytes.readUInt32LE(at + 20)
    const nameLength = bytes.readUInt16LE(at + 28)
    const local = bytes.readUInt32LE(at + 42)
    const name = bytes.subarray(at + 46, at + 46 + nameLength).toString('utf8')
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
    if (name.endsWith('/')) continue
    if ((flags & 1) === 1)
      throw new BadZip({ fr: 'l’archive est protégée par un mot de passe.', en: 'the archive has a password.' })
    if (bytes.readUInt32LE(local) !== 0x04034b50 || (method !== 0 && method !== 8)) throw damaged()
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    if (start + packed > bytes.length) throw damaged()
    const body = bytes.subarray(start, start + packed)
    const content = method === 0 ? body : await inflate(body, { maxOutputLength: Math.max(1, left) })
    left -= content.length
    if (left < 0) throw tooMuch()
    files.push({ name, bytes: content })
  }
  return files
}

const damaged = () =>
  new BadZip({ fr: 'l’archive ZIP est tronquée ou abîmée.', en: 'the ZIP archive is cut short or damaged.' })
const tooMuch = () =>
  new BadZip({
    fr: 'l’archive ZIP donne plus de 512 Mio ou de 1 000 fichiers : ce n’est pas un export de mesures.',
    en: 'the ZIP archive gives more than 512 MiB or 1,000 files: it is no export of figures.',
  })
