import type { Scope } from '../accounts/scope.ts'
import { importedDays, importedValues } from '../collect/history.store.ts'
import { type Period, dayIn } from '../period.ts'
import type { ShownImports } from './ImportedHistory.tsx'

/** Values shown of each dimension. */
const most = 10

/** What imports add to a period, for the page and for the API: days the site did not measure, and where they come from. */
export async function importsShown(
  scope: Scope,
  site: { readonly id: number; readonly timeZone: string },
  period: Period,
): Promise<ShownImports> {
  const { days, origins, overlap } = await importedDays(scope, site, period)
  return {
    days,
    origins: origins.map(({ tool, importedAt }) => ({ tool, on: dayIn(site.timeZone, importedAt) })),
    overlap,
    values: await importedValues(
      scope,
      site.id,
      days.map(({ day }) => day),
      most,
    ),
  }
}
