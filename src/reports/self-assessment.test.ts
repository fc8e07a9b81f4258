import { execFileSync, spawnSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import * as privacyPage from '../collect/privacy.page.tsx'
import { assess, type AssessedFacts } from '../collect/self-assessment.ts'
import { addSite, getSite, updateSite } from '../collect/sites.store.ts'
import { isAppError } from '../errors.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import { selfAssessmentDocument } from './self-assessment-document.ts'
import * as selfAssessment from './self-assessment.page.ts'

const hasPoppler = spawnSync('pdftotext', ['-v']).status === 0
const readPdf = test.skipIf(!hasPoppler)
if (!hasPoppler) console.warn('poppler-utils is not installed: PDFs are made here, but not read back')

const bare: AssessedFacts = {
  domain: 'ruches.example', mode: 'exempt', timeZone: 'Europe/Paris', obeysSignals: false, small: null, months: 25, hosts: [], noticeVersion: null,
  proofs: 0, lastDeletion: null, version: '0.3.0',
} // prettier-ignore

describe('what it says', () => {
  /** States of the criteria whose title holds a word. */
  const stateOf = (facts: Partial<AssessedFacts>, word: RegExp) =>
    assess({ ...bare, ...facts }).texts.fr.criteria.find(({ title }) => word.test(title))?.state

  test.each([
    [/anonymes/, {}, 'setting'],
    [/anonymes/, { small: { below: 5, how: 'hide' } }, 'done'],
    [/s’opposer/, {}, 'setting'],
    [/s’opposer/, { obeysSignals: true }, 'done'],
    [/exclusif/, {}, 'done'],
    [/exclusif/, { hosts: ['boutique.example'] }, 'check'],
    [/consentement pour/, {}, 'done'],
    [/consentement pour/, { mode: 'consent' }, 'setting'],
    [/consentement pour/, { mode: 'consent', noticeVersion: 2 }, 'check'],
  ] as const)('of %s with %j: %s', (word, facts, state) => {
    expect(stateOf(facts, word)).toBe(state)
  })

  test.each(['fr', 'en'] as const)('in %s: the same criteria, the settings as they are, and no verdict', (locale) => {
    const made = assess({ ...bare, mode: 'consent', small: { below: 7, how: 'round' }, months: 13, noticeVersion: 4 })
    expect(made.texts[locale].criteria.map(({ state }) => state)).toEqual(
      made.texts.fr.criteria.map(({ state }) => state),
    )
    const whole = JSON.stringify(selfAssessmentDocument(made, { at: new Date(0), by: 'Camille' }, locale))
    expect(whole).toMatch(/13 (mois|months)/)
    expect(whole).toMatch(/\b7\b/)
    expect(whole).toMatch(/Version 4/)
    expect(whole).toMatch(/[Aa]uto-évaluation|[Ss]elf-assessment/)
    expect(whole).not.toMatch(/conforme|conformité|certifi|complian|compliant|garanti/i)
  })
})

describe('a self-assessment of a site', () => {
  let lead: Scope
  let workspace: Workspace
  let project: Project
  let reader: Visitor
  let t: Awaited<ReturnType<typeof testInstance>>

  beforeAll(async () => {
    t = await testInstance()
    workspace = await t.workspace()
    lead = await makeMember(t.app, workspace, 'lead', 'Camille Roux')
    project = await createProject(lead, {
      name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null,
      endsOn: null, envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
    }) // prettier-ignore
    await addSite(lead, { domain: 'ruches.example', projectId: project.id, settings: { retentionMonths: 14 } })
    reader = new Visitor(t.app, await signedInCookie(t.app, lead.user.id ?? ''))
  })

  const params = () => ({ workspace: workspace.slug, project: project.slug, domain: 'ruches.example' })
  const at = (page: string) => `/w/${workspace.slug}/p/${project.slug}/sites/ruches.example/${page}`
  const listed = async () =>
    ((await reader.open(privacyPage.loader, at('privacy'), params())) as Awaited<ReturnType<typeof privacyPage.loader>>)
      .assessments
  const download = async (id: string, who = reader) =>
    (await who.open(selfAssessment.loader, at(`self-assessment?id=${id}`), params())) as Response
  const textOf = async (answer: Response) =>
    execFileSync('pdftotext', ['-layout', '-', '-'], {
      input: Buffer.from(await answer.arrayBuffer()),
      encoding: 'utf8',
    }).replace(/[\s\u200b]+/gu, ' ')

  readPdf('is frozen with its date, listed, and downloaded the same after the settings changed', async () => {
    expect(await listed()).toEqual([])
    await reader.send(privacyPage.action, at('privacy'), { intent: 'assess' }, params())
    const [made] = await listed()
    expect(made).toMatchObject({ madeBy: 'Camille Roux' })
    const before = await download(made?.id ?? '')
    expect(before.headers.get('content-disposition')).toMatch(
      /^attachment; filename="ruches-example-auto-evaluation-\d{4}-\d\d-\d\d\.pdf"$/,
    )
    const text = await textOf(before)
    for (const said of ['Auto-évaluation de la mesure d’audience de ruches.example', 'Camille Roux', '14 mois', 'Critère par critère'])
      expect(text).toContain(said)
    const { id, settings } = await getSite(lead, 'ruches.example')
    await updateSite(lead, id, { mode: 'consent', settings: (now) => ({ ...now, ...settings, retentionMonths: 3 }) })
    expect(await textOf(await download(made?.id ?? ''))).toBe(text)
    await reader.send(privacyPage.action, at('privacy'), { intent: 'assess' }, params())
    expect(await listed()).toHaveLength(2)
  }) // prettier-ignore

  test('is PDF/UA-1, tagged, with its language', async () => {
    const document = selfAssessmentDocument(assess(bare), { at: new Date('2026-11-25T03:00:00Z'), by: 'Camille' }, 'en')
    const raw = (await t.app.typesetter.set({ document, drawings: {} })).toString('latin1')
    expect(raw).toContain('<pdfuaid:part>1</pdfuaid:part>')
    expect(raw).toMatch(/\/Lang\s*\(en-GB\)/)
  })

  test('is found by nobody else, nor under an address that is none', async () => {
    const statusOf = (work: Promise<unknown>) =>
      work.then(
        () => null,
        (error: unknown) => (isAppError(error) ? error.status : error),
      )
    await reader.send(privacyPage.action, at('privacy'), { intent: 'assess' }, params())
    const [made] = await listed()
    const stranger = await makeMember(t.app, await t.workspace('Ailleurs'), 'owner')
    const elsewhere = new Visitor(t.app, await signedInCookie(t.app, stranger.user.id ?? ''))
    expect(await statusOf(download(made?.id ?? '', elsewhere))).toBe(404)
    expect(await statusOf(download('pas-un-numero'))).toBe(404)
    expect(await statusOf(download(crypto.randomUUID()))).toBe(404)
  })
})
