import type { fr } from './kpi-kinds.fr.ts'

export const en: typeof fr = {
  digitalObjective: {
    one: 'digital objective',
    many: 'Digital objectives',
    add: 'Add a digital objective',
    purpose:
      'A digital objective says what a visitor must do for a strategic objective to move: fill in a form, read a page, download, subscribe. Each becomes one KPI or several.',
    example:
      'Strategic objective “keep the market’s customers” → digital objective “have one market customer in three subscribe to the newsletter” → KPI “newsletter sign-ups”.',
    fields: {
      title: { label: 'Digital objective', help: 'A verb, who, and what changes.' },
      outcome: { label: 'What the visitor does' },
      detail: { label: 'Details' },
      owner: { label: 'Owner' },
      dueOn: { label: 'Due' },
      achievable: { label: 'Why it can be reached', help: 'A past figure, a trial, means that are planned.' },
      relevant: { label: 'Why the strategy needs it' },
    },
    options: {
      outcome: {
        form: 'fills in a form',
        lead: 'becomes a lead',
        sale: 'buys',
        subscription: 'subscribes, signs up',
        download: 'downloads a document',
        page: 'sees a given page',
        comment: 'comments, shares, reviews',
        follow: 'follows an account',
        audience: 'discovers the brand',
        return: 'comes back',
        other: 'other',
      },
    },
    groups: { why: 'Why this objective' },
  },
  deviation: {
    one: 'deviation',
    many: 'Deviations',
    add: 'Note a deviation',
    purpose:
      'A deviation is noted when a KPI leaves its path by more than its threshold allows. It asks for a cause, then for an action or a recommendation.',
    example:
      'Cost per order, €46 where €29 was expected: targeting is too wide → recommendation “focus on the buyers of 2025”.',
    fields: {
      title: { label: 'Deviation' },
      state: { label: 'State' },
      noticedOn: { label: 'Noticed on' },
      actual: { label: 'Actual', help: 'In the unit of the KPI.' },
      expected: { label: 'Planned' },
      relative: { label: 'Relative deviation', unit: '%', help: 'Below zero it is bad news.' },
      cause: { label: 'Cause', help: 'What explains the deviation, with the fact that shows it.' },
      closedOn: { label: 'Closed on' },
    },
    options: { state: { open: 'Open', explained: 'Explained', closed: 'Closed' } },
    groups: { figures: 'Figures of the day' },
  },
  scenario: {
    one: 'scenario',
    many: 'Scenarios',
    add: 'Add a scenario',
    purpose:
      'A scenario keeps what a KPI would become if its drivers changed: spend, a rate, visits, a price. It is prepared on the “What if?” page of the KPI.',
    example: 'Spend +20%, conversion rate at 2.4%: 132 orders instead of 104, 22 above the target of 110.',
    fields: {
      title: { label: 'Scenario' },
      note: { label: 'Assumptions', help: 'Why these values are plausible, and where they come from.' },
      drivers: { label: 'Drivers' },
    },
  },
}
