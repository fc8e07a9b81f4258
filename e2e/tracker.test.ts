import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ConsentBody, readConsentBody } from '../src/collect/consents.ts'
import { type EventBody, readEventBody } from '../src/collect/event-body.ts'
import { buildTracker, trackerNames } from '../tracker/build.ts'
import { chromiumFlags, chromiumPath, hasChromium } from './chromium.ts'
import { plain, routed, strict } from './measured-site.fixture.ts'

/** What the browser sent, as the collector reads it, and how. */
interface Received extends EventBody {
  readonly cookie: string | undefined
  readonly type: string | undefined
}

const received: Received[] = []
/** Answers to the notice, and visits of our page of choices. */
const consents: ConsentBody[] = []
const choices: string[] = []
let answers: number[] = []
let server: Server
let context: BrowserContext
let profile: string
let base: string

beforeAll(async () => {
  if (!hasChromium) return
  const files = new Map<string, string>()
  for (const name of trackerNames) files.set(`/js/${name}`, await buildTracker(name))
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/api/event' || pathname === '/api/consent') {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        if (pathname === '/api/consent') {
          consents.push(readConsentBody(JSON.parse(Buffer.concat(parts).toString())))
          response.writeHead(202, { 'access-control-allow-origin': '*' }).end('{}')
          return
        }
        const status = answers.shift() ?? 202
        const body = readEventBody(JSON.parse(Buffer.concat(parts).toString()))
        if (status === 202)
          received.push({ ...body, cookie: request.headers.cookie, type: request.headers['content-type'] })
        response.writeHead(status, { 'access-control-allow-origin': '*' }).end('{}')
      })
      return
    }
    const html = (text: string) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'set-cookie': 'shop=basket' }).end(text)
    const file = files.get(pathname)
    if (file) response.writeHead(200, { 'content-type': 'text/javascript' }).end(file)
    else if (pathname === '/strict' || pathname === '/absente') {
      response.statusCode = pathname === '/strict' ? 200 : 404
      response.setHeader('content-security-policy', "default-src 'none'; script-src 'nonce-r4nd0m'; connect-src 'self'")
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(strict)
    } else if (pathname === '/core') html(plain('Coeur').replace('filrouge.js', 'filrouge.core.js'))
    else if (pathname === '/hash') html(plain('Dièse', 'data-measure="hash"'))
    else if (pathname.startsWith('/app')) html(routed)
    else if (pathname === '/consent') html(plain('Accord', 'data-consent'))
    else if (pathname === '/opt-out/exemple.fr') {
      if (request.url?.includes('?')) choices.push(request.url)
      html(`<!doctype html><title>Choix</title><meta name="referrer" content="origin"><a href="/#filrouge-out">out</a>
        <a href="/#filrouge-in">in</a> <a href="/#filrouge-me">me</a>`)
    } else if (pathname === '/signals') html(plain('Signaux', 'data-signals'))
    else if (pathname.endsWith('.pdf')) response.writeHead(204).end()
    else html(plain(pathname === '/contact' ? 'Contact' : 'Accueil'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  profile = await mkdtemp(join(tmpdir(), 'filrouge-chromium-'))
  context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    args: chromiumFlags,
  })
}, 60_000)

afterAll(async () => {
  await context?.close()
  server?.closeAllConnections()
  server?.close()
  if (profile) await rm(profile, { recursive: true, force: true })
})

beforeEach(() => {
  received.length = 0
  consents.length = 0
  choices.length = 0
  answers = []
})

async function visit(path: string, work: (page: Page) => Promise<void>): Promise<void> {
  const page = await context.newPage()
  try {
    await page.goto(`${base}${path}`, { waitUntil: 'load' })
    await work(page)
  } finally {
    await page.close()
  }
}
const names = () => received.map(({ name, url }) => `${name} ${url.pathname}`)
const arrive = (count: number) => expect.poll(() => received.length, { timeout: 8_000 }).toBe(count)

describe.runIf(hasChromium)('on a plain site', () => {
  test('each page is one page view, with its title, its referrer and no cookie', async () => {
    await visit('/?utm_source=lettre', async (page) => {
      await arrive(1)
      await page.click('#next')
      await arrive(2)
    })
    const [first, second] = received
    const always = { site: 'exemple.fr', name: 'pageview', consent: false, cookie: undefined }
    expect(first).toMatchObject({ ...always, title: 'Accueil', referrer: '' })
    expect(first?.url.search).toBe('?utm_source=lettre')
    expect(second).toMatchObject({ ...always, title: 'Contact', referrer: `${base}/?utm_source=lettre` })
    // Plain text: a cross-site page sends it without asking first.
    expect(received.every(({ type }) => type?.startsWith('text/plain'))).toBe(true)
    expect(new Set(received.map(({ id }) => id)).size).toBe(2)
  })

  test('a click that leaves and a click that downloads are events, without what follows the question mark', async () => {
    await visit('/', async (page) => {
      await arrive(1)
      await page.click('#file')
      await arrive(2)
      await page.click('#picture')
      await arrive(3)
      await page.click('#out', { noWaitAfter: true })
      await arrive(4)
    })
    expect(received.slice(1).map(({ name, props }) => [name, props['url']])).toEqual([
      ['download', `${base}/tarifs.pdf`],
      ['download', `${base}/ruche.html`],
      ['outbound', 'http://127.0.0.2:9/partenaire'],
    ])
  })

  test('an event of the page carries its properties and its amount', async () => {
    await visit('/', async (page) => {
      await arrive(1)
      await page.evaluate(() =>
        window.filrouge?.('commande', {
          props: { produit: 'miel', lots: 3 },
          revenue: { amount: 27.9, currency: 'EUR' },
        }),
      )
      await arrive(2)
    })
    expect(received[1]).toMatchObject({
      name: 'commande',
      props: { produit: 'miel', lots: '3' },
      revenue: { cents: 2790, currency: 'EUR' },
    })
  })

  test('a server that is restarting is asked again, with the same id', async () => {
    answers = [503]
    await visit('/', () => arrive(1))
    expect(names()).toEqual(['pageview /'])
  }, 15_000)

  test('a reader who opted out sends nothing', async () => {
    await visit('/', async (page) => {
      await arrive(1)
      await page.evaluate(() => localStorage.setItem('filrouge.ignore', '1'))
      await page.reload()
      await page.evaluate(() => window.filrouge?.('commande'))
      await page.waitForTimeout(300)
      await page.evaluate(() => localStorage.removeItem('filrouge.ignore'))
    })
    expect(names()).toEqual(['pageview /'])
  })

  test('the browser’s signals are obeyed where the site says so', async () => {
    const page = await context.newPage()
    await page.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }))
    await page.goto(`${base}/signals`)
    await page.waitForTimeout(300)
    await page.goto(`${base}/`)
    await arrive(1)
    await page.close()
    expect(names()).toEqual(['pageview /'])
  })
})

describe.runIf(hasChromium)('on a site in consent mode', () => {
  test('the first page view waits for the answer, and carries it', async () => {
    await visit('/consent?utm_source=lettre', async (page) => {
      await page.waitForTimeout(200)
      expect(received).toHaveLength(0)
      await page.evaluate(() => window.filrouge?.consent?.(true))
      await arrive(1)
    })
    expect(received[0]).toMatchObject({ name: 'pageview', consent: true })
  })

  test('without an answer it is sent when the page is left, without consent', async () => {
    await visit('/consent', async (page) => {
      await page.goto(`${base}/contact`)
      await arrive(2)
    })
    expect(received.map(({ consent }) => consent)).toEqual([false, false])
    expect(names().toSorted()).toEqual(['pageview /consent', 'pageview /contact'])
  })
})

describe.runIf(hasChromium)('what a visitor chose', () => {
  const stored = (page: Page) => page.evaluate(() => Object.entries(localStorage))

  test('nothing is kept before the consent; then one number, on every page, proved once; withdrawn, it is gone', async () => {
    await visit('/contact', async (page) => {
      await arrive(1)
      await page.evaluate(() => localStorage.clear())
      await page.goto(`${base}/consent`)
      expect(await stored(page)).toEqual([])
      await page.evaluate(() => window.filrouge?.consent?.(true, 3))
      await arrive(2)
      const kept = await stored(page)
      expect(kept).toEqual([['filrouge.visitor', expect.stringMatching(/^\d{13}\.\d{16,40}$/)]])
      expect(await page.evaluate(() => window.filrouge?.visitor?.())).toBe(kept[0]?.[1])
      await page.goto(`${base}/consent?suite`)
      // A banner says it again on every page: the number stays, and with it the day it ends.
      await page.evaluate(() => window.filrouge?.consent?.(true, 3))
      await arrive(3)
      expect(await stored(page)).toEqual(kept)
      expect(received.map(({ visitor }) => visitor)).toEqual(['', kept[0]?.[1], kept[0]?.[1]])
      await page.evaluate(() => window.filrouge?.consent?.(false))
      await page.evaluate(() => window.filrouge?.('apres'))
      await arrive(4)
      expect(await stored(page)).toEqual([])
      expect(received[3]).toMatchObject({ consent: false, visitor: '' })
      await expect.poll(() => consents.length).toBe(2)
      expect(consents).toEqual([
        { site: 'exemple.fr', visitor: kept[0]?.[1], given: true, notice: 3 },
        { site: 'exemple.fr', visitor: kept[0]?.[1], given: false, notice: null },
      ])
    })
  })

  test('a number of over thirteen months is not used, nor prolonged', async () => {
    await visit('/consent', async (page) => {
      const old = `${Date.now() - 396 * 86_400_000}.12345678901234567890`
      await page.evaluate((id) => localStorage.setItem('filrouge.visitor', id), old)
      expect(await page.evaluate(() => window.filrouge?.visitor?.())).toBe('')
      await page.evaluate(() => window.filrouge?.consent?.(true))
      await arrive(1)
      expect(received[0]?.visitor).not.toBe(old)
      expect(received[0]?.visitor).toMatch(/^\d{13}\./)
      await page.evaluate(() => window.filrouge?.consent?.(false))
    })
  })

  test('from the page of choices: no more events, told there; taken back, they come again', async () => {
    await visit('/opt-out/exemple.fr', async (page) => {
      const choose = async (what: string, count: number) => {
        await page.getByRole('link', { name: what, exact: true }).click()
        await expect.poll(() => choices.length).toBe(count)
        await page.waitForURL('**/opt-out/**')
      }
      await choose('out', 1)
      await page.goto(`${base}/contact`)
      await page.goto(`${base}/opt-out/exemple.fr`)
      await choose('in', 2)
      expect(received).toEqual([])
      await page.goto(`${base}/contact`)
      await arrive(1)
      expect(await stored(page)).toEqual([])
    })
    expect(choices).toEqual(['/opt-out/exemple.fr?out=1&me=', '/opt-out/exemple.fr?out=null&me='])
  })

  test('another page cannot choose for the visitor', async () => {
    await visit('/#filrouge-out', async (page) => {
      await arrive(1)
      expect(await stored(page)).toEqual([])
    })
    expect(choices).toEqual([])
  })
})

describe.runIf(hasChromium)('on a client-routed site', () => {
  test('each address is one page view, with the title its router gives it; going back counts, replacing by the same does not', async () => {
    await visit('/app', async (page) => {
      await arrive(2)
      await page.click('#miels')
      await arrive(3)
      await page.evaluate(() => history.replaceState({ scroll: 40 }, '', location.href))
      await page.click('#cire')
      await arrive(4)
      await page.goBack()
      await arrive(5)
    })
    expect(names()).toEqual([
      'early /app',
      'pageview /app',
      'pageview /app/miels',
      'pageview /app/cire',
      'pageview /app/miels',
    ])
    expect(received[2]?.title).toBe('Page /app/miels')
    expect(received.slice(2).map(({ referrer }) => referrer)).toEqual(['', '', ''])
  })
})

describe.runIf(hasChromium)('what a site asks for besides', () => {
  const named = (name: string) => received.filter((event) => event.name === name)

  test('reading time, depth and web vitals are told when the page goes out of view, under a strict policy', async () => {
    await visit('/strict', async (page) => {
      await arrive(1)
      await page.click('#press')
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
      await page.waitForTimeout(1_200)
      await page.goto(`${base}/contact`)
      await arrive(4)
    })
    const [reading] = named('engagement')
    expect(Number(reading?.props['time'])).toBeGreaterThanOrEqual(1)
    expect(reading?.props['scroll']).toBe('100')
    const [vitals] = named('web-vitals')
    expect([reading?.url.pathname, vitals?.url.pathname]).toEqual(['/strict', '/strict'])
    for (const vital of ['ttfb', 'fcp', 'lcp', 'cls']) expect(Number(vitals?.props[vital])).toBeGreaterThanOrEqual(0)
    expect(Number(vitals?.props['lcp'])).toBeGreaterThanOrEqual(Number(vitals?.props['fcp']))
  })

  test('a form that is sent is an event by its name, without what is written in it', async () => {
    await visit('/strict', async (page) => {
      await arrive(1)
      await page.click('#send')
      await expect.poll(() => named('form')[0]?.props, { timeout: 8_000 }).toEqual({ form: 'contact' })
    })
  })

  test('a page that is not there says so, with the page that led to it', async () => {
    await visit('/contact', async (page) => {
      await page.goto(`${base}/absente`, { referer: `${base}/contact` })
      await arrive(3)
    })
    expect([named('404')[0]?.referrer, named('404')[0]?.url.pathname]).toEqual([`${base}/contact`, '/absente'])
  })

  test('pages written after a # are pages', async () => {
    await visit('/hash?utm_source=lettre#/miels', async (page) => {
      await arrive(1)
      await page.evaluate(() => (location.hash = '#/cire'))
      await arrive(2)
    })
    expect(names()).toEqual(['pageview /hash/miels', 'pageview /hash/cire'])
    expect(received[0]?.url.search).toBe('?utm_source=lettre')
  })

  test('without a network events wait in the page’s memory: in the browser, only once the visitor consented', async () => {
    const order = { id: 'commande 12', products: [{ name: 'Miel', price: 12.9, quantity: 2 }] }
    const leave = async (page: Page, name: string) => {
      await page.evaluate(([event, details]) => window.filrouge?.(event, details), [name, order] as const)
      await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')))
    }
    await visit('/', async (page) => {
      await arrive(1)
      await context.setOffline(true)
      await leave(page, 'hors-ligne')
      expect(await page.evaluate(() => localStorage.length)).toBe(0)
      await context.setOffline(false)
      await arrive(2)
      await page.evaluate(() => window.filrouge?.consent?.(true))
      await context.setOffline(true)
      await leave(page, 'commande')
      expect(await page.evaluate(() => Object.keys(localStorage).length)).toBe(2)
      await context.setOffline(false)
      await page.goto(`${base}/contact`)
      await arrive(3)
      await page.evaluate(() => window.filrouge?.consent?.(true))
      await arrive(4)
      expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(['filrouge.visitor'])
      await page.evaluate(() => window.filrouge?.consent?.(false))
    })
    expect(names().toSorted()).toEqual(['commande /', 'hors-ligne /', 'pageview /', 'pageview /contact'])
    const products = '[{"name":"Miel","quantity":2,"cents":1290}]'
    expect(named('commande')[0]).toMatchObject({ id: 'commande 12', consent: true, props: { products } })
  })

  test('the core counts pages and events, and nothing that is clicked', async () => {
    await visit('/core', async (page) => {
      await arrive(1)
      await page.click('#picture')
      await page.evaluate(() => window.filrouge?.('inscription'))
      await arrive(2)
      await page.evaluate(() => history.pushState(null, '', '/core/suite'))
      await arrive(3)
    })
    expect(names()).toEqual(['pageview /core', 'inscription /core', 'pageview /core/suite'])
  })
})
