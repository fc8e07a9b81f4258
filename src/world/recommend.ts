import { recommendation } from '../recommendations/recommendations.ts'
import type { Outcome } from '../recommendations/outcomes.ts'
import { addDays, addMonths, monthEnd, monthStart } from '../period.ts'
import { report } from '../reports/reports.ts'
import { type Dates, type Piece, pieces } from './piece.ts'

/** What was proposed after a deviation. States come from what is done with each: see `course`. */
export function recommend(dates: Dates): Piece[] {
  const piece = pieces(dates)
  const { ago, ahead } = dates
  return [
    piece(recommendation, 'r-recentre', {
      title: 'Arrêter la publicité froide du coffret et la réserver à ceux qui nous connaissent',
      finding: 'La campagne « Coffret découverte » a dépensé 3 960 € sur 4 200 € et n’a pas donné le quart des commandes attendues à ce jour.',
      cause: 'Public trop large : neuf visites sur dix repartent de la page du coffret sans en voir une autre.',
      actionProposed: 'Couper les créations A et B. Garder 240 € pour les visiteurs de la boutique et les abonnés, avec une page allégée et le prix livré en tête.',
      costCents: 240_00, expectedEffect: 'Vingt commandes à moins de 25 € de publicité chacune en quatre semaines, lues sur le même KPI.',
      indicator: 'Commandes de la campagne « Coffret découverte »', owner: 'Camille Roux', dueOn: ahead(28),
    }, { from: ['kpi-gift'], madeOn: ago(7) }),
    piece(recommendation, 'r-landing', {
      title: 'Alléger la page du coffret et y mettre le prix livré',
      finding: 'Le rebond des visites de la campagne dépasse de loin l’alerte fixée à 60 %.',
      cause: 'Page de 4 Mo, film en tête, frais de port découverts au panier.',
      actionProposed: 'Remplacer le film par une image, écrire le prix livré sous le titre, ramener la page sous 800 Ko.',
      costCents: 840_00, expectedEffect: 'Rebond ramené sous 60 % en trois semaines.',
      indicator: 'Rebond des visites du coffret', owner: 'Nadia Belkacem', dueOn: ahead(10),
    }, { from: ['kpi-gift-bounce', 'kpi-mobile'], madeOn: ago(24) }),
    piece(recommendation, 'r-tiktok', {
      title: 'Ouvrir un compte TikTok pour toucher les moins de 25 ans',
      finding: 'La recherche naturelle reste un peu sous son chemin ; les moins de 25 ans sont absents de l’audience.',
      cause: 'Aucun de nos supports ne leur parle.',
      actionProposed: 'Deux films par semaine pendant six mois, tournés au rucher.',
      costCents: 2_900_00, expectedEffect: '3 000 visites de plus par mois en six mois.',
      indicator: 'Visites du site', owner: 'Nadia Belkacem', dueOn: ahead(150),
    }, { from: ['kpi-search'], madeOn: ago(58) }),
    piece(recommendation, 'r-loyalty', {
      title: 'Offrir les frais de port à la deuxième commande',
      finding: 'La part des commandes de clients connus avance, un peu moins vite que prévu.',
      cause: 'Rien n’invite à revenir entre la livraison et Noël.',
      actionProposed: 'Un code dans le troisième e-mail d’après livraison.',
      costCents: 450_00, expectedEffect: 'Deux points de réachat en un trimestre.',
      indicator: 'Part des commandes de clients connus', owner: 'Hugo Martin',
    }, { from: ['kpi-again'], madeOn: ago(2) }),
  ] // prettier-ignore
}

/** What management is given to read: the last quarter, to be frozen once its figures are there, and the one being written. */
export function reports(dates: Dates): Piece[] {
  const piece = pieces(dates)
  const { today, ago } = dates
  const quarter = { startsOn: addMonths(monthStart(today), -3), endsOn: monthEnd(addMonths(today, -1)) }
  const cover = { author: 'Camille Roux', function: 'Chargée de communication', audience: 'Direction' }
  return [
    piece(report, 'rep-quarter', {
      title: 'Point trimestriel pour la direction', ...cover, ...quarter,
      summary: 'La boutique suit son chemin et la newsletter le dépasse. Le coffret découverte, lancé par la publicité, ne trouve pas ses acheteurs. Les stands de Noël ont coûté 1 280 € de plus que leur devis.',
      lessons: 'Ce qui vient d’un lien que l’on nous a confié (la lettre, le marché) achète ; ce qui vient d’une publicité froide repart. La page d’arrivée compte autant que l’annonce.',
    }, { from: ['r-landing', 'r-tiktok'], madeOn: ago(5) }),
    piece(report, 'rep-gift', {
      title: 'Bilan d’étape du coffret découverte', ...cover, startsOn: ago(40), endsOn: addDays(today, -1),
      summary: 'Beaucoup de clics, très peu de commandes : une décision est demandée à la direction.',
    }, { from: ['r-recentre'], madeOn: ago(3) }),
  ] // prettier-ignore
}

/** What became of a recommendation: submitted, then perhaps decided. */
export interface Course {
  readonly submittedAgo: number
  readonly decided?: { readonly ago: number; readonly outcome: Outcome; readonly note: string }
}

export const course: Readonly<Record<string, Course>> = {
  'r-recentre': { submittedAgo: 6 },
  'r-landing': {
    submittedAgo: 23,
    decided: {
      ago: 20,
      outcome: 'approved',
      note: 'D’accord, à prendre sur les six jours d’intégration déjà prévus. Priorité avant les autres fiches.',
    },
  },
  'r-tiktok': {
    submittedAgo: 56,
    decided: {
      ago: 52,
      outcome: 'refused',
      note: 'Nous sommes deux à publier et le calendrier d’Instagram n’est pas encore tenu. Nos clients cherchent une recette : finissons le blog. À revoir au printemps.',
    },
  },
}

/** What people said under the objects. `by` is a role. */
export const comments: readonly {
  readonly on: string
  readonly by: 'lead' | 'management' | 'contributor' | 'guest'
  readonly ago: number
  readonly body: string
}[] = [
  { on: 'r-recentre', by: 'management', ago: 5, body: 'Combien a coûté chaque commande, tout compris ? Je veux le chiffre avant de trancher.' },
  { on: 'r-recentre', by: 'lead', ago: 5, body: 'Il est sur la page de la campagne : le coût réel, les visites et les commandes y sont côte à côte. Le détail par création est sur les liens suivis.' },
  { on: 'b-stand', by: 'management', ago: 330, body: 'Plus de commande sans avenant signé. On garde le stand, on l’amortira sur trois Noëls.' },
  { on: 'a-after-sale', by: 'contributor', ago: 4, body: 'Les photos du conditionnement arrivent vendredi, je finis le deuxième e-mail lundi.' },
  { on: 'a-after-sale', by: 'lead', ago: 3, body: 'D’accord. Programme le premier sans attendre.' },
  { on: 'c-b11', by: 'guest', ago: 2, body: 'Il manque le prix livré sous chaque cadeau, c’est la première question au stand.' },
  { on: 'c-b11', by: 'contributor', ago: 1, body: 'Ajouté, merci. Le lien mène maintenant à la page des coffrets.' },
  { on: 'kpi-gift', by: 'lead', ago: 7, body: 'Troisième semaine sous le chemin : j’ai écrit la cause et une préconisation.' },
] // prettier-ignore
