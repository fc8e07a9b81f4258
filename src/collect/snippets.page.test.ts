import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import { addKey } from '../accounts/keys.store.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { isAppError } from '../errors.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import { collectRoutes } from './collect.http.ts'
import { addSite } from './sites.store.ts'
import * as page from './snippets.page.tsx'
import { measures, places, snippets } from './snippets.ts'

// What the page gives to paste is pasted: lines for a page say all the same, lines for a server run and are counted.

const t = await testInstance()
const http = collectRoutes(t.app)
const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
let workspace: Workspace
let lead: Scope
let project: Project
let other: Project
let key: string

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

beforeAll(async () => {
  workspace = await t.workspace()
  lead = await makeMember(t.app, workspace, 'lead')
  project = await createProject(lead, frame)
  other = await createProject(lead, { ...frame, name: 'Autre' })
  await addSite(lead, { domain: 'ruches.example', projectId: project.id })
  key = await addKey(await makeMember(t.app, workspace, 'owner'), 'boutique', ['events:write'])
})

async function open(search = '', role: 'lead' | 'contributor' | 'management' = 'lead', which = project) {
  const scope = role === 'lead' ? lead : await makeMember(t.app, workspace, role)
  const reader = new Visitor(t.app, await signedInCookie(t.app, scope.user.id ?? ''))
  const params = { workspace: workspace.slug, project: which.slug, domain: 'ruches.example' }
  return reader.open(
    page.loader,
    `/w/${workspace.slug}/p/${which.slug}/sites/ruches.example/snippets${search}`,
    params,
  ) as ReturnType<typeof page.loader>
}

/** The attributes of a tag as a browser or JSX reads them. */
const attributesOf = (tag: string) =>
  Object.fromEntries(
    [...tag.matchAll(/([\w-]+)(?:="([^"]*)")?(?=[\s>/])/g)].map(([, name = '', value = '']) => [name, value]),
  )

const chosen = fc.subarray([...measures])
const site = fc.record({
  domain: fc.constantFrom('ruches.example', 'www.miel-et-cire.example', 'xn--rucher-9ua.example'),
  currency: fc.constantFrom('EUR', 'CHF'),
  mode: fc.constantFrom('exempt' as const, 'consent' as const),
  settings: fc.record({ obeySignals: fc.boolean() }),
})

test('whatever is measured and however, a tag manager, WordPress and Next.js write the same tag as the HTML', () =>
  fc.assert(
    fc.property(site, chosen, (given, list) => {
      const made = snippets(given, list, 'https://fil.example')
      const { script: _script, defer, ...wanted } = attributesOf(made.html)
      expect(defer).toBe('')
      expect(made.wordpress).toContain(made.html)
      const { Script: _, strategy, ...next } = attributesOf(/<Script .*/.exec(made.next)?.[0] ?? '')
      expect([strategy, next]).toEqual(['afterInteractive', wanted])
      // The tag manager's is a script: it runs here, and what it adds to a page is looked at.
      const added: Record<string, string>[] = []
      const tag: Record<string, string> & { setAttribute?: unknown } = {}
      const element = Object.assign(tag, { setAttribute: (name: string, value: string) => void (tag[name] = value) })
      const document = { createElement: () => element, head: { appendChild: (one: Record<string, string>) => added.push(one) } }
      runInNewContext(made.tagManager.replace(/<\/?script>/g, ''), { document })
      const { setAttribute: _set, async: isAsync, ...told } = added[0] ?? {}
      expect([added.length, isAsync, told]).toEqual([1, false, wanted])
    }),
    { numRuns: 60 },
  )) // prettier-ignore

describe('lines for a server', () => {
  /** As the lines of Node send it, to the real collector. */
  async function sendOrder(text: string, order: object) {
    const sent: Response[] = []
    const fetch = async (address: string, request: RequestInit): Promise<Response> => {
      const answer = await http.request(new URL(address).pathname, request)
      sent.push(answer)
      return answer
    }
    const run = `(async () => { ${text.replace('KEY', key)} })()`
    await (runInNewContext(run, { fetch, order }) as Promise<void>)
    return sent[0]
  }
  const revenueOf = async (id: string) => {
    await t.app.journal.drained()
    const query = `select name, revenue_cents, toString(currency) as code, path from events where name = 'order' and revenue_cents = ${id}`
    return (await t.clickhouse.query({ query, format: 'JSONEachRow' })).json()
  }

  test('of Node, run as they are, count an order with its amount', async () => {
    const data = await open()
    const order = { number: 'N-7', total: 41.5, ip: '192.0.2.8', userAgent: agent }
    const answer = await sendOrder(data.snippets.node, order)
    expect([answer?.status, await answer?.json()]).toEqual([202, { status: 'accepted' }])
    expect(await revenueOf('4150')).toEqual([{ name: 'order', revenue_cents: 4150, code: 'EUR', path: '/' }])
    // The same order sent again by a shop that was not sure.
    await sendOrder(data.snippets.node, order)
    expect(await revenueOf('4150')).toHaveLength(1)
  })

  test('of curl carry a body that is taken as it is', async () => {
    const data = await open()
    const body = /-d '(.*)'$/s.exec(data.snippets.curl)?.[1] ?? ''
    const answer = await http.request('/api/event', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body,
    })
    expect([answer.status, await answer.json()]).toEqual([202, { status: 'accepted' }])
    expect(await revenueOf('3480')).toHaveLength(1)
    const without = await http.request('/api/event', { method: 'POST', body })
    expect(without.status).toBe(401)
  })

  test('of PHP name the same fields as those of Node', async () => {
    const { php, node } = (await open()).snippets
    const fields = ['site', 'url', 'name', 'id', 'revenue', 'amount', 'currency', 'ip', 'userAgent']
    expect(fields.filter((field) => !php.includes(`'${field}' =>`))).toEqual([])
    expect(fields.filter((field) => !node.includes(`${field}:`))).toEqual([])
  })

  test('without scripts, the image is asked for at an address that answers', async () => {
    const src = /src="([^"]+)"/.exec((await open()).snippets.pixel)?.[1] ?? ''
    const { pathname, search } = new URL(src)
    const headers = { 'user-agent': agent, referer: 'https://ruches.example/sans-script' }
    const answer = await http.request(pathname + search, { headers })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/gif'])
  })
})

describe('the page', () => {
  test('keeps in its address what was ticked, and nothing that is no measure', async () => {
    expect((await open('?x=none&x=scroll&x=time&x=constructor')).chosen).toEqual(['scroll', 'time'])
    expect((await open()).chosen).toEqual(['outbound', 'downloads'])
    expect(Object.keys((await open('?x=none')).snippets)).toEqual([...places])
  })

  test('is of a site of its own project', async () => {
    const error = await open('', 'lead', other).then(() => null, (problem: unknown) => problem) // prettier-ignore
    expect(isAppError(error) && error.status).toBe(404)
  })

  test.each(['contributor', 'management'] as const)('is read by %s', async (role) =>
    expect((await open('', role)).domain).toBe('ruches.example'),
  )
})
