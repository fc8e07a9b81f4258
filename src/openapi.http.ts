import { Hono } from 'hono'
import * as z from 'zod'
import type { KeyScope } from './accounts/roles.ts'
import { querySchema } from './analytics/query-body.ts'
import type { App } from './app.ts'
import { spans } from './links/click-facets.ts'
import { checkBody, namingBody, tableBody } from './links/link-bodies.ts'
import { pngSizes, printSizes } from './links/qr.ts'
import { type Kind, schemaOf } from './projects/kind.ts'
import { longestList } from './projects/objects.http.ts'
import { projectFields } from './projects/project.ts'

/** The description of the public API, made from the schemas that check it (OpenAPI 3.1). */
export function openApiRoutes(app: App): Hono {
  return new Hono().get('/api/v1/openapi.json', (c) => c.json(openApi(app)))
}

type Described = Pick<App, 'catalog' | 'config' | 'url'>

/** openapi.test.ts holds it against the routes themselves: one that is not here, or not there, is named. */
export function openApi({ catalog, config, url }: Described) {
  const [fixed, ...kinds] = [{ ...fixedPaths(), ...linkPaths(), ...alertPaths() }, ...catalog.kinds.map(kindPaths)]
  return {
    openapi: '3.1.0',
    info: {
      title: 'Filrouge',
      version: config.version,
      description:
        'Keys are made in the workspace by its owner; each has rights, and an operation names the one it needs. Bodies are JSON in UTF-8, of 2 MiB at most; a key written twice counts as written last. Errors speak the language of Accept-Language, or the workspace’s.',
    },
    servers: [{ url }],
    components: {
      schemas: {
        Error: error,
        Project: schemaOfFields(projectFields, 'One communication project of one company'),
        ...Object.fromEntries(
          catalog.kinds.map((kind) => [kind.name, schemaOfFields(kind.fields, kind.words.en.purpose)]),
        ),
      },
      responses: refusals,
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'fr_…' } },
    },
    paths: Object.assign({}, fixed, ...kinds) as Record<string, object>,
  }
}

const error = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['id', 'field', 'message'],
      properties: {
        id: { type: 'string', description: 'The same in every language' },
        field: { type: ['string', 'null'], description: 'The first field that is wrong' },
        message: { type: 'string', description: 'What, where, and how to mend it' },
        fields: { type: 'object', additionalProperties: { type: 'string' }, description: 'When several are wrong' },
      },
    },
  },
}

const json = (schema: object) => ({ 'application/json': { schema } })
const answer = (description: string, schema: object = { type: 'object' }) => ({ description, content: json(schema) })
const refusal = (description: string) => answer(description, { $ref: '#/components/schemas/Error' })

const refusals = {
  badRequest: refusal('The body or a parameter could not be read'),
  noKey: refusal('No key, or one that is unknown or revoked'),
  keyScope: refusal('The key lacks the right'),
  notFound: refusal('Not there, or not of this workspace'),
  conflict: refusal('Somebody saved first, or the thread does not allow it'),
  tooLarge: refusal('The body is over the limit'),
  wrongType: refusal('The body is not JSON in UTF-8'),
  invalid: refusal('Values refused, field by field'),
}

const refused = (...names: (keyof typeof refusals)[]) => {
  const status = { badRequest: 400, noKey: 401, keyScope: 403, notFound: 404, conflict: 409, tooLarge: 413, wrongType: 415, invalid: 422 } // prettier-ignore
  return Object.fromEntries(names.map((name) => [status[name], { $ref: `#/components/responses/${name}` }]))
}

const forReading = refused('noKey', 'keyScope', 'notFound')
const forWriting = refused(
  'badRequest', 'noKey', 'keyScope', 'notFound', 'conflict', 'tooLarge', 'wrongType', 'invalid',
) // prettier-ignore

interface Operation {
  readonly tags: readonly string[]
  readonly summary: string
  readonly parameters?: readonly object[]
  readonly requestBody?: object
  readonly responses: object
}

const needing = (right: KeyScope, operation: Operation) => ({ ...operation, security: [{ key: [right] }] })
const reading = (operation: Operation) => needing('projects:read', operation)
const writing = (operation: Operation) => needing('projects:write', operation)

const project = { name: 'project', in: 'path', required: true, description: 'Slug of the project', schema: { type: 'string' } } // prettier-ignore
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }
const bodyOf = (schema: object) => ({ required: true, content: json(schema) })

const paging = [
  { name: 'limit', in: 'query', description: 'Objects of a page', schema: { type: 'integer', minimum: 1, maximum: longestList, default: longestList } },
  { name: 'q', in: 'query', description: 'Words of the title', schema: { type: 'string' } },
  { name: 'sort', in: 'query', description: 'A field', schema: { type: 'string' } },
  { name: 'dir', in: 'query', schema: { type: 'string', enum: ['asc', 'desc'] } },
  { name: 'offset', in: 'query', description: 'Objects before it', schema: { type: 'integer', minimum: 0, default: 0 } },
] // prettier-ignore

function schemaOfFields(fields: Kind['fields'], description: string) {
  const { $schema: _, ...schema } = z.toJSONSchema(schemaOf(fields), { io: 'input', unrepresentable: 'any' })
  return { ...schema, description }
}

/** The operations that every kind has. */
function kindPaths(kind: Kind) {
  const { one, many } = kind.words.en
  const ref = { $ref: `#/components/schemas/${kind.name}` }
  const instant = { type: 'string', format: 'date-time' }
  const kept = { id: id.schema, version: { type: 'integer' }, createdAt: instant, updatedAt: instant }
  const whole = { type: 'object', required: Object.keys(kept), properties: kept, allOf: [{ ...ref }] }
  const list = {
    type: 'object',
    required: [kind.path, 'total', 'next'],
    properties: {
      [kind.path]: { type: 'array', items: whole },
      total: { type: 'integer' },
      next: { type: ['string', 'null'], description: 'Address of the next page' },
    },
  }
  const [tags, all] = [[many], `/api/v1/projects/{project}/${kind.path}`]
  return {
    [all]: {
      get: reading({ tags, summary: `List: ${many}`, parameters: [project, ...paging], responses: { 200: answer('A page of the list', list), ...refused('badRequest'), ...forReading } }),
      post: writing({ tags, summary: `Add: ${one}`, parameters: [project], requestBody: bodyOf(ref), responses: { 201: answer('Added', whole), ...forWriting } }),
    },
    [`${all}/{id}`]: {
      get: reading({ tags, summary: `Read: ${one}`, parameters: [project, id], responses: { 200: answer('The object', whole), ...forReading } }),
      patch: writing({ tags, summary: `Change: ${one}. Fields left out keep their value; version refuses to overwrite a later save.`, parameters: [project, id], requestBody: bodyOf({ type: 'object', description: `Some of the fields of ${kind.name}, and version` }), responses: { 200: answer('Saved', whole), ...forWriting } }),
      delete: writing({ tags, summary: `Put in the bin, for 30 days: ${one}`, parameters: [project, id], responses: { 204: { description: 'In the bin' }, ...forReading } }),
    },
    [`${all}/{id}/thread`]: {
      get: reading({ tags, summary: `Where it comes from and what rests on it, up to six links: ${one}`, parameters: [project, id], responses: { 200: answer('The thread'), ...forReading } }),
    },
  } // prettier-ignore
}

function fixedPaths() {
  const end = { type: 'string', format: 'uuid' }
  const ends = { type: 'object', required: ['from', 'to'], properties: { from: end, to: end } }
  const { $schema: _, ...asked } = z.toJSONSchema(querySchema, { io: 'input', unrepresentable: 'any' })
  const question = { ...asked, required: [...(asked.required ?? []), 'site'], properties: { site: { type: 'string', description: 'Domain of the site' }, imported: { type: 'boolean', default: false, description: 'Adds, beside the figures and never in them, the days imported from another tool' }, ...asked.properties } } // prettier-ignore
  const projectRef = { $ref: '#/components/schemas/Project' }
  const rows = { type: 'array', items: { type: 'object' } }
  return {
    '/api/event': {
      post: {
        ...needing('events:write', { tags: ['Collection'], summary: 'Send an event. A key is needed only for time, ip and userAgent. A page without scripts shows the image GET /pixel.gif?site= instead.', requestBody: bodyOf({ type: 'object', required: ['site', 'url'], properties: { site: { type: 'string' }, url: { type: 'string' }, name: { type: 'string', default: 'pageview' }, referrer: { type: 'string' }, title: { type: 'string' }, id: { type: 'string', maxLength: 64, description: 'Makes a retry count once' }, props: { type: 'object' }, revenue: { type: 'object' }, products: { type: 'array', maxItems: 100, description: 'What an order is made of', items: { type: 'object', required: ['name'], properties: { name: { type: 'string', maxLength: 300 }, quantity: { type: 'integer', minimum: 1, default: 1 }, price: { type: 'number', minimum: 0, description: 'Of one piece' } } } }, consent: { type: 'boolean', description: 'The visitor consented; kept only by a site in consent mode' }, visitor: { type: 'string', maxLength: 64, description: 'What filrouge.visitor() gives; kept only with consent' }, optOut: { type: 'boolean', description: 'The visitor objects: nothing is kept but a total' }, time: { type: 'string', format: 'date-time' }, ip: { type: 'string' }, userAgent: { type: 'string' } } }), responses: { 202: answer('Accepted, or dropped with the reason'), ...refused('badRequest', 'noKey', 'notFound', 'tooLarge'), 429: refusal('Too many; Retry-After says when') } }),
        security: [{}, { key: ['events:write'] }],
      },
    },
    '/api/consent': {
      post: { tags: ['Collection'], summary: 'A visitor’s answer to the notice, from the measured page: the proof that is kept, or a withdrawal', security: [], requestBody: bodyOf({ type: 'object', required: ['site', 'visitor', 'given'], properties: { site: { type: 'string' }, visitor: { type: 'string' }, given: { type: 'boolean' }, notice: { type: 'integer', minimum: 1, description: 'Version read; the latest when left out' } } }), responses: { 202: answer('Recorded, or ignored with the reason'), ...refused('badRequest', 'notFound', 'tooLarge'), 429: refusal('Too many; Retry-After says when') } },
    },
    ...otherTools(),
    '/api/v1/query': {
      post: needing('stats:read', { tags: ['Figures'], summary: 'The figures of the audience page', requestBody: bodyOf(question), responses: { 200: answer('Rows and totals', { type: 'object', required: ['rows', 'totals'], properties: { rows, totals: { type: 'object' } } }), ...refused('badRequest', 'noKey', 'keyScope', 'notFound', 'tooLarge', 'wrongType') } }),
    },
    '/api/v1/sites/{site}/history': {
      get: needing('stats:read', { tags: ['Figures'], summary: 'The days a site measured, as the CSV that import-history reads: totals by day and by value of each dimension', parameters: [{ name: 'site', in: 'path', required: true, description: 'Domain of the site', schema: { type: 'string' } }, ...['from', 'to'].map((name) => ({ name, in: 'query', schema: { type: 'string', format: 'date' } }))], responses: { 200: { description: 'The table', content: { 'text/csv': { schema: { type: 'string' } } } }, ...refused('badRequest', 'noKey', 'keyScope', 'notFound') } }),
    },
    '/api/v1/openapi.json': {
      get: { tags: ['Description'], summary: 'This description', security: [], responses: { 200: answer('OpenAPI 3.1') } },
    },
    '/api/v1/projects': {
      get: reading({ tags: ['Projects'], summary: 'Projects of the workspace', responses: { 200: answer('Projects', { type: 'object', required: ['projects'], properties: { projects: { type: 'array', items: projectRef } } }), ...refused('noKey', 'keyScope') } }),
      post: writing({ tags: ['Projects'], summary: 'Add a project', requestBody: bodyOf(projectRef), responses: { 201: answer('Added', projectRef), ...forWriting } }),
    },
    '/api/v1/projects/{project}': {
      get: reading({ tags: ['Projects'], summary: 'Read a project', parameters: [project], responses: { 200: answer('The project', projectRef), ...forReading } }),
      patch: writing({ tags: ['Projects'], summary: 'Change a project. Fields left out keep their value; version refuses to overwrite a later save.', parameters: [project], requestBody: bodyOf({ type: 'object' }), responses: { 200: answer('Saved', projectRef), ...forWriting } }),
    },
    '/api/v1/projects/{project}/map': {
      get: reading({ tags: ['Projects'], summary: 'The 14 competencies: what is there, missing, late, new', parameters: [project], responses: { 200: answer('The map'), ...forReading } }),
    },
    '/api/v1/projects/{project}/thread': {
      get: reading({ tags: ['Thread'], summary: 'Links of the project', parameters: [project], responses: { 200: answer('Links', { type: 'object', required: ['links'], properties: { links: rows } }), ...forReading } }),
      post: writing({ tags: ['Thread'], summary: 'Link two objects', parameters: [project], requestBody: bodyOf(ends), responses: { 201: answer('Linked', ends), ...forWriting } }),
      delete: writing({ tags: ['Thread'], summary: 'Cut a link', parameters: [project], requestBody: bodyOf(ends), responses: { 204: { description: 'Cut' }, ...forWriting } }),
    },
    '/api/v1/projects/{project}/coverage': {
      get: reading({ tags: ['Thread'], summary: 'Findings of the coverage check, by criterion', parameters: [project], responses: { 200: answer('Criteria', { type: 'object', required: ['criteria'], properties: { criteria: rows } }), ...forReading } }),
    },
  } // prettier-ignore
}

/** What the pages of links show and do beyond their objects. */
function linkPaths() {
  const tags = ['Tracked links']
  const figures = (operation: Operation) => needing('stats:read', operation)
  const days = {
    name: 'days',
    in: 'query',
    description: 'Length of the period, which ends today',
    schema: { type: 'integer', enum: spans, default: 90 },
  }
  const schemaOfBody = (schema: z.ZodType) => bodyOf(described(schema))
  const inProject = '/api/v1/projects/{project}'
  return {
    [`${inProject}/links/{id}/statistics`]: {
      get: figures({ tags, summary: 'What a link brought: clicks by day (people, robots and previews apart), their hours, devices, countries and referrers, then visits and conversions; `unmeasured` says why these are null', parameters: [project, id, days], responses: { 200: answer('Its figures'), ...forReading } }),
    },
    [`${inProject}/links/{id}/qr`]: {
      get: reading({ tags, summary: 'The QR code of a link', parameters: [project, id, { name: 'format', in: 'query', schema: { type: 'string', enum: ['svg', 'png', 'pdf'], default: 'svg' } }, { name: 'size', in: 'query', description: `PNG: pixels (${pngSizes.join(', ')}); PDF: millimetres (${printSizes.join(', ')})`, schema: { type: 'integer' } }], responses: { 200: { description: 'The file', content: { 'image/svg+xml': {}, 'image/png': {}, 'application/pdf': {} } }, ...forReading } }),
    },
    [`${inProject}/link-check`]: {
      post: reading({ tags, summary: 'What a link would give before it is published: landing address, channel, traps. Nothing is written.', parameters: [project], requestBody: schemaOfBody(checkBody), responses: { 200: answer('The prediction'), ...refused('badRequest', 'tooLarge', 'wrongType', 'invalid'), ...forReading } }),
    },
    [`${inProject}/link-table`]: {
      post: writing({ tags, summary: 'Make many links at once: all, or none with what is wrong in each, named `links.3.slug` or `line 4.slug`', parameters: [project], requestBody: schemaOfBody(tableBody), responses: { 200: answer('The lines as judged, with dryRun'), 201: answer('The links made'), ...forWriting } }),
    },
    [`${inProject}/link-naming`]: {
      get: reading({ tags, summary: 'The naming convention', parameters: [project], responses: { 200: answer('The convention, and its version', described(namingBody)), ...forReading } }),
      put: writing({ tags, summary: 'Write the naming convention', parameters: [project], requestBody: schemaOfBody(namingBody), responses: { 200: answer('Written', described(namingBody)), ...forWriting } }),
    },
    [`${inProject}/link-audit`]: {
      get: figures({ tags, summary: 'Campaign links seen and not declared, declared and not seen, spelled otherwise, or that lose their parameters', parameters: [project, days], responses: { 200: answer('The audit'), ...forReading } }),
    },
    [`${inProject}/dashboards`]: {
      get: figures({ tags: ['Dashboards'], summary: 'The dashboards of a project', parameters: [project], responses: { 200: answer('Their names, periods and counts of cards'), ...forReading } }),
    },
    [`${inProject}/dashboards/{id}`]: {
      get: figures({ tags: ['Dashboards'], summary: 'A dashboard with the figures of every card; a card without figures says why in `reason`', parameters: [project, id, { name: 'period', in: 'query', description: 'Instead of its own', schema: { type: 'string', enum: ['today', '7d', '28d', '30d', 'month', '12m'] } }, { name: 'from', in: 'query', description: 'With `to`, instead of a period', schema: { type: 'string', format: 'date' } }, { name: 'to', in: 'query', schema: { type: 'string', format: 'date' } }], responses: { 200: answer('Its cards, their places and their figures'), ...forReading } }),
    },
    [`${inProject}/tracking-plan`]: {
      get: figures({ tags, summary: 'Events and parameters declared, against what arrived', parameters: [project, days], responses: { 200: answer('The plan and its check; a count too small to be shown is null'), ...forReading } }),
    },
  } // prettier-ignore
}

/** Alerts are made on their pages: programs read them and what they rang for. */
function alertPaths() {
  const tags = ['Alerts']
  const list = (name: string, properties: object) => ({
    type: 'object',
    required: [name],
    properties: { [name]: { type: 'array', items: { type: 'object', properties } } },
  })
  const text = { type: 'string' }
  const instant = { type: ['string', 'null'], format: 'date-time' }
  const rule = {
    type: 'object',
    description: 'The rule; figures in the unit of the metric: a ratio is 0–1, revenue is in cents',
  }
  const seen = { type: ['object', 'null'], description: 'What was seen, and what it was held against' }
  const inProject = '/api/v1/projects/{project}/alerts'
  return {
    [inProject]: {
      get: reading({ tags, summary: 'Alerts of a project, and how each stands', parameters: [project], responses: { 200: answer('Alerts', list('alerts', { id: id.schema, name: text, site: text, rule, judged: { type: ['string', 'null'], description: 'Last stretch of time judged' }, state: { enum: ['ringing', 'calm', 'paused', 'siteRemoved', 'waiting'] }, lastFiredAt: instant })), ...forReading } }),
    },
    [`${inProject}/{id}/firings`]: {
      get: reading({ tags, summary: 'What an alert rang for, newest first, with the rule as it was', parameters: [project, id], responses: { 200: answer('Firings', list('firings', { id: id.schema, rule, stretch: text, seen, firedAt: instant, backStretch: { type: ['string', 'null'] }, backSeen: seen, backAt: instant })), ...forReading } }),
    },
  } // prettier-ignore
}

function described(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}

/** Addresses for the clients of other tools, so that a site moves over by changing one host name: docs/decisions/0080. */
function otherTools() {
  const collection = (summary: string, content: object, responses: object) => ({
    ...needing('events:write', {
      tags: ['Collection'],
      summary,
      requestBody: { required: true, content },
      responses: { ...responses, ...refused('badRequest', 'noKey', 'notFound', 'tooLarge'), 429: refusal('Too many; Retry-After says when') },
    }),
    security: [{}, { key: ['events:write'] }],
  }) // prettier-ignore
  const event = { type: 'object', required: ['type', 'payload'], properties: { type: { enum: ['event', 'identify'] }, payload: { type: 'object', required: ['website'], properties: { website: { type: 'string', description: 'UUID of the site, or its domain' } } } } } // prettier-ignore
  const matomo = { type: 'object', required: ['idsite', 'rec'], properties: { idsite: { type: 'string' }, rec: { const: '1' }, url: { type: 'string' }, token_auth: { type: 'string', description: 'A key; needed for cdt and cip' } } } // prettier-ignore
  return {
    '/api/send': { post: collection('What Umami’s clients send', json(event), { 200: answer('Taken: { cache }') }) },
    '/api/batch': { post: collection('Several of them, 500 at most', json({ type: 'array', items: event }), { 200: answer('How many were taken, and which were refused') }) },
    ...Object.fromEntries(
      ['/matomo.php', '/piwik.php'].map((path) => [path, { post: collection('What Matomo’s clients send, one or {"requests": […]}; by GET too', { 'application/x-www-form-urlencoded': { schema: matomo } }, { 200: { description: 'An image of one point; JSON for several' }, 204: { description: 'Taken, with send_image=0' } }) }]),
    ),
  } // prettier-ignore
}
