import { Hono } from 'hono'
import type * as z from 'zod'
import { apiScope, jsonObject, wrongBody } from '../accounts/api.ts'
import type { KeyScope } from '../accounts/roles.ts'
import type { Scope } from '../accounts/scope.ts'
import type { App } from '../app.ts'
import { type Words, conflict, invalid } from '../errors.ts'
import { readObject } from '../projects/objects.store.ts'
import { problemTexts } from '../projects/show.ts'
import { type Project, projectBySlug } from '../projects/projects.store.ts'
import { addressTraps } from './address-traps.ts'
import { spanOf } from './click-facets.ts'
import { auditOf } from './link-audit.store.ts'
import { checkBody, namingBody, tableBody, tableOfLinks } from './link-bodies.ts'
import { checkLink, predictions } from './link-check.store.ts'
import { linkStatistics } from './link-statistics.store.ts'
import { createLinks, judgeTable } from './link-table.store.ts'
import { type TrackedLink, trackedLink } from './links.ts'
import { namingOf, saveNaming } from './naming.store.ts'
import { readNaming, withTemplate } from './naming.ts'
import { pastedFrom } from './pasted-table.ts'
import { planOf } from './plan.store.ts'
import { qrFile } from './qr-file.store.ts'
import { noUtm, utmFields } from './utm.ts'

/** What the pages of links show and do beyond their objects, for programs. */
export function linkRoutes(app: App): Hono {
  const api = new Hono()
  const project = '/api/v1/projects/:project'

  api.get(`${project}/links/:id/statistics`, async (c) => {
    const { scope, project, days } = await placed(app, c.req, 'stats:read')
    const link = await readObject(scope, trackedLink, project.id, c.req.param('id'))
    const { site, ...told } = await linkStatistics(scope, project, { id: link.id, values: link.values as TrackedLink }, days) // prettier-ignore
    return c.json({ ...told, site: site?.domain ?? null, currency: project.currency })
  })

  api.get(`${project}/links/:id/qr`, async (c) => {
    const { scope, project } = await placed(app, c.req, 'projects:read')
    const link = await readObject(scope, trackedLink, project.id, c.req.param('id'))
    const { format = 'svg', size = '' } = c.req.query()
    return qrFile(scope, app.url, project.id, link.values as TrackedLink, format, size)
  })

  api.get(`${project}/link-audit`, async (c) => {
    const { scope, project, days } = await placed(app, c.req, 'stats:read')
    return c.json(await auditOf(scope, project, days))
  })

  api.get(`${project}/tracking-plan`, async (c) => {
    const { scope, project, days } = await placed(app, c.req, 'stats:read')
    const { check, facts, period, sites } = await planOf(scope, project, days)
    const events = check.events.map((event) => ({ ...event, ...facts.get(event.id) }))
    return c.json({ period, sites, events, undeclared: check.undeclared, hidden: check.hidden })
  })

  api.get(`${project}/link-naming`, async (c) => {
    const { scope, project } = await placed(app, c.req, 'projects:read')
    const { naming, version } = await namingOf(scope, project.id)
    return c.json({ ...naming, version })
  })

  // The whole convention at once, as its form does; `version` refuses to write over what somebody else wrote.
  api.put(`${project}/link-naming`, async (c) => {
    const { scope, project } = await placed(app, c.req, 'projects:write')
    const { version, ...given } = parsed(namingBody, await jsonObject(c.req.raw))
    const read = readNaming(textsOf(given))
    if ('problems' in read) throw invalid(read.problems)
    await saveNaming(scope, project.id, version, read.naming)
    return c.json({ ...read.naming, version: version + 1 })
  })

  api.post(`${project}/link-check`, async (c) => {
    const { scope, project } = await placed(app, c.req, 'projects:read')
    const { template, destination, ...utm } = parsed(checkBody, await jsonObject(c.req.raw))
    const { naming } = await namingOf(scope, project.id)
    const filled = withTemplate({ ...noUtm, ...blankIsNull(utm) }, naming.templates.find(({ name }) => name === template)) // prettier-ignore
    const checked = await checkLink(app, scope, project.id, { ...filled, destination })
    if (!checked.ok) throw invalid({ ...checked.problems })
    return c.json({
      landing: checked.landing,
      channel: checked.channel,
      site: checked.site,
      warnings: checked.warnings.map((words) => words[scope.locale]),
      ...filled,
    })
  })

  api.post(`${project}/link-table`, async (c) => {
    const { scope, project } = await placed(app, c.req, 'projects:write')
    const { links, table: text = '', dryRun, ...asked } = parsed(tableBody, await jsonObject(c.req.raw))
    const table = await judgeTable(scope, project.id, links ? pastedFrom(tableOfLinks(links)) : text, asked)
    if (table.problem) throw invalid({ [links ? 'links' : 'table']: table.problem })
    // A line of a table is named by its number, a link of a list by its place, from 0: as whoever sent it counts.
    const nameOf = (line: number) => (links ? `links.${line - 2}` : `line ${line}`)
    if (dryRun) {
      const predicted = await predictions(scope, project.id)
      const lines = table.rows.map(({ line, values, link, problems }) => {
        const prediction = link && predicted(link)
        const warnings = link && prediction ? [...prediction.warnings, ...addressTraps(link.destination, link)] : []
        return { at: nameOf(line), link: values, channel: prediction?.channel ?? null, problems: problemTexts(problems, scope.locale), warnings: warnings.map((words) => words[scope.locale]) } // prettier-ignore
      })
      return c.json({ lines, ignored: table.ignored, ready: table.rows.every(({ link }) => link !== null) })
    }
    const problems: Record<string, Words> = Object.fromEntries(
      table.rows.flatMap(({ line, problems }) =>
        Object.entries(problems).map(([column, words]) => [`${nameOf(line)}.${column}`, words]),
      ),
    )
    if (Object.keys(problems).length > 0) throw invalid(problems)
    const made = await createLinks(scope, app.catalog.kinds, project.id, table.rows)
    if (made === null) throw takenMeanwhile()
    const created = await Promise.all(made.map((id) => readObject(scope, trackedLink, project.id, id)))
    const base = `${app.url}/l/`
    return c.json({ links: created.map(({ id, version, values }) => ({ id, version, address: `${base}${(values as TrackedLink).slug}`, ...values })), ignored: table.ignored }, 201) // prettier-ignore
  })

  return api
}

interface Asked {
  readonly raw: Request
  param(name: 'project'): string | undefined
  query(name: string): string | undefined
}

async function placed(app: App, asked: Asked, needed: KeyScope): Promise<{ scope: Scope; project: Project; days: number }> {
  const scope = await apiScope(app, asked.raw, needed)
  const project = await projectBySlug(scope, asked.param('project'))
  return { scope, project, days: spanOf(asked.query('days') ?? null) }
} // prettier-ignore

/** @throws a 400 that names the part of the body that is not of the form asked */
function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  throw wrongBody([...(issue?.path ?? []), ...unknown].join('.'))
}

const blankIsNull = (utm: Readonly<Record<string, string | null | undefined>>) =>
  Object.fromEntries(utmFields.map((name) => [name, utm[name]?.trim() || null]))

/** A convention as the texts of its form: one reading judges both. */
function textsOf({ templates, ...rest }: Omit<z.infer<typeof namingBody>, 'version'>): (name: string) => string {
  const lists = Object.entries(rest).map(([name, value]): [string, string] => [
    name,
    Array.isArray(value) ? value.join('\n') : value === true ? 'declared' : String(value),
  ])
  const rows = templates.flatMap((template, row) =>
    Object.entries(template).map(([column, text]): [string, string] => [`template.${row}.${column}`, text]),
  )
  const texts = new Map([...lists, ...rows])
  return (name) => texts.get(name) ?? ''
}

const takenMeanwhile = () =>
  conflict('slugTaken', {
    fr: 'Une adresse courte a été prise entre-temps : renvoyez le tableau. Rien n’a été créé.',
    en: 'A short address was taken meanwhile: send the table again. Nothing was created.',
  })
