import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hasChromium } from './chromium.ts'
import { startProject } from './project.fixture.ts'
import { openHouse } from './visitor.fixture.ts'

const modules = resolve(import.meta.dirname, '../node_modules')

/**
 * A site whose pages still carry the scripts of its old tools, as npm gives them, unmodified: only the host they send to was changed. Umami and
 * Matomo ship none there: their pages write the requests that those scripts write.
 */
async function openMovedSite(product: string, domain: string) {
  const page = (title: string, script: string) => `<!doctype html><html lang="fr"><title>${title}</title>
    <link rel="icon" href="data:,"><h1>${title}</h1><a id="file" href="/tarifs.pdf">Tarifs</a>
    <script>window.__plausible = true</script><script type="module">${script}</script>`
  const pages: Readonly<Record<string, string>> = {
    '/ancien-plausible': page('Ancien', `
      import Plausible from '/npm/plausible-tracker/build/module/index.js'
      const { enableAutoPageviews, trackEvent } = Plausible({ domain: '${domain}', apiHost: '${product}', trackLocalhost: true })
      enableAutoPageviews()
      trackEvent('inscription', { props: { offre: 'essai' }, callback: () => (window.isDone = true) })`),
    '/plausible': page('Nouveau', `
      import { init, track } from '/npm/@plausible-analytics/tracker/plausible.js'
      init({ domain: '${domain}', endpoint: '${product}/api/event', captureOnLocalhost: true, fileDownloads: true })
      track('achat', { props: { produit: 'miel' }, revenue: { amount: '27.90', currency: 'EUR' }, callback: () => (window.isDone = true) })`),
    '/umami': page('Umami', `
      const send = async (payload, cache) => (await fetch('${product}/api/send', {
        keepalive: true, method: 'POST', credentials: 'omit', body: JSON.stringify({ type: 'event', payload }),
        headers: { 'Content-Type': 'application/json', ...(cache && { 'x-umami-cache': cache }) },
      })).json()
      const payload = { website: 'ancien-identifiant', screen: '1920x1080', language: navigator.language, title: document.title, hostname: location.hostname, url: location.href, referrer: '' }
      const { cache } = await send(payload)
      await send({ ...payload, name: 'lettre' }, cache)
      window.isDone = true`),
    '/matomo': page('Matomo', `
      const of = (more) => new URLSearchParams({ idsite: '3', rec: '1', url: location.href, rand: String(Math.random()), ...more })
      const image = new Image()
      image.onload = () => (window.isDone = true)
      image.src = '${product}/matomo.php?' + of({ action_name: document.title })
      navigator.sendBeacon('${product}/matomo.php', new Blob([of({ e_c: 'Vidéos', e_a: 'Lecture', send_image: '0' }).toString()], { type: 'application/x-www-form-urlencoded; charset=UTF-8' }))`),
  } // prettier-ignore
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const html = pages[pathname]
    if (html) return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html)
    if (!pathname.startsWith('/npm/')) return response.writeHead(204).end()
    // Packages leave the ending of their own files to a bundler.
    const file = join(modules, pathname.slice(5))
    readFile(file.endsWith('.js') ? file : `${file}.js`).then(
      (code) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(code),
      () => response.writeHead(404).end(),
    )
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

describe.runIf(hasChromium)('a site that moves over', () => {
  const house = openHouse()

  test('keeps the scripts of its old tools: their pages are counted', async ({ onTestFinished }) => {
    const camille = await house.visitor('fr')
    const { page, t } = camille
    const { base } = await startProject(camille, 'Déménagement')
    const domain = 'demenagement.example'
    const site = await openMovedSite(house.url, domain)
    onTestFinished(() => site.close())
    await camille.go(`${base}/sites`)
    await camille.field(t.collect.sites.domain).fill(domain)
    await camille.press(t.collect.sites.add)
    await camille.isTold(t.collect.sites.added(domain))
    await page.getByRole('heading', { name: t.collect.site.moving }).waitFor()
    await camille.findsItClean()

    const reader = await house.reader()
    const complaints: string[] = []
    reader.on('pageerror', (error) => complaints.push(String(error)))
    reader.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    for (const path of ['/ancien-plausible', '/plausible', '/umami', '/matomo']) {
      await reader.goto(site.url + path, { waitUntil: 'load' })
      await reader.waitForFunction('window.isDone')
    }
    expect(complaints).toEqual([])

    const pageViews = async () => (await page.request.get(`${base}/audience/export/page?site=${domain}`)).text()
    await expect
      .poll(async () => (await pageViews()).match(/\/(ancien-plausible|plausible|umami|matomo)\b/g)?.toSorted(), {
        timeout: 15_000,
      })
      .toEqual(['/ancien-plausible', '/matomo', '/plausible', '/umami'])
  })
})
