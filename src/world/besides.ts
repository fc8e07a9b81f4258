import { drawer, type Random } from './random.ts'

/** What the tracker tells of itself beside what visitors do: how pages are read, how fast they are, what is looked for in vain. */

interface Seen {
  readonly name: string
  readonly path: string
  /** Milliseconds. */
  readonly at: number
}

export interface Told extends Seen {
  readonly props: Readonly<Record<string, string>>
}

/** Shares of the visits that tell it: enough for every page to be full, few enough for the whole to load as fast. */
const share = { reading: 0.12, vitals: 0.08, search: 0.022, missing: 0.007 }

const terms = drawer(
  [
    ['miel de lavande', 9, 14], ['propolis', 0, 9], ['pollen', 0, 7], ['coffret', 4, 12], ['livraison', 1, 8], ['gelée royale', 0, 6],
    ['bougie', 2, 6], ['pain d’épices', 3, 8], ['miel de sapin', 0, 4], ['cadeau', 6, 7], ['châtaignier', 3, 6], ['stage apiculture', 0, 3],
  ] as const,
  ([, , weight]) => weight,
) // prettier-ignore

/** Dead addresses, and where the links to them stand. */
const dead = drawer(
  [
    ['/boutique/miel-acacia', '/blog/lire-etiquette-miel', 9], ['/boutique/miel-acacia', '/blog/vinaigrette-miel', 4],
    ['/visites', 'ventoux-tourisme.example', 7], ['/boutique/coffret-noel-2024', '', 5], ['/recettes/granola', 'pinterest.com', 6],
    ['/wp-login', '', 1],
  ] as const,
  ([, , weight]) => weight,
) // prettier-ignore

/** A phone is slower, and pages with pictures of products too. */
function vitalsOf(random: Random, path: string, device: string): Record<string, string> {
  const slow = (device === 'mobile' ? 1.35 : 1) * (path.startsWith('/boutique') ? 1.3 : 1)
  const spread = (middle: number) => middle * slow * (0.45 + 1.3 * random() ** 2)
  const ttfb = spread(420)
  const fcp = ttfb + spread(800)
  return {
    ttfb: String(Math.round(ttfb)),
    fcp: String(Math.round(fcp)),
    lcp: String(Math.round(fcp + spread(950))),
    cls: String(Math.round(1000 * random() ** 4 * (path.startsWith('/blog') ? 0.12 : 0.4)) / 1000),
    ...(random() < 0.6 ? { inp: String(Math.round(spread(130))) } : {}),
  }
}

/** What is told of one visit, from what it did. @param random numbers of its own: the visits stay what they are */
export function besides(random: Random, steps: readonly Seen[], device: string): Told[] {
  const told: Told[] = []
  const [first] = steps
  const last = steps.at(-1)
  if (!first || !last) return told
  if (random() < share.reading)
    steps.forEach((step, i) => {
      if (step.name !== 'pageview') return
      const next = steps.slice(i + 1).find(({ name }) => name === 'pageview')
      const seconds = next ? Math.max(1, Math.round((next.at - step.at) / 1000)) : 3 + Math.floor(45 * random() ** 2)
      const depth = Math.min(100, 18 + Math.round(seconds / 2 + 70 * random()))
      const at = next ? next.at - 1 : Math.max(step.at + seconds * 1000, last.at)
      told.push({ name: 'engagement', path: step.path, at, props: { time: String(seconds), scroll: String(depth) } })
    })
  if (random() < share.vitals)
    told.push({ name: 'web-vitals', path: first.path, at: last.at + 1, props: vitalsOf(random, first.path, device) })
  if (random() < share.search) {
    const [term, results] = terms(random)
    told.push({ name: 'search', path: last.path, at: last.at + 2, props: { term, results: String(results) } })
  }
  if (random() < share.missing) {
    const [path, from] = dead(random)
    told.push({ name: '404', path, at: last.at + 3, props: from === '' ? {} : { from } })
  }
  return told
}
