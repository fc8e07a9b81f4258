import { type Content, content, editorialLine } from '../content/contents.ts'
import type { Format } from '../strategy/grid.ts'
import { type Dates, type Piece, at, pieces } from './piece.ts'

/** One editorial line per support but one, and what was and will be published. */
export const produce = (dates: Dates): Piece[] => [...lines(dates), ...contents(dates)]

function lines(dates: Dates): Piece[] {
  const piece = pieces(dates)
  const madeOn = dates.ago(305)
  return [
    piece(editorialLine, 'l-shop', {
      title: 'Ligne de la boutique', role: 'Décider à acheter : tout ce qu’il faut savoir avant de payer.', public: 'Claire sur son téléphone, Sophie à son bureau.',
      tone: 'Net, chiffré, sans superlatif.', rhythm: 'Une page refaite par semaine, jusqu’à douze.', formats: 'Fiche produit, page de coffret, page de livraison.',
      toDo: 'Origine, lot, prix au kilo et frais de port avant le bouton.', toAvoid: 'Compte à rebours, prix barrés, adjectifs.',
    }, { from: ['s-shop'], madeOn }),
    piece(editorialLine, 'l-blog', {
      title: 'Ligne du blog', role: 'Être trouvé par une recette ou une fleur, et mener au miel cité.', public: 'Claire pour les recettes, Bernard pour les fleurs et les gestes.',
      tone: 'Chaleureux, précis, une anecdote par article.', rhythm: 'Un article le mardi.', formats: 'Recette, portrait de fleur, journal du rucher, 700 à 1 100 mots.',
      toDo: 'Une photo prise chez nous, un mot-clé, un lien vers la fiche.', toAvoid: 'Promotion, conseils de santé, recettes sans miel.',
    }, { from: ['s-blog'], madeOn }),
    piece(editorialLine, 'l-newsletter', {
      title: 'Ligne de « La lettre du rucher »', role: 'Fidéliser : des nouvelles, puis un lot.', public: 'Bernard et les clients du marché.',
      tone: 'Une lettre signée, à la première personne.', rhythm: 'Un jeudi sur deux, à 10 h.', formats: 'Trois nouvelles, une photo, un lot numéroté.',
      toDo: 'Répondre à chaque réponse.', toAvoid: 'Plus de deux boutons ; le mot « offre ».',
    }, { from: ['s-newsletter'], madeOn }),
    piece(editorialLine, 'l-instagram', {
      title: 'Ligne d’Instagram', role: 'Faire aimer le geste et la saison.', public: 'Claire, le soir.',
      tone: 'Tendre et drôle, légendes de deux lignes.', rhythm: 'Le mercredi et le dimanche, à 19 h.', formats: 'Story, film court, image.',
      toDo: 'Des mains, du mouvement, des sous-titres.', toAvoid: 'Deux ventes de suite, musique sous droits.',
    }, { from: ['s-instagram'], madeOn }),
    piece(editorialLine, 'l-linkedin', {
      title: 'Ligne de LinkedIn', role: 'Exister auprès des acheteurs d’entreprise de la région.', public: 'Sophie et ses collègues.',
      tone: 'Professionnel, à hauteur de gérante.', rhythm: 'Un mardi sur deux, à 9 h.', formats: 'Publication courte, image de chantier, article.',
      toDo: 'Un chiffre du métier, une entreprise cliente citée avec son accord.', toAvoid: 'Les recettes, le jargon apicole.',
    }, { from: ['s-linkedin'], madeOn }),
    piece(editorialLine, 'l-markets', {
      title: 'Ligne des marchés', role: 'Faire goûter, puis donner l’adresse.', public: 'Bernard et les visiteurs de passage.',
      tone: 'La parole du stand, écrite en gros.', rhythm: 'Une fiche-recette par saison.', formats: 'Fiche-recette, kakémono, étiquette à code.',
      toDo: 'Le code à hauteur des yeux, une recette de trois lignes.', toAvoid: 'Les dépliants que personne ne garde.',
    }, { from: ['s-markets'], madeOn: dates.ago(265) }),
    piece(editorialLine, 'l-social-ads', {
      title: 'Ligne de la publicité sociale', role: 'Recruter pour le coffret.', public: 'Claire et celles qui lui ressemblent.',
      tone: 'Celui d’Instagram, avec le prix.', rhythm: 'Trois créations, revues chaque semaine.', formats: 'Story, film de 15 secondes.',
      toDo: 'Prix et délai dès la première image.', toAvoid: 'Envoyer vers la page d’accueil.',
    }, { from: ['s-social-ads'], madeOn: dates.ago(68) }),
    piece(editorialLine, 'l-search-ads', {
      title: 'Ligne des annonces Google', role: 'Répondre à une recherche de cadeau.', public: 'Claire et Sophie.',
      tone: 'La réponse, rien d’autre.', rhythm: 'Six semaines avant Noël.', formats: 'Annonces de texte.',
      toDo: 'Délai de livraison dans le titre.', toAvoid: 'Le mot « shop », qui change le canal dans les chiffres.',
    }, { from: ['s-search-ads'], madeOn: dates.ago(385) }),
    piece(editorialLine, 'l-press', {
      title: 'Ligne presse et partenaires', role: 'Donner matière à parler du rucher.', public: 'Office de tourisme, restaurateurs, journalistes locaux.',
      tone: 'Factuel, daté, avec un contact.', rhythm: 'Un communiqué par saison.', formats: 'Communiqué, dossier de deux pages, photos libres.',
      toDo: 'Un fait neuf et une image.', toAvoid: 'L’autopromotion.',
    }, { from: ['s-press'], madeOn: dates.ago(200) }),
  ] // prettier-ignore
}

/** The week counted from this one, the weekday, and the hour at which a tool publishes it (null: by hand). */
type When = readonly [week: number, weekday: number, hour: number | null]
type Row = readonly [key: string, line: string, persona: string, format: Format, when: When, title: string, more: Told]

interface Told {
  /** Where it stands when its day has not come. */
  readonly state?: Content['state']
  /** What it comes from, beside its line and its persona. */
  readonly from?: readonly string[]
  readonly author?: string
  readonly hook?: string
  readonly brief?: string
  readonly cta?: string
  readonly path?: string
}

const recipes = ['a-blog', 'm-recipes']
const letter = ['a-letter', 'm-recipes']

const rows: readonly Row[] = [
  ['c-b1', 'l-blog', 'p-claire', 'article', [-40, 2, null], 'Pain d’épices au miel de châtaignier : la recette de Simone', { from: ['a-blog'], path: '/blog/pain-epices-chataignier', cta: 'Voir le miel de châtaignier' }],
  ['c-b2', 'l-blog', 'p-bernard', 'article', [-34, 2, null], 'Le châtaignier, l’arbre qui donne le caractère', { from: ['a-blog'], path: '/blog/chataignier' }],
  ['c-b3', 'l-blog', 'p-claire', 'article', [-28, 2, null], 'Granola du matin : trois versions au miel', { from: ['a-blog'], path: '/blog/granola-miel', cta: 'Voir le miel toutes fleurs' }],
  ['c-b4', 'l-blog', 'p-bernard', 'article', [-22, 2, null], 'Pourquoi un miel cristallise, et pourquoi c’est bon signe', { from: ['a-blog'], path: '/blog/cristallisation' }],
  ['c-b5', 'l-blog', 'p-bernard', 'article', [-16, 2, null], 'La miellée de lavande, racontée jour par jour', { from: ['a-blog'], path: '/blog/miellee-lavande' }],
  ['c-b6', 'l-blog', 'p-claire', 'article', [-11, 2, null], 'Canard au miel et au thym, sans se tromper de miel', { from: recipes, path: '/blog/canard-miel-thym', cta: 'Voir le miel de garrigue' }],
  ['c-b7', 'l-blog', 'p-claire', 'article', [-8, 2, null], 'Bougies de cire : les faire durer', { from: recipes, path: '/blog/bougies-cire' }],
  ['c-b8', 'l-blog', 'p-bernard', 'article', [-5, 2, null], 'Lire une étiquette de miel en dix secondes', { from: recipes, path: '/blog/lire-etiquette-miel', hook: 'D’où vient-il ? La réponse tient en une ligne, et elle est désormais obligatoire.' }],
  ['c-b9', 'l-blog', 'p-claire', 'article', [-3, 2, null], 'Une vinaigrette au miel pour tout l’hiver', { from: recipes, path: '/blog/vinaigrette-miel' }],
  ['c-b10', 'l-blog', 'p-bernard', 'article', [-1, 2, null], 'Hivernage : ce que font les abeilles quand on ne les voit plus', { from: ['m-recipes'], path: '/blog/hivernage' }],
  ['c-b15', 'l-blog', 'p-claire', 'article', [0, 2, 9], 'Offrir du miel sans se tromper de miel', { state: 'scheduled', from: ['m-recipes'], path: '/blog/offrir-du-miel', cta: 'Composer un coffret' }],
  ['c-b11', 'l-blog', 'p-claire', 'article', [1, 2, 9], 'Six cadeaux à moins de 25 € pour ceux qui aiment cuisiner', { state: 'scheduled', from: ['m-recipes', 'm-gift'], author: 'Hugo Martin', brief: 'Angle : offrir sans chercher. 800 mots, mot-clé « coffret miel livraison », photos du reportage.', cta: 'Composer un coffret' }],
  ['c-b12', 'l-blog', 'p-claire', 'article', [2, 2, null], 'Trois desserts au miel de lavande', { state: 'review', author: 'Hugo Martin', brief: 'Reprendre la recette de tourte testée au marché.' }],
  ['c-b13', 'l-blog', 'p-bernard', 'article', [4, 2, null], 'Ce que dit la cire : bougies, encaustique, baume', { state: 'drafting', author: 'Hugo Martin' }],
  ['c-b14', 'l-blog', 'p-claire', 'article', [6, 2, null], 'Goûters d’école : remplacer le sucre, doucement', { state: 'idea' }],
  ['c-n1', 'l-newsletter', 'p-bernard', 'newsletter', [-19, 4, null], 'La lettre du rucher : les hausses sont posées', { from: letter }],
  ['c-n2', 'l-newsletter', 'p-bernard', 'newsletter', [-15, 4, null], 'La lettre du rucher : premier lot de lavande', { from: letter, cta: 'Réserver le lot' }],
  ['c-n3', 'l-newsletter', 'p-bernard', 'newsletter', [-11, 4, null], 'La lettre du rucher : ce que la sécheresse a pris', { from: letter }],
  ['c-n4', 'l-newsletter', 'p-bernard', 'newsletter', [-7, 4, null], 'La lettre du rucher : garrigue, le lot 24', { from: letter, cta: 'Voir le lot 24' }],
  ['c-n5', 'l-newsletter', 'p-bernard', 'newsletter', [-3, 4, null], 'La lettre du rucher : on a goûté avec vous', { from: letter }],
  ['c-n6', 'l-newsletter', 'p-claire', 'newsletter', [-1, 4, null], 'La lettre du rucher : la vinaigrette de Jeanne', { from: letter, path: '/blog/vinaigrette-miel' }],
  ['c-n7', 'l-newsletter', 'p-bernard', 'newsletter', [1, 4, 10], 'La lettre du rucher : les coffrets se préparent', { state: 'scheduled', from: [...letter, 'm-gift'], author: 'Hugo Martin', cta: 'Composer un coffret', brief: 'Trois nouvelles courtes, photo de l’atelier, un seul bouton.' }],
  ['c-n8', 'l-newsletter', 'p-bernard', 'newsletter', [3, 4, null], 'La lettre du rucher : fermeture et vœux', { state: 'drafting', from: ['a-letter'], author: 'Hugo Martin' }],
  ['c-i1', 'l-instagram', 'p-claire', 'video', [-14, 7, null], 'Film : ouvrir une ruche sans voile', { from: ['a-films'] }],
  ['c-i2', 'l-instagram', 'p-claire', 'story', [-10, 3, null], 'Story : la mielerie tourne à plein', { from: ['a-films'] }],
  ['c-i3', 'l-instagram', 'p-claire', 'video', [-6, 3, null], 'Film : la cire, de la fonte à la mèche', { from: ['a-films'] }],
  ['c-i4', 'l-instagram', 'p-claire', 'story', [-4, 7, null], 'Story : que mettre dans un coffret ?', { from: ['m-gift', 'a-gift-box'], cta: 'Composer un coffret' }],
  ['c-i12', 'l-instagram', 'p-claire', 'image', [-3, 7, null], 'Image : les ruches rentrent au mas', {}],
  ['c-i5', 'l-instagram', 'p-claire', 'image', [-2, 3, null], 'Image : le lot 24 dans la lumière', { from: ['m-recipes'] }],
  ['c-i6', 'l-instagram', 'p-claire', 'video', [-1, 7, null], 'Film : la vinaigrette en vingt secondes', { from: ['m-recipes', 'a-films'] }],
  ['c-i10', 'l-instagram', 'p-claire', 'story', [0, 3, 19], 'Story : dans l’atelier des coffrets', { state: 'scheduled', from: ['a-gift-box'] }],
  ['c-i11', 'l-instagram', 'p-claire', 'image', [0, 7, 19], 'Image : la colline sous le mistral', { state: 'scheduled' }],
  ['c-i7', 'l-instagram', 'p-claire', 'story', [1, 3, 19], 'Story : emballer sans plastique', { state: 'scheduled', from: ['a-gift-box'] }],
  ['c-i8', 'l-instagram', 'p-claire', 'video', [1, 7, 19], 'Film : la recette de Nadia avec deux créatrices', { state: 'approved', from: ['a-gift-box', 'm-gift'] }],
  ['c-i9', 'l-instagram', 'p-claire', 'image', [2, 3, null], 'Image : les médailles et l’année de la récolte', { state: 'drafting' }],
  ['c-l1', 'l-linkedin', 'p-sophie', 'post', [-6, 2, null], 'Ce que coûte vraiment un pot de miel', { from: ['a-companies'] }],
  ['c-l2', 'l-linkedin', 'p-sophie', 'article', [-4, 2, null], 'Quarante entreprises, quarante coffrets : comment nous livrons', { from: ['a-companies'], path: '/cadeaux-entreprise' }],
  ['c-l3', 'l-linkedin', 'p-sophie', 'post', [-2, 2, null], 'Le catalogue d’entreprise est en ligne', { from: ['a-companies'], path: '/cadeaux-entreprise', cta: 'Demander un devis' }],
  ['c-l4', 'l-linkedin', 'p-sophie', 'image', [0, 2, 9], 'Dans l’atelier : soixante coffrets pour Sorgues', { state: 'scheduled', from: ['a-companies'], author: 'Jeanne Vial' }],
  ['c-l5', 'l-linkedin', 'p-sophie', 'post', [2, 6, 9], 'Dernier jour pour livrer avant Noël', { state: 'scheduled', author: 'Jeanne Vial' }],
  ['c-m1', 'l-markets', 'p-bernard', 'print', [-33, 6, null], 'Fiche-recette de printemps : tarte au citron et miel', { from: ['a-markets', 'm-summer'] }],
  ['c-m2', 'l-markets', 'p-bernard', 'print', [-20, 6, null], 'Fiche-recette d’été : pêches rôties', { from: ['m-summer'] }],
  ['c-m3', 'l-markets', 'p-bernard', 'event', [2, 6, null], 'Dégustation de garrigue au marché de Carpentras', { state: 'approved' }],
  ['c-a1', 'l-social-ads', 'p-claire', 'story', [-5, 3, null], 'Création A : trois bocaux, une colline', { from: ['m-gift', 'a-gift-box'], path: '/coffret-decouverte' }],
  ['c-a2', 'l-social-ads', 'p-claire', 'video', [-3, 3, null], 'Création B : le film de 15 secondes', { from: ['m-gift', 'a-gift-box'], path: '/coffret-decouverte' }],
  ['c-s1', 'l-search-ads', 'p-claire', 'post', [-53, 2, null], 'Annonce : coffret gourmand du Ventoux, livré en trois jours', { from: ['a-christmas', 'm-christmas'], path: '/boutique/coffrets' }],
  ['c-p1', 'l-press', 'p-bernard', 'article', [-24, 2, null], 'Communiqué : deux médailles au concours de Provence', { from: ['a-summer', 'm-summer'] }],
] // prettier-ignore

function contents(dates: Dates): Piece[] {
  const piece = pieces(dates)
  const shelf = rows.map(([key, line, persona, format, [week, weekday, hour], title, told]) => {
    const plannedOn = dates.week(week, weekday)
    const isPast = plannedOn < dates.today
    return piece(content, key, {
      title, format, plannedOn,
      state: isPast ? 'published' : (told.state ?? 'idea'),
      scheduledAt: hour === null || isPast ? null : at(plannedOn, hour),
      author: told.author ?? (line === 'l-instagram' || line === 'l-social-ads' ? 'Nadia Belkacem' : 'Hugo Martin'),
      hook: told.hook ?? null,
      brief: told.brief ?? null,
      callToAction: told.cta ?? null,
      url: told.path && isPast ? `https://ruchers-ventoux.example${told.path}` : null,
    }, { from: [line, persona, ...(told.from ?? [])], madeOn: week < 0 ? dates.week(week - 2, 1) : dates.ago(10) }) // prettier-ignore
  })
  return [
    ...shelf,
    // Late: its day went by and it is still being written.
    piece(content, 'c-late', {
      title: 'Les frais de port expliqués en une page', format: 'article', state: 'drafting', plannedOn: dates.ago(4), author: 'Hugo Martin',
      brief: 'Attend les tarifs du transporteur.',
    }, { from: ['l-shop', 'p-claire', 'a-product-pages'], madeOn: dates.ago(20) }),
    // Nobody said for whom, nor when.
    piece(content, 'c-loose', {
      title: 'Idée : visiter une ruche vitrée à l’école', state: 'idea',
    }, { from: ['l-instagram'], madeOn: dates.ago(3) }),
  ] // prettier-ignore
}
