import type { SiteMode, SiteSettings } from './site.ts'

/** What a page may measure besides its views, as `data-measure` names it. */
export const measures = ['outbound', 'downloads', 'forms', '404', 'scroll', 'time', 'vitals', 'hash'] as const
export type Measure = (typeof measures)[number]
export const usualMeasures: readonly Measure[] = ['outbound', 'downloads']

export const places = [
  'html',
  'wordpress',
  'ghost',
  'tagManager',
  'react',
  'next',
  'pixel',
  'curl',
  'php',
  'node',
] as const
export type Place = (typeof places)[number]

export interface Measured {
  readonly domain: string
  readonly currency: string
  readonly mode: SiteMode
  readonly settings: SiteSettings
}

/** What an address asks for; nothing chosen is the usual, `x=none` is nothing. */
export function measuresOf(search: URLSearchParams): readonly Measure[] {
  const asked = search.getAll('x')
  return asked.length === 0 ? usualMeasures : measures.filter((name) => asked.includes(name))
}

const isUsual = (chosen: readonly Measure[]) =>
  chosen.length === usualMeasures.length && usualMeasures.every((name) => chosen.includes(name))

/** The attributes of the line, in the order they are read: the site, its choices, the file. */
function attributesOf(
  site: Measured,
  chosen: readonly Measure[],
  origin: string,
): readonly (readonly [string, string | null])[] {
  return [
    ['data-site', site.domain],
    ...(isUsual(chosen) ? [] : [['data-measure', chosen.join(' ')] as const]),
    ...(site.mode === 'consent' ? [['data-consent', null] as const] : []),
    ...(site.settings.obeySignals ? [['data-signals', null] as const] : []),
    // Nothing beside page views and nobody to ask: the core is enough.
    ['src', `${origin}/js/${chosen.length === 0 && site.mode === 'exempt' ? 'filrouge.core.js' : 'filrouge.js'}`],
  ]
}

/** A line to paste, or a few, for each place a site may be made in. The site's own address and choices are already in them. */
export function snippets(site: Measured, chosen: readonly Measure[], origin: string): Readonly<Record<Place, string>> {
  const attributes = attributesOf(site, chosen, origin)
  const html = `<script defer ${attributes.map(([name, value]) => (value === null ? name : `${name}="${value}"`)).join(' ')}></script>`
  const jsx = attributes.map(([name, value]) => `${name}=${value === null ? '""' : `"${value}"`}`).join(' ')
  const address = `https://${site.domain}/`
  const body = `{"site":"${site.domain}","url":"${address}","name":"order","id":"A-1042","revenue":{"amount":34.80,"currency":"${site.currency}"},"ip":"192.0.2.7","userAgent":"Mozilla/5.0 Firefox/140.0"}`
  const pixel = `${origin}/pixel.gif?site=${site.domain}`
  return {
    html,
    wordpress: `add_action('wp_head', function () { ?>\n  ${html}\n<?php });`,
    ghost: html,
    tagManager: `<script>\n  (function () {\n    var s = document.createElement('script');\n${attributes
      .map(([name, value]) =>
        name === 'src' ? `    s.src = '${value}';` : `    s.setAttribute('${name}', '${value ?? ''}');`,
      )
      .join('\n')}\n    s.async = false;\n    document.head.appendChild(s);\n  })();\n</script>`,
    react: html,
    next: `import Script from 'next/script'\n\n<Script ${jsx} strategy="afterInteractive" />`,
    pixel: `<noscript><img src="${pixel}" alt="" width="1" height="1" referrerpolicy="no-referrer-when-downgrade"></noscript>`,
    curl: `curl -X POST ${origin}/api/event \\\n  -H 'Authorization: Bearer KEY' -H 'Content-Type: application/json' \\\n  -d '${body}'`,
    php: `file_get_contents('${origin}/api/event', false, stream_context_create(['http' => [\n  'method' => 'POST',\n  'header' => "Authorization: Bearer KEY\\r\\nContent-Type: application/json",\n  'content' => json_encode([\n    'site' => '${site.domain}',\n    'url' => '${address}',\n    'name' => 'order',\n    'id' => $order->number,\n    'revenue' => ['amount' => $order->total, 'currency' => '${site.currency}'],\n    'ip' => $order->ip,\n    'userAgent' => $order->userAgent,\n  ]),\n]]));`,
    node: `await fetch('${origin}/api/event', {\n  method: 'POST',\n  headers: { authorization: 'Bearer KEY', 'content-type': 'application/json' },\n  body: JSON.stringify({\n    site: '${site.domain}',\n    url: '${address}',\n    name: 'order',\n    id: order.number,\n    revenue: { amount: order.total, currency: '${site.currency}' },\n    ip: order.ip,\n    userAgent: order.userAgent,\n  }),\n})`,
  }
}
