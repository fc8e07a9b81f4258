import type { PageArgs } from '../accounts/request.ts'
import { type Place, placeOf } from '../projects/place.store.ts'
import { type OneKpi, oneKpi } from './one-kpi.store.ts'

/** Where a KPI's own pages stand: who asks, of which project, the address its links start from, and the KPI. */
export interface KpiPlace extends Place {
  readonly one: OneKpi
}

/** @throws forbidden for a guest; notFound when the KPI or its project is not this reader's */
export async function kpiPlace(args: PageArgs): Promise<KpiPlace> {
  const place = await placeOf(args)
  return { ...place, one: await oneKpi(place.scope, place.project.id, args.params['id'] ?? '') }
}
