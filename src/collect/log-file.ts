import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { type ReadLine, readerOf, recogniser } from './log-format.ts'
import { refuseFile, unpacked } from './unpack.ts'

/** A log that was read to its end once, before anything is written. */
export interface CheckedLog {
  readonly path: string
  readonly name: string
  /** Bytes on disk: what progress is counted in. */
  readonly bytes: number
  readonly lines: number
  /** SHA-256 of the text once unpacked. */
  readonly fingerprint: string
  /** The first lines that are not about the log itself: from them come the salts of the import. */
  readonly head: readonly string[]
  /** Instant of its first readable line. */
  readonly startsAt: number
  /** Its form: the one asked for, or the one recognised. */
  readonly format: string
}

const mostLine = 64 * 1024
const tried = 1_000
const headLines = 10

/**
 * Reads a whole log to be sure that it is one and that it is complete.
 * @param format a form, named or written out; recognised from the first lines where none is given
 * @throws AppError in both languages
 */
export async function checkLog(path: string, format?: string, signal?: AbortSignal): Promise<CheckedLog> {
  const name = basename(path)
  const digest = createHash('sha256')
  const size = await stat(path).catch(() => null)
  if (!size?.isFile())
    throw refuseFile(name, 'noFile', {
      fr: 'ce fichier n’existe pas ou ne peut pas être lu.',
      en: 'this file does not exist or cannot be read.',
    })
  const find = format === undefined ? recogniser() : known(format)
  const head: string[] = []
  let lines = 0
  let first: { readonly format: string; readonly startsAt: number } | null = null
  for await (const line of linesOf(path, { onText: (bytes) => void digest.update(bytes) })) {
    lines++
    if (head.length < headLines && line[0] !== '#') head.push(line)
    if (!first) {
      const found = find(line)
      if (found) first = { format: found.format, startsAt: found.line.at }
    }
    if ((!first && lines >= tried) || line.includes('\0')) throw notALog(name, format)
    if (lines % 5_000 === 0) signal?.throwIfAborted()
  }
  if (!first) throw notALog(name, format)
  return { path, name, bytes: size.size, lines, fingerprint: digest.digest('hex'), head, ...first }
}

function known(format: string): ReturnType<typeof recogniser> {
  const read: ReadLine = readerOf(format)
  return (text) => {
    const line = read(text)
    return line === null || line === 'comment' ? null : { format, line }
  }
}

const notALog = (name: string, format: string | undefined) =>
  format === undefined
    ? refuseFile(name, 'notALog', {
        fr: 'ce fichier n’est pas un journal de serveur web d’un format connu (Combined, Common, hôte virtuel, nginx ou Caddy en JSON, IIS, CloudFront, AWS ALB). Si c’en est un, écrivez son format.',
        en: 'this file is not a web server log of a known form (Combined, Common, virtual host, nginx or Caddy in JSON, IIS, CloudFront, AWS ALB). If it is one, write its form.',
      })
    : refuseFile(name, 'notALog', {
        fr: `aucune des premières lignes n’est au format ${format}.`,
        en: `none of the first lines is of the form ${format}.`,
      })

/**
 * The lines of a log, packed or not, one at a time. A line that is not UTF-8 is Latin-1, as servers of old write. Longer lines than any
 * server writes come cut.
 */
export async function* linesOf(
  path: string,
  watch: { onText?: (bytes: Buffer) => void; onRead?: (bytesRead: number) => void } = {},
): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0)
  let isStart = true
  for await (const chunk of unpacked(path, watch.onRead)) {
    watch.onText?.(chunk)
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    if (isStart && bytes.length >= 3) {
      if (bytes.subarray(0, 3).toString('hex') === 'efbbbf') bytes = bytes.subarray(3)
      isStart = false
    }
    const end = bytes.lastIndexOf(0x0a) + 1
    yield* textLines(bytes.subarray(0, end))
    // What is beyond the longest line is not held.
    rest = Buffer.from(bytes.subarray(end, end + mostLine))
  }
  yield* textLines(rest)
}

function* textLines(bytes: Buffer): Generator<string> {
  if (isUtf8(bytes)) yield* cut(bytes.toString('utf8'))
  else {
    // Each byte a sign, so that lines can be told apart before it is known how each is written.
    for (const line of cut(bytes.toString('latin1'))) {
      const own = Buffer.from(line, 'latin1')
      yield isUtf8(own) ? own.toString('utf8') : line
    }
  }
}

function* cut(text: string): Generator<string> {
  let from = 0
  while (from < text.length) {
    const found = text.indexOf('\n', from)
    const end = found < 0 ? text.length : found
    const line = text.slice(from, text[end - 1] === '\r' ? end - 1 : end)
    if (line !== '') yield line.length > mostLine ? line.slice(0, mostLine) : line
    from = end + 1
  }
}
