import type { Sheet } from '../xlsx.ts'
import type { Path } from './journeys.ts'
import type { Around, Exit } from './journeys.store.ts'
import type { fr } from './journeys.fr.ts'

/** The paths most taken as rows for a file: the pages of each in one cell, in order. */
export const pathsSheet = (paths: readonly Path[], t: typeof fr, nameOf: (path: string) => string): Sheet => ({
  title: t.paths,
  columns: [
    { label: t.path, format: 'text' },
    { label: t.visits, format: 'number' },
    { label: t.share, format: 'percent' },
  ],
  rows: paths.map(({ pages, goesOn, visits, share }) => [
    [...pages.map(nameOf), ...(goesOn ? [t.goesOn] : [])].join(' → '),
    visits,
    share,
  ]),
})

/** Where visits end as rows for a file. */
export const exitsSheet = (exits: readonly Exit[], t: typeof fr, nameOf: (path: string) => string): Sheet => ({
  title: t.exits,
  columns: [
    { label: t.page, format: 'text' },
    { label: t.exitCount, format: 'number' },
    { label: t.seen, format: 'number' },
    { label: t.rate, format: 'percent' },
  ],
  rows: exits.map(({ path, exits: count, visits, rate }) => [nameOf(path), count, visits, rate]),
})

/** What surrounds a page as rows for a file: before it, then after it. */
export function journeysSheet(
  page: string,
  before: Around,
  after: Around,
  t: typeof fr,
  nameOf: (path: string) => string,
): Sheet {
  const rows = (side: string, edge: string, { rows: found, others, total }: Around) => [
    ...found.map(({ path, views, share }) => [nameOf(page), side, path === null ? edge : nameOf(path), views, share]),
    ...(others > 0 ? [[nameOf(page), side, t.others, others, others / total]] : []),
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
