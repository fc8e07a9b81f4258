import type { Sheet } from '../xlsx.ts'
import type { Attained, GoalAttained } from './goals.store.ts'
import { type GoalBreakdown, goalBreakdowns } from './goals.ts'
import type { fr } from './goals.fr.ts'

/** Where the conversions of one goal come from as rows for a file: each breakdown after the other. */
export const goalSheet = (
  goal: string,
  detail: Readonly<Record<GoalBreakdown, readonly Attained[]>>,
  t: typeof fr,
  nameOf: (by: GoalBreakdown, name: string) => string,
): Sheet => ({
  title: goal,
  columns: [
    { label: t.sheet.by, format: 'text' },
    { label: t.sheet.name, format: 'text' },
    { label: t.conversions, format: 'number' },
    { label: t.rate, format: 'percent' },
    { label: t.value, format: 'money' },
  ],
  rows: goalBreakdowns.flatMap((by) =>
    detail[by].map(({ name, conversions, rate, valueCents }) => [
      t.by[by],
      nameOf(by, name),
      conversions,
      rate,
      valueCents === null ? null : valueCents / 100,
    ]),
  ),
})

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
