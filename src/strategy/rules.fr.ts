export const fr = {
  'no-aim': {
    rule: 'La direction a fixé au moins une finalité.',
    found: () => 'Aucune finalité de la direction n’est écrite.',
    mend: 'Écrire la finalité',
  },
  'objective-without-origin': {
    rule: 'Chaque objectif naît d’un enseignement ou d’une finalité.',
    found: (title: string) => `« ${title} » n’a pas d’origine : ni enseignement, ni finalité.`,
    mend: 'Relier à son origine',
  },
  'objective-without-action': {
    rule: 'Chaque objectif a au moins une action.',
    found: (title: string) => `« ${title} » n’a aucune action.`,
    mend: 'Ajouter une action',
  },
  'objective-not-measurable': {
    rule: 'Chaque objectif a une cible chiffrée et une échéance.',
    found: (title: string) => `« ${title} » n’a pas de cible chiffrée avec son échéance.`,
    mend: 'Compléter la cible',
  },
  'objective-without-resource': {
    rule: 'Chaque objectif a des ressources : une ligne de budget, directement ou par une action ou une campagne.',
    found: (title: string) => `« ${title} » n’a aucune ressource au budget.`,
    mend: 'Ajouter une ligne de budget',
  },
  'persona-without-support': {
    rule: 'Chaque persona a au moins un support.',
    found: (title: string) => `« ${title} » n’a aucun support.`,
    mend: 'Relier un support',
  },
  'persona-without-moment': {
    rule: 'Chaque persona dit à quels moments on peut lui parler.',
    found: (title: string) => `« ${title} » n’a aucun moment dans sa grille.`,
    mend: 'Remplir la grille',
  },
  'persona-without-source': {
    rule: 'Chaque persona cite ce qui le fonde.',
    found: (title: string) => `« ${title} » ne cite aucune source.`,
    mend: 'Citer la source',
  },
  'support-without-persona': {
    rule: 'Chaque support est choisi pour un persona.',
    found: (title: string) => `« ${title} » n’est relié à aucun persona.`,
    mend: 'Relier un persona',
  },
}
