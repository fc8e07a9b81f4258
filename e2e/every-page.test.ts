import type { RouteConfigEntry } from '@react-router/dev/routes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalog } from '../src/catalog.ts'
import { report } from '../src/reports/reports.ts'
import routes from '../src/routes.ts'
import { defectsOf } from './axe.fixture.ts'
import { hasChromium } from './chromium.ts'
import { type Product, owner, startProduct } from './product.fixture.ts'
import { projectAt } from './project.fixture.ts'
import { type Visitor, locales, openHouse } from './visitor.fixture.ts'

// Walks src/routes.ts on the project of the fictional company: a page that is added later is looked at without a change here.

/** Addresses of every page that shows something, as `routes.ts` writes them. */
const patterns = (function pagesOf(entries: readonly RouteConfigEntry[], above: string): string[] {
  return entries.flatMap(({ path, children, file }) => {
    const pattern = [above, path ?? ''].filter(Boolean).join('/')
    if (children) return pagesOf(children, pattern)
    return file.endsWith('.page.tsx') ? [`/${pattern}`] : []
  })
})(routes as RouteConfigEntry[], '')

/** Shown to those who are nobody yet; a member is sent elsewhere. */
const isDoor = (pattern: string) => pattern === '/sign-in' || pattern.includes('/:token')
/** A view shared by a link; the address without a view asks for a password. */
const sharedView = /^\/s\/:token(?:\/(.+))?$/
/** Lead elsewhere for all but a few: walked by the journeys that need them. */
const passages = new Set(['/', '/welcome', '/sign-in/second-factor', '/sign-out', '/*'])

describe.runIf(hasChromium)('every page', () => {
  const house = openHouse()
  let product: Product

  beforeAll(async () => {
    product = await startProduct({ withOwner: true, withWorld: true })
  })
  afterAll(() => product?.stop())

  /** What is wrong with the page at an address. */
  async function defectsAt(visitor: Visitor, address: string): Promise<string[]> {
    const { page, locale } = visitor
    const answer = await page.goto(address)
    const said: string[] = []
    if (!answer?.ok()) said.push(`answered ${answer?.status()}`)
    await visitor.ready()
    if ((await page.locator('html').getAttribute('lang')) !== locale) said.push(`is not in ${locale}`)
    if ((await page.getByRole('heading', { level: 1 }).count()) !== 1) said.push('has not one title')
    if ((await page.title()).replace('Filrouge', '').length < 4) said.push(`is called “${await page.title()}”`)
    said.push(...(await defectsOf(page, { onPhone: locale === 'fr' })))
    return said.map((what) => `${address} ${what}`)
  }

  /** Address of one object of a kind, read from its list. */
  async function oneOf(visitor: Visitor, list: string): Promise<string | null> {
    await visitor.page.goto(list)
    const links = visitor.page.getByRole('main').locator(`a[href^="${list}/"]:not([href$="/new"])`)
    return (await links.count()) === 0 ? null : links.first().getAttribute('href')
  }

  /** Address of a view of the company's project, shared as its own form shares it. */
  async function shareOf(visitor: Visitor, view: string | undefined, what: string): Promise<string> {
    const answer = await visitor.page.request.post(`${product.world}/shares`, {
      form: {
        intent: 'add',
        view: view ?? 'audience',
        what,
        name: 'Agence',
        days: '7',
        password: view ? '' : 'quatre mots longs',
      },
      headers: { 'sec-fetch-site': 'same-origin' },
    })
    const [token] = /(?<=\/s\/)[\w-]{43}/.exec(await answer.text()) ?? []
    expect(token, view).toBeDefined()
    return [`/s/${token}`, ...(view ? [view] : [])].join('/')
  }

  test.for(locales)(
    'is clean for axe in light and dark, fits 360 px and says nothing to the console, %s',
    { timeout: 900_000 },
    async (locale) => {
      const camille = await house.visitor(locale, { cookies: [], url: product.url })
      await camille.signIn(owner)
      await camille.page.context().addCookies([{ name: 'filrouge_locale', value: locale, url: product.url }])
      const stranger = await house.visitor(locale, { cookies: [], url: product.url })
      const workspace = product.world.split('/p/')[0] ?? ''
      // The company writes its first report with its reader.
      const [startsOn, endsOn] = [`${new Date().getFullYear()}-01-01`, `${new Date().getFullYear()}-01-31`]
      await projectAt(camille, product.world).plant(report, { title: 'Janvier', startsOn, endsOn })
      const ids = new Map<string, string>()
      for (const { path } of catalog.kinds) {
        const one = await oneOf(camille, `${product.world}/${path}`)
        if (one) ids.set(path, one.slice(-36))
      }
      // The company has something of everything: none of its pages is looked at empty.
      expect(catalog.kinds.map(({ path }) => path).filter((path) => !ids.has(path))).toEqual([])
      ids.set('alerts', (await oneOf(camille, `${product.world}/alerts`))?.slice(-36) ?? '')
      const site = (await oneOf(camille, `${product.world}/sites`))?.split('/').at(-1) ?? ''

      await camille.page.goto(`${product.world}/dashboards`)
      const dashboard = camille.page.getByRole('table').getByRole('link').first()
      ids.set('dashboards', (await dashboard.getAttribute('href'))?.slice(-36) ?? '')

      const addresses = patterns
        .filter((pattern) => !passages.has(pattern) && !isDoor(pattern))
        .flatMap((pattern) =>
          pattern.includes(':kind') ? catalog.kinds.map(({ path }) => pattern.replace(':kind', path)) : [pattern],
        )
        .map((pattern) =>
          pattern
            .replace('/w/:workspace/p/:project', product.world)
            .replace('/w/:workspace', workspace)
            .replace(':domain', site)
            .replace(':card', 'new')
            .replace(/([^/]+)\/:id/, (_, kind: string) => `${kind}/${ids.get(kind)}`),
        )
      expect(addresses.filter((address) => /:|undefined/.test(address))).toEqual([])

      // Two browsers side by side: the walk is nearly all of the time that journeys take.
      const beside = await house.visitor(locale, { cookies: await camille.page.context().cookies(), url: product.url })
      const found: string[] = []
      const left = addresses.values()
      const walk = async (visitor: Visitor) => {
        for (const address of left) found.push(...(await defectsAt(visitor, address)))
      }
      await Promise.all([camille, beside].map(walk))
      const asked = new Map([
        ['audience', `site=${site}`],
        ['dashboard', `id=${ids.get('dashboards')}`],
      ])
      for (const door of patterns.filter(isDoor)) {
        const shared = sharedView.exec(door)
        const address = shared
          ? await shareOf(camille, shared[1], asked.get(shared[1] ?? 'audience') ?? '')
          : door.replace(':token', 'x'.repeat(43))
        found.push(...(await defectsAt(stranger, address)))
      }
      expect(found).toEqual([])
      expect(product.complaints()).toEqual([])
      for (const visitor of [camille, beside, stranger]) await visitor.leave()
    },
  )
})
