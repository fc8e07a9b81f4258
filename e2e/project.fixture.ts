import { expect } from 'vitest'
import type { Kind } from '../src/projects/kind.ts'
import type { Visitor } from './visitor.fixture.ts'

/** A project of the visitor's workspace, by its address. */
export interface Project {
  /** `/w/<workspace>/p/<project>` */
  readonly base: string
  /** Creates an object as the form of its kind would, without drawing it. @returns its uuid */
  readonly plant: (kind: Kind, values: Readonly<Record<string, string>>) => Promise<string>
  readonly link: (kind: Kind, id: string, side: 'before' | 'after', other: string) => Promise<void>
}

/** What stands before a journey begins: sent by the product's own forms, as a browser without scripts sends them. */
export async function startProject(
  visitor: Visitor,
  name: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Project> {
  const home = await visitor.page.request.get('/')
  const workspace = /^\/w\/[^/]+/.exec(new URL(home.url()).pathname)?.[0] ?? ''
  const base = await send(visitor, `${workspace}/new`, {
    name,
    company: 'Les Ruchers du Ventoux',
    startsOn: '2026-01-01',
    endsOn: '2027-12-31',
    vatReference: 'excl',
    timeZone: 'Europe/Paris',
    currency: 'EUR',
    ...more,
  })
  return projectAt(visitor, base)
}

/** A project that exists. */
export const projectAt = (visitor: Visitor, base: string): Project => ({
  base,
  plant: async (kind, values) => (await send(visitor, `${base}/${kind.path}/new`, values)).slice(-36),
  link: async (kind, id, side, other) => {
    await send(visitor, `${base}/${kind.path}/${id}`, { intent: 'link', side, other })
  },
})

/** Sends a form and gives the address it leads to. */
async function send(visitor: Visitor, path: string, form: Readonly<Record<string, string>>): Promise<string> {
  const answer = await visitor.page.request.post(path, {
    form,
    headers: { 'sec-fetch-site': 'same-origin' },
    maxRedirects: 0,
  })
  expect(answer.status(), `${path} ${JSON.stringify(form)}`).toBe(302)
  return answer.headers()['location'] ?? ''
}
