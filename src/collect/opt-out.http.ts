import { Hono } from 'hono'
import type { Secured } from '../accounts/security.ts'
import type { App } from '../app.ts'
import { notFound } from '../errors.ts'
import { isLocale, type Locale, localeOf } from '../i18n.ts'
import { isLasting } from './consents.ts'
import { en } from './opt-out.en.ts'
import { fr } from './opt-out.fr.ts'
import { monthsKept, type Site } from './site.ts'

/**
 * `GET /opt-out/:domain`: where a visitor of a measured site says whether to be counted, without an account. The choice is kept in his
 * browser, under the site's own address, where the tracker reads it: this page cannot write there, so its links go through the
 * site, whose tracker notes the choice and comes back. See docs/decisions/0083. No script; the site may show it in a frame.
 */
export function optOutRoutes(app: App): Hono {
  const routes = new Hono<Secured>().get('/opt-out/:domain', async (c) => {
    const site = (await app.collector.site(c.req.param('domain')))?.site
    if (!site) throw notFound()
    const hosts = [site.domain, ...(site.settings.hosts ?? [])]
    const isFramed = c.req.query('embed') !== undefined
    if (isFramed)
      c.set(
        'framedBy',
        hosts.flatMap((host) => [host, `*.${host}`]),
      )
    const asked = c.req.query('lang')
    const out = c.req.query('out')
    const me = c.req.query('me')
    const page = pageOf({
      site,
      hosts,
      locale: isLocale(asked) ? asked : localeOf(c.req.raw),
      state: out === undefined ? null : out === '1' ? 'out' : 'in',
      me: me !== undefined && isLasting(me) ? me : me === undefined ? null : '',
      isFramed,
      nonce: c.get('nonce'),
    })
    // The tracker believes a choice only from a page of ours: it must be told where its visitor comes from.
    return c.html(page, 200, { 'referrer-policy': 'origin', 'cache-control': 'no-store' })
  })
  return new Hono().route('/', routes)
}

interface Shown {
  readonly site: Site
  readonly hosts: readonly string[]
  readonly locale: Locale
  readonly state: 'out' | 'in' | null
  /** The visitor's number; '' when he has none; null when nobody asked. */
  readonly me: string | null
  readonly isFramed: boolean
  readonly nonce: string
}

function pageOf({ site, hosts, locale, state, me, isFramed, nonce }: Shown): string {
  const t = { fr, en }[locale]
  const other = locale === 'fr' ? 'en' : 'fr'
  const frame = isFramed ? '&amp;embed' : ''
  const consents = site.mode === 'consent'
  const choices = hosts.map(
    (host) => `
      ${hosts.length > 1 ? `<h3>${safe(t.on(host))}</h3>` : ''}
      <p class="choices">
        <a${state === 'out' ? '' : ' class="main"'} href="https://${safe(host)}/#filrouge-out" target="_top">${t.out}</a>
        <a${state === 'out' ? ' class="main"' : ''} href="https://${safe(host)}/#filrouge-in" target="_top">${t.in}</a>
        ${consents ? `<a href="https://${safe(host)}/#filrouge-me" target="_top">${t.me}</a>` : ''}
      </p>`,
  )
  const said = [
    state ? `<p><strong>${t.state[state]}</strong></p>` : '',
    me && consents
      ? `<p>${t.number}${locale === 'fr' ? '&nbsp;:' : ':'} <code>${safe(me)}</code></p><p>${t.numberHelp}</p>`
      : '',
    me === '' && consents && state ? `<p>${t.noNumber}</p>` : '',
  ].join('')
  return `<!doctype html>
<html lang="${locale}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta name="robots" content="noindex">
    <title>${safe(t.title(site.domain))}</title>
    <style nonce="${nonce}">${style}</style>
  </head>
  <body${isFramed ? ' class="framed"' : ''}>
    <main>
      <p class="language"><a href="?lang=${other}${frame}" lang="${other}" hreflang="${other}">${t.other}</a></p>
      <h1>${safe(t.title(site.domain))}</h1>
      ${said ? `<div class="said" role="status">${said}</div>` : ''}
      <p>${safe(t.measured(site.domain))}</p>
      <p>${consents ? t.consent : t.exempt} ${t.kept(monthsKept(site))}</p>
      ${site.settings.obeySignals ? `<p>${t.signals}</p>` : ''}
      <h2>${t.choice}</h2>
      ${choices.join('')}
      <p class="quiet">${t.how}</p>
      <p class="quiet">${t.failed}</p>
    </main>
  </body>
</html>
`
}

const safe = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`)

const style = `
  :root { color-scheme: light dark; --text: light-dark(#1d1b19, #ece9e5); --quiet: light-dark(#625d57, #a8a19a);
    --ground: light-dark(#f7f6f4, #141312); --line: light-dark(#8b857d, #827b73); --main: light-dark(#c4381a, #c93f21);
    --soft: light-dark(#e4f3e9, #19301f); --focus: light-dark(#0b57d0, #8ab4f8) }
  body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.55 system-ui, sans-serif }
  main { max-inline-size: 40rem; margin-inline: auto; padding: 1rem }
  body:not(.framed) main { padding-block: 2rem }
  h1 { font-size: 1.5rem; line-height: 1.2; margin-block: 0 1rem; overflow-wrap: anywhere }
  .framed h1 { font-size: 1.125rem }
  h2 { font-size: 1.125rem } h3 { font-size: 1rem; margin-block-end: 0 }
  .language { margin: 0; text-align: end; font-size: .875rem }
  .said { background: var(--soft); border-radius: 6px; padding: .25rem 1rem; margin-block: 1rem }
  .choices { display: flex; flex-wrap: wrap; gap: .75rem }
  .choices a { padding: .625rem 1rem; border: 1px solid var(--line); border-radius: 6px; color: inherit; text-decoration: none }
  .choices .main { background: var(--main); border-color: var(--main); color: #fff; font-weight: 600 }
  .choices a:hover { text-decoration: underline }
  a { color: inherit } code { overflow-wrap: anywhere }
  :focus-visible { outline: 2px solid var(--focus); outline-offset: 2px }
  .quiet { color: var(--quiet); font-size: .875rem }
`
