import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type Locator, type Page, chromium } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import type { Kind } from '../src/projects/kind.ts'
import { defectsOf } from './axe.fixture.ts'
import { chromiumFlags, chromiumPath } from './chromium.ts'
import { owner } from './product.fixture.ts'
import { type Words, words } from './words.fixture.ts'

export type Locale = 'fr' | 'en'
export const locales: readonly Locale[] = ['fr', 'en']

/** Cookies that a browser comes with, as Playwright keeps them. */
type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

export interface House {
  /** Address of the product of this run. */
  readonly url: string
  /** A browser of its own, signed in as the owner unless `cookies` says someone else, or nobody. */
  visitor(locale: Locale, more?: VisitorOptions): Promise<Visitor>
  /** Somebody who never heard of the product and reads a site that it measures, with an ordinary browser. */
  reader(): Promise<Page>
}

interface VisitorOptions {
  readonly cookies?: Cookies
  readonly javaScriptEnabled?: boolean
  /** Another product than the one the journeys share. */
  readonly url?: string
}

/** The product that runs and a browser to look at it, for the tests of one file; every visitor leaves with the file. */
export function openHouse(): House {
  const url = inject('productUrl')
  let browser: Browser
  let signedIn: Promise<Cookies> | undefined
  const came: Visitor[] = []
  const come = async (locale: Locale, options: VisitorOptions & { readonly cookies: Cookies }) => {
    const visitor = await Visitor.come(browser, locale, { url, ...options })
    came.push(visitor)
    return visitor
  }
  const ownerCookies = async () => {
    const visitor = await come('fr', { cookies: [] })
    await visitor.signIn(owner)
    const cookies = await visitor.page.context().cookies()
    await visitor.leave()
    return cookies
  }
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumFlags })
  })
  // What the visitors were looking at when a test failed says more than the line it failed at.
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    for (const { page, locale } of came.filter((visitor) => !visitor.page.isClosed())) {
      const path = join(tmpdir(), `filrouge-failed-${locale}-${Date.now()}.png`)
      await page.screenshot({ path, fullPage: true }).catch(() => undefined)
      console.error(`${task.name}\n  ${page.url()}\n  ${path}`)
    }
  })
  afterAll(async () => {
    await browser?.close()
    expect(came.flatMap(({ troubles }) => troubles)).toEqual([])
  })
  return {
    url,
    async visitor(locale, options = {}) {
      // Once a file and not once a visitor: the door counts tries.
      const cookies = options.cookies ?? (await (signedIn ??= ownerCookies()))
      return come(locale, { ...options, cookies })
    },
    async reader() {
      // Without a name of its own a browser that is driven says so, and is counted as a machine.
      const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${browser.version()} Safari/537.36`
      return (await browser.newContext({ userAgent, locale: 'fr-FR' })).newPage()
    },
  }
}

/** Someone at a browser, who finds things by the names that assistive technology reads. */
export class Visitor {
  readonly page: Page
  readonly locale: Locale
  readonly t: Words
  readonly url: string
  /** What the console, the Content-Security-Policy or the network complained of. */
  readonly troubles: string[] = []

  private constructor(page: Page, locale: Locale, url: string) {
    this.page = page
    this.locale = locale
    this.t = words[locale]
    this.url = url
    const complain = (what: string) => this.troubles.push(`${page.url()}: ${what}`)
    page.on('pageerror', (error) => complain(String(error)))
    page.on('console', (message) => {
      // A refused form answers 4xx on purpose, and the browser notes each; 5xx are the product's own log to tell.
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complain(message.text())
    })
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url())
      if (protocol.startsWith('http') && origin !== url) complain(`asked ${request.url()} of another server`)
    })
  }

  static async come(
    browser: Browser,
    locale: Locale,
    { url, cookies, javaScriptEnabled = true }: VisitorOptions & { readonly url: string; readonly cookies: Cookies },
  ): Promise<Visitor> {
    const context = await browser.newContext({
      baseURL: url,
      locale: locale === 'fr' ? 'fr-FR' : 'en-GB',
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      javaScriptEnabled,
    })
    context.setDefaultTimeout(15_000)
    await context.addCookies([
      ...cookies.filter(({ name }) => name !== 'filrouge_locale'),
      ...(cookies.length > 0 ? [{ name: 'filrouge_locale', value: locale, url }] : []),
    ])
    return new Visitor(await context.newPage(), locale, url)
  }

  /** Opens an address and waits until its scripts have taken the page over. */
  async go(path: string): Promise<void> {
    await this.page.goto(path)
    await this.ready()
  }

  /** Waits until React has taken over what the server drew: it marks each element it knows. */
  async ready(): Promise<void> {
    await this.page.waitForFunction(() => Object.keys(document.body).some((key) => key.startsWith('__react')))
  }

  /** Another page in the same browser. */
  async secondTab(): Promise<Visitor> {
    const tab = new Visitor(await this.page.context().newPage(), this.locale, this.url)
    return tab
  }

  async signIn({ email, password }: { readonly email: string; readonly password: string }): Promise<void> {
    const { signIn, fields } = this.t.accounts
    await this.page.goto('/sign-in')
    await this.field(fields.email).fill(email)
    await this.field(fields.password).fill(password)
    await this.press(signIn.submit)
    await this.page.waitForURL((address) => !address.pathname.startsWith('/sign-in'))
  }

  /** The input with this label, required or not. */
  field(label: string): Locator {
    return this.page.getByLabel(new RegExp(`^${escaped(label)}(\\s${this.t.ui.required})?$`))
  }

  /** Fills fields of a kind's form by what their labels say; a choice by the words of its option. */
  async fill(kind: Kind, values: Readonly<Record<string, string>>): Promise<void> {
    const named = kind.words[this.locale]
    for (const [name, value] of Object.entries(values)) {
      const field = this.field(named.fields[name]?.label ?? name)
      if (kind.fields[name]?.spec.type !== 'choice') await field.fill(value)
      else await field.selectOption({ label: named.options?.[name]?.[value] ?? value })
    }
  }

  /** Creates an object by the form that is open, and waits for its page. @returns its uuid */
  async create(kind: Kind, values: Readonly<Record<string, string>>): Promise<string> {
    await this.fill(kind, values)
    await this.press(this.t.projects.object.create)
    await this.page.waitForURL(new RegExp(`/${kind.path}/[0-9a-f-]{36}$`))
    await this.heading(values['title'] ?? '').waitFor()
    return this.page.url().slice(-36)
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { name, exact: true })
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  link(name: string): Locator {
    return this.page.getByRole('link', { name, exact: true })
  }

  async press(name: string): Promise<void> {
    await this.button(name).click()
  }

  async follow(name: string): Promise<void> {
    await this.link(name).first().click()
  }

  /** Waits until these words are on the page. */
  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor()
  }

  /** Waits until these words are announced, as they are to those who do not see the page. */
  async isTold(text: string): Promise<void> {
    await this.page.getByRole('status').getByText(text, { exact: true }).first().waitFor()
  }

  /** Axe finds nothing on the page as it stands, in light, in dark and at 360 px, where nothing scrolls sideways. */
  async findsItClean(): Promise<void> {
    expect(await defectsOf(this.page), this.page.url()).toEqual([])
  }

  async leave(): Promise<void> {
    await this.page.context().close()
  }
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
