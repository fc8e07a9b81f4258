import type { Sheet } from '../xlsx.ts'
import type { Cohort } from './retention.ts'
import type { fr } from './retention.fr.ts'

/** The grid as rows for a file: a cohort and a time after, how many came. */
export const retentionSheet = (cohorts: readonly Cohort[], t: typeof fr): Sheet => ({
  title: t.title,
  columns: [
    { label: t.sheet.first, format: 'day' },
    { label: t.size, format: 'number' },
    { label: t.sheet.after, format: 'number' },
    { label: t.sheet.back, format: 'number' },
    { label: t.sheet.share, format: 'percent' },
  ],
  rows: cohorts.flatMap(({ from, size, back }) =>
    back.flatMap((n, after) => (n === null ? [] : [[from, size, after, n, size === 0 ? null : n / size]])),
  ),
})
