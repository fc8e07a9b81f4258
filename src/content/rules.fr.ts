export const fr = {
  'support-without-editorial-line': {
    rule: 'Chaque support a sa ligne éditoriale.',
    found: (title: string) => `« ${title} » n’a pas de ligne éditoriale.`,
    mend: 'Écrire la ligne',
  },
  'support-with-two-lines': {
    rule: 'Aucun support n’a deux lignes éditoriales.',
    found: (title: string) => `« ${title} » a plusieurs lignes éditoriales.`,
    mend: 'N’en garder qu’une',
  },
  'support-without-content': {
    rule: 'Chaque support a au moins un contenu.',
    found: (title: string) => `« ${title} » n’a aucun contenu.`,
    mend: 'Ouvrir le calendrier',
  },
  'content-without-line': {
    rule: 'Chaque contenu en préparation suit une ligne éditoriale.',
    found: (title: string) => `« ${title} » ne suit aucune ligne éditoriale.`,
    mend: 'Relier une ligne',
  },
  'published-content-without-line': {
    rule: 'Rien n’est publié sans ligne éditoriale.',
    found: (title: string) => `« ${title} » est publié sans ligne éditoriale.`,
    mend: 'Relier une ligne',
  },
  'persona-without-content': {
    rule: 'Chaque persona a au moins un contenu.',
    found: (title: string) => `« ${title} » n’a aucun contenu.`,
    mend: 'Ajouter un contenu',
  },
  'content-without-persona': {
    rule: 'Chaque contenu s’adresse à un persona.',
    found: (title: string) => `« ${title} » ne s’adresse à aucun persona.`,
    mend: 'Relier un persona',
  },
  'content-without-planned-day': {
    rule: 'Chaque contenu a un jour prévu.',
    found: (title: string) => `« ${title} » n’a pas de jour prévu.`,
    mend: 'Choisir le jour',
  },
  'content-outside-moments': {
    rule: 'Chaque contenu tombe à un moment de son persona.',
    found: (title: string) => `« ${title} » tombe hors des moments de son persona.`,
    mend: 'Revoir le jour ou l’heure',
  },
  'late-content': {
    rule: 'Aucun contenu n’a dépassé le jour prévu sans être publié.',
    found: (title: string) => `« ${title} » devait être publié et ne l’est pas.`,
    mend: 'Revoir le jour ou l’état',
  },
}
