import { type Cell, type Device, type Format, moments } from '../strategy/grid.ts'
import { persona } from '../strategy/strategy.ts'
import { type Dates, type Piece, pieces } from './piece.ts'

/**
 * A row of a grid: support, device, format, then the intensity (0–3) at dawn, morning, lunch, afternoon, evening and night, in the
 * week and at the weekend.
 */
type Row = readonly [support: string, device: Device, format: Format, intensities: string]

const claire: readonly Row[] = [
  ['s-instagram', 'mobile', 'story', '102133 112232'],
  ['s-instagram', 'mobile', 'video', '001123 011222'],
  ['s-instagram', 'mobile', 'image', '102122 112221'],
  ['s-instagram', 'tablet', 'video', '000012 000011'],
  ['s-blog', 'mobile', 'article', '012122 022121'],
  ['s-blog', 'tablet', 'article', '000021 011110'],
  ['s-blog', 'desktop', 'article', '012100 010000'],
  ['s-newsletter', 'mobile', 'newsletter', '213121 222110'],
  ['s-newsletter', 'desktop', 'newsletter', '011100 000000'],
  ['s-shop', 'mobile', 'image', '001132 022231'],
  ['s-shop', 'desktop', 'image', '011110 011110'],
  ['s-shop', 'tablet', 'image', '000021 001120'],
  ['s-social-ads', 'mobile', 'story', '001123 001122'],
  ['s-social-ads', 'mobile', 'video', '001022 001121'],
  ['s-search-ads', 'mobile', 'post', '001121 011110'],
  ['s-markets', 'offline', 'event', '000000 031000'],
  ['s-markets', 'offline', 'print', '000000 021000'],
  ['s-markets', 'mobile', 'post', '000000 021000'],
]

const bernard: readonly Row[] = [
  ['s-newsletter', 'desktop', 'newsletter', '132110 122110'],
  ['s-newsletter', 'tablet', 'newsletter', '121121 121110'],
  ['s-newsletter', 'mobile', 'newsletter', '011000 011000'],
  ['s-blog', 'desktop', 'article', '022210 012210'],
  ['s-blog', 'tablet', 'article', '011131 011121'],
  ['s-shop', 'desktop', 'image', '022210 011110'],
  ['s-shop', 'tablet', 'image', '001121 001120'],
  ['s-markets', 'offline', 'event', '023000 033000'],
  ['s-markets', 'offline', 'print', '013000 023000'],
  ['s-markets', 'mobile', 'post', '011000 021000'],
  ['s-press', 'offline', 'print', '121000 232100'],
  ['s-press', 'desktop', 'article', '021100 011100'],
  ['s-press', 'offline', 'audio', '211000 111000'],
  ['s-reviews', 'desktop', 'post', '011100 011100'],
  ['s-reviews', 'mobile', 'post', '011110 022110'],
]

const sophie: readonly Row[] = [
  ['s-linkedin', 'desktop', 'post', '132210 000000'],
  ['s-linkedin', 'desktop', 'article', '021110 000000'],
  ['s-linkedin', 'mobile', 'post', '212010 000010'],
  ['s-linkedin', 'mobile', 'video', '101010 000000'],
  ['s-linkedin', 'desktop', 'image', '022100 000000'],
  ['s-shop', 'desktop', 'image', '023310 000000'],
  ['s-shop', 'mobile', 'image', '001010 000110'],
  ['s-search-ads', 'desktop', 'post', '023310 000000'],
  ['s-search-ads', 'mobile', 'post', '011000 000000'],
]

/** The cells a persona's rows stand for. `id` gives the uuid of a support. */
function gridOf(rows: readonly Row[], id: (key: string) => string): Cell[] {
  return rows.flatMap(([support, device, format, intensities]) =>
    Array.from(intensities.replace(' ', '')).flatMap((digit, i) => {
      const moment = moments[i]
      return digit === '0' || !moment
        ? []
        : [{ support: id(support), moment, device, format, intensity: Number(digit) }]
    }),
  )
}

/** Three people to talk to. */
export function personas(dates: Dates, id: (key: string) => string): Piece[] {
  const piece = pieces(dates)
  const { ago } = dates
  return [
    piece(persona, 'p-claire', {
      title: 'Claire, parent pressé d’Avignon', summary: 'Achète local quand c’est simple, décide le soir sur son téléphone.',
      confidence: 'data', source: 'Questionnaire clients (128 répondantes proches) et audience de la boutique', reviewedOn: ago(60),
      age: 38, place: 'Avignon, quartier Saint-Ruf', household: 'En couple, deux enfants de 6 et 9 ans', job: 'Assistante de direction', income: '2 350 € net par mois, 90 € de courses par semaine',
      biography: 'Dépose les enfants à 8 h 20, travaille jusqu’à 17 h, fait le marché le samedi un mois sur deux. Suit une trentaine de comptes de cuisine et enregistre les recettes qu’elle ne fait jamais.',
      needs: 'Nourrir les enfants avec du vrai, offrir sans chercher longtemps, ne pas attendre une livraison.',
      barriers: 'Les frais de port découverts à la fin, les bocaux cassés, la peur de payer cher un miel ordinaire.',
      decisionCriteria: 'L’origine dite clairement, l’avis d’une amie, la livraison avant samedi.',
      searchWords: 'miel local avignon\nrecette granola maison miel\ncadeau maîtresse fin d’année\ncoffret miel livraison',
      tone: 'Direct, chaleureux, sans diminutif.', message: 'Un miel dont on connaît la colline, livré en trois jours, et une recette pour le finir.',
      verbatim: '« Je veux bien payer plus, mais dites-moi pourquoi en deux phrases. »', grid: gridOf(claire, id),
    }, { from: ['i-local', 'i-mobile', 'i-recipes', 'o-known', 'o-found', 'o-follow', 'o-gift', 'o-sales'], madeOn: ago(330) }),
    piece(persona, 'p-bernard', {
      title: 'Bernard, gourmet fidèle du marché', summary: 'Client du marché depuis dix ans, lit la lettre jusqu’au bout, n’a commandé en ligne qu’une fois.',
      confidence: 'data', source: 'Onze entretiens sur les marchés et fichier clients', reviewedOn: ago(60),
      age: 67, place: 'Pernes-les-Fontaines', household: 'En couple, trois petits-enfants', job: 'Retraité de l’enseignement', income: 'Retraites de 3 100 € à deux',
      biography: 'Marché le vendredi et le samedi, jardin l’après-midi, radio locale le matin. Ouvre sa tablette après le dîner et répond aux lettres qu’il reçoit.',
      needs: 'Des nouvelles des ruches, retrouver le lot goûté au marché, offrir ce qu’il aime.',
      barriers: 'Le paiement en ligne, les mots de passe, la crainte de perdre le lien avec le stand.',
      decisionCriteria: 'Le numéro de lot, la main de celui qui récolte, la parole tenue.',
      searchWords: 'miel de lavande carpentras producteur\nmarché producteurs vaucluse horaires\nmiel châtaignier ventoux',
      tone: 'Respectueux, précis, un peu de patois.', message: 'Le lot que vous avez goûté vous attend, avec la lettre qui raconte sa récolte.',
      verbatim: '« Le miel, je le choisis à la cuillère, pas à l’étiquette. »', grid: gridOf(bernard, id),
    }, { from: ['i-newsletter', 'i-loyalty', 'i-family', 'o-again', 'o-known', 'o-trust'], madeOn: ago(330) }),
    piece(persona, 'p-sophie', {
      title: 'Sophie, acheteuse de cadeaux d’entreprise', summary: 'Doit trouver 60 cadeaux avant la fin du mois, avec une facture conforme.',
      confidence: 'hypothesis', source: 'Quatre appels d’octobre, à confirmer par vingt entretiens', reviewedOn: ago(30),
      age: 44, place: 'Sorgues', household: 'En couple, un adolescent', job: 'Office manager d’une entreprise de logistique, 140 salariés', income: 'Budget de 18 à 30 € par salarié',
      biography: 'Compare trois fournisseurs entre deux réunions, fait valider par son directeur, commande une fois par an et s’en souvient si la livraison glisse.',
      needs: 'Un devis en un jour, un cadeau qui ne se discute pas, une livraison unique et datée.',
      barriers: 'Les minimums de commande flous, la TVA mélangée, l’absence de visuel à montrer.',
      decisionCriteria: 'Le délai promis, la facture, le récit qu’elle pourra raconter en réunion.',
      searchWords: 'cadeau entreprise vaucluse\ncoffret gourmand salariés fin d’année\nmiel personnalisé entreprise devis',
      tone: 'Professionnel et court.', message: 'Soixante coffrets du Ventoux, un devis demain, une livraison le jour dit.',
      verbatim: '« Si je dois rappeler, c’est déjà non. »', grid: gridOf(sophie, id),
    }, { from: ['i-gift', 'i-competitor', 'o-companies'], madeOn: ago(320) }),
  ] // prettier-ignore
}
