import { Hono } from 'hono'
import * as z from 'zod'
import type { App } from './app.ts'
import { schemaOf } from './projects/kind.ts'
import { projectFields } from './projects/project.ts'

/** The description of the public API, made from the schemas that check it (OpenAPI 3.1). */
export function openApiRoutes(app: App): Hono {
  return new Hono().get('/api/v1/openapi.json', (c) => c.json(openApi(app)))
}

const error = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      required: ['id', 'message'],
      properties: {
        id: { type: 'string' },
        field: { type: ['string', 'null'] },
        message: { type: 'string' },
      },
    },
  },
}

const paging = ['limit', 'offset'].map((name) => ({ name, in: 'query', schema: { type: 'integer' } }))

const answer = (description: string, schema: object) => ({ description, content: { 'application/json': { schema } } })
const refusals = {
  '400': answer('The body could not be read', error),
  '401': answer('No key, or an unknown one', error),
  '403': answer('The key lacks the scope', error),
  '404': answer('Not of this workspace', error),
  '422': answer('Values refused, field by field', error),
}

export function openApi({ catalog, config, url }: Pick<App, 'catalog' | 'config' | 'url'>) {
  const project = {
    name: 'project',
    in: 'path',
    required: true,
    description: 'slug of the project',
    schema: { type: 'string' },
  }
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }
  const { $schema: _, ...projectSchema } = z.toJSONSchema(schemaOf(projectFields), {
    io: 'input',
    unrepresentable: 'any',
  })
  const schemas: Record<string, object> = { Error: error, Project: projectSchema }
  const paths: Record<string, object> = { ...fixedPaths(project) }
  for (const kind of catalog.kinds) {
    const { $schema: _, ...schema } = z.toJSONSchema(schemaOf(kind.fields), { io: 'input', unrepresentable: 'any' })
    schemas[kind.name] = { ...schema, description: kind.words.en.purpose }
    const ref = { $ref: `#/components/schemas/${kind.name}` }
    const whole = { allOf: [ref, { type: 'object', properties: { id: id.schema, version: { type: 'integer' } } }] }
    const body = { required: true, content: { 'application/json': { schema: ref } } }
    const tags = [kind.words.en.many]
    paths[`/api/v1/projects/{project}/${kind.path}`] = {
      get: { tags, description: 'Filters, `q`, `sort` and `dir` as in the address of the page.', parameters: [project, ...paging], responses: { '200': answer(kind.words.en.many, { type: 'object', properties: { [kind.path]: { type: 'array', items: whole }, total: { type: 'integer' } } }), ...refusals } },
      post: { tags, parameters: [project], requestBody: body, responses: { '201': answer('Created', whole), ...refusals } },
    } // prettier-ignore
    paths[`/api/v1/projects/{project}/${kind.path}/{id}`] = {
      get: { tags, parameters: [project, id], responses: { '200': answer(kind.words.en.one, whole), ...refusals } },
      patch: { tags, description: 'Fields left out keep their value; `version` refuses to overwrite a later save.', parameters: [project, id], requestBody: body, responses: { '200': answer('Saved', whole), '409': answer('Somebody saved first', error), ...refusals } },
      delete: { tags, parameters: [project, id], responses: { '204': { description: 'In the bin, for 30 days' }, ...refusals } },
    } // prettier-ignore
    paths[`/api/v1/projects/{project}/${kind.path}/{id}/thread`] = {
      get: { tags, description: 'Where it comes from and what rests on it, up to six links.', parameters: [project, id], responses: { '200': answer('The thread', { type: 'object' }), ...refusals } },
    } // prettier-ignore
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Filrouge',
      version: config.version,
      description: 'Keys are made in the workspace; each has scopes.',
    },
    servers: [{ url }],
    security: [{ key: [] }],
    components: { schemas, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths,
  }
}

function fixedPaths(project: object) {
  const ends = {
    type: 'object',
    required: ['from', 'to'],
    properties: { from: { type: 'string', format: 'uuid' }, to: { type: 'string', format: 'uuid' } },
  }
  const projectRef = { $ref: '#/components/schemas/Project' }
  const body = (schema: object) => ({ required: true, content: { 'application/json': { schema } } })
  return {
    '/api/v1/projects': {
      get: { tags: ['Projects'], responses: { '200': answer('Projects', { type: 'object', properties: { projects: { type: 'array', items: projectRef } } }), ...refusals } },
      post: { tags: ['Projects'], requestBody: body(projectRef), responses: { '201': answer('Created', projectRef), ...refusals } },
    },
    '/api/v1/projects/{project}': {
      get: { tags: ['Projects'], parameters: [project], responses: { '200': answer('The project', projectRef), ...refusals } },
      patch: { tags: ['Projects'], description: 'Fields left out keep their value; `version` refuses to overwrite a later save.', parameters: [project], requestBody: body(projectRef), responses: { '200': answer('Saved', projectRef), '409': answer('Somebody saved first', error), ...refusals } },
    },
    '/api/v1/projects/{project}/map': {
      get: { tags: ['Projects'], parameters: [project], responses: { '200': answer('The 14 competencies: what is there, missing, late, new', { type: 'object' }), ...refusals } },
    },
    '/api/v1/projects/{project}/thread': {
      get: { tags: ['Thread'], parameters: [project], responses: { '200': answer('Links', { type: 'object', properties: { links: { type: 'array', items: ends } } }), ...refusals } },
      post: { tags: ['Thread'], parameters: [project], requestBody: body(ends), responses: { '201': answer('Linked', ends), ...refusals } },
      delete: { tags: ['Thread'], parameters: [project], requestBody: body(ends), responses: { '204': { description: 'Cut' }, ...refusals } },
    },
    '/api/v1/projects/{project}/coverage': {
      get: { tags: ['Thread'], parameters: [project], responses: { '200': answer('Findings by criterion', { type: 'object' }), ...refusals } },
    },
  } // prettier-ignore
}
