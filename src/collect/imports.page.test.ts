import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor, goesTo } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { answer, sitesOf } from '../analytics/analytics.store.ts'
import { query } from '../analytics/query.ts'
import { commands } from '../commands.ts'
import { httpServer } from '../http.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import * as page from './imports.page.tsx'
import { addSite, type NewSite } from './sites.store.ts'

// From the page: files sent, read as a trial, imported, taken back.

const t = await testInstance()
const http = httpServer(t.app, () => Promise.resolve(new Response('a page')))
let workspace: Workspace
let project: Project
let lead: Scope
let reader: Visitor
const cookies: Record<string, string> = {}

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

beforeAll(async () => {
  workspace = await t.workspace()
  for (const role of ['lead', 'contributor'] as const) {
    const scope = await makeMember(t.app, workspace, role)
    cookies[role] = await signedInCookie(t.app, scope.user.id ?? '')
    if (role === 'lead') lead = scope
  }
  cookies['stranger'] = await signedInCookie(t.app, (await t.scope('owner')).user.id ?? '')
  project = await createProject(lead, frame)
  reader = new Visitor(t.app, cookies['lead'])
})

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0'
const line = (minute: number, path: string) =>
  `203.0.113.9 - - [17/May/2025:10:${String(minute).padStart(2, '0')}:00 +0000] "GET ${path} HTTP/1.1" 200 512 "-" "${firefox}"`
const log = (...lines: string[]) => new File([lines.join('\n')], 'access.log')

const addressOf = (domain: string) => `/w/${workspace.slug}/p/${project.slug}/sites/${domain}/imports`
const paramsOf = (domain: string) => ({ workspace: workspace.slug, project: project.slug, domain })
const newSite = (site: NewSite) => addSite(lead, { ...site, projectId: project.id })

async function send(domain: string, files: readonly File[], more: Record<string, string> = {}, who = 'lead') {
  const form = new FormData()
  for (const file of files) form.append('files', file)
  for (const [name, value] of Object.entries(more)) form.append(name, value)
  const sent = await http.request(`http://localhost:3000${addressOf(domain)}/files`, {
    method: 'POST',
    headers: { cookie: cookies[who] ?? '', 'sec-fetch-site': 'same-origin', accept: 'text/html' },
    body: form,
  })
  await t.app.imports.idle()
  return sent
}
interface Shown {
  readonly runs: readonly {
    readonly id: number
    readonly state: string
    readonly problem: string | null
    readonly report: Record<string, unknown> | null
  }[]
}
const shown = async (domain: string) =>
  ((await reader.open(page.loader, addressOf(domain), paramsOf(domain))) as Shown).runs
async function ask(domain: string, intent: string, id = 0) {
  const sent = await reader.send(page.action, addressOf(domain), { intent, id: String(id) }, paramsOf(domain))
  await t.app.imports.idle()
  return goesTo(sent)
}
async function figures(domain: string) {
  const [site] = await sitesOf(lead, { domain })
  if (!site) throw new Error('no site')
  const asked = query({
    period: { from: '2015-05-01', to: '2025-12-31' },
    metrics: ['pageviews', 'visits', 'visitors'],
  })
  return (await answer(lead, site, asked)).totals
}
const kept = () => readdirSync(t.app.imports.folder('')).filter((name) => !name.startsWith('.'))

describe('files sent from the page', () => {
  test('are read as a trial, imported when asked, and taken back whole', async () => {
    await newSite({ domain: 'page.example' })
    const sent = await send('page.example', [log(line(0, '/'), line(1, '/miel'), line(2, '/a.css')), new File([gzipSync(line(3, '/cire'))], '../../etc/access.log.1.gz')])
    expect([sent.status, goesTo(sent)]).toEqual([302, addressOf('page.example')])
    const [trial] = await shown('page.example')
    expect(trial).toMatchObject({ state: 'checked', report: { dryRun: true, kept: 3, visits: 1, refused: { file: 1 } } })
    expect(await figures('page.example')).toMatchObject({ pageviews: 0 })

    await ask('page.example', 'import', trial?.id)
    expect(await shown('page.example')).toMatchObject([{ state: 'done', report: { dryRun: false, kept: 3 } }])
    expect(await figures('page.example')).toMatchObject({ pageviews: 3, visits: 1, visitors: 1 })
    expect(kept()).toEqual([])

    await ask('page.example', 'remove', trial?.id)
    expect(await shown('page.example')).toMatchObject([{ state: 'removed' }])
    expect(await figures('page.example')).toMatchObject({ pageviews: 0, visits: 0 })
  }) // prettier-ignore

  test('that are dropped after the trial leave nothing', async () => {
    await newSite({ domain: 'abandon.example' })
    await send('abandon.example', [log(line(0, '/'))])
    const [trial] = await shown('abandon.example')
    await ask('abandon.example', 'cancel', trial?.id)
    expect([await shown('abandon.example'), kept()]).toEqual([[], []])
  })

  test('that are no log are refused by name on the page, and their files let go', async () => {
    await newSite({ domain: 'refus.example' })
    await send('refus.example', [new File(['date;visites\n2025-05-17;12\n'], 'visites.csv')])
    expect(await shown('refus.example')).toMatchObject([
      { state: 'failed', problem: expect.stringContaining('visites.csv') },
    ])
    expect(kept()).toEqual([])
  })

  test('go on by themselves after the instance was stopped in the middle', async () => {
    const { id } = await newSite({ domain: 'reprise.example' })
    await send('reprise.example', [log(line(0, '/'), line(1, '/miel'))])
    const [run] = await shown('reprise.example')
    // As a stop leaves it: begun, its first line written.
    await t.db
      .updateTable('importRuns')
      .set({ state: 'running' })
      .where('id', '=', run?.id ?? 0)
      .execute()
    t.app.imports.kick()
    await t.app.imports.idle()
    expect(await shown('reprise.example')).toMatchObject([{ state: 'done', report: { kept: 2, known: 0 } }])
    expect(id).toBeGreaterThan(0)
    expect(await figures('reprise.example')).toMatchObject({ pageviews: 2 })
  })

  test.each([
    ['nothing', [], {}, 400],
    ['an empty choice', [new File([], '')], {}, 400],
    ['a form nobody knows', [log(line(0, '/'))], { format: 'combinée' }, 400],
  ] as const)('%s is refused at once', async (_, files, more, status) => {
    await newSite({ domain: `vide-${status}-${_.length}.example` })
    expect((await send(`vide-${status}-${_.length}.example`, files, more)).status).toBe(status)
    expect(kept()).toEqual([])
  })

  test.each([
    ['contributor', 403],
    ['stranger', 404],
  ])('are not taken from a %s', async (who, status) => {
    expect((await send('page.example', [log(line(0, '/'))], {}, who)).status).toBe(status)
  })
})

describe('pieces of a file', () => {
  const upload = '5f0f6a52-3f0c-4a53-8a0e-6a1d2f7c9b10'
  const put = (domain: string, offset: number, body: string, where = `${upload}/0`) =>
    http.request(`http://localhost:3000${addressOf(domain)}/files/${where}?offset=${offset}&name=access.log`, {
      method: 'PUT',
      headers: { cookie: cookies['lead'] ?? '', 'sec-fetch-site': 'same-origin' },
      body,
    })

  test('are put together in order; one sent twice is not written twice', async () => {
    await newSite({ domain: 'morceaux.example' })
    const text = [line(0, '/'), line(1, '/miel')].join('\n')
    expect(await (await put('morceaux.example', 0, text.slice(0, 50))).json()).toEqual({ offset: 50 })
    const twice = await put('morceaux.example', 0, text.slice(0, 50))
    expect([twice.status, await twice.json()]).toEqual([409, { offset: 50 }])
    await put('morceaux.example', 50, text.slice(50))
    const done = await http.request(`http://localhost:3000${addressOf('morceaux.example')}/files/${upload}`, {
      method: 'POST',
      headers: { cookie: cookies['lead'] ?? '', 'sec-fetch-site': 'same-origin' },
      body: new FormData(),
    })
    expect(done.status).toBe(201)
    await t.app.imports.idle()
    expect(await shown('morceaux.example')).toMatchObject([{ state: 'checked', report: { kept: 2, lines: 2 } }])
  })

  test.each(['..%2F..', 'x', '1'])('go nowhere else: %s', async (name) => {
    expect((await put('morceaux.example', 0, 'x', `${name}/0`)).status).toBe(404)
  })
})

const real = resolve(import.meta.dirname, '../../../shared/data/weblogs/apache_combined_17-19_may_2015.log')

describe.skipIf(!existsSync(real))('the log of a real site', () => {
  test('gives the same figures by the page as by the command line, whose pages awk counts', async () => {
    const zone = { timeZone: 'America/Los_Angeles' }
    await newSite({ domain: 'semicomplete.com', ...zone })
    await newSite({ domain: 'copie.example', ...zone })
    const report = await commands['import-log'].run(t.app, { site: 'semicomplete.com', files: [real] }, () => {})
    await send('copie.example', [new File([readFileSync(real)], 'access.log')])
    const [run] = await shown('copie.example')
    await ask('copie.example', 'import', run?.id)
    const [done] = await shown('copie.example')
    const count = (of: unknown) => {
      const { lines, kept, bots, known, refused } = of as Record<string, unknown>
      return { lines, kept, bots, known, refused }
    }
    expect(count(done?.report)).toEqual(count(report))
    expect(await figures('copie.example')).toEqual(await figures('semicomplete.com'))
    // Every GET answered 2xx or 304, but for what is a file: cut at quotes, nothing shared with our own reading.
    const awk = String.raw`{ n = split($0, q, "\""); split(q[2], r, " "); split(q[3], s, " "); c = s[1] + 0
      p = tolower(r[2]); sub(/[?#].*/, "", p); m = split(p, e, "."); x = m > 1 ? e[m] : ""
      if (n >= 7 && r[1] == "GET" && (c < 300 || c == 304) && p !~ /\/favicon[^\/]*$/ && x !~ /^(css|js|png|jpg|jpeg|gif|svg|ico|xml|txt|rss|pdf|zip|gz|tgz|bz2|tar|json|exe|jar|iso|mp3|mp4|webm|swf|csv|deb|rpm|doc|ttf|woff|eot)$/) pages++ }
      END { print pages }`
    const pages = Number(execFileSync('awk', [awk, real]).toString())
    const { kept: views, bots, refused } = report
    expect(views + bots + (refused['referrerSpam'] ?? 0)).toBe(pages)
    expect((await figures('copie.example')).pageviews).toBe(views)
  })
})
