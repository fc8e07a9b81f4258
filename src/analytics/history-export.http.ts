import { Hono } from 'hono'
import { apiScope } from '../accounts/api.ts'
import type { Scope } from '../accounts/scope.ts'
import type { App } from '../app.ts'
import { badRequest } from '../errors.ts'
import { siteByDomain, type Site } from './analytics.store.ts'
import { boundsAsked, historyFileName, wrongBound } from './history-export.ts'
import { daysMeasured, historyCsv } from './history-export.store.ts'

/** GET /api/v1/sites/{site}/history: the days of a site as our own CSV, which another Filrouge imports. */
export function historyExportRoutes(app: App): Hono {
  return new Hono().get('/api/v1/sites/:site/history', async (c) => {
    const scope = await apiScope(app, c.req.raw, 'stats:read')
    return historyResponse(scope, await siteByDomain(scope, c.req.param('site')), new URL(c.req.url).searchParams)
  })
}

/** The file that an address asks for, sent as it is read; its head alone where nothing was measured. @throws badRequest for a day that is none */
export async function historyResponse(scope: Scope, site: Site, search: URLSearchParams): Promise<Response> {
  const asked = boundsAsked(search.get('from'), search.get('to'))
  if ('wrong' in asked) throw badRequest('badDay', wrongBound, asked.wrong)
  const period = await daysMeasured(scope, site, asked)
  return new Response(streamed(historyCsv(scope, site, period)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${historyFileName(site.domain, period)}"`,
      'cache-control': 'no-store',
    },
  })
}

/** Pieces are made when the reader takes them, and no more are once he leaves. */
function streamed(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}
