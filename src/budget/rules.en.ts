import type { fr, natures as naturesFr } from './rules.fr.ts'

export const en: typeof fr = {
  'no-envelope': {
    rule: 'The management has set an envelope.',
    found: () => 'No envelope is set for this project.',
    mend: 'Set the envelope',
  },
  'budget-over-envelope': {
    rule: 'The budget fits in the management’s envelope.',
    found: () => 'The total of the lines exceeds the envelope.',
    mend: 'Review the budget',
  },
  'resource-nature-missing': {
    rule: 'The three natures of resource are there: human, material, intangible.',
    found: (nature) => `No ${nature} resource in the budget.`,
    mend: 'Add a line',
  },
  'budget-line-without-justification': {
    rule: 'Every budget line is justified.',
    found: (title) => `“${title}” has no justification.`,
    mend: 'Justify the amount',
  },
  'budget-line-without-purpose': {
    rule: 'Every budget line serves an objective, an action or a campaign.',
    found: (title) => `“${title}” serves no objective, action or campaign.`,
    mend: 'Link the line',
  },
  'support-without-budget': {
    rule: 'Every support has a budget line.',
    found: (title) => `“${title}” has no budget line.`,
    mend: 'Add a line',
  },
  'invoiced-line-without-actual': {
    rule: 'Every invoiced or paid line has its actual amount.',
    found: (title) => `“${title}” is invoiced without an actual amount.`,
    mend: 'Enter the actual amount',
  },
}
export const natures: typeof naturesFr = { human: 'human', material: 'material', intangible: 'intangible' }
