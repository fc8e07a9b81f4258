import type { fr } from './formula.fr.ts'

export const en: typeof fr = {
  facts: {
    budgetPlanned: {
      written: 'budgetPlanned',
      label: 'Planned budget',
      definition: 'Sum of the budget lines, excluding or including VAT as the project refers to it.',
    },
    budgetCommitted: {
      written: 'budgetCommitted',
      label: 'Committed budget',
      definition: 'Budget lines committed, invoiced or paid: their actual amount, else the planned one.',
    },
    budgetSpent: {
      written: 'budgetSpent',
      label: 'Spent budget',
      definition: 'Budget lines invoiced or paid: their actual amount, else the planned one.',
    },
    campaignBudget: {
      written: 'campaignBudget',
      label: 'Planned cost of campaigns',
      definition: 'Sum of the planned costs of campaigns, excluding VAT.',
    },
    campaignCost: {
      written: 'campaignCost',
      label: 'Actual cost of campaigns',
      definition: 'Sum of the actual costs noted on campaigns, excluding VAT.',
    },
    tasksPlanned: {
      written: 'tasksPlanned',
      label: 'Tasks planned',
      definition: 'Actions of the plan that end within the KPI’s period, but for those cancelled.',
    },
    tasksDone: { written: 'tasksDone', label: 'Tasks done', definition: 'Of the tasks planned, those that are done.' },
    tasksLate: {
      written: 'tasksLate',
      label: 'Tasks late',
      definition: 'Of the tasks planned, those whose day has passed and that are not done.',
    },
    contentsPlanned: {
      written: 'contentsPlanned',
      label: 'Contents planned',
      definition: 'Contents planned in the calendar within the KPI’s period.',
    },
    contentsPublished: {
      written: 'contentsPublished',
      label: 'Contents published',
      definition: 'Of the contents planned, those that are published.',
    },
    contentsLate: {
      written: 'contentsLate',
      label: 'Contents late',
      definition: 'Of the contents planned, those whose day has passed without publication.',
    },
    clicks: {
      written: 'clicks',
      label: 'Clicks',
      definition: 'Clicks of people on tracked links; robots and previews are set apart.',
    },
  },
  filters: {
    site: 'site',
    goal: 'goal',
    event: 'event',
    utmCampaign: 'campaign',
    category: 'category',
    campaign: 'campaign',
    owner: 'owner',
    author: 'author',
    link: 'link',
  },
  functions: { min: 'min', max: 'max', abs: 'abs', round: 'round' },
  units: { money: 'an amount', ratio: 'a share', count: 'a number', duration: 'a duration', number: 'a number' },
  problems: {
    empty: 'The formula is empty: write, for instance, campaignCost ÷ conversions.',
    tooLong: (max) => `The formula exceeds ${max} characters: split it into two KPIs.`,
    tooDeep: 'Too many parentheses inside each other: simplify the formula.',
    sign: (sign) => `“${sign}” means nothing here: the signs are + − × ÷ ( ) [ ] ; and quotes.`,
    quote: 'The quotes are not closed: add " at the end of the value.',
    number: (typed) => `“${typed}” is not a number: write 1250.5 or 12%.`,
    missing: 'A figure is missing here: a metric, a number or a parenthesis.',
    close: (sign) => `The parenthesis is not closed: add ${sign}.`,
    extra: (found) => `“${found}” comes without a sign before it: add +, −, × or ÷.`,
    closeExtra: (sign) => `“${sign}” closes nothing: remove it.`,
    unknown: (name, near) =>
      near === null
        ? `“${name}” is not a known metric: choose one of the list.`
        : `“${name}” is not a known metric: did you mean ${near}?`,
    filterOperator: 'A filter is written channel = "Email", channel ≠ "Direct" or page ~ "/blog".',
    filterValue: 'Write the value of the filter between quotes: channel = "Email".',
    unknownFilter: (name, near) =>
      near === null ? `“${name}” is not a known filter.` : `“${name}” is not a known filter: did you mean ${near}?`,
    wrongFilter: (filter, figure) => `${figure} cannot be filtered by ${filter}: remove this filter.`,
    factContains: 'This filter takes = and ≠ only.',
    arguments: (name, wanted) => `${name} takes ${wanted}, separated by a semicolon: ${name}(visits; 100).`,
    argumentsOne: 'one value',
    argumentsTwo: 'two values',
    unlike: (left, right) => `${left} and ${right} do not add up: divide, or bring both to one unit.`,
    unlikeIn: (name, left, right) => `${name} compares values of one unit, not ${left} and ${right}.`,
    times: (left, right) => `${left} times ${right} means nothing: did you mean to divide?`,
    over: (left, right) =>
      `${left} divided by ${right} has no usual unit: turn the division round to read a cost or a time per unit.`,
    constant: 'The formula reads no metric: add one of the list.',
  },
  reasons: {
    zero: (text) => `${text} is 0: the division cannot be computed.`,
    unknownSite: (site) => `“${site}” is no measured site of this project.`,
    noSite: 'This project has no measured site yet.',
    empty: (text) => `${text} has no value over the period.`,
  },
}
