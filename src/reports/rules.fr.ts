import type { RuleWords } from '../projects/coverage.ts'

export const fr = {
  'report-without-recommendation': {
    rule: 'Chaque rapport figé cite au moins une préconisation.',
    found: (title) => `« ${title} » constate sans citer de préconisation.`,
    mend: 'Citer une préconisation',
  },
  'report-without-words': {
    rule: 'Chaque rapport figé a une synthèse et des enseignements.',
    found: (title) => `« ${title} » donne des chiffres sans les deux textes qui les expliquent.`,
    mend: 'Rédiger le rapport',
  },
  'report-not-frozen': {
    rule: 'Un rapport est figé dans les quinze jours qui suivent sa période.',
    found: (title) => `La période de « ${title} » est finie et ses chiffres bougent encore.`,
    mend: 'Figer les chiffres',
  },
  'report-not-approved': {
    rule: 'Un rapport figé est validé par la direction sous quinze jours.',
    found: (title) => `« ${title} » est figé et attend d’être validé.`,
    mend: 'Voir le rapport',
  },
  'quarter-without-report': {
    rule: 'Un rapport figé rend compte des trois derniers mois.',
    found: () => 'Aucun rapport figé ne rend compte des trois derniers mois.',
    mend: 'Ajouter un rapport',
  },
} satisfies Record<string, RuleWords>
