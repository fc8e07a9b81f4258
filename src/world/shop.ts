import { drawer, type Random } from './random.ts'

interface SitePage {
  readonly path: string
  readonly title: string
  readonly weight: number
}

interface Product extends SitePage {
  readonly priceCents: number
}

export const products: readonly Product[] = [
  { path: '/boutique/miel-de-lavande', title: 'Miel de lavande, 500 g', weight: 28, priceCents: 12_90 },
  { path: '/boutique/miel-de-garrigue', title: 'Miel de garrigue, 500 g', weight: 19, priceCents: 11_90 },
  { path: '/boutique/miel-de-chataignier', title: 'Miel de châtaignier, 500 g', weight: 16, priceCents: 11_50 },
  { path: '/boutique/miel-toutes-fleurs', title: 'Miel toutes fleurs, 500 g', weight: 14, priceCents: 9_90 },
  { path: '/boutique/pain-epices', title: 'Pain d’épices de Jeanne', weight: 12, priceCents: 8_50 },
  { path: '/boutique/bougies-cire', title: 'Paire de bougies de cire', weight: 9, priceCents: 14_00 },
  { path: '/boutique/baume-cire', title: 'Baume à la cire', weight: 6, priceCents: 9_00 },
  { path: '/boutique/savon-miel', title: 'Savon au miel', weight: 7, priceCents: 6_50 },
]
export const giftBox: Product = {
  path: '/boutique/coffrets',
  title: 'Les coffrets',
  weight: 10,
  priceCents: 38_00,
}

const blog: readonly SitePage[] = [
  { path: '/blog/pain-epices-chataignier', title: 'Pain d’épices au miel de châtaignier', weight: 26 },
  { path: '/blog/granola-miel', title: 'Granola du matin', weight: 24 },
  { path: '/blog/canard-miel-thym', title: 'Canard au miel et au thym', weight: 17 },
  { path: '/blog/cristallisation', title: 'Pourquoi un miel cristallise', weight: 21 },
  { path: '/blog/lire-etiquette-miel', title: 'Lire une étiquette de miel', weight: 14 },
  { path: '/blog/miellee-lavande', title: 'La miellée de lavande', weight: 13 },
  { path: '/blog/chataignier', title: 'Le châtaignier', weight: 9 },
  { path: '/blog/bougies-cire', title: 'Bougies de cire : les faire durer', weight: 10 },
  { path: '/blog/vinaigrette-miel', title: 'Une vinaigrette au miel', weight: 12 },
  { path: '/blog/hivernage', title: 'Hivernage', weight: 7 },
]

const about: readonly SitePage[] = [
  { path: '/notre-rucher', title: 'Notre rucher', weight: 22 },
  { path: '/marches', title: 'Nos marchés', weight: 18 },
  { path: '/livraison', title: 'Livraison et frais de port', weight: 16 },
  { path: '/avis', title: 'Les avis', weight: 8 },
  { path: '/contact', title: 'Contact', weight: 7 },
]

export const home: SitePage = { path: '/', title: 'Les Ruchers du Ventoux', weight: 1 }
export const shop: SitePage = { path: '/boutique', title: 'La boutique', weight: 1 }
export const blogHome: SitePage = { path: '/blog', title: 'Le blog', weight: 1 }
export const companies: SitePage = { path: '/cadeaux-entreprise', title: 'Cadeaux d’entreprise', weight: 1 }
export const markets: SitePage = { path: '/marches', title: 'Nos marchés', weight: 1 }
const landings: readonly SitePage[] = [
  { path: '/bienvenue', title: 'Vous nous avez goûtés au marché', weight: 1 },
  { path: '/coffret-decouverte', title: 'Le coffret découverte', weight: 1 },
  { path: '/panier', title: 'Votre panier', weight: 1 },
  { path: '/commande', title: 'Commande', weight: 1 },
  { path: '/commande/merci', title: 'Merci', weight: 1 },
  { path: '/cadeaux-entreprise/merci', title: 'Votre demande est partie', weight: 1 },
]

const titles = new Map(
  [...products, giftBox, ...blog, ...about, home, shop, blogHome, companies, ...landings].map(({ path, title }) => [
    path,
    title,
  ]),
)
export const titleOf = (path: string): string => titles.get(path) ?? ''

const weightOf = ({ weight }: SitePage) => weight
export const anyProduct = drawer(products, weightOf)
export const anyArticle = drawer(blog, weightOf)
const anyAbout = drawer(about, weightOf)

/** The page a reader goes to after another: articles lead to articles and products, the shop to products. */
export function pageAfter(random: Random, path: string): string {
  const chance = random()
  if (path.startsWith('/blog'))
    return (chance < 0.4 ? anyArticle(random) : chance < 0.72 ? anyProduct(random) : chance < 0.85 ? shop : anyAbout(random)).path
  if (path.startsWith('/boutique') || path === '/bienvenue')
    return (chance < 0.52 ? anyProduct(random) : chance < 0.68 ? giftBox : chance < 0.86 ? anyAbout(random) : shop).path
  return (chance < 0.34 ? shop : chance < 0.6 ? anyProduct(random) : chance < 0.76 ? anyArticle(random) : anyAbout(random)).path
} // prettier-ignore

/** An order: one to five articles, a box more often when gifts are bought. Its lines are as the collector keeps them. */
export function basket(random: Random, gifts: number): { readonly cents: number; readonly products: string } {
  const count = 1 + Math.floor(random() * 3.4 + random() * 1.2)
  const chosen = Array.from({ length: count }, () => anyProduct(random))
  if (random() < 0.14 + 0.34 * gifts) chosen.push(giftBox)
  const lines = [...Map.groupBy(chosen, ({ title }) => title)].map(([name, same]) => ({
    name,
    quantity: same.length,
    cents: same[0]?.priceCents ?? 0,
  }))
  return { cents: chosen.reduce((sum, { priceCents }) => sum + priceCents, 0), products: JSON.stringify(lines) }
}
