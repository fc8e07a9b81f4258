export const fr = {
  'no-envelope': {
    rule: 'La direction a fixé une enveloppe.',
    found: () => 'Aucune enveloppe n’est fixée pour ce projet.',
    mend: 'Fixer l’enveloppe',
  },
  'budget-over-envelope': {
    rule: 'Le budget tient dans l’enveloppe de la direction.',
    found: () => 'Le total des lignes dépasse l’enveloppe.',
    mend: 'Revoir le budget',
  },
  'resource-nature-missing': {
    rule: 'Les trois natures de ressource sont présentes : humaine, matérielle, immatérielle.',
    found: (nature: string) => `Aucune ressource ${nature} au budget.`,
    mend: 'Ajouter une ligne',
  },
  'budget-line-without-justification': {
    rule: 'Chaque ligne de budget est justifiée.',
    found: (title: string) => `« ${title} » n’a pas de justification.`,
    mend: 'Justifier le montant',
  },
  'budget-line-without-purpose': {
    rule: 'Chaque ligne de budget sert un objectif, une action ou une campagne.',
    found: (title: string) => `« ${title} » ne sert ni objectif, ni action, ni campagne.`,
    mend: 'Relier la ligne',
  },
  'support-without-budget': {
    rule: 'Chaque support a une ligne de budget.',
    found: (title: string) => `« ${title} » n’a aucune ligne de budget.`,
    mend: 'Ajouter une ligne',
  },
  'invoiced-line-without-actual': {
    rule: 'Chaque ligne facturée ou payée a son montant réalisé.',
    found: (title: string) => `« ${title} » est facturée sans montant réalisé.`,
    mend: 'Saisir le réalisé',
  },
}
export const natures = { human: 'humaine', material: 'matérielle', intangible: 'immatérielle' }
