import type { Sheet } from '../xlsx.ts'
import type { GoalAttained } from './goals.store.ts'
import type { fr } from './goals.fr.ts'

/** Every goal as a row for a file; amounts in units of money. */
export const goalsSheet = (goals: readonly GoalAttained[], t: typeof fr): Sheet => ({
  title: t.title,
  columns: [
    { label: t.goal, format: 'text' },
    { label: t.conversions, format: 'number' },
    { label: t.rate, format: 'percent' },
    { label: t.value, format: 'money' },
    { label: t.revenue, format: 'money' },
  ],
  rows: goals.map(({ name, conversions, rate, valueCents, revenueCents }) => [
    name,
    conversions,
    rate,
    valueCents === null ? null : valueCents / 100,
    revenueCents === null ? null : revenueCents / 100,
  ]),
})
