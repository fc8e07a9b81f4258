import type { fr } from './rules.fr.ts'

export const en: typeof fr = {
  'no-aim': {
    rule: 'The management has set at least one aim.',
    found: () => 'No aim of the management is written.',
    mend: 'Write the aim',
  },
  'objective-without-origin': {
    rule: 'Every objective comes from an insight or an aim.',
    found: (title) => `“${title}” has no origin: no insight, no aim.`,
    mend: 'Link it to its origin',
  },
  'objective-without-action': {
    rule: 'Every objective has at least one action.',
    found: (title) => `“${title}” has no action.`,
    mend: 'Add an action',
  },
  'objective-not-measurable': {
    rule: 'Every objective has a measured target and a due day.',
    found: (title) => `“${title}” has no measured target with its due day.`,
    mend: 'Complete the target',
  },
  'objective-without-resource': {
    rule: 'Every objective has resources: a budget line, directly or through an action or a campaign.',
    found: (title) => `“${title}” has no resource in the budget.`,
    mend: 'Add a budget line',
  },
  'persona-without-support': {
    rule: 'Every persona has at least one support.',
    found: (title) => `“${title}” has no support.`,
    mend: 'Link a support',
  },
  'persona-without-moment': {
    rule: 'Every persona says at which moments they can be reached.',
    found: (title) => `“${title}” has no moment in their grid.`,
    mend: 'Fill the grid',
  },
  'persona-without-source': {
    rule: 'Every persona cites what it rests on.',
    found: (title) => `“${title}” cites no source.`,
    mend: 'Cite the source',
  },
  'support-without-persona': {
    rule: 'Every support is chosen for a persona.',
    found: (title) => `“${title}” is linked to no persona.`,
    mend: 'Link a persona',
  },
}
