export const domain = 'bench.example'

const userAgents = [
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/', '.0.0.0 Safari/537.36'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/',
    '.0 Safari/605.1.15',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/',
    '.0.0.0 Mobile Safari/537.36',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/', '.0'],
] as const
const referrers = [
  '',
  '',
  'https://www.google.fr/',
  'https://l.facebook.com/',
  'https://blog-du-miel.fr/article',
  'https://chatgpt.com/',
]
const of = <T>(list: readonly T[], n: number): T => list[n % list.length] as T

export interface Arrival {
  readonly body: string
  readonly userAgent: string
  readonly ip: string
  readonly language: string
}

/** The n-th event to arrive: 40,000 visitors, 200 user agents, 400 pages, one event in ten with properties. */
export function arrival(n: number): Arrival {
  const visitor = Math.imul(n, 2_654_435_761) >>> 0
  const who = visitor % 40_000
  const [before, after] = of(userAgents, who)
  return {
    body: JSON.stringify({
      site: domain,
      url: `https://${domain}/page-${visitor % 400}?ref=x`,
      name: n % 10 === 0 ? 'ajout-panier' : 'pageview',
      referrer: of(referrers, visitor >>> 8),
      title: `Page ${visitor % 400} · Les Ruchers du Ventoux`,
      ...(n % 10 === 0 ? { props: { produit: 'miel de lavande', lot: n % 7 } } : {}),
    }),
    userAgent: `${before}${100 + (who % 50)}${after}`,
    ip: `90.${who >> 12}.${(who >> 4) & 255}.${who & 15}`,
    language: 'fr-FR,fr;q=0.9',
  }
}
