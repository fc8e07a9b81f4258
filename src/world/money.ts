import { budgetLine } from '../budget/budget-lines.ts'
import { type Dates, type Piece, monthsBetween, pieces } from './piece.ts'

/**
 * The budget: 47,560 € excl. VAT planned for an envelope of 48,000. The market stand cost 40 % more than its quote, so that what
 * is spent and what is left to spend together pass the envelope: the plan holds, the year does not.
 */
export function money(dates: Dates): Piece[] {
  const piece = pieces(dates)
  const madeOn = dates.ago(345)
  const months = (first: number, last: number = first) => monthsBetween(dates, first, last)
  return [
    piece(budgetLine, 'b-lead-time', {
      title: 'Temps de la chargée de communication affecté au projet', nature: 'human', category: 'team', state: 'committed',
      quantity: 18, unit: 'jours', unitPriceCents: 260_00, vatRate: 0, months: months(-13, 4),
      justification: 'Coût chargé, un jour par mois de pilotage : relevé des temps de l’année passée.',
    }, { from: ['o-companies', 'o-known'], madeOn }),
    piece(budgetLine, 'b-writing-1', {
      title: 'Rédaction de vingt articles de blog', nature: 'human', category: 'supports', state: 'paid', supplier: 'Hugo Martin, rédacteur',
      quantity: 20, unit: 'articles', unitPriceCents: 120_00, vatRate: 0, actualCents: 2_400_00, months: months(-11, -2),
      justification: 'Tarif convenu, franchise de TVA (art. 293 B du CGI).',
    }, { from: ['o-found', 's-blog'], madeOn }),
    piece(budgetLine, 'b-writing-2', {
      title: 'Rédaction des lettres et de huit articles de saison', nature: 'human', category: 'supports', state: 'committed', supplier: 'Hugo Martin, rédacteur',
      quantity: 8, unit: 'articles', unitPriceCents: 120_00, vatRate: 0, months: months(-1, 3),
      justification: 'Même tarif, lettres comprises.',
    }, { from: ['o-follow', 's-newsletter', 's-blog'], madeOn: dates.ago(60) }),
    piece(budgetLine, 'b-photo', {
      title: 'Reportage photo aux ruches, à la mielerie et des produits', nature: 'human', category: 'supports', state: 'paid', supplier: 'Atelier Grange',
      quantity: 3, unit: 'jours', unitPriceCents: 620_00, vatRate: 0.2, actualCents: 1_860_00, months: months(-11),
      justification: 'Devis du photographe, cession de droits pour cinq ans comprise.',
    }, { from: ['o-known', 's-shop', 's-instagram'], madeOn }),
    piece(budgetLine, 'b-video', {
      title: 'Quatre films courts au rucher', nature: 'human', category: 'supports', state: 'invoiced', supplier: 'Mistral Images',
      quantity: 4, unit: 'films', unitPriceCents: 540_00, vatRate: 0.2, actualCents: 2_240_00, months: months(-5, -3),
      justification: 'Devis ; 80 € de sous-titrage ajoutés en cours de route.',
    }, { from: ['o-follow', 's-instagram'], madeOn: dates.ago(190) }),
    piece(budgetLine, 'b-design', {
      title: 'Charte graphique et gabarits', nature: 'human', category: 'supports', state: 'paid', supplier: 'Nadia Belkacem, graphiste',
      quantity: 5, unit: 'jours', unitPriceCents: 380_00, vatRate: 0.2, actualCents: 1_900_00, months: months(-11, -10),
      justification: 'Devis, cinq jours à 380 €.',
    }, { from: ['o-known', 'o-trust'], madeOn }),
    piece(budgetLine, 'b-instagram-help', {
      title: 'Renfort d’animation Instagram en saison', nature: 'human', category: 'team', state: 'committed',
      quantity: 6, unit: 'mois', unitPriceCents: 240_00, vatRate: 0, months: months(-2, 3),
      justification: 'Heures complémentaires, 240 € par mois chargés.',
    }, { from: ['o-follow', 's-instagram'], madeOn: dates.ago(90) }),
    piece(budgetLine, 'b-training', {
      title: 'Formation « Écrire pour le web »', nature: 'human', category: 'team', state: 'paid', supplier: 'Organisme régional',
      quantity: 2, unit: 'jours', unitPriceCents: 480_00, vatRate: 0.2, actualCents: 960_00, months: months(-12),
      justification: 'Tarif public de l’organisme.',
    }, { from: ['o-found'], madeOn }),
    piece(budgetLine, 'b-stand', {
      title: 'Stand et mobilier des marchés de Noël', nature: 'material', category: 'events', state: 'paid', supplier: 'Menuiserie du Comtat',
      quantity: 1, unit: 'stand', unitPriceCents: 3_200_00, vatRate: 0.2, actualCents: 4_480_00, months: months(-12),
      justification: 'Devis de menuiserie. La facture est plus lourde : bois de remplacement et livraison express, commandés sans avenant.',
    }, { from: ['o-sales', 's-markets'], madeOn }),
    piece(budgetLine, 'b-places', {
      title: 'Emplacements de marchés et de fêtes du miel', nature: 'material', category: 'events', state: 'paid', supplier: 'Communes et comités des fêtes',
      quantity: 14, unit: 'emplacements', unitPriceCents: 95_00, vatRate: 0, actualCents: 1_330_00, months: months(-8, -1),
      justification: 'Tarifs municipaux, régie sans TVA.',
    }, { from: ['o-known', 's-markets'], madeOn }),
    piece(budgetLine, 'b-cards', {
      title: 'Fiches-recettes et étiquettes à code', nature: 'material', category: 'supports', state: 'paid', supplier: 'Imprimerie Ferrand',
      quantity: 4000, unit: 'fiches', unitPriceCents: 16, vatRate: 0.2, actualCents: 655_00, months: months(-8),
      justification: 'Devis pour 4 000 exemplaires, papier recyclé.',
    }, { from: ['o-known', 's-markets'], madeOn: dates.ago(270) }),
    piece(budgetLine, 'b-booklet', {
      title: 'Carnet de recettes, 1 500 exemplaires', nature: 'material', category: 'supports', state: 'quoted', supplier: 'Imprimerie Ferrand',
      quantity: 1500, unit: 'exemplaires', unitPriceCents: 1_40, vatRate: 0.055, months: months(1),
      justification: 'Devis de l’imprimeur, livre au taux réduit.',
    }, { from: ['o-again'], madeOn: dates.ago(40) }),
    piece(budgetLine, 'b-samples', {
      title: 'Coffrets d’échantillons pour la presse et les entreprises', nature: 'material', category: 'press', state: 'invoiced',
      quantity: 60, unit: 'coffrets', unitPriceCents: 14_50, vatRate: 0.055, actualCents: 870_00, months: months(-2, -1),
      justification: 'Prix de revient, conditionnement compris.',
    }, { from: ['o-companies', 's-press', 's-linkedin'], madeOn: dates.ago(80) }),
    piece(budgetLine, 'b-kit', {
      title: 'Lumière et micro pour filmer au rucher', nature: 'material', category: 'supports', state: 'paid',
      quantity: 1, unit: 'lot', unitPriceCents: 690_00, vatRate: 0.2, actualCents: 672_00, months: months(-6),
      justification: 'Moins cher que deux jours de location.',
    }, { from: ['o-follow', 's-instagram'], madeOn: dates.ago(200) }),
    piece(budgetLine, 'b-signs', {
      title: 'Kakémonos à code pour les stands', nature: 'material', category: 'events', state: 'paid', supplier: 'Imprimerie Ferrand',
      quantity: 4, unit: 'pièces', unitPriceCents: 145_00, vatRate: 0.2, actualCents: 580_00, months: months(-7),
      justification: 'Devis.',
    }, { from: ['o-known', 's-markets'], madeOn: dates.ago(240) }),
    piece(budgetLine, 'b-shop', {
      title: 'Abonnement de la boutique en ligne', nature: 'intangible', category: 'tools', state: 'committed',
      quantity: 18, unit: 'mois', unitPriceCents: 79_00, vatRate: 0.2, months: months(-13, 4),
      justification: 'Tarif public de la formule, module de paiement compris.',
    }, { from: ['o-sales', 's-shop'], madeOn }),
    piece(budgetLine, 'b-mailer', {
      title: 'Outil d’envoi de la newsletter', nature: 'intangible', category: 'tools', state: 'committed',
      quantity: 18, unit: 'mois', unitPriceCents: 39_00, vatRate: 0.2, months: months(-13, 4),
      justification: 'Tarif public jusqu’à 5 000 abonnés.',
    }, { from: ['o-again', 'o-follow', 's-newsletter'], madeOn }),
    piece(budgetLine, 'b-hosting', {
      title: 'Hébergement du site et nom de domaine', nature: 'intangible', category: 'tools', state: 'committed',
      quantity: 18, unit: 'mois', unitPriceCents: 22_00, vatRate: 0.2, months: months(-13, 4),
      justification: 'Facture de l’année précédente.',
    }, { from: ['o-found', 's-shop', 's-blog'], madeOn }),
    piece(budgetLine, 'b-social-ads', {
      title: 'Publicité du coffret découverte', nature: 'intangible', category: 'media', state: 'invoiced', supplier: 'Régie d’Instagram et Facebook',
      quantity: 1, unit: 'campagne', unitPriceCents: 4_200_00, vatRate: 0.2, actualCents: 3_960_00, months: months(-1, 0),
      justification: 'Plafond décidé : 110 commandes à 38 € l’une.',
    }, { from: ['o-gift', 's-social-ads'], madeOn: dates.ago(70) }),
    piece(budgetLine, 'b-search-ads', {
      title: 'Annonces Google de Noël', nature: 'intangible', category: 'media', state: 'paid', supplier: 'Régie de Google',
      quantity: 1, unit: 'campagne', unitPriceCents: 2_600_00, vatRate: 0.2, actualCents: 2_570_00, months: months(-12, -11),
      justification: 'Estimateur de mots-clés : 3 900 clics à 0,67 €.',
    }, { from: ['o-sales', 's-search-ads'], madeOn: dates.ago(385) }),
    piece(budgetLine, 'b-summer-ads', {
      title: 'Annonces locales de l’été', nature: 'intangible', category: 'media', state: 'paid', supplier: 'Régie de Facebook, office de tourisme',
      quantity: 1, unit: 'campagne', unitPriceCents: 1_500_00, vatRate: 0.2, actualCents: 1_480_00, months: months(-5, -3),
      justification: 'Forfait de l’office de tourisme et 900 € de diffusion locale.',
    }, { from: ['o-known', 's-press'], madeOn: dates.ago(200) }),
    piece(budgetLine, 'b-influence', {
      title: 'Deux créatrices culinaires', nature: 'intangible', category: 'influence', state: 'quoted',
      quantity: 2, unit: 'partenariats', unitPriceCents: 900_00, vatRate: 0.2, months: months(0, 1),
      justification: 'Deux devis reçus, droits de reprise pour six mois.',
    }, { from: ['o-gift', 's-instagram'], madeOn: dates.ago(45) }),
    piece(budgetLine, 'b-seo', {
      title: 'Audit et suivi du référencement naturel', nature: 'intangible', category: 'studies', state: 'committed', supplier: 'Consultante indépendante',
      quantity: 6, unit: 'trimestres', unitPriceCents: 350_00, vatRate: 0.2, months: months(-13, 4),
      justification: 'Devis annuel, renouvelé.',
    }, { from: ['o-found', 's-blog'], madeOn }),
    piece(budgetLine, 'b-pages', {
      title: 'Intégration des fiches produits pour le téléphone', nature: 'human', category: 'supports', state: 'quoted', supplier: 'Développeuse indépendante',
      quantity: 6, unit: 'jours', unitPriceCents: 420_00, vatRate: 0.2, months: months(0, 1),
      justification: 'Devis de six jours, deux fiches par jour.',
    }, { from: ['o-sales', 's-shop'], madeOn: dates.ago(30) }),
    piece(budgetLine, 'b-study', {
      title: 'Questionnaire clients et entretiens', nature: 'intangible', category: 'studies', state: 'paid', supplier: 'Étudiantes en marketing, Avignon',
      quantity: 1, unit: 'étude', unitPriceCents: 1_650_00, vatRate: 0.2, actualCents: 1_650_00, months: months(-13, -12),
      justification: 'Convention avec l’université.',
    }, { from: ['o-known'], madeOn }),
    piece(budgetLine, 'b-spring-ads', {
      title: 'Annonces de printemps', nature: 'intangible', category: 'media', state: 'estimated',
      quantity: 1, unit: 'campagne', unitPriceCents: 1_400_00, vatRate: 0.2, months: months(3, 4),
      justification: 'Moitié de Noël, à revoir selon le bilan du coffret.',
    }, { from: ['o-sales', 's-search-ads'], madeOn: dates.ago(20) }),
    piece(budgetLine, 'b-contingency', {
      title: 'Aléas', nature: 'intangible', category: 'contingency', state: 'estimated',
      quantity: 1, unit: 'réserve', unitPriceCents: 1_500_00, vatRate: 0.2,
      justification: '3 % du budget : reprises, frais de port des marchés, remplacement.',
    }, { from: ['o-known'], madeOn }),
  ] // prettier-ignore
}
