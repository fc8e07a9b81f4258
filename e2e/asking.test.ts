import { describe, expect, test } from 'vitest'
import { en as funnelsEn } from '../src/analytics/funnels.en.ts'
import { fr as funnelsFr } from '../src/analytics/funnels.fr.ts'
import { en as savedEn } from '../src/analytics/saved.en.ts'
import { fr as savedFr } from '../src/analytics/saved.fr.ts'
import { en as segmentsEn } from '../src/analytics/segments.en.ts'
import { fr as segmentsFr } from '../src/analytics/segments.fr.ts'
import { hasChromium } from './chromium.ts'
import { Keyboard } from './keyboard.fixture.ts'
import { startProject } from './project.fixture.ts'
import { locales, openHouse } from './visitor.fixture.ts'

describe.runIf(hasChromium)('a question to the audience', () => {
  const house = openHouse()

  test.for(locales)('a funnel is built, filtered by a segment and kept, by keyboard alone, %s', async (locale) => {
    const camille = await house.visitor(locale)
    const { t, page } = camille
    const keys = new Keyboard(camille)
    const funnels = { fr: funnelsFr, en: funnelsEn }[locale]
    const segments = { fr: segmentsFr, en: segmentsEn }[locale]
    const saved = { fr: savedFr, en: savedEn }[locale]
    const { base } = await startProject(camille, `Entonnoir ${locale}`)
    const domain = `entonnoir-${locale}.example`
    await camille.go(`${base}/sites`)
    await camille.field(t.collect.sites.domain).fill(domain)
    await camille.press(t.collect.sites.add)
    await camille.isTold(t.collect.sites.added(domain))

    // Three readers: two go on to the shop, one of them by telephone.
    const phone =
      'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36'
    const desk = 'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0'
    const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:126.0) Gecko/20100101 Firefox/126.0'
    for (const [agent, path] of [[phone, '/'], [desk, '/'], [mac, '/'], [phone, '/miel'], [desk, '/miel']] as const) {
      const answer = await fetch(`${house.url}/api/event`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': agent },
        body: JSON.stringify({ site: domain, url: `https://${domain}${path}` }),
      })
      expect(answer.status).toBe(202)
    } // prettier-ignore

    // Two steps, typed.
    await camille.go(`${base}/audience/funnels`)
    await camille.findsItClean()
    for (const [i, path] of ['/', '/miel'].entries()) {
      const what = page.getByLabel(funnels.what).nth(i)
      await keys.tabTo(what, 90)
      await keys.type(path)
      await keys.press('Enter')
      await page.waitForURL((address) => address.searchParams.getAll('step').length === i + 1)
    }
    const finding = (first: string, last: string, share: RegExp) =>
      page.getByText(new RegExp(`${funnels.finding(first, last, '').slice(0, -2)}.*${share.source}`)).first()
    await finding(funnels.visits('3', false), '2', /66/).waitFor()
    await camille.findsItClean()

    // One filter, then kept as a segment from its page.
    await keys.tabTo(page.getByText(segments.filter, { exact: true }), 90)
    await keys.press('Enter')
    await keys.tabTo(page.getByLabel(segments.dimension).first())
    await page.getByLabel(segments.dimension).first().selectOption('device')
    await keys.tabTo(page.getByLabel(segments.values).first())
    await keys.type('mobile')
    await keys.press('Enter')
    await page.waitForURL((address) => address.searchParams.get('f') === 'device:is:mobile')
    await finding(funnels.visits('1', true), '1', /100/).waitFor()
    expect(new URL(page.url()).pathname).toBe(`${base}/audience/funnels`)

    await keys.tabTo(page.getByText(funnels.keep), 90)
    await keys.press('Enter')
    await keys.tabTo(page.getByLabel(saved.name))
    await keys.type('Achat')
    await keys.press('Enter')
    await camille.isTold(funnels.saved('Achat'))
    await camille.link('Achat').waitFor()
    await camille.findsItClean()

    await camille.go(`${base}/audience/segments?f=device:is:mobile`)
    await camille.findsItClean()
    await keys.tabTo(page.getByText(segments.keep), 120)
    await keys.press('Enter')
    await keys.tabTo(page.getByLabel(saved.name))
    await keys.type('Mobiles')
    await keys.press('Enter')
    await camille.isTold(segments.saved('Mobiles'))
    await camille.go(`${base}/audience/segments?back=audience/funnels&step=page:/&step=page:/miel`)
    await camille.follow('Mobiles')
    await finding(funnels.visits('1', true), '1', /100/).waitFor()
  })
})
