import { beforeAll, describe, expect, test } from 'vitest'
import { guestBrowserCookie, signedInCookie } from '../accounts/fixtures.ts'
import { addKey } from '../accounts/keys.store.ts'
import type { MemberRole } from '../accounts/roles.ts'
import { Visitor, goesTo } from '../accounts/visitor.fixture.ts'
import { isAppError } from '../errors.ts'
import { flashOf } from '../flash.ts'
import { objectRoutes } from '../projects/objects.http.ts'
import { readObject } from '../projects/objects.store.ts'
import { testInstance } from '../testing.ts'
import { approveReport, freezeReport, frozenOf } from './freeze.store.ts'
import { plantOctober } from './month.fixture.ts'
import * as pdfPage from './pdf.page.ts'
import * as reportPage from './report.page.tsx'
import { report } from './reports.ts'
import * as tablePage from './table.page.ts'

// The page of a report, its file and its tables, as browsers of each role open them.

const t = await testInstance()
let planted: Awaited<ReturnType<typeof plantOctober>>
const browsers = new Map<MemberRole, Visitor>()

beforeAll(async () => {
  planted = await plantOctober(t)
  for (const role of ['owner', 'lead', 'contributor', 'management'] as const)
    browsers.set(role, new Visitor(t.app, await signedInCookie(t.app, planted.people[role].user.id ?? '')))
})

const as = (role: MemberRole): Visitor => browsers.get(role) ?? new Visitor(t.app)
const base = () => `/w/${planted.workspace.slug}/p/${planted.project.slug}`
const params = (more: Record<string, string> = {}) => ({
  workspace: planted.workspace.slug,
  project: planted.project.slug,
  id: planted.ids.report,
  ...more,
})
const here = () => `${base()}/reports/${planted.ids.report}/page`

type Data = Awaited<ReturnType<typeof reportPage.loader>>
const open = (role: MemberRole, id = planted.ids.report) =>
  as(role).open(reportPage.loader, here(), params({ id })) as Promise<Data>
const send = (role: MemberRole, fields: Record<string, string>) =>
  as(role).send(reportPage.action, here(), fields, params())
const file = (role: MemberRole) => as(role).open(pdfPage.loader, `${base()}/pdf`, params()) as Promise<Response>
const table = (name: string, visitor = as('management')) =>
  visitor.open(tablePage.loader, `${base()}/tables/${name}`, params({ table: name })) as Promise<Response>

const stateNow = async () =>
  (await readObject(planted.people.lead, report, planted.project.id, planted.ids.report)).state
const statusOf = async (work: Promise<unknown>) => {
  try {
    const answer = await work
    return answer instanceof Response ? answer.status : 200
  } catch (error) {
    return isAppError(error) ? error.status : error
  }
}
/** What the next page will say, once. */
const said = (answer: Response) =>
  flashOf(
    new Request('http://localhost', { headers: { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' } }),
  )

// In order: the report is live, then frozen, then approved.

describe('a live report', () => {
  test('is read by every member, and each is offered what he may do', async () => {
    const pages = await Promise.all((['owner', 'lead', 'contributor', 'management'] as const).map((role) => open(role)))
    expect(pages.map(({ canFreeze, canApprove, isWriter }) => [canFreeze, canApprove, isWriter])).toEqual([
      [true, false, true],
      [true, false, true],
      [false, false, true],
      [false, false, false],
    ])
    for (const { frozen, figures, texts } of pages) {
      expect([frozen, figures.sites[0]?.totals.visits, texts.title]).toEqual([null, 93, 'Rapport d’octobre'])
    }
  })

  test('neither a guest of the project nor a stranger sees it, its file or its tables', async () => {
    const guest = new Visitor(t.app, await guestBrowserCookie(t.app, planted.workspace.id, planted.project.id))
    const other = new Visitor(t.app, await signedInCookie(t.app, (await t.scope('owner')).user.id ?? ''))
    for (const visitor of [guest, other]) {
      const answers = await Promise.all(
        [
          visitor.open(reportPage.loader, here(), params()),
          visitor.open(pdfPage.loader, here(), params()),
          table('kpis', visitor),
        ].map(statusOf),
      )
      expect(answers.every((status) => status === 403 || status === 404)).toBe(true)
    }
  })

  test('its file is named as a working copy', async () => {
    const answer = await file('contributor')
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename="coffrets-rapport-d-octobre-2026-10-01-2026-10-31-travail.pdf"',
    )
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 8)
        .toString(),
    ).toBe('%PDF-1.7')
  })

  test('cites the recommendations of the period at the press of a button', async () => {
    const answer = await send('contributor', { intent: 'cite' })
    expect(said(answer)).toMatchObject({ text: 'Préconisation citée', tone: 'good' })
    expect((await open('lead')).figures.recommendations.every(({ cited }) => cited)).toBe(true)
  })

  test.each<[MemberRole, string, number]>([
    ['contributor', 'freeze', 403],
    ['management', 'freeze', 403],
    ['management', 'cite', 403],
    ['management', 'copy', 403],
    ['lead', 'approve', 403],
    ['owner', 'publier', 400],
    ['owner', '', 400],
  ])('a %s does not %s', async (role, intent, status) => {
    expect(await statusOf(send(role, { intent }))).toBe(status)
    expect(await stateNow()).toBeNull()
  })

  test('approving before freezing says what to do first', async () => {
    const answer = await send('management', { intent: 'approve' })
    expect([goesTo(answer), said(answer)?.tone]).toEqual([here(), 'bad'])
    expect(said(answer)?.text).toContain('figez-les avant de le valider')
  })

  test.each([
    ['kpis', 'KPI;Réalisé;Attendu;Cible;Écart;État', 'A Visites;93;62;122;31;Dans la cible'],
    ['channels', 'Canal;Visites;Période précédente;Part', 'E-mail;31;0;0,333'],
    ['audience', 'Mesure;Période;Période précédente', 'Visites;93;30;2,1'],
    ['audience-days', 'Date;Période;Période précédente', '2026-10-01;3;1'],
    ['campaigns', 'Campagne;Jours mesurés;Prévu;Dépensé', ';100;150;2;31;15;375;10'],
    ['budget', 'Nature;Prévu', 'Total;3500;1 sur 2;2000;1800;-200'],
    ['actions', 'Action;Responsable;Échéance;État', 'Photos;Inès;2026-10-21;En retard de 10'],
    ['contents', 'Contenu;Jour;Format', 'Récolte;2026-10-12'],
    ['recommendations', 'Préconisation;', 'Arrêter la publicité;'],
  ])('its table of %s comes as CSV', async (name, head, row) => {
    const answer = await table(name)
    const csv = (await answer.text()).replace(/[\u00a0\u202f]/g, ' ')
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="coffrets-${name}-2026-10-01-2026-10-31.csv"`,
    )
    expect(csv).toMatch(new RegExp(`^${head}`))
    expect(csv).toContain(row)
  })

  test.each(['', 'salaires', 'kpis.csv', '../kpis'])('there is no table “%s”', async (name) => {
    expect(await statusOf(table(name))).toBe(404)
  })
})

describe('a frozen report', () => {
  test('freezing shows when and by whom, and offers management to approve', async () => {
    const answer = await send('lead', { intent: 'freeze' })
    expect([answer.status, goesTo(answer), said(answer)?.text]).toEqual([
      302,
      here(),
      'Chiffres figés\u00a0: le rapport est à valider.',
    ])
    const page = await open('management')
    expect(page).toMatchObject({
      canFreeze: false,
      canApprove: true,
      frozen: { by: 'lead des ruchers' },
      approval: null,
    })
  })

  test('a second tab that freezes too is told, and sees what is', async () => {
    const answer = await send('owner', { intent: 'freeze' })
    expect([answer.status, goesTo(answer), said(answer)]).toEqual([
      302,
      here(),
      { text: 'Les chiffres de ce rapport sont déjà figés. Pour d’autres chiffres, faites-en une copie.', tone: 'bad' },
    ])
  })

  test('its file has its name for good, and the same bytes each time', async () => {
    const answers = [await file('management'), await file('lead')]
    expect(answers[0]?.headers.get('content-disposition')).toContain('-2026-10-01-2026-10-31.pdf"')
    const [one, two] = await Promise.all(answers.map(async (answer) => Buffer.from(await answer.arrayBuffer())))
    expect(one?.equals(two ?? Buffer.alloc(0))).toBe(true)
  })

  test('a copy for the next period opens, live; the same form twice is one copy', async () => {
    const form = { intent: 'copy', copyId: (await open('lead')).copyId }
    const [one, two] = [await send('lead', form), await send('lead', form)]
    expect(goesTo(one)).toBe(`${base()}/reports/${form.copyId}/page`)
    expect(goesTo(two)).toBe(goesTo(one))
    const copy = await open('lead', form.copyId)
    expect(copy).toMatchObject({ frozen: null, texts: { author: 'Camille Roux', summary: null } })
    expect(copy.figures.period).toEqual({ from: '2026-11-01', to: '2026-11-30' })
  })

  test('approval ends it: nothing is offered any more but the copy', async () => {
    const answer = await send('management', { intent: 'approve' })
    expect(said(answer)?.text).toBe('Rapport validé')
    expect(await open('owner')).toMatchObject({
      canFreeze: false,
      canApprove: false,
      approval: { by: 'management des ruchers' },
    })
  })
})

describe('what the API and the bin may do', () => {
  const api = async (method: string, path: string, body?: unknown) => {
    const secret = await addKey(planted.people.owner, 'essai', ['projects:read', 'projects:write'])
    const routes = objectRoutes(t.app)
    routes.onError((error, c) =>
      c.json({ id: isAppError(error) ? error.id : String(error) }, isAppError(error) ? (error.status as 422) : 500),
    )
    return routes.request(`http://localhost/api/v1/projects/${planted.project.slug}${path}`, {
      method,
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  }

  test('gives the frozen figures, and lets nobody write them', async () => {
    const answer = await api('GET', `/reports/${planted.ids.report}`)
    const body = (await answer.json()) as {
      state: string
      frozen: { figures: { sites: { totals: { visits: number } }[] } }
    }
    expect([body.state, body.frozen.figures.sites[0]?.totals.visits]).toEqual(['approved', 93])
    for (const change of [{ frozen: null }, { state: 'draft' }, { endsOn: '2026-12-31' }, { title: 'Un autre' }])
      expect([change, (await api('PATCH', `/reports/${planted.ids.report}`, change)).status]).toEqual([change, 422])
    expect(
      (
        await api('POST', '/reports', {
          title: 'Faux',
          startsOn: '2026-01-01',
          endsOn: '2026-01-31',
          frozen: body.frozen,
        })
      ).status,
    ).toBe(422)
  })

  test('a frozen report keeps its figures through another freeze asked from code', async () => {
    const { people, project, ids } = planted
    const before = frozenOf(await readObject(people.lead, report, project.id, ids.report))
    await expect(freezeReport(people.owner, project, ids.report)).rejects.toMatchObject({ id: 'alreadyFrozen' })
    await expect(approveReport(people.owner, project, ids.report)).rejects.toMatchObject({ id: 'alreadyApproved' })
    expect(frozenOf(await readObject(people.lead, report, project.id, ids.report))).toEqual(before)
  })
})
