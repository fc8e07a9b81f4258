import { badRequest } from '../errors.ts'

/** One field of a form as it arrives. A file's bytes must be read, or left, before the next field is asked for. */
export interface Part {
  readonly name: string
  /** Null for a field that is not a file. */
  readonly file: string | null
  readonly bytes: AsyncIterable<Buffer>
}

const mostHead = 8 * 1024
const broken = () =>
  badRequest('brokenForm', {
    fr: 'Le formulaire est arrivé incomplet : renvoyez-le. Rien n’a été gardé.',
    en: 'The form arrived incomplete: send it again. Nothing was kept.',
  })

/** The boundary of a form with files; null for another content type. */
export const boundaryOf = (contentType: string | null): string | null =>
  /^multipart\/form-data;.*\bboundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i
    .exec(contentType ?? '')
    ?.slice(1)
    .find(Boolean) ?? null

/** Reads a form with files as it arrives, without ever holding one whole (RFC 7578). @throws AppError when it is cut short */
export async function* partsOf(source: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Part> {
  const reader = new Reader(source)
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  // As if a line had ended before the first one.
  reader.begin(Buffer.from('\r\n'))
  for await (const _ of reader.until(delimiter)) {
    // What comes before the first boundary is nothing.
  }
  for (;;) {
    const next = (await reader.take(2)).toString('latin1')
    if (next === '--') return
    // Neither another part nor the end: what follows would be lost without a word.
    if (next !== '\r\n') throw broken()
    const head = (await reader.line(Buffer.from('\r\n\r\n'), mostHead)).toString('utf8')
    const disposition = /^content-disposition:\s*form-data;(.*)$/im.exec(head)?.[1] ?? ''
    const value = (key: string) => {
      // Some clients write \\" inside a name; browsers write %22, and let a name end by a backslash.
      const found = ['((?:[^"\\\\]|\\\\.)*)', '([^"]*)'].map((text) =>
        new RegExp(`(?:^|;)\\s*${key}="${text}"\\s*(?:;|$)`, 'i').exec(disposition),
      )
      return (found[0] ?? found[1])?.[1]?.replace(/%22|\\"/g, '"') ?? null
    }
    const bytes = reader.until(delimiter)
    yield { name: value('name') ?? '', file: value('filename'), bytes }
    for await (const _ of bytes) {
      // What nobody wanted is passed over.
    }
  }
}

class Reader {
  readonly #source: AsyncIterator<Uint8Array>
  #held: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  begin(bytes: Buffer): void {
    this.#held = Buffer.concat([bytes, this.#held])
  }

  async #more(): Promise<void> {
    const next = await this.#source.next()
    if (next.done === true) throw broken()
    this.#held = Buffer.concat([this.#held, next.value])
  }

  /** What stands before a mark; the mark is passed over. */
  async *until(mark: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(mark)
      if (at >= 0) {
        const last = this.#held.subarray(0, at)
        this.#held = this.#held.subarray(at + mark.length)
        if (last.length > 0) yield last
        return
      }
      // The mark may have begun at the end of what is held.
      const sure = this.#held.length - mark.length + 1
      if (sure > 0) {
        const part = this.#held.subarray(0, sure)
        this.#held = this.#held.subarray(sure)
        yield part
      }
      await this.#more()
    }
  }

  async line(mark: Buffer, most: number): Promise<Buffer> {
    while (!this.#held.includes(mark)) {
      if (this.#held.length > most) throw broken()
      await this.#more()
    }
    const at = this.#held.indexOf(mark)
    const line = this.#held.subarray(0, at)
    this.#held = this.#held.subarray(at + mark.length)
    return line
  }

  async take(count: number): Promise<Buffer> {
    while (this.#held.length < count) await this.#more()
    const taken = this.#held.subarray(0, count)
    this.#held = this.#held.subarray(count)
    return taken
  }
}
