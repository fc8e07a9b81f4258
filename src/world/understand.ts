import { insight } from '../diagnosis/insights.ts'
import { type Dates, type Piece, pieces } from './piece.ts'

/** What watch, market study and audit taught: the origin of every thread. */
export function understand(dates: Dates): Piece[] {
  const piece = pieces(dates)
  const { ago } = dates
  return [
    piece(insight, 'i-local', {
      title: 'Sept acheteurs de miel sur dix regardent d’abord d’où il vient',
      box: 'opportunity', weight: 5,
      source: 'Questionnaire clients, 312 réponses sur les marchés et la boutique en ligne', observedOn: ago(352),
      detail: 'L’origine passe avant le prix (46 %) et avant le label (38 %). Le nom du Ventoux est cité sans aide par 41 % des répondants.',
    }, { madeOn: ago(350) }),
    piece(insight, 'i-labelling', {
      title: 'L’étiquetage des pays d’origine devient obligatoire sur les mélanges de miels',
      box: 'opportunity', weight: 4,
      source: 'Directive (UE) 2024/1438 du 14 mai 2024, dite « petit-déjeuner »', sourceUrl: 'https://eur-lex.europa.eu/eli/dir/2024/1438/oj',
      observedOn: ago(371),
      detail: 'Les mélanges importés doivent dire leurs pays et leurs parts : un produit d’un seul rucher se compare enfin à son avantage.',
    }, { madeOn: ago(350) }),
    piece(insight, 'i-gift', {
      title: 'Les coffrets font 38 % du chiffre d’affaires de décembre',
      box: 'opportunity', weight: 4, source: 'Journal des ventes de la boutique, deux exercices', observedOn: ago(330),
      detail: 'Panier moyen de 54 € avec coffret, 31 € sans. Le coffret entre aussi par les entreprises de la région.',
    }, { madeOn: ago(328) }),
    piece(insight, 'i-tourism', {
      title: 'Le pied du Ventoux reçoit ses visiteurs de juin à septembre, et ils repartent sans notre adresse',
      box: 'opportunity', weight: 3, source: 'Échange avec l’office de tourisme intercommunal, note de réunion', observedOn: ago(300),
      detail: 'Quatre marchés sur cinq n’affichent aucune adresse de boutique en ligne.',
    }, { madeOn: ago(298) }),
    piece(insight, 'i-recipes', {
      title: 'Les recherches « recette au miel » montent de septembre à janvier',
      box: 'opportunity', weight: 3, source: 'Tendances de recherche, France, cinq ans glissants', observedOn: ago(290),
      detail: 'Pain d’épices, canard au miel et granola portent l’essentiel ; aucun producteur du Vaucluse n’est en première page.',
    }, { madeOn: ago(288) }),
    piece(insight, 'i-imports', {
      title: 'Le miel importé se vend trois fois moins cher que le nôtre au kilo',
      box: 'threat', weight: 5, source: 'Relevé de prix, six enseignes d’Avignon et de Carpentras', observedOn: ago(340),
      detail: 'De 6,90 € à 9,50 € le kilo en rayon, 24 € chez nous. Sans récit, la comparaison s’arrête au prix.',
    }, { madeOn: ago(338) }),
    piece(insight, 'i-harvest', {
      title: 'La récolte de lavande a perdu un tiers en trois ans',
      box: 'threat', weight: 4, source: 'Carnet de miellées de l’exploitation', observedOn: ago(80),
      detail: 'Sécheresse et floraisons courtes. Ne pas promettre de volumes : vendre des lots numérotés.',
    }, { madeOn: ago(78) }),
    piece(insight, 'i-ads-cost', {
      title: 'Le clic publicitaire « cadeau gourmand » a pris 60 % en deux ans',
      box: 'threat', weight: 4, source: 'Factures de régie et estimateur de mots-clés', observedOn: ago(320),
      detail: 'De 0,42 € à 0,67 € le clic : la publicité ne paie que si la page d’arrivée convertit.',
    }, { madeOn: ago(318) }),
    piece(insight, 'i-competitor', {
      title: 'Deux mielleries voisines vendent déjà aux comités d’entreprise',
      box: 'threat', weight: 2, source: 'Parangonnage de huit boutiques en ligne', observedOn: null,
      detail: 'Catalogue à télécharger, devis en ligne, livraison groupée. La date du relevé reste à retrouver.',
    }, { madeOn: ago(316) }),
    piece(insight, 'i-trust', {
      title: 'La note moyenne de nos avis est de 4,5 sur 5, et la moitié restent sans réponse',
      box: 'weakness', weight: 3, source: 'Audit de l’existant, 118 avis lus', observedOn: ago(345),
      detail: 'Les avis de trois étoiles parlent tous de la livraison en bocal cassé, jamais du miel.',
    }, { madeOn: ago(344) }),
    piece(insight, 'i-mobile', {
      title: 'Deux visites sur trois viennent d’un téléphone, une commande sur trois seulement',
      box: 'weakness', weight: 5, source: 'Mesure d’audience de la boutique, douze mois', observedOn: ago(310),
      detail: 'Fiches produits longues, bouton d’achat sous la ligne de flottaison, frais de port découverts au panier.',
    }, { madeOn: ago(308) }),
    piece(insight, 'i-loyalty', {
      title: 'Un client sur cinq seulement commande une deuxième fois dans l’année',
      box: 'weakness', weight: 4, source: 'Fichier clients de la boutique', observedOn: ago(335),
      detail: '18 % de commandes viennent de clients connus ; rien ne leur est envoyé après la livraison.',
    }, { madeOn: ago(334) }),
    piece(insight, 'i-scattered', {
      title: 'Les publications partent sans calendrier, de trois téléphones différents',
      box: 'weakness', weight: 3, source: 'Audit de l’existant : 14 mois de publications relevés', observedOn: ago(346),
      detail: 'Onze publications en juillet, aucune en octobre. Aucune ligne éditoriale écrite.',
    }, { madeOn: ago(344) }),
    piece(insight, 'i-newsletter', {
      title: 'La newsletter est ouverte par 44 % des abonnés qui acceptent le suivi',
      box: 'strength', weight: 4, source: 'Outil d’envoi, douze derniers envois', observedOn: ago(305),
      detail: '2 140 abonnés, presque tous venus du marché. C’est le support qui vend le plus par personne touchée.',
    }, { madeOn: ago(304) }),
    piece(insight, 'i-family', {
      title: 'Une famille, 420 ruches et trois générations que l’on peut rencontrer',
      box: 'strength', weight: 5, source: 'Entretiens internes et carnets de l’exploitation', observedOn: ago(355),
      detail: 'Le récit existe, en photos et en carnets ; il n’a jamais été mis en ligne.',
    }, { madeOn: ago(350) }),
    piece(insight, 'i-medals', {
      title: 'Trois médailles au concours des miels de Provence en quatre ans',
      box: 'strength', weight: 3, source: 'Palmarès du concours', observedOn: ago(360),
      detail: 'Lavande (or), châtaignier (argent), garrigue (or). Une seule est visible sur le site.',
    }, { madeOn: ago(350) }),
  ] // prettier-ignore
}
