import { beforeAll, describe, expect, test } from 'vitest'
import type { Scope } from '../accounts/scope.ts'
import { isAppError } from '../errors.ts'
import { type TestInstance, testInstance } from '../testing.ts'
import { destroyOldSalts, saltFor } from './salts.store.ts'
import { plainDomain, type SiteSettings } from './site.ts'
import { addSite, getSite, listSites, siteOfProject, sitesOfProject, updateSite } from './sites.store.ts'

let t: TestInstance
let scope: Scope
let stranger: Scope
beforeAll(async () => {
  t = await testInstance()
  scope = await t.scope('owner')
  stranger = await t.scope('owner')
})

const problemOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (found: unknown) => found,
  )
  if (!isAppError(error)) throw error
  return [error.status, ...Object.keys(error.fields)]
}

test.each([
  ['exemple.fr', 'exemple.fr'],
  ['  WWW.Exemple.FR ', 'exemple.fr'],
  ['https://www.exemple.fr/page?x', 'exemple.fr'],
  ['exemple.fr:8080', 'exemple.fr'],
  ['élevage.fr', 'xn--levage-9ua.fr'],
  ['127.0.0.1', '127.0.0.1'],
  ['localhost', 'localhost'],
  ['', ''],
  ['a b', ''],
  ['<script>', ''],
  ['a..b', ''],
  ['x'.repeat(260), ''],
])('the domain "%s" is read as "%s"', (typed, domain) => {
  expect(plainDomain(typed)).toBe(domain)
})

describe('a site', () => {
  test('is exempt, in Paris time and in euros unless it says otherwise', async () => {
    expect(await addSite(scope, { domain: 'https://WWW.Ruchers.fr/' })).toMatchObject({
      domain: 'ruchers.fr', mode: 'exempt', timeZone: 'Europe/Paris', currency: 'EUR', settings: {}, workspaceId: scope.workspace, projectId: null,
    }) // prettier-ignore
  })

  test.each([
    ['no domain', { domain: '' }, [422, 'domain']],
    ['a sentence', { domain: 'mon site' }, [422, 'domain']],
    ['a zone nobody knows', { domain: 'zone.fr', timeZone: 'Europe/Carpentras' }, [422, 'timeZone']],
    ['a currency of four letters', { domain: 'devise.fr', currency: 'EURO' }, [422, 'currency']],
    ['a domain taken', { domain: 'www.ruchers.fr' }, [409, 'domain']],
  ])('with %s is refused', async (_, site, problem) => {
    expect(await problemOf(addSite(scope, site))).toEqual(problem)
    expect(await problemOf(addSite(stranger, site))).toEqual(problem)
  })

  test('belongs to its workspace: others neither see nor change it', async () => {
    const site = await getSite(scope, 'www.ruchers.fr')
    expect((await listSites(scope)).map(({ domain }) => domain)).toEqual(['ruchers.fr'])
    expect(await listSites(stranger)).toEqual([])
    expect(await problemOf(getSite(stranger, 'ruchers.fr'))).toEqual([404])
    expect(await problemOf(updateSite(stranger, site.id, { mode: 'consent' }))).toEqual([404])
    expect((await getSite(scope, 'ruchers.fr')).mode).toBe('exempt')
  })

  test('changes what it is told to, and nothing else', async () => {
    const { id } = await getSite(scope, 'ruchers.fr')
    await updateSite(scope, id, { mode: 'consent', settings: (now) => ({ ...now, hosts: ['paiement.fr'] }) })
    await updateSite(scope, id, { timeZone: 'Indian/Reunion' })
    expect(await getSite(scope, 'ruchers.fr')).toMatchObject({
      mode: 'consent',
      timeZone: 'Indian/Reunion',
      currency: 'EUR',
      settings: { hosts: ['paiement.fr'] },
    })
    expect(await problemOf(updateSite(scope, id, { timeZone: 'nowhere' }))).toEqual([422, 'timeZone'])
  })

  test('whose settings are saved by several at once keeps what each changed', async () => {
    const { id } = await getSite(scope, 'ruchers.fr')
    const before = (await getSite(scope, 'ruchers.fr')).settings
    const subjects: readonly SiteSettings[] = [{ retentionMonths: 7 }, { obeySignals: true }, { searchParams: ['q'] }, { smallFigures: { below: 5, how: 'hide' } }]
    await Promise.all(subjects.map((own) => updateSite(scope, id, { settings: (now) => ({ ...now, ...own }) })))
    expect((await getSite(scope, 'ruchers.fr')).settings).toEqual(Object.assign({}, before, ...subjects))
  }) // prettier-ignore

  test('that was added is taken by the collector at once, with its changes within seconds', async () => {
    expect(await t.app.collector.site('tout-neuf.fr')).toBeNull()
    await addSite(scope, { domain: 'autre-neuf.fr' })
    expect((await t.app.collector.site('autre-neuf.fr'))?.site.domain).toBe('autre-neuf.fr')
  })

  test('of no project is nobody’s figures', async () => {
    const project = crypto.randomUUID()
    expect(await siteOfProject(scope, project)).toBeNull()
    expect(await sitesOfProject(scope, project)).toEqual([])
  })
})

describe('salts', () => {
  const days = async (site: number) =>
    (await t.db.selectFrom('salts').select('day').where('siteId', '=', site).orderBy('day').execute()).map(
      ({ day }) => day,
    )

  test('are made once a day and site, whoever asks first, and differ', async () => {
    const { id } = await getSite(scope, 'ruchers.fr')
    const salts = await Promise.all(Array.from({ length: 8 }, () => saltFor(t.db, id, '2026-11-24', '2026-11-23')))
    expect(new Set(salts).size).toBe(1)
    expect(salts[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(await saltFor(t.db, id, '2026-11-25', '2026-11-24')).not.toBe(salts[0])
  })

  test('of the days before yesterday are destroyed, by the site’s own clock', async () => {
    const { id } = await addSite(scope, { domain: 'auckland.example', timeZone: 'Pacific/Auckland' })
    for (const day of ['2026-11-22', '2026-11-23', '2026-11-24']) await saltFor(t.db, id, day, '2026-11-01')
    // 23:30 on the 23rd in Auckland, then 00:30 on the 24th.
    await destroyOldSalts(t.db, new Date('2026-11-23T10:30:00Z'))
    expect(await days(id)).toEqual(['2026-11-22', '2026-11-23', '2026-11-24'])
    await destroyOldSalts(t.db, new Date('2026-11-23T11:30:00Z'))
    expect(await days(id)).toEqual(['2026-11-23', '2026-11-24'])
  })
})
