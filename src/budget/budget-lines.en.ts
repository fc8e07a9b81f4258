import type { fr } from './budget-lines.fr.ts'

export const en: typeof fr = {
  one: 'budget line',
  many: 'Budget lines',
  add: 'Add a line',
  purpose:
    'A budget line says what a resource costs, why it is needed and which objective or action it serves. The total is compared with the management’s envelope.',
  example:
    'Human: “Writing 12 articles”, 12 days at €320 excl. tax, VAT 20%, justified by a quote, for the objective “Make the harvest known”.',
  fields: {
    title: { label: 'Resource', help: 'What is bought or used: “Writing 12 articles”.' },
    nature: {
      label: 'Nature',
      help: 'Human: time of the team or of freelancers. Material: equipment, printing, stand. Intangible: licences, subscriptions, rights, training.',
    },
    category: { label: 'Post' },
    state: {
      label: 'State',
      help: 'From the least to the most certain: estimated, quoted, committed, invoiced, paid.',
    },
    quantity: { label: 'Quantity' },
    unit: { label: 'Unit', help: 'day, piece, month, click…' },
    unitPriceCents: { label: 'Unit price excl. tax' },
    vatRate: { label: 'VAT rate' },
    actualCents: { label: 'Actual excl. tax', help: 'The amount of the invoice excluding tax, once it is there.' },
    months: {
      label: 'Months',
      help: 'The months in which the expense falls, and their weight. Without months it stays unphased.',
    },
    supplier: { label: 'Supplier' },
    justification: {
      label: 'Justification',
      help: 'Where the price comes from: quote, public price list, last year, time spent.',
    },
  },
  options: {
    nature: { human: 'Human', material: 'Material', intangible: 'Intangible' },
    category: {
      team: 'Team',
      supports: 'Ordinary supports',
      media: 'Media space',
      press: 'Press relations',
      sponsoring: 'Sponsoring',
      events: 'Events',
      influence: 'Influence',
      tools: 'Digital tools',
      studies: 'Studies and measurement',
      contingency: 'Contingency',
      other: 'Other',
    },
    state: { estimated: 'Estimated', quoted: 'Quoted', committed: 'Committed', invoiced: 'Invoiced', paid: 'Paid' },
    vatRate: { '0.2': '20%', '0.1': '10%', '0.055': '5.5%', '0.021': '2.1%', '0': '0%' },
  },
  groups: { amount: 'Amount', why: 'Evidence and calendar' },
}
