import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip } from 'node:zlib'
import { badRequest, type Words } from '../errors.ts'
import { readLogLine } from './log-line.ts'

/** A log that was read to its end once, before anything is written. */
export interface CheckedLog {
  readonly path: string
  readonly name: string
  /** Bytes on disk: what progress is counted in. */
  readonly bytes: number
  readonly lines: number
  /** SHA-256 of the text once unpacked. */
  readonly fingerprint: string
  /** The first lines: from them come the salts of the import. */
  readonly head: readonly string[]
  /** Instant of its first readable line. */
  readonly startsAt: number
}

const mostLine = 64 * 1024
const tried = 1_000
const headLines = 10

const refuse = (name: string, id: string, why: Words) =>
  badRequest(id, {
    fr: `${name} : ${why.fr} Rien n’a été importé.`,
    en: `${name}: ${why.en} Nothing was imported.`,
  }, 'file') // prettier-ignore

/** Reads a whole log to be sure that it is one and that it is complete. @throws AppError in both languages */
export async function checkLog(path: string): Promise<CheckedLog> {
  const name = basename(path)
  const digest = createHash('sha256')
  const head: string[] = []
  let lines = 0
  let startsAt: number | null = null
  const size = await stat(path).catch(() => null)
  if (!size?.isFile())
    throw refuse(name, 'noFile', {
      fr: 'ce fichier n’existe pas ou ne peut pas être lu.',
      en: 'this file does not exist or cannot be read.',
    })
  for await (const line of linesOf(path, { onText: (bytes) => void digest.update(bytes) })) {
    lines++
    if (head.length < headLines) head.push(line)
    startsAt ??= readLogLine(line)?.at ?? null
    if ((startsAt === null && lines >= tried) || line.includes('\0')) throw notALog(name)
  }
  if (startsAt === null) throw notALog(name)
  return { path, name, bytes: size.size, lines, fingerprint: digest.digest('hex'), head, startsAt }
}

const notALog = (name: string) =>
  refuse(name, 'notALog', {
    fr: 'ce fichier n’est pas un journal de serveur web au format Combined ou Common.',
    en: 'this file is not a web server log in Combined or Common form.',
  })

/** The lines of a log, packed or not, one at a time. Longer lines than any server writes come cut. */
export async function* linesOf(
  path: string,
  watch: { onText?: (bytes: Buffer) => void; onRead?: (bytesRead: number) => void } = {},
): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of unpacked(path, watch.onRead)) {
    const bytes = chunk as Buffer
    watch.onText?.(bytes)
    const text = rest + decoder.write(bytes)
    let from = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      const line = text.slice(from, text[end - 1] === '\r' ? end - 1 : end)
      if (line !== '') yield line.slice(0, mostLine)
      from = end + 1
    }
    rest = text.slice(from, from + mostLine)
  }
  rest += decoder.end()
  if (rest !== '') yield rest
}

async function* unpacked(path: string, onRead?: (bytes: number) => void): AsyncGenerator<unknown> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 })
  const stream: Readable = (await isGzip(path)) ? file.pipe(createGunzip({ chunkSize: 256 * 1024 })) : file
  file.once('error', (error) => stream.destroy(error))
  try {
    for await (const chunk of stream) {
      onRead?.(file.bytesRead)
      yield chunk
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!code.startsWith('Z_')) throw error
    throw refuse(basename(path), 'brokenGzip', {
      fr: 'ce fichier compressé est tronqué ou abîmé.',
      en: 'this compressed file is cut short or damaged.',
    })
  } finally {
    file.destroy()
  }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const magic = Buffer.alloc(2)
    await file.read(magic, 0, 2, 0)
    return magic[0] === 0x1f && magic[1] === 0x8b
  } finally {
    await file.close()
  }
}
