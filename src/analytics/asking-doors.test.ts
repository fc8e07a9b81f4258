import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { goesTo, Visitor } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { draftOfSite } from '../collect/channel-rules.store.ts'
import { addSite } from '../collect/sites.store.ts'
import { isAppError } from '../errors.ts'
import { localeCookie } from '../i18n.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import * as rulePage from './channel-rule.page.tsx'
import * as channelsPage from './channels.page.tsx'
import * as comparePage from './compare.page.tsx'
import { savedQuestions } from './saved.store.ts'
import * as segmentsPage from './segments.page.tsx'

// What goes wrong at the doors of asking and of channels: two tabs, another project’s things, names nobody expects, a limit reached.

const t = await testInstance()
let workspace: Workspace
let lead: Scope
let reader: Visitor
let english: Visitor
let stranger: Visitor
let project: Project
let other: Project
let siteId: number

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

beforeAll(async () => {
  workspace = await t.workspace()
  lead = await makeMember(t.app, workspace, 'lead', 'Camille Roux')
  const cookie = await signedInCookie(t.app, lead.user.id ?? '')
  reader = new Visitor(t.app, cookie)
  english = new Visitor(t.app, `${cookie}; ${localeCookie}=en`)
  const outside = await makeMember(t.app, await t.workspace('Ailleurs'), 'owner')
  stranger = new Visitor(t.app, await signedInCookie(t.app, outside.user.id ?? ''))
  project = await createProject(lead, frame)
  other = await createProject(lead, { ...frame, name: 'Autre' })
  siteId = (await addSite(lead, { domain: 'ruchers.example', projectId: project.id, mode: 'consent' })).id
})

const statusOf = (work: Promise<unknown>) =>
  work.then(
    (answer) => (answer instanceof Response ? answer.status : 200),
    (error: unknown) => (isAppError(error) ? error.status : error),
  )

describe('segments', () => {
  const at = (which: Project) => ({ workspace: workspace.slug, project: which.slug })
  const page = (which: Project) => `/w/${workspace.slug}/p/${which.slug}/audience/segments`
  const post = (fields: Record<string, string>, who = reader, which = project) =>
    who.send(segmentsPage.action, page(which), fields, at(which))
  const keep = (name: string, question = 'f=channel%3Ais%3AEmail', who = reader) =>
    post({ intent: 'keep-segment', name, question }, who)
  const kept = (which = project) => savedQuestions(lead, which.id, 'segment')

  test.each([
    ['', 'f=page%3Ais%3A%2F', /nom/, /name/],
    ['Vide', '', /rien à garder/, /nothing to keep/],
    ['Trop long', `f=${'x'.repeat(20_000)}`, /rien à garder/, /nothing to keep/],
    ['x'.repeat(81), 'f=page%3Ais%3A%2F', /80 caractères/, /80 characters/],
  ])('%s is refused in the reader’s language, and its name comes back', async (name, question, french, english_) => {
    for (const [who, sentence] of [[reader, french], [english, english_]] as const) {
      const answer = await keep(name, question, who)
      expect(answer.status).toBe(422)
      expect(await answer.json()).toEqual({ name, error: expect.stringMatching(sentence) as unknown })
    }
    expect(await kept()).toEqual([])
  }) // prettier-ignore

  test('a name holds one question, the latest; accents and quotes are part of a name', async () => {
    await keep('Habitués « fidèles »')
    await keep('  Habitués « fidèles » ', 'f=page%3Ais%3A%2Fmiel')
    expect((await kept()).map(({ name, question }) => [name, question])).toEqual([
      ['Habitués « fidèles »', 'f=page%3Ais%3A%2Fmiel'],
    ])
  })

  test('one project’s are not another’s, nor another workspace’s', async () => {
    const [segment] = await kept()
    const forget = { intent: 'forget-segment', id: segment?.id ?? '' }
    expect(await kept(other)).toEqual([])
    expect(await statusOf(post(forget, reader, other))).toBe(404)
    expect(await statusOf(post(forget, stranger))).toBe(404)
    expect(await statusOf(stranger.open(segmentsPage.loader, page(project), at(project)))).toBe(404)
    expect(await kept()).toHaveLength(1)
    expect(await statusOf(post({ ...forget, id: "' or 1=1" }))).toBe(404)
    expect(await statusOf(post({ intent: 'keep-everything' }))).toBe(400)
    // A segment of another project, or one since deleted, takes nothing out of a comparison.
    const compare = (id: string, which: Project) =>
      reader.open(comparePage.loader, `/w/${workspace.slug}/p/${which.slug}/audience/compare?asegment=${id}`, at(which)) as ReturnType<typeof comparePage.loader> // prettier-ignore
    expect((await compare(segment?.id ?? '', project)).segments).toHaveLength(1)
    expect(await compare(segment?.id ?? '', other)).toMatchObject({ segments: [], comparison: null })
    const gone = await compare(crypto.randomUUID(), project)
    expect(gone.comparison?.figures.every(({ difference }) => difference === null || difference === 0)).toBe(true)
  })

  test('fifty are kept, one more is refused, and one of the fifty still takes another question', async () => {
    for (let n = (await kept()).length; n < 50; n++) await keep(`Segment ${n}`)
    const more = await keep('Un de trop')
    expect([more.status, await more.json()]).toEqual([422, { name: 'Un de trop', error: '50 au plus\u00a0: supprimez-en.' }]) // prettier-ignore
    expect(goesTo(await keep('Segment 7', 'f=page%3Ais%3A%2Fcire'))).toBe(page(project))
    expect((await kept()).find(({ name }) => name === 'Segment 7')?.question).toBe('f=page%3Ais%3A%2Fcire')
  })
})

describe('channels', () => {
  const params = () => ({ workspace: workspace.slug, project: project.slug, domain: 'ruchers.example' })
  const here = () => `/w/${workspace.slug}/p/${project.slug}/sites/ruchers.example/channels`
  const step = async () => (await draftOfSite(lead, siteId))?.step ?? 0
  const send = async (fields: Record<string, string>, who = reader) =>
    who.send(channelsPage.action, here(), { step: String(await step()), ...fields }, params())
  const write = async (channel: string, more: Record<string, string> = {}, who = reader) =>
    who.send(
      rulePage.action,
      `${here()}/rule`,
      { step: String(await step()), join: 'all', rule: '', channel, 'on-0': 'medium', 'how-0': 'is', 'value-0': 'salon', ...more },
      params(),
    ) // prettier-ignore
  const open = async (who = reader) =>
    (await who.open(channelsPage.loader, here(), params())) as channelsPage.ChannelsData

  test('one may be called "constructor": the pages show it as it was written', async () => {
    expect(goesTo(await write('constructor'))).toBe(here())
    const data = await open()
    expect(data.rules[0]?.channel).toBe('constructor')
    const form = (await reader.open(rulePage.loader, `${here()}/rule?rule=${data.rules[0]?.key}`, params())) as Awaited<ReturnType<typeof rulePage.loader>> // prettier-ignore
    expect([form.title, form.values['channel'], form.channels[0]]).toEqual([
      'constructor',
      'constructor',
      'constructor',
    ])
    await send({ intent: 'discard' })
  })

  test('changes that somebody added to since are not given up unseen', async () => {
    await write('Salons')
    const seen = await step()
    await send({ intent: 'toggle', rule: 'Audio' })
    expect(await statusOf(send({ intent: 'discard', step: String(seen) }))).toBe(409)
    expect((await open()).rules.find(({ key }) => key === 'Audio')?.isOff).toBe(true)
    expect(await statusOf(send({ intent: 'discard' }))).toBe(302)
    expect(await draftOfSite(lead, siteId)).toBeNull()
  })

  test('a deletion taken back too late is refused; there is nothing to take back where nothing is prepared', async () => {
    await write('Salons')
    const [rule] = (await open()).rules
    await send({ intent: 'delete', rule: rule?.key ?? '' })
    const seen = String(await step())
    await send({ intent: 'toggle', rule: 'SMS' })
    expect(await statusOf(send({ intent: 'undo', step: seen }))).toBe(409)
    await send({ intent: 'discard' })
    expect(await statusOf(send({ intent: 'undo' }))).toBe(409)
    expect(await statusOf(send({ intent: 'discard' }))).toBe(409)
  })

  test.each([
    ['up', 'Direct'],
    ['down', 'Mobile Push'],
    ['delete', 'Email'],
    ['delete', 'inconnue'],
    ['toggle', 'inconnue'],
    ['nonsense', 'Email'],
  ])('%s of %s prepares nothing', async (intent, rule) => {
    expect(goesTo(await send({ intent, rule }))).toBe(here())
    expect(await draftOfSite(lead, siteId)).toBeNull()
  })

  test('what is wrong is said in English to who reads English, and what was typed comes back', async () => {
    const answer = await write('Fairs', { 'how-0': 'matches', 'value-0': '(a' }, english)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({
      problems: { 'value-0': 'A parenthesis is not closed.' },
      typed: { channel: 'Fairs', 'value-0': '(a' },
    })
    expect((await open(english)).rules[1]?.channel).toBe('Cross-network')
    expect((await open()).rules[1]?.channel).toBe('Multi-réseaux')
  })

  test.each(['Sal\u0000ons', 'Salons\u0007', 'Sal\ufffdns'])('characters that cannot be read are refused: %j', async (text) => {
    const answer = await write(text, { 'value-0': text })
    expect(answer.status).toBe(422)
    const unreadable = expect.stringMatching(/illisibles/) as unknown
    expect(await answer.json()).toMatchObject({ problems: { channel: unreadable, 'value-0': unreadable } })
  }) // prettier-ignore

  test('sixty rules are enough, and a new one says so; a rule already there may still be mended', async () => {
    for (let n = (await open()).rules.length; n < 60; n++) await write(`Canal ${n}`)
    expect((await open()).rules).toHaveLength(60)
    expect(await (await write('Un de trop')).json()).toMatchObject({ problems: { channel: expect.stringMatching(/soixante/) as unknown } }) // prettier-ignore
    const [first] = (await open()).rules
    expect(goesTo(await write('Mendé', { rule: first?.key ?? '' }))).toBe(here())
    expect((await open()).rules[0]?.channel).toBe('Mendé')
    expect(await statusOf(write('Perdue', { rule: crypto.randomUUID() }))).toBe(404)
  })

  test('a stranger finds none of it', async () => {
    expect(await statusOf(stranger.open(channelsPage.loader, here(), params()))).toBe(404)
    expect(await statusOf(send({ intent: 'publish' }, stranger))).toBe(404)
    expect(await statusOf(write('Intrus', {}, stranger))).toBe(404)
  })
})
