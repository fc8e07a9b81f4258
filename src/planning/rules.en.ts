import type { fr } from './rules.fr.ts'

export const en: typeof fr = {
  'action-without-objective': {
    rule: 'Every action serves an objective or a recommendation.',
    found: (title) => `“${title}” serves no objective.`,
    mend: 'Link an objective',
  },
  'action-without-owner': {
    rule: 'Every action has an owner.',
    found: (title) => `“${title}” has no owner.`,
    mend: 'Name the owner',
  },
  'action-without-dates': {
    rule: 'Every action has a start and an end.',
    found: (title) => `“${title}” lacks one of its dates.`,
    mend: 'Date the action',
  },
  'deliverable-without-date': {
    rule: 'Every deliverable has its date.',
    found: (title) => `The deliverable of “${title}” has no date.`,
    mend: 'Date the deliverable',
  },
  'late-action': {
    rule: 'No action is late.',
    found: (title) => `“${title}” is late.`,
    mend: 'Review its dates or state',
  },
}
