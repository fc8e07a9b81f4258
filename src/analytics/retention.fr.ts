export const fr = {
  title: 'Fidélité',
  lead: 'De ceux qui sont venus une première fois, combien reviennent, et après combien de temps.',
  by: 'Regrouper par',
  sizes: { day: 'Jour', week: 'Semaine', month: 'Mois' },
  basis:
    'Établi sur les visiteurs qui ont consenti : eux seuls sont reconnus d’un jour à l’autre, treize mois au plus. Les autres ne peuvent pas entrer dans ce tableau.',
  filtered: 'Les filtres choisissent la première visite : sont comptés ceux qui sont venus ainsi la première fois.',
  exempt: {
    title: 'Ce site ne reconnaît personne d’un jour à l’autre',
    text: 'Il est en mode exempté de consentement : le numéro d’un visiteur change chaque nuit et ne peut pas être retrouvé. Savoir qui revient demande le consentement ; aucun calcul ne peut le remplacer.',
    action: 'Voir les réglages du site',
  },
  empty: {
    title: 'Personne n’est encore reconnu sur cette période',
    text: 'Il faut des visiteurs qui ont consenti : la page du site doit appeler filrouge.consent(true) quand ils acceptent. Choisissez aussi une période plus longue.',
    example: 'Semaine du 2 novembre : 120 premiers visiteurs, dont 18 revenus la semaine suivante (15 %).',
  },
  table: (size: string) => `Part des premiers visiteurs revenus, par ${size} de première visite`,
  small: { day: 'jour', week: 'semaine', month: 'mois' },
  first: { day: 'Jour de première visite', week: 'Semaine de première visite', month: 'Mois de première visite' },
  size: 'Visiteurs',
  after: {
    day: (n: number) => `J+${n}`,
    week: (n: number) => `S+${n}`,
    month: (n: number) => `M+${n}`,
  },
  afterLong: {
    day: (n: number) => `${n} jour${n > 1 ? 's' : ''} après`,
    week: (n: number) => `${n} semaine${n > 1 ? 's' : ''} après`,
    month: (n: number) => `${n} mois après`,
  },
  whole: 'Ensemble',
  cell: (n: string, size: string) => `${n} sur ${size}`,
  running: 'Le dernier chiffre de chaque ligne est celui d’un temps qui court encore.',
  curve: 'Part des visiteurs revenus, selon le temps écoulé depuis la première visite',
  elapsed: 'Temps écoulé',
  sheet: { first: 'Première visite', after: 'Rang', back: 'Revenus', share: 'Part' },
}
