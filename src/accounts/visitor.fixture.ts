import type { App } from '../app.ts'
import { type PageArgs, contextOf } from './request.ts'

type Handler = (args: PageArgs) => unknown

/** A browser for tests: it keeps cookies, opens loaders and sends forms to actions, as the pages' handler does. */
export class Visitor {
  readonly #app: App
  readonly #cookies = new Map<string, string>()
  readonly ip: string

  constructor(app: App, cookie = '', ip = '192.0.2.1') {
    this.#app = app
    this.ip = ip
    for (const pair of cookie.split('; ').filter(Boolean)) this.#keep(pair)
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** What a loader gives, or the answer it throws. */
  open(loader: Handler, address: string, params: PageArgs['params'] = {}): Promise<unknown> {
    return this.#call(loader, new Request(this.#url(address), { headers: this.#headers() }), params)
  }

  /** The answer of an action to a form. */
  async send(
    action: Handler,
    address: string,
    fields: Record<string, string | string[]>,
    params: PageArgs['params'] = {},
  ): Promise<Response> {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
    const answer = await this.#call(
      action,
      new Request(this.#url(address), { method: 'POST', headers: this.#headers(), body }),
      params,
    )
    if (!(answer instanceof Response)) throw new Error('an action answers with a Response')
    return answer
  }

  #url = (address: string) => new URL(address, 'http://localhost:3000')

  #headers(): HeadersInit {
    return {
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
      ...(this.#cookies.size > 0 ? { cookie: this.cookie } : {}),
    }
  }

  async #call(handler: Handler, request: Request, params: PageArgs['params']): Promise<unknown> {
    const context = contextOf({ app: this.#app, nonce: 'nonce', ip: this.ip })
    let answer: unknown
    try {
      answer = await handler({ request, params, context })
    } catch (thrown) {
      if (!(thrown instanceof Response)) throw thrown
      answer = thrown
    }
    if (answer instanceof Response) for (const cookie of answer.headers.getSetCookie()) this.#keep(cookie)
    return answer
  }

  #keep(setCookie: string): void {
    const [pair = '', ...attributes] = setCookie.split(/;\s*/)
    const [name = '', ...value] = pair.split('=')
    if (attributes.some((attribute) => /^max-age=0$/i.test(attribute))) this.#cookies.delete(name)
    else this.#cookies.set(name, value.join('='))
  }
}

/** Where an answer sends the reader. */
export const goesTo = (answer: unknown): string | null =>
  answer instanceof Response ? answer.headers.get('location') : null
