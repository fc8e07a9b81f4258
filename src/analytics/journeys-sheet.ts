import type { Sheet } from '../xlsx.ts'
import type { Around } from './journeys.store.ts'
import type { fr } from './journeys.fr.ts'

/** What surrounds a page as rows for a file: before it, then after it. */
export function journeysSheet(page: string, before: Around, after: Around, t: typeof fr): Sheet {
  const rows = (side: string, edge: string, { rows: found, others, total }: Around) => [
    ...found.map(({ path, views, share }) => [page, side, path ?? edge, views, share]),
    ...(others > 0 ? [[page, side, t.others, others, others / total]] : []),
  ]
  return {
    title: t.title,
    columns: [
      { label: t.page, format: 'text' },
      { label: t.sheet.side, format: 'text' },
      { label: t.sheet.path, format: 'text' },
      { label: t.views, format: 'number' },
      { label: t.share, format: 'percent' },
    ],
    rows: [...rows(t.before, t.begins, before), ...rows(t.after, t.ends, after)],
  }
}
