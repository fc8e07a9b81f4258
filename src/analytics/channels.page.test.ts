import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { goesTo, Visitor } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { addSite } from '../collect/sites.store.ts'
import { draftOfSite, rulesOfSite } from '../collect/channel-rules.store.ts'
import { isAppError } from '../errors.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import { sortPast } from './channel-rewrite.job.ts'
import { rewritesOfSite } from './channel-rewrites.store.ts'
import * as rulePage from './channel-rule.page.tsx'
import * as whyPage from './channel-why.page.tsx'
import * as channelsPage from './channels.page.tsx'
import { type ToldEvent, tell } from './visits.fixture.ts'

// The rules of a site's channels as a lead changes them: prepared, looked at, published, applied to what was measured before.

const t = await testInstance()
const app = { ...t.app, clock: () => new Date('2026-11-24T11:00:00Z') }
let workspace: Workspace
let project: Project
let lead: Scope
let reader: Visitor
let siteId: number

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

/** A visit of one page, as the collector stores it. */
function visit(id: number, day: string, came: Record<string, string>): ToldEvent {
  const shared: Record<string, string> = { origin: 'live' }
  for (const [column, value] of Object.entries(came)) {
    shared[column] = value
    shared[`visit_${column}`] = value
  }
  const at = `${day}T10:00:00Z`
  return { site: siteId, visitor: id, visit: id, at, startedAt: at, path: '/', entry: '/', shared }
}

const fair = {
  utm_source: 'sitl',
  utm_medium: 'salon',
  utm_campaign: 'Printemps',
  source: 'sitl',
  channel: 'Unassigned',
  consent: '1',
}
const paper = { referrer_host: 'lemonde.fr', source: 'Le Monde', channel: 'Referral' }
const search = { referrer_host: 'google.com', source: 'Google', channel: 'Organic Search' }
const paidClick = { ...search, click_id: 'gclid', channel: 'Paid Search', consent: '1' }

beforeAll(async () => {
  workspace = await t.workspace()
  lead = await makeMember(app, workspace, 'lead', 'Camille Roux')
  reader = new Visitor(app, await signedInCookie(app, lead.user.id ?? ''))
  project = await createProject(lead, frame)
  siteId = (await addSite(lead, { domain: 'ruchers.example', projectId: project.id, mode: 'consent' })).id
  await tell(t.clickhouse, [
    visit(1, '2026-11-20', fair),
    visit(2, '2026-11-21', fair),
    visit(3, '2026-10-02', fair),
    visit(4, '2026-11-21', paper),
    visit(5, '2026-11-21', search),
    visit(6, '2026-11-22', paidClick),
    // Older than the preview looks, yet sorted again like the others.
    visit(7, '2025-12-30', fair),
    { ...visit(8, '2026-11-22', fair), bot: 'crawler' },
  ])
})

const params = () => ({ workspace: workspace.slug, project: project.slug, domain: 'ruchers.example' })
const here = () => `/w/${workspace.slug}/p/${project.slug}/sites/ruchers.example/channels`
type Data = channelsPage.ChannelsData
const open = async (who = reader) => (await who.open(channelsPage.loader, here(), params())) as Data
const send = async (fields: Record<string, string>, who = reader) =>
  who.send(
    channelsPage.action,
    here(),
    { step: String((await draftOfSite(lead, siteId))?.step ?? 0), ...fields },
    params(),
  )
const write = async (fields: Record<string, string>, rule = '') =>
  reader.send(
    rulePage.action,
    `${here()}/rule`,
    { step: String((await draftOfSite(lead, siteId))?.step ?? 0), join: 'all', rule, ...fields },
    params(),
  )
const problemsOf = async (answer: Response) => ((await answer.json()) as { problems: Record<string, string> }).problems
const statusOf = (work: Promise<unknown>) =>
  work.then(
    () => 200,
    (error: unknown) => (isAppError(error) ? error.status : error),
  )

/** Visits and events by channel, as they are stored. */
async function stored(): Promise<Record<string, string>> {
  const answer = await t.clickhouse.query({
    query: `
      select visit_channel as channel, toString(groupArraySorted(20)(visit_id)) as visits from visits final where site_id = {site:UInt32} group by channel
      union all
      select concat('events ', channel) as channel, toString(groupArraySorted(20)(visit_id)) from events where site_id = {site:UInt32} group by channel
    `,
    query_params: { site: siteId },
    format: 'JSONEachRow',
  })
  const rows = await answer.json<{ channel: string; visits: string }>()
  return Object.fromEntries(rows.map(({ channel, visits }) => [channel, visits]))
}

const salons = { channel: 'Salons', 'on-0': 'medium', 'how-0': 'is', 'value-0': 'Salon' }

describe('before anyone changed them', () => {
  test('the rules are the product’s, each with the visits it takes', async () => {
    const data = await open()
    expect(data.published).toMatch(/Google Analytics 4/)
    expect(data.draft).toBeNull()
    const taken = Object.fromEntries(
      data.rules.filter(({ visits }) => visits !== '0').map((rule) => [rule.key, rule.visits]),
    )
    expect(taken).toEqual({ 'Paid Search': '1', 'Organic Search': '1', Referral: '1' })
    expect(data.rest.visits).toBe('3')
    expect(data.rewrites).toEqual([])
    // Three of six: the page says on which share campaign rules work.
    expect(data.tagged).toMatch(/^66,7/)
  })
})

describe('a rule of the site', () => {
  test.each([
    [{ ...salons, channel: ' ' }, { channel: /Indiquez/ }],
    [{ channel: 'Salons' }, { 'on-0': /au moins une condition/ }],
    [{ ...salons, 'how-0': 'matches', 'value-0': '(a' }, { 'value-0': /pas fermée/ }],
    [{ ...salons, 'how-0': 'contains', 'value-0': '' }, { 'value-0': /vide/ }],
    [
      { channel: 'x'.repeat(41), 'on-2': 'source', 'how-2': 'starts', 'value-2': 'y'.repeat(201) },
      { channel: /40/, 'value-2': /200/ },
    ],
  ])('%j is refused where it is wrong', async (fields, expected) => {
    const answer = await write(fields)
    expect(answer.status).toBe(422)
    const problems = await problemsOf(answer)
    expect(Object.keys(problems).toSorted()).toEqual(Object.keys(expected).toSorted())
    for (const [name, sentence] of Object.entries(expected)) expect(problems[name]).toMatch(sentence)
    expect(await draftOfSite(lead, siteId)).toBeNull()
  })

  test('is prepared first, with what it would change; nothing is sorted by it yet', async () => {
    expect(goesTo(await write(salons))).toBe(here())
    const data = await open()
    expect(data.rules[0]).toMatchObject({ channel: 'Salons', isOwn: true, visits: '3', when: ['medium\u00a0: salon'] })
    expect(data.draft?.preview).toMatchObject({
      said: '3 visites sur 6 changent de canal.',
      sums: [
        { channel: 'Salons', before: '0', after: '3', change: '+3' },
        { channel: 'Non classé', before: '3', after: '0', change: '-3' },
      ],
      moved: [
        { source: 'sitl', medium: 'salon', campaign: 'Printemps', from: 'Non classé', to: 'Salons', visits: '3' },
      ],
    })
    expect((await rulesOfSite(lead, siteId)).version).toBe(0)
    expect((await stored())['Salons']).toBeUndefined()
  })

  test('moves, is mended and deleted; deleting it can be taken back', async () => {
    const places = async () => (await open()).rules.map(({ key }) => key)
    const [id = ''] = await places()
    await send({ intent: 'down', rule: id })
    expect((await places()).slice(0, 2)).toEqual(['Direct', id])
    await send({ intent: 'up', rule: id })
    await write({ ...salons, channel: 'salons et foires' }, id)
    expect((await open()).rules[0]?.channel).toBe('salons et foires')
    await write(salons, id)
    const gone = await send({ intent: 'delete', rule: id })
    expect(await places()).not.toContain(id)
    const flash = decodeURIComponent(gone.headers.get('set-cookie') ?? '')
    const { undo } = JSON.parse(/=(\{.*\});/.exec(flash)?.[1] ?? '') as { undo: { fields: Record<string, string> } }
    await reader.send(channelsPage.action, here(), undo.fields, params())
    expect((await places())[0]).toBe(id)
  })

  test('is not changed by the second of two people who saw the same list', async () => {
    const late = String(((await draftOfSite(lead, siteId))?.step ?? 0) - 1)
    expect(await statusOf(send({ intent: 'toggle', rule: 'Audio', step: late }))).toBe(409)
    expect(await statusOf(send({ intent: 'publish', step: late }))).toBe(409)
    expect((await write({ ...salons, step: late })).status).toBe(409)
  })

  test('is only looked at by those who may not write', async () => {
    const contributor = await makeMember(app, workspace, 'contributor')
    const who = new Visitor(app, await signedInCookie(app, contributor.user.id ?? ''))
    expect((await open(who)).canWrite).toBe(false)
    expect(await statusOf(send({ intent: 'publish' }, who))).toBe(403)
    expect(await statusOf(who.open(rulePage.loader, `${here()}/rule`, params()))).toBe(403)
  })
})

describe('published', () => {
  test('the rules sort every past visit, and what each moved is kept', async () => {
    const before = await stored()
    expect(before).toMatchObject({ Unassigned: '[1,2,3,7]', 'events Unassigned': '[1,2,3,7,8]' })
    await send({ intent: 'publish' })
    // The page has begun it already; asked once more, it waits for nothing and finishes what is left.
    while (!(await sortPast(app, siteId)));
    expect(await stored()).toEqual({
      Salons: '[1,2,3,7]', 'events Salons': '[1,2,3,7,8]', Referral: '[4]', 'events Referral': '[4]',
      'Organic Search': '[5]', 'events Organic Search': '[5]', 'Paid Search': '[6]', 'events Paid Search': '[6]',
    }) // prettier-ignore
    const data = await open()
    expect(data.draft).toBeNull()
    expect(data.published).toMatch(/Version 1, publiée par Camille Roux/)
    expect(data.rewrites).toMatchObject([
      { version: 1, by: 'Camille Roux', moved: '4', isDone: true, hasProblem: false },
    ])
  })

  test('rules put in another order tell a paid click from a free one, and back', async () => {
    await write({ channel: 'Presse', 'on-0': 'referrerHost', 'how-0': 'is', 'value-0': 'lemonde.fr' })
    await write({ channel: 'recherche naturelle', 'on-0': 'source', 'how-0': 'contains', 'value-0': 'google' })
    await send({ intent: 'publish' })
    while (!(await sortPast(app, siteId)));
    // 'recherche naturelle' is the product's own channel, by the name it has on screen.
    expect(await stored()).toMatchObject({ Presse: '[4]', 'Organic Search': '[5,6]' })
    const [google] = (await open()).rules
    await send({ intent: 'delete', rule: google?.key ?? '' })
    await send({ intent: 'publish' })
    while (!(await sortPast(app, siteId)));
    expect(await stored()).toMatchObject({ Presse: '[4]', 'Organic Search': '[5]', 'Paid Search': '[6]' })
    expect((await rewritesOfSite(lead, siteId)).map(({ moved }) => moved)).toEqual([1, 2, 4])
  })

  test('changes given up change nothing', async () => {
    await send({ intent: 'toggle', rule: 'Referral' })
    expect((await open()).rules.find(({ key }) => key === 'Referral')?.isOff).toBe(true)
    await send({ intent: 'discard' })
    expect((await open()).draft).toBeNull()
    await send({ intent: 'toggle', rule: 'Referral' })
    // Back to what is published: there is nothing to prepare any more.
    await send({ intent: 'toggle', rule: 'Referral' })
    expect((await open()).draft).toBeNull()
  })
})

describe('why a visit is in a channel', () => {
  type Why = Awaited<ReturnType<typeof whyPage.loader>>
  const why = async (search: string) =>
    ((await reader.open(whyPage.loader, `${here()}/why?${search}`, params())) as Why).answer

  test('is told by the rule that applied, and by those before it that did not', async () => {
    const answer = await why('source=lettre&medium=email&campaign=summer-shop')
    expect(answer).toMatchObject({ channel: 'Comparateurs naturels', isRest: false, prepared: null })
    expect(answer?.rules[0]).toMatchObject({ channel: 'Comparateurs naturels', applies: true, failing: '' })
    expect(answer?.rules.slice(1).every(({ applies }) => !applies)).toBe(true)
    expect(answer?.rules.find(({ channel }) => channel === 'Recherche payante')?.failing).toMatch(
      /moteur de recherche, et medium payant/,
    )
    expect(answer?.rules.map(({ channel }) => channel)).toContain('Salons')
  })

  test.each([
    ['source=&referrer=https://www.lemonde.fr/a', 'Presse', /référent/, /média/],
    ['clickId=gclid&referrer=google.com', 'Recherche payante', /gclid/, /moteur de recherche/],
    ['medium=', 'Accès direct', /pas de source/, null],
    ['source=flyer&medium=print', 'Non classé', /campagne/, /aucune de nos listes/],
    ['referrer=mail.google.com', 'E-mail', /référent/, /messagerie/],
    ['referrer=https://boutique.ruchers.example/panier', 'Accès direct', /pas de source/, null],
  ])('%s: %s', async (search, channel, from, known) => {
    const answer = await why(search)
    expect(answer?.channel).toBe(channel)
    expect(answer?.from).toMatch(from)
    if (known) expect(answer?.known).toMatch(known)
    else expect(answer?.known).toBeNull()
  })

  test('nothing is said before anything is asked', async () => {
    expect(await why('')).toBeNull()
  })
})
