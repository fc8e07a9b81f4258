import { connect, type Socket } from 'node:net'
import { arrival } from './arrivals.fixture.ts'

/** The n-th request, as it goes over the wire. */
export function request(n: number, id: string | null = null): string {
  const { body: told, userAgent, ip, language } = arrival(n)
  const body = id === null ? told : told.replace('{', `{"id":${JSON.stringify(id)},`)
  return (
    `POST /api/event HTTP/1.1\r\nhost: x\r\nuser-agent: ${userAgent}\r\naccept-language: ${language}\r\n` +
    `x-forwarded-for: ${ip}\r\ncontent-type: text/plain;charset=UTF-8\r\n` +
    `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  )
}

/** One kept-alive connection; resolves each request with its status, 0 when it is cut. Raw, so that the load costs little of the machine. */
export class Line {
  readonly #port: number
  #socket: Socket | null = null
  #text = ''
  #done: ((status: number) => void) | null = null
  constructor(port: number) {
    this.#port = port
  }

  /** Connects again after a cut. */
  send(text: string): Promise<number> {
    this.#socket ??= this.#open()
    return new Promise((resolve) => {
      this.#done = resolve
      this.#socket?.write(text)
    })
  }

  close(): void {
    this.#socket?.destroy()
  }

  #open(): Socket {
    const socket = connect(this.#port, '127.0.0.1').setNoDelay(true).setEncoding('latin1')
    const end = (status: number) => {
      this.#text = ''
      const done = this.#done
      this.#done = null
      done?.(status)
    }
    socket.on('data', (text: string) => {
      this.#text += text
      const head = this.#text.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/content-length: (\d+)/i.exec(this.#text)?.[1] ?? 0)
      if (this.#text.length < head + 4 + length) return
      end(Number(this.#text.slice(9, 12)))
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = null
      end(0)
    })
    return socket
  }
}
