import { Hono } from 'hono'
import { apiScope, jsonObject } from '../accounts/api.ts'
import type { App } from '../app.ts'
import { AppError, notFound } from '../errors.ts'
import type { Words } from '../errors.ts'
import { answer, siteByDomain } from './analytics.store.ts'
import { importsShown } from './imported.store.ts'
import { parseQuery } from './query-body.ts'

const maxBytes = 64 * 1024

/** POST /api/v1/query: the figures of the audience page, by the same query. */
export function queryRoutes(app: App): Hono {
  const api = new Hono()

  api.post('/api/v1/query', async (c) => {
    const scope = await apiScope(app, c.req.raw, 'stats:read')
    const { site: domain, imported = false, ...asked } = await jsonObject(c.req.raw, maxBytes)
    const siteProblem = domainProblem(domain)
    const parsed = parseQuery(asked)
    const importedProblem = typeof imported === 'boolean' ? null : notBoolean
    const fields = {
      ...(siteProblem ? { site: siteProblem } : {}),
      ...(importedProblem ? { imported: importedProblem } : {}),
      ...(parsed.ok ? {} : parsed.fields),
    }
    if (!parsed.ok || typeof domain !== 'string' || siteProblem || importedProblem)
      throw new AppError('badQuery', 400, badQuery, { fields })
    const site = await siteByDomain(scope, domain).catch((error: unknown) => {
      throw error instanceof AppError && error.status === 404 ? unknownSite() : error
    })
    const { rows, totals, comparison } = await answer(scope, site, parsed.query)
    return c.json({
      rows,
      totals,
      ...(comparison ? { comparison } : {}),
      // Beside the figures, never in them: see docs/decisions/0087.
      ...(imported === true ? { imported: await importsShown(scope, site, parsed.query.period) } : {}),
      query: { ...parsed.query, site: site.domain, timeZone: site.timeZone, currency: site.currency },
    })
  })

  return api
}

const notBoolean: Words = { fr: 'true ou false.', en: 'true or false.' }

const badQuery: Words = {
  fr: 'La requête ne se comprend pas : corrigez les champs signalés.',
  en: 'The query cannot be understood: mend the fields marked.',
}

/** 404, with the field that names it: the body is right, the site is not there, or not in this workspace. */
const unknownSite = () =>
  new AppError('unknownSite', 404, notFound().words, {
    fields: {
      site: { fr: 'Aucun site de cet espace ne porte ce domaine.', en: 'No site of this workspace has this domain.' },
    },
  })

const domainProblem = (domain: unknown): Words | null =>
  typeof domain !== 'string' || domain.trim() === ''
    ? { fr: 'Le domaine du site est nécessaire.', en: 'The site’s domain is needed.' }
    : domain.length > 253
      ? { fr: '253 signes au plus.', en: '253 characters at most.' }
      : null
