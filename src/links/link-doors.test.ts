import { beforeAll, describe, expect, test } from 'vitest'
import { guestBrowserCookie, makeMember, signedInCookie } from '../accounts/fixtures.ts'
import { addWorkspaceKey } from '../accounts/keys.store.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { isAppError } from '../errors.ts'
import { httpServer } from '../http.ts'
import * as newPage from '../projects/new.page.tsx'
import * as objectPage from '../projects/object.page.tsx'
import { createObject, listObjects, readObject, updateObject } from '../projects/objects.store.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import * as builderPage from './builder.page.tsx'
import { campaign, trackedLink } from './links.ts'
import * as tablePage from './link-table.page.tsx'
import * as namingPage from './naming.page.tsx'
import { namingOf } from './naming.store.ts'
import * as redirectPage from './redirect.page.tsx'

// Every door by which a link comes in asks the project's convention.

const t = await testInstance()
let workspace: Workspace
let lead: Scope
let writer: Visitor
let project: Project

const noUtm = { utmSource: null, utmMedium: null, utmCampaign: null, utmContent: null, utmTerm: null }

beforeAll(async () => {
  workspace = await t.workspace()
  lead = await makeMember(t.app, workspace, 'lead')
  writer = new Visitor(t.app, await signedInCookie(t.app, lead.user.id ?? ''))
  project = await createProject(lead, frame)
})

const frame = {
    name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
    envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

const at = (more = {}) => ({ workspace: workspace.slug, project: project.slug, kind: 'links', ...more })
const address = (path: string) => `/w/${workspace.slug}/p/${project.slug}/${path}`
const said = (text: string | undefined) => text?.replace(/[\u00a0\u202f]/g, ' ')
const problemsOf = async (answer: Response) => ((await answer.json()) as { problems: Record<string, string> }).problems
const statusOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (isAppError(error) ? error.status : error),
  )

const convention = { sources: 'newsletter\nlinkedin', mediums: 'email\nsocial', separator: '-', 'template.0.name': 'Lettre', 'template.0.source': 'newsletter', 'template.0.medium': 'email' } // prettier-ignore
const write = (fields: Record<string, string>, who = writer) =>
  who.send(namingPage.action, address('link-naming'), fields, at())
const link = (more: Record<string, string>) =>
  writer.send(
    newPage.action,
    address('links/new'),
    { title: 'Lien', destination: 'https://boutique.example/', ...more },
    at(),
  )

describe('the convention', () => {
  test('is written once, then changed by who read the latest', async () => {
    expect((await write({ ...convention, version: '0' })).status).toBe(302)
    expect(await namingOf(lead, project.id)).toMatchObject({
      version: 1,
      saved: { by: lead.user.name },
      naming: { sources: ['newsletter', 'linkedin'], separator: '-', templates: [{ name: 'Lettre' }] },
    })
    expect((await write({ ...convention, sources: 'radio', version: '0' })).status).toBe(409)
    expect((await namingOf(lead, project.id)).naming.sources).toEqual(['newsletter', 'linkedin'])
    expect((await write({ ...convention, version: '1' })).status).toBe(302)
  })

  test('that is wrong keeps what was typed, and says where', async () => {
    const answer = await write({ ...convention, sources: 'Réseau', version: '2' })
    expect(answer.status).toBe(422)
    const body = (await answer.json()) as { typed: Record<string, string>; problems: Record<string, string> }
    expect(body.typed['sources']).toBe('Réseau')
    expect(said(body.problems['sources'])).toContain('« reseau »')
  })

  test('is read by contributors, written by those who lead, closed to guests', async () => {
    const contributor = await makeMember(t.app, workspace, 'contributor')
    const who = new Visitor(t.app, await signedInCookie(t.app, contributor.user.id ?? ''))
    expect(await who.open(namingPage.loader, address('link-naming?usual'), at())).toMatchObject({
      canWrite: false,
      values: { sources: 'newsletter\nlinkedin' },
    })
    expect(await statusOf(write({ ...convention, version: '2' }, who))).toBe(403)
    const guest = new Visitor(t.app, await guestBrowserCookie(t.app, workspace.id, project.id))
    expect(await statusOf(guest.open(namingPage.loader, address('link-naming'), at()))).toBe(403)
  })

  test('of another workspace is not this one', async () => {
    const stranger = await t.scope('owner')
    expect((await namingOf(stranger, project.id)).version).toBe(0)
  })
})

describe('a link that does not follow it is refused, with the mended name,', () => {
  test('by the form', async () => {
    const answer = await link({ utmSource: 'newsleter', utmMedium: 'email' })
    expect(answer.status).toBe(422)
    expect(said((await problemsOf(answer))['utmSource'])).toContain('écrivez « newsletter »')
  })

  test('by the API, for a new one and for a change', async () => {
    const key = await addWorkspaceKey(t.db, workspace.id, 'essai', ['projects:read', 'projects:write'])
    const http = httpServer(t.app, async () => new Response('', { status: 404 }))
    const ask = (method: string, path: string, body: object) =>
      http.request(`http://localhost:3000/api/v1/projects/${project.slug}/links${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'accept-language': 'en' },
        body: JSON.stringify(body),
      })
    const given = {
      title: 'API',
      destination: 'https://boutique.example/',
      utmSource: 'linked-in',
      utmMedium: 'social',
    }
    const refused = await ask('POST', '', given)
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({
      error: { field: 'utmSource', message: expect.stringContaining('“linkedin”') },
    })
    const made = await ask('POST', '', { ...given, utmSource: 'linkedin' })
    expect(made.status).toBe(201)
    const { id } = (await made.json()) as { id: string }
    expect((await ask('PATCH', `/${id}`, { utmMedium: 'sociall' })).status).toBe(422)
    expect((await ask('PATCH', `/${id}`, { title: 'API, la suite' })).status).toBe(200)
  })

  test('and told by the builder, which fills a template first', async () => {
    const build = async (search: string) =>
      (await writer.open(builderPage.loader, address(`link-builder?${search}`), at())) as Awaited<
        ReturnType<typeof builderPage.loader>
      >
    const wrong = await build('destination=https://boutique.example/&utmSource=linkedln&utmMedium=social')
    expect(said(wrong.problems['utmSource'])).toContain('« linkedin »')
    const filled = await build(
      'destination=https://boutique.example/%23/x%3Futm_source%3Dy&template=Lettre&utmCampaign=noel',
    )
    expect(filled.typed).toMatchObject({ utmSource: 'newsletter', utmMedium: 'email', utmCampaign: 'noel' })
    expect(filled.outcome?.channel).toBe('Email')
    expect(filled.outcome?.warnings).toHaveLength(1)
    const loop = await build('destination=http://localhost:3000/l/noel')
    expect(loop.problems['destination']).toMatch(/lien suivi/)
  })

  test('but one that is older keeps its name until somebody touches it', async () => {
    const id = await createObject(lead, trackedLink, project.id, {
      ...noUtm, title: 'Ancien', destination: 'https://boutique.example/', slug: 'ancien', utmSource: 'affiche',
    }) // prettier-ignore
    const save = (fields: Record<string, string>, version: number) =>
      writer.send(
        objectPage.action,
        address(`links/${id}`),
        { intent: 'save', version: String(version), ...fields },
        at({ id }),
      )
    expect((await save({ title: 'Ancien, renommé' }, 1)).status).toBe(302)
    expect((await readObject(lead, trackedLink, project.id, id)).title).toBe('Ancien, renommé')
    expect(Object.keys(await problemsOf(await save({ utmSource: 'afiche' }, 2)))).toEqual(['utmSource'])
    const page = (await writer.open(namingPage.loader, address('link-naming'), at())) as Awaited<
      ReturnType<typeof namingPage.loader>
    >
    expect(page.outside.map(({ title }) => title)).toEqual(['Ancien, renommé'])
  })
})

describe('a table', () => {
  const put = (fields: Record<string, string>, who = writer) =>
    who.send(tablePage.action, address('link-table'), fields, at())
  const good =
    'title\tdestination\tslug\nHaut\thttps://boutique.example/a\tserie-haut\nBas\thttps://boutique.example/b\t'
  const titles = async () =>
    (await listObjects(lead, trackedLink, project.id, { search: 'Série' })).map(({ title }) => title).sort()
  interface Shown {
    readonly lines: readonly {
      readonly line: number
      readonly channel: string | null
      readonly problems: Record<string, string>
    }[]
  }

  test('is shown before anything is made, then made whole, each link tied to its campaign', async () => {
    const noel = await createObject(lead, campaign, project.id, {
      title: 'Noël',
      utmCampaign: 'noel',
      state: 'running',
    })
    const fields = {
      table: good.replaceAll('Haut', 'Série haut').replaceAll('Bas', 'Série bas'),
      template: 'Lettre',
      campaign: 'noel',
    }
    const preview = await put({ ...fields, intent: 'check' })
    expect(preview.status).toBe(200)
    expect(((await preview.json()) as Shown).lines.map(({ line, channel }) => [line, channel])).toEqual([
      [2, 'Email'],
      [3, 'Email'],
    ])
    expect(await titles()).toEqual([])
    expect((await put({ ...fields, intent: 'create' })).status).toBe(302)
    expect(await titles()).toEqual(['Série bas', 'Série haut'])
    const tied = await t.db.selectFrom('links').select('toId').where('fromId', '=', noel).execute()
    expect(tied).toHaveLength(2)
    // Sent twice, the short address is taken: nothing is made again.
    const again = await put({ ...fields, intent: 'create' })
    expect(again.status).toBe(422)
    expect(await titles()).toHaveLength(2)
  })

  test('with one wrong line makes none, and says which', async () => {
    const answer = await put({
      intent: 'create',
      table: `${good.replaceAll('serie-haut', 'serie-2')}\nMal\tboutique\t`,
    })
    expect(answer.status).toBe(422)
    const { lines } = (await answer.json()) as Shown
    expect(lines.filter(({ problems }) => Object.keys(problems).length > 0).map(({ line }) => line)).toEqual([4])
    expect(await listObjects(lead, trackedLink, project.id, { search: 'Mal' })).toEqual([])
    expect((await put({ intent: 'check', table: ' ' })).status).toBe(422)
  })

  test('is not for who may not write links', async () => {
    const management = await makeMember(t.app, workspace, 'management')
    const who = new Visitor(t.app, await signedInCookie(t.app, management.user.id ?? ''))
    expect(await statusOf(put({ intent: 'create', table: good }, who))).toBe(403)
  })
})

describe('a short address', () => {
  test('that leads elsewhere already is refused with a free one, even when it belongs to others', async () => {
    const others = await t.scope('lead')
    const theirs = await createProject(others, { ...frame, name: 'Ailleurs' })
    await createObject(others, trackedLink, theirs.id, {
      ...noUtm,
      title: 'Pris',
      destination: 'https://ailleurs.example/',
      slug: 'noel',
    })
    const answer = await link({ slug: 'noel' })
    expect(answer.status).toBe(422)
    expect(said((await problemsOf(answer))['slug'])).toContain('« noel-2 » est libre')
    expect((await link({ slug: 'noel-2' })).status).toBe(302)
    expect(said((await problemsOf(await link({ slug: 'noel' })))['slug'])).toContain('« noel-3 » est libre')
  })

  test.each([
    ['Noël 2026', /« noel-2026 » convient/],
    ['login', /réservée/],
    ['x'.repeat(70), /60/],
  ])('"%s" is refused, and says what fits', async (slug, sentence) => {
    const answer = await link({ slug })
    expect(said((await problemsOf(answer))['slug'])).toMatch(sentence)
  })
})

describe('where a link leads', () => {
  const newLink = (slug: string, destination: string) =>
    createObject(lead, trackedLink, project.id, { ...noUtm, title: slug, destination, slug })
  const settings = async (id: string, who = writer) =>
    (await who.open(redirectPage.loader, address(`links/${id}/redirect`), at({ id }))) as Awaited<
      ReturnType<typeof redirectPage.loader>
    >
  const send = (id: string, fields: Record<string, string>, who = writer) =>
    who.send(redirectPage.action, address(`links/${id}/redirect`), fields, at({ id }))

  test('is told from its beginning, with who changed it', async () => {
    const id = await newLink('bouge', 'https://boutique.example/un')
    expect((await settings(id)).history.map(({ page, who }) => [page, who])).toEqual([
      ['https://boutique.example/un', null],
    ])
    await updateObject(lead, trackedLink, project.id, id, 1, { destination: 'https://boutique.example/deux' })
    expect((await settings(id)).history.map(({ page, who }) => [page, who])).toEqual([
      ['https://boutique.example/deux', lead.user.name],
      ['https://boutique.example/un', null],
    ])
  })

  test('by rules, kept with the link; the second of two tabs is told', async () => {
    const id = await newLink('regle', 'https://boutique.example/')
    const rules = { intent: 'rules', 'rule.0.device': 'mobile', 'rule.0.destination': 'https://boutique.example/app' }
    expect((await send(id, { ...rules, version: '1' })).status).toBe(302)
    expect((await settings(id)).rules[0]).toEqual({
      device: 'mobile',
      country: '',
      destination: 'https://boutique.example/app',
    })
    expect(await statusOf(send(id, { ...rules, 'rule.0.device': 'tv', version: '1' }))).toBe(409)
    expect((await send(id, { ...rules, 'rule.0.device': '', version: '2' })).status).toBe(422)
  })

  test('may ask a password, of which only a hash is kept and nothing comes back', async () => {
    const id = await newLink('protege', 'https://boutique.example/')
    expect((await send(id, { intent: 'password', password: 'court' })).status).toBe(422)
    expect((await send(id, { intent: 'password', password: 'miel de lavande' })).status).toBe(302)
    expect(JSON.stringify(await t.db.selectFrom('linkPasswords').selectAll().execute())).not.toContain('lavande')
    expect((await settings(id)).password).toMatchObject({ by: lead.user.name })
    const management = await makeMember(t.app, workspace, 'management')
    const who = new Visitor(t.app, await signedInCookie(t.app, management.user.id ?? ''))
    expect(await statusOf(send(id, { intent: 'open' }, who))).toBe(403)
    expect((await send(id, { intent: 'open' })).status).toBe(302)
    expect((await settings(id)).password).toBeNull()
  })
})
