/** How a site's pages come over from another tool: what they hold, and what to put there instead. */
export interface Move {
  readonly tool: 'Plausible' | 'Umami' | 'Matomo'
  readonly from: string
  readonly to: string
  /** How its clients may name the site; they need not, since its pages tell its domain. */
  readonly name: string
}

/** Only the host changes: the scripts of each tool are served by the site, its old tool or a package, and send where they are told. */
export function movesTo(
  site: { readonly id: number; readonly publicId: string; readonly domain: string },
  origin: string,
): Move[] {
  return [
    {
      tool: 'Plausible',
      from: "data-api=\"https://plausible.io/api/event\"\nendpoint: 'https://plausible.io/api/event'\napiHost: 'https://plausible.io'",
      to: `data-api="${origin}/api/event"\nendpoint: '${origin}/api/event'\napiHost: '${origin}'`,
      name: site.domain,
    },
    {
      tool: 'Umami',
      from: 'data-host-url="https://cloud.umami.is"\nhostUrl: \'https://cloud.umami.is\'',
      to: `data-host-url="${origin}"\nhostUrl: '${origin}'`,
      name: site.publicId,
    },
    {
      tool: 'Matomo',
      from: "var u = 'https://exemple.matomo.cloud/'",
      to: `var u = '${origin}/'`,
      name: String(site.id),
    },
  ]
}
