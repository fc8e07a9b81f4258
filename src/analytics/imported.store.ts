import type { Scope } from '../accounts/scope.ts'
import type { SmallFigures } from '../collect/site.ts'
import { importedDays, importedValues } from '../collect/history.store.ts'
import { type Period, dayIn } from '../period.ts'
import { dimensionNames } from './catalog.ts'
import type { ShownImports } from './ImportedHistory.tsx'
import { wholeOf } from './imported.ts'
import { shownRows } from './small-figures.ts'

/** Values shown of each dimension. */
const most = 10

/** What imports add to a period, for the page and for the API: days the site did not measure, and where they come from. */
export async function importsShown(
  scope: Scope,
  site: { readonly id: number; readonly timeZone: string; readonly smallFigures?: SmallFigures | null },
  period: Period,
): Promise<ShownImports> {
  const { days, origins, overlap } = await importedDays(scope, site, period)
  const rule = site.smallFigures ?? null
  const values = await importedValues(
    scope,
    site.id,
    days.map(({ day }) => day),
    most,
  )
  const judged = {
    counts: ['visits', 'visitors', 'pageviews', 'bounces'],
    rests: { seconds: ['visits'] },
    keepsRows: true,
  } as const
  const whole = { day: '', ...wholeOf(days) }
  return {
    whole: shownRows([whole], judged, rule)[0] ?? whole,
    days: shownRows(days, judged, rule),
    origins: origins.map(({ tool, importedAt }) => ({ tool, on: dayIn(site.timeZone, importedAt) })),
    overlap,
    values: dimensionNames.flatMap((name) =>
      shownRows(
        values.filter(({ dimension }) => dimension === name),
        {
          counts: values.some((one) => one.dimension === name && one.visits !== null)
            ? ['visits', 'visitors', 'pageviews']
            : ['pageviews', 'visitors'],
        },
        rule,
      ),
    ),
  }
}
