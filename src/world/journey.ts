import { type Random } from './random.ts'
import { anyArticle, anyProduct, basket, blogHome, companies, home, markets, pageAfter, shop } from './shop.ts'

/** What a visit does, one event after the other. */
interface Step {
  readonly name: string
  readonly path: string
  /** Seconds since the step before. */
  readonly after: number
  readonly revenueCents?: number
  readonly props?: Readonly<Record<string, string>>
}

/** What decides how a visit goes. */
export interface Profile {
  readonly entry: string
  /** Chance of seeing one page and doing nothing. */
  readonly bounce: number
  /** Chances over all visits, bounces included. */
  readonly order: number
  readonly letter: number
  readonly quote: number
  /** 0–1: how much it is the time of gifts. */
  readonly gifts: number
}

export function entryOf(random: Random, lands: 'blog' | 'shop' | 'home' | 'companies' | 'markets'): string {
  switch (lands) {
    case 'blog':
      return random() < 0.07 ? blogHome.path : anyArticle(random).path
    case 'shop':
      return random() < 0.3 ? shop.path : anyProduct(random).path
    case 'home':
      return random() < 0.8 ? home.path : shop.path
    case 'companies':
      return companies.path
    case 'markets':
      return markets.path
  }
}

/** The steps of one visit. Nobody stays more than eight minutes on a page: a visit is never cut by silence. */
export function journey(random: Random, profile: Profile): Step[] {
  const steps: Step[] = []
  // Reading times have a long tail: most pages take half a minute, some five.
  const pause = (seconds: number) => Math.round(4 + seconds * (0.25 + 2.6 * random() ** 3))
  const view = (path: string) =>
    steps.push({ name: 'pageview', path, after: steps.length === 0 ? 0 : pause(path.startsWith('/blog') ? 75 : 38) })
  const here = () => steps.at(-1)?.path ?? profile.entry
  const act = (name: string, more: Omit<Step, 'name' | 'path' | 'after'> = {}) =>
    steps.push({ name, path: here(), after: pause(14), ...more })
  view(profile.entry)
  const fate = random()
  const { order, quote, letter, bounce } = profile
  if (fate < order) {
    for (let i = Math.floor(random() * 3); i > 0; i--) view(pageAfter(random, here()))
    buy(view, act, random)
    view('/panier')
    if (random() < 0.25) view('/livraison')
    view('/commande')
    view('/commande/merci')
    const { cents, products } = basket(random, profile.gifts)
    act('commande', { revenueCents: cents, props: { products } })
    return steps
  }
  if (fate < order + quote) {
    if (here() !== companies.path) view(companies.path)
    if (random() < 0.5) act('download', { props: { url: 'https://ruchers-ventoux.example/catalogue-entreprises.pdf' } })
    view('/cadeaux-entreprise/merci')
    return steps
  }
  if (random() < bounce) return steps
  const pages = 1 + Math.floor(1.2 + 4.3 * random() ** 1.6 + 3.2 * random() ** 5)
  while (steps.length < pages) view(pageAfter(random, here()))
  if (random() < 0.062) {
    buy(view, act, random)
    if (random() < 0.6) view('/panier')
  }
  if (random() < letter / (1 - Math.min(0.95, bounce))) act('inscription-newsletter')
  if (here() === companies.path && random() < 0.15)
    act('download', { props: { url: 'https://ruchers-ventoux.example/catalogue-entreprises.pdf' } })
  if (random() < 0.02) act('outbound', { props: { url: 'https://www.instagram.com/ruchersduventoux.example/' } })
  return steps
}

function buy(view: (path: string) => void, act: (name: string) => void, random: Random) {
  view(anyProduct(random).path)
  act('ajout-panier')
}
