import type { Sheet } from '../xlsx.ts'
import type { LiveList, RealTime } from './real-time.store.ts'
import type { fr } from './real-time.fr.ts'

/** The last half hour as rows for a file: by minute, or one of its lists. */
export function realTimeSheet(
  { minutes, lists }: RealTime,
  list: LiveList | null,
  t: typeof fr,
  nameOf: (list: LiveList, name: string) => string,
): Sheet {
  if (list === null)
    return {
      title: t.chart,
      columns: [
        { label: t.minute, format: 'text' },
        { label: t.pageviews, format: 'number' },
      ],
      rows: minutes.map(({ at, pageviews }) => [at, pageviews]),
    }
  return {
    title: t.lists[list],
    columns: [
      { label: t.names[list], format: 'text' },
      { label: t.counts[list], format: 'number' },
    ],
    rows: lists[list].map(({ name, count }) => [nameOf(list, name), count]),
  }
}
