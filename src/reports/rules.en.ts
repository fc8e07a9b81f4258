import type { fr } from './rules.fr.ts'

export const en: typeof fr = {
  'report-without-recommendation': {
    rule: 'Every frozen report cites at least one recommendation.',
    found: (title) => `“${title}” finds without citing a recommendation.`,
    mend: 'Cite a recommendation',
  },
  'report-without-words': {
    rule: 'Every frozen report has a summary and lessons.',
    found: (title) => `“${title}” gives figures without the two texts that explain them.`,
    mend: 'Write the report',
  },
  'report-not-frozen': {
    rule: 'A report is frozen within fifteen days of its period.',
    found: (title) => `The period of “${title}” is over and its figures still move.`,
    mend: 'Freeze the figures',
  },
  'report-not-approved': {
    rule: 'A frozen report is approved by management within fifteen days.',
    found: (title) => `“${title}” is frozen and awaits approval.`,
    mend: 'See the report',
  },
  'quarter-without-report': {
    rule: 'A frozen report accounts for the last three months.',
    found: () => 'No frozen report accounts for the last three months.',
    mend: 'Add a report',
  },
}
