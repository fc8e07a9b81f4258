import { deviation, digitalObjective, scenario } from '../kpis/kpi-kinds.ts'
import { annotation } from '../analytics/annotation-kind.ts'
import { goal, kpi } from '../kpis/kpis.ts'
import { campaign, trackedLink } from '../links/links.ts'
import { plannedEvent } from '../links/planned-events.ts'
import { type Dates, type Piece, pieces } from './piece.ts'

export const domain = 'ruchers-ventoux.example'
const page = (path: string) => `https://${domain}${path}`

/** Campaigns, their links, what a successful visit does, and the figures that say whether objectives move. */
export const measure = (dates: Dates): Piece[] => [
  ...campaigns(dates),
  ...links(dates),
  ...digitalObjectives(dates),
  ...goals(dates),
  ...plannedEvents(dates),
  ...annotations(dates),
  ...kpis(dates),
  ...deviations(dates),
]

/** When each campaign runs: the traffic follows. */
export function campaignDates(dates: Dates) {
  const christmas = dates.last('12-20')
  const summer = dates.last('08-31')
  const year = (day: string) => day.slice(0, 4)
  return {
    'm-christmas': { from: `${year(christmas)}-11-15`, to: christmas },
    'm-summer': { from: `${year(summer)}-06-15`, to: summer },
    'm-recipes': { from: dates.ago(150), to: dates.ahead(60) },
    'm-gift': { from: dates.ago(40), to: dates.ahead(6) },
  }
}
export type CampaignKey = keyof ReturnType<typeof campaignDates>

function campaigns(dates: Dates): Piece[] {
  const piece = pieces(dates)
  const when = campaignDates(dates)
  const run = (key: CampaignKey) => ({ startsOn: when[key].from, endsOn: when[key].to })
  return [
    piece(campaign, 'm-christmas', {
      title: 'Noël aux Ruchers', utmCampaign: 'noel-aux-ruchers', state: 'over', owner: 'Camille Roux', ...run('m-christmas'),
      purpose: 'Vendre les coffrets de fin d’année à ceux qui cherchent un cadeau gourmand, et rappeler les clients du marché.',
      plannedCents: 2_600_00, spentCents: 2_570_00,
    }, { from: ['o-sales', 'p-claire', 'p-sophie', 'a-christmas', 'b-search-ads'], madeOn: dates.ago(385) }),
    piece(campaign, 'm-summer', {
      title: 'Été en Provence', utmCampaign: 'ete-en-provence', state: 'over', owner: 'Camille Roux', ...run('m-summer'),
      purpose: 'Donner l’adresse de la boutique aux visiteurs des marchés, pour qu’ils commandent une fois rentrés.',
      plannedCents: 1_500_00, spentCents: 1_480_00,
    }, { from: ['o-known', 'p-bernard', 'a-summer', 'a-markets', 'b-summer-ads'], madeOn: dates.ago(190) }),
    piece(campaign, 'm-recipes', {
      title: 'Recettes de saison', utmCampaign: 'recettes-de-saison', state: 'running', owner: 'Hugo Martin', ...run('m-recipes'),
      purpose: 'Faire revenir les abonnés par une recette et le miel qu’elle demande.',
      plannedCents: 1_100_00, spentCents: 760_00,
    }, { from: ['o-again', 'o-follow', 'p-bernard', 'p-claire', 'a-letter', 'b-mailer'], madeOn: dates.ago(152) }),
    piece(campaign, 'm-gift', {
      title: 'Coffret découverte', utmCampaign: 'coffret-decouverte', state: 'running', owner: 'Camille Roux', ...run('m-gift'),
      purpose: 'Recruter de nouveaux clients par la publicité sociale : 110 commandes pour 4 200 €, soit 38 € l’une.',
      plannedCents: 4_200_00, spentCents: 3_960_00,
    }, { from: ['o-gift', 'p-claire', 'a-gift-box', 'b-social-ads'], madeOn: dates.ago(62) }),
  ] // prettier-ignore
}

/** Where each link sends from, as its address says it: the traffic brings the same parameters. */
export const linkRows = [
  ['k-christmas-search', 'm-christmas', 'Annonce Google, recherche de cadeaux', '/boutique/coffrets', 'noel-annonce', 'google', 'cpc', 'annonce-cadeau'],
  ['k-christmas-letter', 'm-christmas', 'Lettre de décembre, bouton du haut', '/boutique/coffrets', 'noel-lettre', 'lettre', 'email', 'bouton-haut'],
  ['k-christmas-insta', 'm-christmas', 'Profil Instagram pendant les fêtes', '/boutique/coffrets', 'noel-insta', 'instagram', 'social', 'profil'],
  ['k-summer-stand', 'm-summer', 'Code à flasher des stands', '/bienvenue', 'marche', 'marches', 'referral', 'code-stand'],
  ['k-summer-office', 'm-summer', 'Page de l’office de tourisme', '/bienvenue', 'office', 'office-tourisme', 'referral', 'page-gourmande'],
  ['k-summer-ads', 'm-summer', 'Annonce Facebook autour de Carpentras', '/bienvenue', 'ete-annonce', 'facebook', 'paid-social', 'annonce-locale'],
  ['k-recipes-letter', 'm-recipes', 'Lettre du rucher, recette', '/blog', 'recette', 'lettre', 'email', 'recette'],
  ['k-recipes-lot', 'm-recipes', 'Lettre du rucher, lot du moment', '/boutique', 'lot', 'lettre', 'email', 'lot'],
  ['k-recipes-insta', 'm-recipes', 'Films de recettes sur Instagram', '/blog', 'films', 'instagram', 'social', 'films'],
  ['k-gift-story', 'm-gift', 'Story sponsorisée, création A', '/coffret-decouverte', 'coffret-a', 'instagram', 'paid-social', 'creation-a'],
  ['k-gift-film', 'm-gift', 'Film sponsorisé, création B', '/coffret-decouverte', 'coffret-b', 'instagram', 'paid-social', 'creation-b'],
  ['k-gift-facebook', 'm-gift', 'Annonce Facebook, création A', '/coffret-decouverte', 'coffret-fb', 'facebook', 'paid-social', 'creation-a'],
  ['k-gift-card', 'm-gift', 'Carte glissée dans les colis', '/coffret-decouverte', 'coffret-carte', 'carte', 'referral', 'colis'],
] as const // prettier-ignore
export type LinkKey = (typeof linkRows)[number][0]

const contentOf: Partial<Record<LinkKey, readonly string[]>> = {
  'k-recipes-letter': ['c-n4', 'c-n5', 'c-n6', 'c-n7'],
  'k-recipes-insta': ['c-i6'],
  'k-gift-story': ['c-a1'],
  'k-gift-film': ['c-a2'],
  'k-summer-stand': ['c-m1', 'c-m2'],
}

function links(dates: Dates): Piece[] {
  const piece = pieces(dates)
  const when = campaignDates(dates)
  const names = Object.fromEntries(campaigns(dates).map(({ key, values }) => [key, values['utmCampaign'] as string]))
  return linkRows.map(
    ([key, of, title, path, slug, utmSource, utmMedium, utmContent]) =>
    piece(trackedLink, key, {
      title, destination: page(path), slug, utmSource, utmMedium, utmCampaign: names[of] ?? null, utmContent,
    }, { from: [of, ...(contentOf[key] ?? [])], madeOn: when[of].from }), // prettier-ignore
  )
}

function digitalObjectives(dates: Dates): Piece[] {
  const piece = pieces(dates)
  const madeOn = dates.ago(335)
  return [
    piece(digitalObjective, 'do-letter', {
      title: 'Faire s’abonner à la lettre un client du marché sur trois', outcome: 'subscription', owner: 'Hugo Martin', dueOn: dates.ahead(60),
      detail: 'Inscription par le formulaire du pied de page ou par le code à flasher des stands.',
      achievable: 'Un client sur cinq s’est abonné l’été dernier, sans que rien l’y invite sur le stand.',
      relevant: 'La lettre est le seul moyen de retrouver ceux qui n’ont acheté qu’au marché.',
    }, { from: ['o-follow'], madeOn }),
    piece(digitalObjective, 'do-quote', {
      title: 'Recevoir vingt demandes de devis d’entreprise par mois', outcome: 'form', owner: 'Jeanne Vial', dueOn: dates.ahead(60),
      achievable: 'Cinq demandes par mois sont venues sans page dédiée.', relevant: 'Un devis vaut dix commandes de la boutique.',
    }, { from: ['o-companies'], madeOn }),
    piece(digitalObjective, 'do-gift', {
      title: 'Vendre 110 coffrets découverte à de nouveaux clients', outcome: 'sale', owner: 'Camille Roux', dueOn: dates.ahead(6),
      relevant: 'Chaque nouveau client vaut deux commandes dans l’année.',
    }, { from: ['o-gift'], madeOn: dates.ago(62) }),
  ] // prettier-ignore
}

function deviations(dates: Dates): Piece[] {
  const piece = pieces(dates)
  return [
    piece(deviation, 'dev-gift', {
      title: 'Commandes de la campagne « Coffret découverte » en retard sur leur chemin', state: 'explained', noticedOn: dates.ago(12),
      cause: 'Les clics viennent, mais neuf visites sur dix repartent de la page du coffret sans rien voir d’autre.',
    }, { from: ['kpi-gift'], madeOn: dates.ago(12) }),
    piece(scenario, 'sc-gift', {
      title: 'Recentrer la publicité sur les acheteurs de 2025', note: 'Le taux de conversion des anciens acheteurs était de 2,4 % l’été dernier.',
      drivers: {
        savedOn: dates.ago(6), unit: 'number', before: 71, after: 104, low: 92, high: 117, target: 110,
        drivers: [{ written: 'tauxDeConversion', unit: 'percent', before: 1.6, after: 2.4 }],
      },
    }, { from: ['kpi-gift'], madeOn: dates.ago(6) }),
  ] // prettier-ignore
}

function goals(dates: Dates): Piece[] {
  const piece = pieces(dates)
  const madeOn = dates.ago(380)
  return [
    piece(goal, 'g-order', { title: 'Commande', match: 'event', pattern: 'commande' }, { madeOn }),
    piece(goal, 'g-cart', { title: 'Ajout au panier', match: 'event', pattern: 'ajout-panier' }, { madeOn }),
    piece(goal, 'g-letter', { title: 'Inscription à la newsletter', match: 'event', pattern: 'inscription-newsletter', valueCents: 4_00 }, { madeOn }),
    piece(goal, 'g-quote', { title: 'Demande de devis entreprise', match: 'page', pattern: '/cadeaux-entreprise/merci', valueCents: 60_00 }, { madeOn }),
    piece(goal, 'g-visit', { title: 'Réservation d’une visite du rucher', match: 'page', pattern: '/visites/merci' }, { madeOn: dates.ago(25) }),
  ] // prettier-ignore
}

/** What the shop is meant to send, as its developer was asked. */
/** What no figure says: noted by hand, beside publications and campaigns. */
function annotations(dates: Dates): Piece[] {
  const piece = pieces(dates)
  return [
    piece(annotation, 'n-radio', {
      title: 'Passage sur une radio locale', subject: 'communication', startsOn: dates.ago(18), endsOn: null,
      note: 'Huit minutes sur la transhumance des ruches ; l’adresse du site est dite deux fois.',
    }, { madeOn: dates.ago(17) }),
    piece(annotation, 'n-fair', {
      title: 'Foire gastronomique de Carpentras', subject: 'event', startsOn: dates.ago(12), endsOn: dates.ago(10),
      note: 'Un stand de trois jours, 400 cartes postales avec le QR code de la boutique.',
    }, { madeOn: dates.ago(9) }),
    piece(annotation, 'n-outage', {
      title: 'Boutique en panne deux heures', subject: 'site', startsOn: dates.ago(5), endsOn: null,
      note: 'De 14 h à 16 h : le paiement ne répondait plus.',
    }, { madeOn: dates.ago(5) }),
  ] // prettier-ignore
}

function plannedEvents(dates: Dates): Piece[] {
  const piece = pieces(dates)
  const made = { madeOn: dates.ago(375) }
  const followed = { owner: 'Hugo Martin', testedOn: dates.ago(370), testedBy: 'Camille Roux' }
  return [
    piece(plannedEvent, 'e-cart', {
      title: 'Ajout au panier', eventName: 'ajout-panier', state: 'tested', priority: 'must', page: '/boutique/*', ...followed,
      trigger: 'Au clic sur « Ajouter au panier », une fois le panier mis à jour.',
      parameters: 'produit: texte\nquantite: nombre',
    }, made),
    piece(plannedEvent, 'e-order', {
      title: 'Commande', eventName: 'commande', state: 'tested', priority: 'must', page: '/commande/merci', ...followed,
      trigger: 'À l’affichage de la confirmation, avec le montant de la commande, une seule fois par commande.',
    }, made),
    piece(plannedEvent, 'e-letter', {
      title: 'Inscription à la newsletter', eventName: 'inscription-newsletter', state: 'inPlace', priority: 'should', page: 'toutes',
      owner: 'Hugo Martin', trigger: 'À l’envoi du formulaire, quand l’adresse est acceptée.',
    }, made),
    piece(plannedEvent, 'e-recipe', {
      title: 'Recette imprimée', eventName: 'recette-imprimee', state: 'planned', priority: 'could', page: '/recettes/*',
      trigger: 'Au clic sur « Imprimer la recette ».', parameters: 'recette: texte, obligatoire',
    }, { madeOn: dates.ago(20) }),
  ] // prettier-ignore
}

/** KPIs read by hand, once a month, oldest first: the last one is what their form says today. */
export const readings: Readonly<Record<string, readonly number[]>> = {
  'kpi-rating': [4.52, 4.5, 4.55, 4.56, 4.6, 4.59, 4.63, 4.66, 4.65, 4.7],
  'kpi-again': [18.1, 18.4, 19, 18.8, 19.6, 20.3, 20.9, 21.2, 21.9, 22.4],
}

function kpis(dates: Dates): Piece[] {
  const piece = pieces(dates)
  const { measured, ago, ahead } = dates
  const madeOn = ago(330)
  const whole = { nature: 'aim', direction: 'up', startsOn: measured.from, endsOn: ahead(60) } as const
  return [
    piece(kpi, 'kpi-visits', {
      title: 'Visites du site', metric: 'visits', ...whole, owner: 'Camille Roux', baseline: 118000, target: 150000,
    }, { from: ['o-known', 'm-summer'], madeOn }),
    piece(kpi, 'kpi-search', {
      title: 'Visites venues de la recherche naturelle', metric: 'visits', ...whole, owner: 'Hugo Martin', baseline: 38000, target: 60000,
      filterDimension: 'channel', filterValue: 'Organic Search',
    }, { from: ['o-found'], madeOn }),
    piece(kpi, 'kpi-letter', {
      title: 'Inscriptions à la newsletter', metric: 'conversions', ...whole, owner: 'Hugo Martin', baseline: 900, target: 2400,
    }, { from: ['do-letter', 'g-letter', 'm-recipes', 'e-letter'], madeOn }),
    piece(kpi, 'kpi-rating', {
      title: 'Note moyenne des avis', metric: 'manual', ...whole, owner: 'Jeanne Vial', baseline: 4.5, target: 4.7, unit: 'sur 5',
      measured: 4.7, measuredOn: ago(8), source: 'Fiche Google et boutique, 163 avis',
    }, { from: ['o-trust'], madeOn }),
    piece(kpi, 'kpi-gift', {
      title: 'Commandes de la campagne « Coffret découverte »', metric: 'conversions', nature: 'aim', direction: 'up', owner: 'Camille Roux',
      baseline: 0, target: 110, startsOn: ago(40), endsOn: ahead(6), threshold: 0.15, filterDimension: 'utmCampaign', filterValue: 'coffret-decouverte',
      cause: 'La publicité atteint un public trop large : les clics viennent, neuf visites sur dix repartent de la page du coffret sans rien voir d’autre. Sur téléphone, le prix et les frais de port n’apparaissent qu’au panier.',
    }, { from: ['do-gift', 'g-order', 'm-gift'], madeOn: ago(42) }),
    piece(kpi, 'kpi-gift-bounce', {
      title: 'Rebond des visites du coffret', metric: 'bounceRate', nature: 'alert', direction: 'down', owner: 'Camille Roux',
      target: 60, startsOn: ago(40), endsOn: ahead(6), filterDimension: 'utmCampaign', filterValue: 'coffret-decouverte',
      cause: 'La page du coffret pèse 4 Mo et commence par un film : la moitié des visites la quittent avant le prix.',
    }, { from: ['o-gift', 'm-gift'], madeOn: ago(42) }),
    piece(kpi, 'kpi-revenue', {
      title: 'Chiffre d’affaires de la boutique', metric: 'revenue', ...whole, owner: 'Jeanne Vial', baseline: 82000, target: 100000,
    }, { from: ['o-sales', 'm-christmas'], madeOn }),
    piece(kpi, 'kpi-mobile', {
      title: 'Conversion sur téléphone', metric: 'conversionRate', ...whole, owner: 'Nadia Belkacem', baseline: 0.9, target: 1.3, threshold: 0.2,
      filterDimension: 'device', filterValue: 'mobile',
    }, { from: ['o-sales', 'g-order', 'e-order', 'e-cart'], madeOn }),
    piece(kpi, 'kpi-again', {
      title: 'Part des commandes de clients connus', metric: 'manual', ...whole, owner: 'Camille Roux', baseline: 18, target: 25, unit: '%', threshold: 0.15,
      measured: 22.4, measuredOn: ago(8), source: 'Fichier clients de la boutique, douze mois',
    }, { from: ['o-again', 'm-recipes'], madeOn }),
    piece(kpi, 'kpi-quotes', {
      title: 'Demandes de devis d’entreprise', metric: 'conversions', ...whole, owner: 'Jeanne Vial', baseline: 60, target: 270,
    }, { from: ['do-quote', 'g-quote'], madeOn }),
    piece(kpi, 'kpi-gift-cost', {
      title: 'Coût d’une commande du coffret', metric: 'formula', nature: 'anticipation', direction: 'down', owner: 'Camille Roux',
      formula: 'coûtCampagne[campagne = "coffret-decouverte"] ÷ conversions[objectif = "Commande"; campagne = "coffret-decouverte"]',
      baseline: 60, target: 38, startsOn: ago(40), endsOn: ahead(6), threshold: 0.15,
      cause: 'La publicité est payée au clic et les clics ne deviennent pas des commandes.',
    }, { from: ['do-gift', 'm-gift', 'kpi-gift'], madeOn: ago(42) }),
    piece(kpi, 'kpi-email', {
      title: 'Ventes de « Recettes de saison »', metric: 'revenue', nature: 'aim', direction: 'up', owner: 'Hugo Martin', baseline: 0, target: 4000,
      startsOn: ago(150), endsOn: ahead(60), filterDimension: 'utmCampaign', filterValue: 'recettes-de-saison',
    }, { from: ['o-again', 'm-recipes'], madeOn: ago(150) }),
  ] // prettier-ignore
}
