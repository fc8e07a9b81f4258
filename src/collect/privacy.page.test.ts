import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { goesTo, Visitor } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { tell } from '../analytics/visits.fixture.ts'
import { isAppError } from '../errors.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import * as consentPage from './consent.page.tsx'
import { giveConsent, withdrawConsent } from './consents.store.ts'
import { lastingHash } from './consents.ts'
import * as privacyPage from './privacy.page.tsx'
import * as proofsPage from './proofs.page.ts'
import { snippetOf } from './site-form.ts'
import type { Site } from './site.ts'
import { addSite, getSite } from './sites.store.ts'
import * as visitorFile from './visitor-file.page.ts'

const t = await testInstance()
const app = { ...t.app, clock: () => new Date('2026-11-24T11:00:00Z') }
let lead: Scope
let project: Project
let workspace: Workspace
let reader: Visitor
let contributor: Visitor
let site: Site

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

beforeAll(async () => {
  workspace = await t.workspace()
  lead = { ...(await makeMember(app, workspace, 'lead')), now: app.clock() }
  const other = await makeMember(app, workspace, 'contributor')
  project = await createProject(lead, frame)
  reader = new Visitor(app, await signedInCookie(app, lead.user.id ?? ''))
  contributor = new Visitor(app, await signedInCookie(app, other.user.id ?? ''))
  site = await addSite(lead, {
    domain: 'ruches.example', projectId: project.id, mode: 'consent', settings: { shield: { paths: ['/admin/*'] } },
  }) // prettier-ignore
})

const params = () => ({ workspace: workspace.slug, project: project.slug, domain: 'ruches.example' })
const at = (page: string) => `/w/${workspace.slug}/p/${project.slug}/sites/ruches.example/${page}`
const statusOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (isAppError(error) ? error.status : error),
  )
type Loaded<L extends (...args: never[]) => unknown> = Awaited<ReturnType<L>>
const openPrivacy = async (search = '') =>
  (await reader.open(privacyPage.loader, at(`privacy${search}`), params())) as Loaded<typeof privacyPage.loader>
const openConsent = async () =>
  (await reader.open(consentPage.loader, at('consent'), params())) as Loaded<typeof consentPage.loader>
const save = (fields: Record<string, string>) => reader.send(privacyPage.action, at('privacy'), fields, params())

describe('signals and small figures', () => {
  test('are saved, change the line to copy, and leave the other settings as they are', async () => {
    const sent = await save({ intent: 'settings', obeySignals: 'on', below: '5', how: 'round' })
    expect(goesTo(sent)).toBe(at('privacy'))
    const saved = await getSite(lead, 'ruches.example')
    expect(saved.settings).toEqual({
      shield: { paths: ['/admin/*'] }, obeySignals: true, smallFigures: { below: 5, how: 'round' },
    }) // prettier-ignore
    expect(snippetOf(saved, 'https://mesure.example')).toContain(' data-consent data-signals ')
    expect((await openPrivacy()).values).toEqual({ obeySignals: 'on', below: '5', how: 'round' })
  })

  test('left empty, show all and obey nothing', async () => {
    await save({ intent: 'settings', below: '', how: 'hide' })
    expect((await getSite(lead, 'ruches.example')).settings).toEqual({
      shield: { paths: ['/admin/*'] },
      obeySignals: false,
    })
  })

  test.each(['1', '1001', '-5', '4,5', 'cinq'])('a threshold of %s is refused by its field', async (below) => {
    const sent = await save({ intent: 'settings', below, how: 'hide' })
    expect(sent.status).toBe(422)
    expect(await sent.json()).toMatchObject({ problems: { below: expect.any(String) }, typed: { below } })
  })
})

describe('the retention', () => {
  test('shows what a shorter one would delete before anything is saved, then is saved', async () => {
    const startedAt = '2026-01-10T10:00:00Z'
    await tell(t.clickhouse, [{ site: site.id, visitor: 1, visit: 1, at: startedAt, startedAt, path: '/', entry: '/' }])
    expect((await openPrivacy()).preview).toBeNull()
    const { preview, months } = await openPrivacy('?months=6')
    expect([months, preview]).toEqual([25, { months: 6, day: '25 mai 2026', counts: { events: 1, visits: 1 } }])
    expect((await openPrivacy('?months=12')).preview?.counts).toEqual({ events: 0, visits: 0 })
    await save({ intent: 'retention', months: '6' })
    expect((await openPrivacy()).months).toBe(6)
    // Saved is not deleted: that is the night's work.
    expect((await openPrivacy('?months=6')).preview?.counts).toEqual({ events: 1, visits: 1 })
  })

  test.each(['0', '26', '-1', 'toujours', '', '1.5'])('of “%s” months is refused', async (months) => {
    expect((await openPrivacy(`?months=${months}`)).preview).toBeNull()
    const sent = await save({ intent: 'retention', months })
    expect([sent.status, Object.keys(((await sent.json()) as { problems: object }).problems)]).toEqual([
      422,
      ['months'],
    ])
  })
})

describe('the notice and its proofs', () => {
  const sendNotice = (notice: string) =>
    reader.send(consentPage.action, at('consent'), { intent: 'notice', notice }, params())

  test('a notice that is empty or endless is refused, another makes a version', async () => {
    expect((await sendNotice('   ')).status).toBe(422)
    expect((await sendNotice('x'.repeat(10_001))).status).toBe(422)
    await sendNotice('Nous suivons nos campagnes.')
    await sendNotice('Nous suivons nos campagnes et vos retours.')
    const { notices } = await openConsent()
    expect(notices.map(({ version, content }) => [version, content])).toEqual([
      [2, 'Nous suivons nos campagnes et vos retours.'],
      [1, 'Nous suivons nos campagnes.'],
    ])
  })

  test('proofs are listed and downloaded, with the version and the withdrawal', async () => {
    const give = (visitor: string, hour: string) =>
      giveConsent(t.db, { siteId: site.id, visitor, notice: 1, at: new Date(`2026-11-20T${hour}:00:00Z`) })
    await give('111', '10')
    await give('222', '11')
    await withdrawConsent(t.db, { siteId: site.id, visitor: '111', at: new Date('2026-11-21T10:00:00Z') })
    const { proofs, counts } = await openConsent()
    expect(counts).toEqual({ given: 2, withdrawn: 1 })
    expect(proofs.map(({ visitor, noticeVersion, withdrawn }) => [visitor, noticeVersion, withdrawn !== null])).toEqual(
      [
        ['222', 1, false],
        ['111', 1, true],
      ],
    )
    const csv = await ((await reader.open(proofsPage.loader, at('consent/proofs'), params())) as Response).text()
    const [head, first, second] = csv.split('\r\n')
    expect(head).toContain('Notice')
    expect([first, second]).toEqual([
      expect.stringMatching(/^2026-11-20T11:00:00\.000Z;1;.*;;222$/),
      expect.stringMatching(/^2026-11-20T10:00:00\.000Z;1;.*;2026-11-21T10:00:00\.000Z;111$/),
    ])
  })
})

describe('a visitor’s rights', () => {
  const number = '1795000000000.12345678901234567890'
  const erase = (typed: string) =>
    reader.send(consentPage.action, at('consent'), { intent: 'erase', number: typed }, params())
  const copy = (who: Visitor, typed: string) =>
    who.send(visitorFile.action, at('consent/visitor'), { number: typed }, params())

  test('the copy is a file, the erasure is told in numbers and noted on the privacy page', async () => {
    const startedAt = '2026-11-23T10:00:00Z'
    const lasting = lastingHash(site.id, number)
    await tell(t.clickhouse, [
      { site: site.id, visitor: 9, visit: 9, at: startedAt, startedAt, path: '/moi', entry: '/moi', shared: { lasting_id: lasting } },
    ]) // prettier-ignore
    const file = await copy(reader, ` ${number} `)
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="ruches-example-visitor.json"')
    expect(((await file.json()) as { events: unknown[] }).events).toHaveLength(1)
    const sent = await erase(number)
    expect(decodeURIComponent(sent.headers.get('set-cookie') ?? '')).toContain('Visiteur effacé')
    expect((await openPrivacy()).log.map(({ act, counts }) => [act, counts])).toEqual([
      ['erasure', [['events', 1], ['visits', 1]]],
      ['export', [['events', 1], ['visits', 1]]],
    ]) // prettier-ignore
  })

  test('what is no number comes back with what was typed, and nothing is done', async () => {
    const sent = await erase('jeanne@exemple.fr')
    expect(sent.status).toBe(422)
    expect(await sent.json()).toMatchObject({
      problems: { number: expect.any(String) },
      typed: { number: 'jeanne@exemple.fr' },
    })
    expect(goesTo(await copy(reader, 'jeanne'))).toBe(at('consent'))
  })

  test('are served by a lead alone', async () => {
    expect(await statusOf(copy(contributor, number))).toBe(403)
    const asked = contributor.send(consentPage.action, at('consent'), { intent: 'erase', number }, params())
    expect(await statusOf(asked)).toBe(403)
    expect(await statusOf(contributor.send(privacyPage.action, at('privacy'), { intent: 'retention', months: '1' }, params()))).toBe(403)
  }) // prettier-ignore
})
