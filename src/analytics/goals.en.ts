import type { fr } from './goals.fr.ts'

export const en: typeof fr = {
  title: 'Goals reached',
  lead: 'How many visits do what you expect of them, what it is worth, and where it comes from.',
  goal: 'Goal',
  conversions: 'Conversions',
  rate: 'Rate',
  value: 'Estimated value',
  valueHelp: 'conversions × the goal’s value',
  revenue: 'Revenue received',
  revenueHelp: 'from events that reach it',
  table: 'All goals',
  look: (name) => `Detail “${name}”`,
  add: 'Add a goal',
  edit: 'Edit this goal',
  empty: {
    title: 'No goal',
    text: 'A goal says what a successful visit does: a page seen, an event, a page read far enough or for long enough, an amount.',
    example: 'Order placed: event “order”. Article read: /blog/* read to 75%.',
  },
  by: { channel: 'by channel', page: 'by page seen', entryPage: 'by entry page', device: 'by device' },
  detail: (goal, by) => `${goal}, ${by}`,
  finding: (goal) => `Conversions by channel: ${goal}`,
  sheet: { by: 'Breakdown', name: 'Name' },
  rateNote:
    'The rate is the share of the row’s visits that reach the goal. A page counts as soon as the visit sees it: rows do not add up.',
}
