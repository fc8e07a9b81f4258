import { action } from '../planning/actions.ts'
import { aim, strategicObjective, support } from '../strategy/strategy.ts'
import { addDays } from '../period.ts'
import { campaignDates } from './measure.ts'
import { type Dates, type Piece, pieces } from './piece.ts'

/** What the management expects, what must change for whom, where it is said and what is done. */
export const decide = (dates: Dates): Piece[] => [
  ...aims(dates),
  ...objectives(dates),
  ...supports(dates),
  ...actions(dates),
]

function aims(dates: Dates): Piece[] {
  const piece = pieces(dates)
  const { ago } = dates
  return [
    piece(aim, 'aim-online', {
      title: 'Vendre un tiers du miel en ligne sans quitter les marchés',
      detail: 'Les marchés restent : ils font connaître. La boutique en ligne doit absorber ce qui part aujourd’hui au négoce.',
      decidedBy: 'Jeanne Vial, gérante', decidedOn: ago(390),
    }, { madeOn: ago(388) }),
    piece(aim, 'aim-price', {
      title: 'Défendre un prix juste par l’origine et le récit',
      detail: 'Aucune promotion permanente. Un prix expliqué vaut mieux qu’une remise.',
      decidedBy: 'Jeanne Vial, gérante', decidedOn: ago(390),
    }, { madeOn: ago(388) }),
    piece(aim, 'aim-steady', {
      title: 'Ne plus dépendre du seul mois de décembre',
      detail: 'Décembre fait 31 % des ventes en ligne : viser 24 % par les entreprises, l’été et le réachat.',
      decidedBy: 'Jeanne et Paul Vial', decidedOn: ago(362),
    }, { madeOn: ago(360) }),
  ] // prettier-ignore
}

function objectives(dates: Dates): Piece[] {
  const piece = pieces(dates)
  const { project, ago, ahead } = dates
  const startsOn = project.from
  const owner = 'Camille Roux'
  return [
    piece(strategicObjective, 'o-known', {
      title: 'Faire connaître les Ruchers aux familles du Vaucluse et d’Avignon', nature: 'cognitive', owner,
      measure: 'Visites du site', unit: 'visites', baseline: 118000, target: 150000,
      achievable: 'Six marchés par semaine touchent 4 000 passants ; une adresse visible suffit à en amener un sur vingt.',
      relevant: 'Sans notoriété locale, le prix se compare au rayon.', startsOn, dueOn: ahead(60),
    }, { from: ['i-local', 'i-imports', 'i-tourism', 'aim-online'], madeOn: ago(340) }),
    piece(strategicObjective, 'o-found', {
      title: 'Être trouvé par ceux qui cherchent un miel de Provence ou une recette', nature: 'cognitive', owner: 'Hugo Martin',
      measure: 'Visites venues de la recherche naturelle', unit: 'visites', baseline: 38000, target: 60000,
      achievable: 'Aucun producteur local sur les recettes ; vingt articles publiés en un an l’ont prouvé chez un confrère du Gard.',
      relevant: 'Une visite de recherche ne coûte rien le jour où elle vient.', startsOn, dueOn: ahead(60),
    }, { from: ['i-recipes', 'i-labelling', 'aim-price'], madeOn: ago(340) }),
    piece(strategicObjective, 'o-follow', {
      title: 'Donner envie de suivre la vie du rucher toute l’année', nature: 'affective', owner: 'Hugo Martin',
      measure: 'Inscriptions à la newsletter', unit: 'inscriptions', baseline: 900, target: 2400,
      achievable: 'La newsletter plaît déjà ; elle n’est proposée nulle part sur le site.',
      relevant: 'Un abonné achète hors de décembre.', startsOn, dueOn: ahead(60),
    }, { from: ['i-newsletter', 'i-family', 'aim-steady'], madeOn: ago(340) }),
    piece(strategicObjective, 'o-trust', {
      title: 'Être reconnu comme un producteur qui explique et qui répond', nature: 'affective', owner: 'Jeanne Vial',
      measure: 'Note moyenne des avis', unit: 'sur 5', baseline: 4.5, target: 4.7,
      achievable: 'Les reproches portent sur l’emballage, changé au printemps.',
      relevant: 'L’avis est lu avant la fiche produit par six acheteurs sur dix.', startsOn, dueOn: ahead(60),
    }, { from: ['i-trust', 'i-medals', 'aim-price'], madeOn: ago(338) }),
    piece(strategicObjective, 'o-gift', {
      title: 'Vendre le coffret découverte à de nouveaux clients', nature: 'conative', owner,
      measure: 'Commandes venues de la campagne', unit: 'commandes', baseline: 0, target: 110,
      achievable: 'Deux coffrets par jour pendant huit semaines, au coût par commande de Noël dernier.',
      relevant: 'Le coffret recrute hors du cercle des marchés.', startsOn: ago(45), dueOn: ahead(20),
    }, { from: ['i-gift', 'i-ads-cost', 'aim-online', 'aim-steady'], madeOn: ago(75) }),
    piece(strategicObjective, 'o-sales', {
      title: 'Faire commander sur téléphone aussi facilement qu’au marché', nature: 'conative', owner,
      measure: 'Chiffre d’affaires de la boutique en ligne', unit: '€', baseline: 82000, target: 100000,
      achievable: 'Le taux de conversion sur téléphone est la moitié de celui de l’ordinateur : l’écart est notre marge.',
      relevant: 'C’est la première attente de la direction.', startsOn, dueOn: ahead(60),
    }, { from: ['i-mobile', 'aim-online'], madeOn: ago(338) }),
    piece(strategicObjective, 'o-again', {
      title: 'Faire revenir les clients de la boutique', nature: 'conative', owner,
      measure: 'Part des commandes de clients connus', unit: '%', baseline: 18, target: 25,
      achievable: 'Une relance après livraison et une lettre de saison : rien n’existe aujourd’hui.',
      relevant: 'Recruter coûte cinq fois plus que faire revenir.', startsOn, dueOn: ahead(60),
    }, { from: ['i-loyalty', 'i-newsletter', 'aim-steady'], madeOn: ago(338) }),
    piece(strategicObjective, 'o-companies', {
      title: 'Obtenir des demandes de devis pour les cadeaux d’entreprise', nature: 'conative', owner: 'Jeanne Vial',
      measure: 'Demandes de devis en ligne', unit: 'demandes', baseline: 60, target: 270,
      achievable: 'Quarante entreprises du bassin ont déjà acheté sur les marchés.',
      relevant: 'Une commande d’entreprise vaut vingt paniers et tombe aussi en juin.', startsOn, dueOn: ahead(60),
    }, { from: ['i-gift', 'i-competitor', 'aim-steady'], madeOn: ago(338) }),
  ] // prettier-ignore
}

function supports(dates: Dates): Piece[] {
  const piece = pieces(dates)
  const madeOn = dates.ago(320)
  return [
    piece(support, 's-shop', {
      title: 'Boutique en ligne', ownership: 'owned', channel: 'website', url: 'https://ruchers-ventoux.example/boutique',
      role: 'Vendre : c’est là que tout arrive. Chaque page porte l’origine, le prix au kilo et les frais de port.',
    }, { from: ['p-claire', 'p-bernard', 'p-sophie'], madeOn }),
    piece(support, 's-blog', {
      title: 'Blog des Ruchers', ownership: 'owned', channel: 'organicSearch', url: 'https://ruchers-ventoux.example/blog',
      role: 'Faire connaître par les recettes et les fleurs, et mener à la fiche du miel cité.',
    }, { from: ['p-claire', 'p-bernard'], madeOn }),
    piece(support, 's-newsletter', {
      title: 'Newsletter « La lettre du rucher »', ownership: 'owned', channel: 'email',
      role: 'Fidéliser : donner des nouvelles des ruches, puis proposer le lot du moment.',
    }, { from: ['p-bernard', 'p-claire'], madeOn }),
    piece(support, 's-instagram', {
      title: 'Compte Instagram', ownership: 'owned', channel: 'organicSocial', url: 'https://www.instagram.com/ruchersduventoux.example/',
      role: 'Faire aimer : le geste, la saison, la famille. Jamais deux publicités de suite.',
    }, { from: ['p-claire'], madeOn }),
    piece(support, 's-linkedin', {
      title: 'Page LinkedIn', ownership: 'owned', channel: 'organicSocial', url: 'https://www.linkedin.com/company/ruchers-du-ventoux.example/',
      role: 'Se faire connaître des acheteurs de cadeaux d’entreprise de la région.',
    }, { from: ['p-sophie'], madeOn }),
    piece(support, 's-markets', {
      title: 'Marchés et fêtes du miel', ownership: 'owned', channel: 'event',
      role: 'Faire goûter, puis donner une adresse : un code à flasher sur chaque stand.',
    }, { from: ['p-bernard', 'p-claire'], madeOn }),
    piece(support, 's-social-ads', {
      title: 'Publicité Instagram et Facebook', ownership: 'paid', channel: 'paidSocial',
      role: 'Recruter pour le coffret découverte, hors du cercle des marchés.',
    }, { from: ['p-claire'], madeOn }),
    piece(support, 's-search-ads', {
      title: 'Annonces Google', ownership: 'paid', channel: 'paidSearch',
      role: 'Être là quand on cherche un cadeau gourmand, en novembre et décembre seulement.',
    }, { from: ['p-claire', 'p-sophie'], madeOn }),
    piece(support, 's-press', {
      title: 'Presse et partenaires du Ventoux', ownership: 'earned', channel: 'press',
      role: 'Faire parler du rucher par l’office de tourisme, les tables et la presse locale.',
    }, { from: ['p-bernard'], madeOn }),
    piece(support, 's-reviews', {
      title: 'Fiche Google de la mielerie', ownership: 'earned', channel: 'referral',
      role: 'Répondre aux avis. Le rôle exact reste à décider : ni ligne éditoriale, ni budget.',
    }, { from: ['p-bernard'], madeOn: dates.ago(12) }),
  ] // prettier-ignore
}

function actions(dates: Dates): Piece[] {
  const piece = pieces(dates)
  const { ago, ahead } = dates
  const { 'm-christmas': christmas, 'm-summer': summer } = campaignDates(dates)
  return [
    piece(action, 'a-study', {
      title: 'Interroger 300 clients sur les marchés et en ligne', state: 'done', owner: 'Camille Roux', progress: 1,
      startsOn: ago(385), endsOn: ago(352), deliverable: 'Synthèse du questionnaire, 8 pages', deliverableDueOn: ago(352),
    }, { from: ['o-known', 'p-claire', 'p-bernard', 'b-study'], madeOn: ago(390) }),
    piece(action, 'a-brand', {
      title: 'Poser la charte : couleurs, photos, ton, gabarits', state: 'done', owner: 'Nadia Belkacem', progress: 1,
      startsOn: ago(350), endsOn: ago(310), deliverable: 'Charte éditoriale et graphique', deliverableDueOn: ago(310),
    }, { from: ['o-known', 'b-design', 'b-photo'], madeOn: ago(352) }),
    piece(action, 'a-blog', {
      title: 'Ouvrir le blog et publier vingt articles de recettes et de fleurs', state: 'done', owner: 'Hugo Martin', progress: 1,
      startsOn: ago(335), endsOn: ago(30), deliverable: 'Vingt articles en ligne', deliverableDueOn: ago(30),
    }, { from: ['o-found', 'p-claire', 'p-bernard', 'b-writing-1', 'b-seo', 'b-training'], madeOn: ago(338) }),
    piece(action, 'a-christmas', {
      title: 'Mener la campagne de Noël', state: 'done', owner: 'Camille Roux', progress: 1,
      startsOn: addDays(christmas.from, -12), endsOn: christmas.to, deliverable: 'Bilan de campagne', deliverableDueOn: addDays(christmas.to, 20),
    }, { from: ['o-sales', 'o-gift', 'p-claire', 'b-search-ads', 'b-stand'], madeOn: ago(350) }),
    piece(action, 'a-markets', {
      title: 'Équiper les six marchés d’un code à flasher et d’une fiche-recette', state: 'done', owner: 'Paul Vial', progress: 1,
      startsOn: ago(260), endsOn: ago(200), deliverable: 'Six stands équipés', deliverableDueOn: ago(200),
    }, { from: ['o-known', 'p-bernard', 'b-stand', 'b-places', 'b-cards', 'b-signs'], madeOn: ago(262) }),
    piece(action, 'a-summer', {
      title: 'Accueillir les visiteurs de l’été avec l’office de tourisme', state: 'done', owner: 'Camille Roux', progress: 1,
      startsOn: addDays(summer.from, -30), endsOn: summer.to, deliverable: 'Trois partenariats signés', deliverableDueOn: summer.from,
    }, { from: ['o-known', 'p-bernard', 'b-summer-ads', 'b-signs'], madeOn: ago(195) }),
    piece(action, 'a-films', {
      title: 'Tourner quatre films courts au rucher', state: 'done', owner: 'Nadia Belkacem', progress: 1,
      startsOn: ago(170), endsOn: ago(95), deliverable: 'Quatre films de 45 secondes, sous-titrés', deliverableDueOn: ago(95),
    }, { from: ['o-follow', 'p-claire', 'b-video', 'b-kit'], madeOn: ago(172) }),
    piece(action, 'a-letter', {
      title: 'Envoyer « La lettre du rucher » toutes les deux semaines', state: 'doing', owner: 'Hugo Martin', progress: 0.7,
      startsOn: ago(150), endsOn: ahead(60), deliverable: 'Quinze lettres envoyées', deliverableDueOn: ahead(60),
    }, { from: ['o-follow', 'o-again', 'p-bernard', 'b-mailer', 'b-writing-2'], madeOn: ago(152) }),
    piece(action, 'a-after-sale', {
      title: 'Écrire la série de trois e-mails après livraison', state: 'doing', owner: 'Hugo Martin', progress: 0.6,
      startsOn: ago(48), endsOn: ago(6), deliverable: 'Trois e-mails relus et programmés', deliverableDueOn: ago(6),
      detail: 'En retard : le texte du deuxième e-mail attend les photos du conditionnement.',
    }, { from: ['o-again', 'p-bernard', 'b-mailer'], madeOn: ago(50) }),
    piece(action, 'a-gift-box', {
      title: 'Lancer le coffret découverte auprès de nouveaux clients', state: 'doing', owner: 'Camille Roux', progress: 0.8,
      startsOn: ago(62), endsOn: ahead(6), deliverable: 'Campagne en ligne et bilan', deliverableDueOn: ahead(20),
    }, { from: ['o-gift', 'p-claire', 'b-social-ads', 'b-samples', 'b-influence'], madeOn: ago(70) }),
    piece(action, 'a-product-pages', {
      title: 'Refaire les douze fiches produits pour le téléphone', state: 'doing', owner: 'Nadia Belkacem', progress: 0.35,
      startsOn: ago(25), endsOn: ahead(30), deliverable: 'Douze fiches en ligne', deliverableDueOn: ahead(30),
    }, { from: ['o-sales', 'p-claire', 'b-pages', 'b-shop'], madeOn: ago(28) }),
    piece(action, 'a-companies', {
      title: 'Démarcher quarante entreprises du bassin avec un catalogue', state: 'doing', owner: 'Jeanne Vial', progress: 0.5,
      startsOn: ago(55), endsOn: ahead(25), deliverable: 'Catalogue et quarante appels', deliverableDueOn: ahead(25),
    }, { from: ['o-companies', 'p-sophie', 'b-lead-time', 'b-samples'], madeOn: ago(58) }),
    piece(action, 'a-booklet', {
      title: 'Imprimer le carnet de recettes et le glisser dans les colis', state: 'todo', owner: 'Nadia Belkacem', progress: 0,
      startsOn: ahead(12), endsOn: ahead(50), deliverable: 'Bon à tirer du carnet', deliverableDueOn: ahead(35),
    }, { from: ['o-again', 'p-bernard', 'b-booklet'], madeOn: ago(15) }),
    piece(action, 'a-spring', {
      title: 'Préparer la saison de printemps : essaims, visites, premières miellées', state: 'todo', owner: 'Hugo Martin', progress: 0,
      startsOn: ahead(40), endsOn: ahead(110), deliverable: 'Calendrier éditorial de printemps', deliverableDueOn: ahead(60),
    }, { from: ['o-follow', 'p-claire', 'b-instagram-help'], madeOn: ago(9) }),
  ] // prettier-ignore
}
