import type { PageArgs } from '../accounts/request.ts'
import { placeOfSite } from '../collect/site-place.ts'
import { siteByDomain } from './analytics.store.ts'
import { historyResponse } from './history-export.http.ts'

/** GET the days of a site as our own CSV (`?from=…&to=…`), which another Filrouge imports. */
export async function loader(args: PageArgs): Promise<Response> {
  const { scope, site } = await placeOfSite(args)
  return historyResponse(scope, await siteByDomain(scope, site.domain), new URL(args.request.url).searchParams)
}
