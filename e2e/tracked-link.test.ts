import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { en as catalogEn } from '../src/analytics/catalog.en.ts'
import { fr as catalogFr } from '../src/analytics/catalog.fr.ts'
import { campaign, trackedLink } from '../src/links/links.ts'
import { hasChromium } from './chromium.ts'
import { startProject } from './project.fixture.ts'
import { locales, openHouse } from './visitor.fixture.ts'

/** A shop that is measured with consent: its one page asks, as a banner would. */
async function openShop(product: string, domain: string) {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html><html lang="fr">
      <title>Coffrets de Noël</title><link rel="icon" href="data:,">
      <script defer data-site="${domain}" data-consent src="${product}/js/filrouge.js"></script>
      <h1>Coffrets de Noël</h1><button onclick="filrouge.consent(true)">J’accepte</button>`)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://${domain}:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

describe.runIf(hasChromium)('a tracked link', () => {
  const house = openHouse()

  test.for(locales)('brings a real visit, which shows with its campaign, %s', async (locale, { onTestFinished }) => {
    const camille = await house.visitor(locale)
    const { t, page } = camille
    const { base } = await startProject(camille, `Lien ${locale}`)
    const domain = `boutique-${locale}.example`
    const shop = await openShop(house.url, domain)
    onTestFinished(() => shop.close())

    // The site, measured with consent so that campaigns can be told apart.
    await camille.go(`${base}/sites`)
    await camille.field(t.collect.sites.domain).fill(domain)
    await camille.press(t.collect.sites.add)
    await camille.isTold(t.collect.sites.added(domain))
    await camille.findsItClean()
    await page.getByRole('radio', { name: new RegExp(`^${t.collect.site.modes.consent}`) }).check()
    await camille.press(t.collect.site.save)
    await camille.isTold(t.collect.site.saved)

    // The campaign, and its link by the gap of its thread.
    await camille.go(`${base}/campaigns/new`)
    await camille.create(campaign, { title: 'Coffrets de Noël', utmCampaign: 'noel-coffrets', state: 'running' })
    const strip = page.getByRole('navigation', { name: t.ui.thread.label })
    await strip.getByRole('link', { name: t.ui.thread.gap(trackedLink.words[locale].one) }).click()
    await camille.follow(t.projects.object.createLinked(trackedLink.words[locale].one))
    await camille.create(trackedLink, {
      title: 'Lettre de novembre',
      destination: `${shop.url}/coffrets`,
      slug: `noel-${locale}`,
      utmSource: 'lettre',
      utmMedium: 'email',
      utmCampaign: 'noel-coffrets',
    })
    await strip.getByRole('link', { name: 'Coffrets de Noël' }).waitFor()
    await camille.follow(t.links.visits.title)
    await camille.sees(t.links.visits.neverClicked)
    await camille.findsItClean()

    // A reader of the letter follows it in a browser of his own.
    const reader = await house.reader()
    await reader.goto(`${house.url}/l/noel-${locale}`)
    const landed = new URL(reader.url())
    expect(landed.pathname).toBe('/coffrets')
    expect(landed.searchParams.get('utm_campaign')).toBe('noel-coffrets')
    const counted = reader.waitForResponse((answer) => answer.url() === `${house.url}/api/event`)
    await reader.getByRole('button').click()
    expect((await counted).status()).toBe(202)
    expect(await reader.context().cookies()).toEqual([])

    // It arrives within seconds: the click and the visit on the link, the campaign on the audience page.
    const visits = { fr: catalogFr, en: catalogEn }[locale].metrics.visits.label
    const figures = page.getByRole('group', { name: t.links.visits.visits })
    const shown = async () => {
      await page.reload()
      return (await figures.count()) === 0 ? '' : (await figures.innerText()).replaceAll(/\s+/g, ' ')
    }
    await expect.poll(shown, { timeout: 30_000, interval: 500 }).toMatch(new RegExp(`^${visits} 1 `))
    // The click goes a way of its own, and may come after the visit.
    const clicked = async () => {
      await page.reload()
      return page.getByText(t.links.visits.clicksOf('1', 90)).count()
    }
    await expect.poll(clicked, { timeout: 30_000, interval: 500 }).toBeGreaterThan(0)
    await camille.sees(t.links.visits.clicksOf('1', 90))
    await camille.findsItClean()

    await camille.go(`${base}/audience`)
    const campaigns = page.getByRole('region', { name: t.audience.panels.utmCampaign })
    const row = campaigns.getByRole('row').filter({ hasText: 'noel-coffrets' })
    expect(await row.innerText()).toMatch(/\b1\b/)
    await camille.findsItClean()
    // A row filters the whole page, and says so in the address.
    await row.getByRole('link').click()
    await page.waitForURL(/noel-coffrets/)
    await page.getByRole('region', { name: t.audience.panels.page }).getByText('/coffrets').first().waitFor()
    await camille.findsItClean()
    await reader.context().close()
    await camille.leave()
  })
})
