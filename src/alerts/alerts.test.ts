import { createServer, type IncomingHttpHeaders } from 'node:http'
import { createHmac } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addKey } from '../accounts/keys.store.ts'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor, goesTo } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { tell } from '../analytics/visits.fixture.ts'
import type { App } from '../app.ts'
import { addSite, removeSite } from '../collect/sites.store.ts'
import { isAppError } from '../errors.ts'
import { type Mailbox, openMailbox } from '../mail.fixture.ts'
import { sendMail } from '../mail.ts'
import { addDays, startOfDay } from '../period.ts'
import { type Project, createProject } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import * as alertPage from './alert.page.tsx'
import * as formPage from './alert-form.page.tsx'
import { alertRoutes } from './alerts.http.ts'
import * as listPage from './alerts.page.tsx'
import { addAlert, listFirings, pauseAlert, readAlert, removeAlert, ringing, updateAlert } from './alerts.store.ts'
import { judgeAlerts } from './judge-alerts.job.ts'
import type { Rule } from './rule.ts'
import { sendWebhooks } from './send-webhooks.job.ts'
import { lastStretch } from './series.store.ts'

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

const t = await testInstance()
let now = new Date('2026-11-24T09:00:00Z')
let app: App
let workspace: Workspace
let lead: Scope
let project: Project
let site: { readonly id: number }
let box: Mailbox
const called: { readonly body: string; readonly headers: IncomingHttpHeaders }[] = []
let answers = 200
const hook = createServer((request, response) => {
  let body = ''
  request.on('data', (piece: Buffer) => (body += piece.toString()))
  request.on('end', () => {
    called.push({ body, headers: request.headers })
    response.writeHead(answers).end()
  })
})
let webhookUrl = ''

/** So many visits at ten o'clock, on each day from the first to the last. */
const visited = async (from: string, to: string, count: number, id = site.id) => {
  const days = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  await tell(
    t.clickhouse,
    days.flatMap((day) =>
      Array.from({ length: count }, (_, i) => {
        const at = new Date(startOfDay('Europe/Paris', day).getTime() + 10 * 3600_000 + i * 1000).toISOString()
        const visit = Number(day.replaceAll('-', '')) * 100 + i
        return { site: id, visitor: visit, visit, at, startedAt: at, path: '/', entry: '/' }
      }),
    ),
  )
}

const fewVisits: Rule = {
  kind: 'threshold',
  metric: 'visits',
  filters: [],
  fewest: 0,
  grain: 'day',
  side: 'below',
  value: 5,
}
const draft = (more: object = {}) => ({
  siteId: site.id, name: 'Peu de visites', rule: fewVisits, members: [], addresses: [], webhookUrl: null, ...more,
}) // prettier-ignore
const scopeNow = () => ({ ...lead, now })
const nextDay = () => (now = new Date(now.getTime() + 24 * 3600_000))

beforeAll(async () => {
  workspace = await t.workspace()
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve))
  webhookUrl = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/alerte`
  box = await openMailbox()
  const smtp = { url: box.url, from: 'filrouge@exemple.fr' }
  app = { ...t.app, clock: () => now, config: { ...t.app.config, smtp, outboundAllow: ['127.0.0.1'] } }
  lead = await makeMember(app, workspace, 'lead')
  project = await createProject(lead, frame)
  site = await addSite(lead, { domain: 'ruches.example', projectId: project.id })
  // Plenty until the 22nd, then hardly any, then plenty again from the 26th.
  await visited('2026-11-01', '2026-11-22', 8)
  await visited('2026-11-23', '2026-11-25', 2)
  await visited('2026-11-26', '2026-11-28', 8)
})
afterAll(async () => {
  await box.close()
  hook.close()
})
beforeEach(async () => {
  now = new Date('2026-11-23T09:00:00Z')
  answers = 200
  called.length = 0
  box.received.length = 0
  await t.db.deleteFrom('alerts').execute()
})

describe('the last stretch that is over', () => {
  test.each([
    ['day', 'Europe/Paris', '2026-11-24T22:59:00Z', '2026-11-23'],
    ['day', 'Europe/Paris', '2026-11-24T23:04:00Z', '2026-11-23'],
    ['day', 'Europe/Paris', '2026-11-24T23:06:00Z', '2026-11-24'],
    ['day', 'America/Guadeloupe', '2026-11-24T23:06:00Z', '2026-11-23'],
    ['week', 'Europe/Paris', '2026-11-23T09:00:00Z', '2026-11-16'],
    ['week', 'Europe/Paris', '2026-11-22T22:00:00Z', '2026-11-09'],
    ['hour', 'Europe/Paris', '2026-11-24T10:06:00Z', '2026-11-24T10:00+01:00'],
    ['hour', 'Europe/Paris', '2026-11-24T10:04:00Z', '2026-11-24T09:00+01:00'],
    ['hour', 'Europe/Paris', '2026-10-25T01:30:00Z', '2026-10-25T02:00+02:00'],
    ['hour', 'Europe/Paris', '2026-10-25T02:30:00Z', '2026-10-25T02:00+01:00'],
    ['hour', 'Europe/Paris', '2026-11-23T23:10:00Z', '2026-11-23T23:00+01:00'],
    ['hour', 'Asia/Kolkata', '2026-11-24T10:00:00Z', '2026-11-24T14:00+05:30'],
  ] as const)('%s in %s at %s: %s', (grain, zone, at, label) =>
    expect(lastStretch(grain, zone, new Date(at))).toBe(label),
  )
})

describe('the job', () => {
  test('rings once per breach, is told once by two nodes, and says when it is back', async () => {
    const id = await addAlert(
      scopeNow(),
      project.id,
      draft({ members: [lead.user.id ?? ''], addresses: ['redac@exemple.fr'], webhookUrl }),
    )
    expect(await judgeAlerts(app)).toEqual({ judged: 1, fired: 0 })
    expect(await judgeAlerts(app)).toEqual({ judged: 0, fired: 0 })
    nextDay()
    await Promise.all([judgeAlerts(app), judgeAlerts(app)])
    nextDay()
    await judgeAlerts(app)
    const [firing, more] = await listFirings(lead, project.id, id)
    expect(more).toBeUndefined()
    expect(firing).toMatchObject({
      stretch: '2026-11-23',
      seen: { value: 2, against: 5 },
      rule: fewVisits,
      backAt: null,
    })
    expect(firing?.firedAt.toISOString()).toBe('2026-11-23T23:00:00.000Z')
    expect(await ringing(lead, project.id)).toBe(1)

    expect(await sendMail(app)).toEqual({ sent: 2, failed: 0 })
    expect(box.received.join('\n')).toContain('To: redac@exemple.fr')
    expect(box.received[0]).toMatch(/Subject: =\?UTF-8\?|Subject: Alerte/)
    expect(await sendWebhooks(app)).toEqual({ sent: 1, failed: 0 })
    expect(JSON.parse(called[0]?.body ?? '')).toMatchObject({
      event: 'fired', site: 'ruches.example', stretch: '2026-11-23', value: 2, against: 5,
      sentence: expect.stringContaining('sous le seuil de 5'), page: expect.stringContaining('/audience?site=ruches.example'),
    }) // prettier-ignore

    now = new Date('2026-11-27T09:00:00Z')
    expect(await judgeAlerts(app)).toEqual({ judged: 1, fired: 0 })
    expect((await listFirings(lead, project.id, id))[0]).toMatchObject({
      backStretch: '2026-11-26',
      backSeen: { value: 8 },
    })
    expect(await ringing(lead, project.id)).toBe(0)
    expect((await sendMail(app)).sent).toBe(2)
  })

  test('catches up with what ended while the instance was down', async () => {
    const id = await addAlert(scopeNow(), project.id, draft())
    await judgeAlerts(app)
    now = new Date('2026-11-28T09:00:00Z')
    expect(await judgeAlerts(app)).toEqual({ judged: 1, fired: 1 })
    expect((await listFirings(lead, project.id, id))[0]).toMatchObject({
      stretch: '2026-11-23',
      backStretch: '2026-11-26',
    })
  })

  test('leaves alone what is paused, whose site was removed, or whose rule was changed meanwhile', async () => {
    now = new Date('2026-11-24T09:00:00Z')
    const id = await addAlert(scopeNow(), project.id, draft())
    await pauseAlert(scopeNow(), project.id, id, true)
    expect(await judgeAlerts(app)).toEqual({ judged: 0, fired: 0 })
    await pauseAlert(scopeNow(), project.id, id, false)
    expect(await judgeAlerts(app)).toEqual({ judged: 1, fired: 1 })
    await updateAlert(scopeNow(), project.id, id, 1, draft({ rule: { ...fewVisits, value: 1 } }))
    expect(await ringing(lead, project.id)).toBe(0)
    expect(await judgeAlerts(app)).toEqual({ judged: 1, fired: 0 })
    const other = await addSite(lead, { domain: 'finie.example', projectId: project.id })
    await updateAlert(scopeNow(), project.id, id, 2, draft({ siteId: other.id }))
    expect(await judgeAlerts(app)).toEqual({ judged: 1, fired: 1 })
    expect(await ringing(lead, project.id)).toBe(1)
    await removeSite(lead, other.id)
    expect(await ringing(lead, project.id)).toBe(0)
    nextDay()
    expect(await judgeAlerts(app)).toEqual({ judged: 0, fired: 0 })
  })

  test('hears silence in the hours the site usually has', async () => {
    // Events come at ten, every day until the 22nd: on the 24th nothing at ten is one usual hour of silence since 10:00 on the 23rd.
    const quiet = await addSite(lead, { domain: 'muet.example', projectId: project.id })
    await visited('2026-10-20', '2026-11-22', 1, quiet.id)
    const rule: Rule = { kind: 'silence', metric: 'events', filters: [], hours: 2, usual: true }
    const id = await addAlert(scopeNow(), project.id, draft({ siteId: quiet.id, rule }))
    await judgeAlerts(app)
    now = new Date('2026-11-24T12:00:00Z')
    expect(await judgeAlerts(app)).toEqual({ judged: 1, fired: 1 })
    expect((await listFirings(lead, project.id, id))[0]).toMatchObject({
      stretch: '2026-11-24T10:00+01:00',
      seen: { value: 2, against: 2, last: '2026-11-22T10:00+01:00' },
    })
  })
})

describe('a webhook', () => {
  const ring = async () => {
    const id = await addAlert(scopeNow(), project.id, draft({ webhookUrl }))
    now = new Date('2026-11-24T09:00:00Z')
    await judgeAlerts(app)
    return id
  }

  test('is signed with a secret that is shown once', async () => {
    const browser = new Visitor(app, await signedInCookie(app, lead.user.id ?? ''))
    const id = await ring()
    const at = { workspace: workspace.slug, project: project.slug, id }
    const made = await browser.send(
      alertPage.action,
      `/w/${at.workspace}/p/${at.project}/alerts/${id}`,
      { intent: 'secret' },
      at,
    )
    const { secret } = (await made.json()) as { secret: string }
    await sendWebhooks(app)
    const [call] = called
    const expected = createHmac('sha256', secret).update(
      `${call?.headers['x-filrouge-timestamp'] as string}.${call?.body}`,
    )
    expect(call?.headers['x-filrouge-signature']).toBe(`sha256=${expected.digest('hex')}`)
    const { rows } = { rows: await t.db.selectFrom('alerts').selectAll().execute() }
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  test('that is down is tried again later; one that refuses is not', async () => {
    await ring()
    answers = 503
    expect(await sendWebhooks(app)).toEqual({ sent: 0, failed: 1 })
    expect(await sendWebhooks(app)).toEqual({ sent: 0, failed: 0 })
    now = new Date(now.getTime() + 2 * 60_000)
    answers = 410
    expect(await sendWebhooks(app)).toEqual({ sent: 0, failed: 1 })
    now = new Date(now.getTime() + 24 * 3600_000)
    expect(await sendWebhooks(app)).toEqual({ sent: 0, failed: 0 })
  })

  test('is tried from the page, which says what it answered', async () => {
    const id = await addAlert(scopeNow(), project.id, draft({ webhookUrl }))
    const browser = new Visitor(app, await signedInCookie(app, lead.user.id ?? ''))
    const at = { workspace: workspace.slug, project: project.slug, id }
    const address = `/w/${at.workspace}/p/${at.project}/alerts/${id}`
    const said = async () =>
      decodeURIComponent(
        (await browser.send(alertPage.action, address, { intent: 'trial' }, at)).headers.get('set-cookie') ?? '',
      )
    expect(await said()).toContain('a répondu 200')
    answers = 302
    expect(await said()).toContain('Redirection')
    expect(JSON.parse(called[0]?.body ?? '')).toMatchObject({ event: 'trial' })
  })
})

describe('the pages', () => {
  const open = async (scope: Scope) => new Visitor(app, await signedInCookie(app, scope.user.id ?? ''))
  const at = () => ({ workspace: workspace.slug, project: project.slug })
  const address = (rest = '') => `/w/${workspace.slug}/p/${project.slug}/alerts${rest}`
  const typed = {
    kind: 'threshold',
    tried: '1',
    name: 'Peu de visites',
    site: 'ruches.example',
    metric: 'visits',
    grain: 'day',
    side: 'below',
    value: '5',
    fewest: '0',
  }

  test('a rule is tried on the past before it is kept', async () => {
    now = new Date('2026-11-29T09:00:00Z')
    const page = (await (
      await open(lead)
    ).open(formPage.loader, `${address('/new')}?${new URLSearchParams(typed).toString()}`, at())) as {
      preview: { count: number; fired: string[] }
    }
    // Nothing was measured before November: those days are below five too, one episode.
    expect(page.preview.count).toBe(2)
    expect(page.preview.fired[0]).toContain('lun. 23 nov. 2026')
  })

  test('what is typed is kept as it was meant, filters included, and comes back to be changed', async () => {
    const browser = await open(lead)
    const made = await browser.send(formPage.action, address('/new'), {
      ...typed, metric: 'bounceRate', side: 'above', value: '62,5', fewest: '1 000', f: 'channel:is:Email',
      g0dim: 'page', g0op: 'is', g0val: '/miel | /cire', addresses: 'a@exemple.fr, b@exemple.fr', members: lead.user.id ?? '',
    }, at()) // prettier-ignore
    const id = goesTo(made)?.split('/').at(-1) ?? ''
    const alert = await readAlert(lead, project.id, id)
    expect(alert).toMatchObject({
      rule: { kind: 'threshold', metric: 'bounceRate', side: 'above', value: 0.625, fewest: 1000, filters: ['channel:is:Email', 'page:is:/miel|/cire'] },
      addresses: ['a@exemple.fr', 'b@exemple.fr'],
      members: [lead.user.id],
    }) // prettier-ignore
    const form = (await browser.open(formPage.loader, address(`/${id}/edit`), { ...at(), id })) as { filled: string }
    const again = Object.fromEntries(new URLSearchParams(form.filled))
    expect(again).toMatchObject({ value: '62,5', fewest: '1000', metric: 'bounceRate' })
    // Saved again as it stands, it is the same rule; by a tab that was not up to date, nothing is.
    const send = (version: string) =>
      browser.send(
        formPage.action,
        address(`/${id}/edit`),
        { ...Object.fromEntries(new URLSearchParams(form.filled)), f: alert.rule.filters as string[], version },
        { ...at(), id },
      )
    expect((await send('1')).status).toBe(302)
    expect((await readAlert(lead, project.id, id)).rule).toEqual(alert.rule)
    expect((await send('1')).status).toBe(409)
  })

  test.each([
    [{ name: '' }, 'name'],
    [{ site: 'autre.example' }, 'site'],
    [{ value: 'beaucoup' }, 'value'],
    [{ value: '-3' }, 'value'],
    [{ metric: 'clics' }, 'metric'],
    [{ fewest: '' }, 'fewest'],
    [{ kind: 'change', share: '0' }, 'share'],
    [{ kind: 'silence', hours: '200' }, 'hours'],
    [{ f: 'rien' }, 'filters'],
    [{ addresses: 'a@exemple.fr\nb@exemple' }, 'addresses'],
    [{ webhook: 'http://169.254.169.254/' }, 'webhook'],
    [{ webhook: 'ftp://exemple.fr/' }, 'webhook'],
  ])('%j is refused where it is wrong, and nothing is lost', async (wrong, field) => {
    const refused = await (await open(lead)).send(formPage.action, address('/new'), { ...typed, ...wrong }, at())
    expect(refused.status).toBe(422)
    const { problems, filled } = (await refused.json()) as { problems: Record<string, string>; filled: string }
    expect(Object.keys(problems)).toEqual([field])
    expect(new URLSearchParams(filled).get('metric')).toBe('metric' in wrong ? wrong.metric : 'visits')
  })

  test('management reads, guests and strangers see nothing, and nobody but members writes', async () => {
    const id = await addAlert(scopeNow(), project.id, draft({ webhookUrl: 'https://exemple.fr/secret-dans-l-adresse' }))
    const management = await makeMember(app, workspace, 'management')
    const browser = await open(management)
    expect(await browser.open(listPage.loader, address(), at())).toMatchObject({ canWrite: false, alerts: [{ id }] })
    const page = await browser.open(alertPage.loader, address(`/${id}`), { ...at(), id })
    expect(JSON.stringify(page)).not.toContain('secret-dans-l-adresse')
    await expect(browser.open(formPage.loader, address('/new'), at())).rejects.toSatisfy(isAppError)
    await expect(removeAlert(management, project.id, id)).rejects.toSatisfy(isAppError)
    const guest = { ...management, role: 'guest', project: project.id } as const
    expect([await listFirings(guest, project.id, null), await ringing(guest, project.id)]).toEqual([[], 0])
    const stranger = await t.scope('owner')
    await expect(readAlert(stranger, project.id, id)).rejects.toSatisfy(isAppError)
  })

  test('programs read the same with a key', async () => {
    const id = await addAlert(scopeNow(), project.id, draft())
    now = new Date('2026-11-24T09:00:00Z')
    await judgeAlerts(app)
    const key = await addKey({ ...lead, role: 'owner' }, 'lecture', ['projects:read'])
    const api = alertRoutes(app)
    const get = async (path: string) =>
      (
        await api.request(`/api/v1/projects/${project.slug}/alerts${path}`, {
          headers: { authorization: `Bearer ${key}` },
        })
      ).json()
    expect(await get('')).toMatchObject({
      alerts: [{ id, state: 'ringing', site: 'ruches.example', judged: '2026-11-23' }],
    })
    expect(await get(`/${id}/firings`)).toMatchObject({ firings: [{ stretch: '2026-11-23', backAt: null }] })
  })
})
