import type { Words } from '../errors.ts'
import { lineAmount, maxCents, vatRates } from '../money.ts'
import { choice, longText, money, months, number, numericChoice, text } from '../projects/field.ts'
import { type ValuesOf, defineKind } from '../projects/kind.ts'
import { en } from './budget-lines.en.ts'
import { fr } from './budget-lines.fr.ts'

/** The three natures of resource of the framework (CR1.3.2, CR2.1). */
export const resourceNatures = ['human', 'material', 'intangible'] as const
export type ResourceNature = (typeof resourceNatures)[number]

export const categories = [
  'team', 'supports', 'media', 'press', 'sponsoring', 'events', 'influence', 'tools', 'studies', 'contingency', 'other',
] as const // prettier-ignore
export type Category = (typeof categories)[number]

/** From the least to the most certain. */
export const lineStates = ['estimated', 'quoted', 'committed', 'invoiced', 'paid'] as const
export type LineState = (typeof lineStates)[number]

export const budgetLine = defineKind({
  name: 'budgetLine',
  table: 'budget_lines',
  path: 'budget-lines',
  stage: 'decide',
  fields: {
    title: text({ required: true, max: 300 }),
    nature: choice(resourceNatures, { required: true }),
    category: choice(categories),
    state: choice(lineStates, { required: true }),
    quantity: number({ required: true, max: 1_000_000, group: 'amount' }),
    unit: text({ max: 40, group: 'amount' }),
    unitPriceCents: money({ required: true, group: 'amount' }),
    vatRate: numericChoice(vatRates, { required: true, group: 'amount' }),
    actualCents: money({ group: 'amount' }),
    months: months({ group: 'why' }),
    supplier: text({ group: 'why' }),
    justification: longText({ group: 'why' }),
  },
  competency: () => 'C1.3.2',
  writers: ['owner', 'lead'],
  columns: ['title', 'nature', 'category', 'quantity', 'unitPriceCents', 'vatRate', 'state', 'actualCents'],
  totals: ['actualCents'],
  check: ({ quantity, unitPriceCents }) =>
    lineAmount(quantity, unitPriceCents) > maxCents
      ? {
          quantity: {
            fr: 'Le total dépasse dix milliards d’euros : vérifiez la quantité et le prix.',
            en: 'The total exceeds ten billion euros: check the quantity and the price.',
          },
        }
      : ({} as Record<string, Words>),
  words: { fr, en },
})

export type BudgetLine = ValuesOf<typeof budgetLine.fields>
