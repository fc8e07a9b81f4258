import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { addSite } from '../collect/sites.store.ts'
import { goal } from '../kpis/kpis.ts'
import { createObject } from '../projects/objects.store.ts'
import { createProject } from '../projects/projects.store.ts'
import { checkValues } from '../projects/kind.ts'
import { testInstance } from '../testing.ts'
import { type Site, sitesOf } from './analytics.store.ts'
import { askGoal, askGoals } from './goals.store.ts'
import { tell } from './visits.fixture.ts'

/*
 * Five visits written by hand, told below, and what each kind of goal makes of them.
 *
 *   1 (Email)   /blog/a read 80 % in 20 s, then 15 s more; orders 30 €, plan pro
 *   2 (Email)   /blog/a read 40 % in 50 s
 *   3 (Direct)  /blog/b read 75 % in 5 s; orders 100 $, plan libre
 *   4 (Direct)  / only
 *   5 (SMS)     / then /merci; orders 8 €
 */
const t = await testInstance()
const app = { ...t.app, clock: () => new Date('2026-11-24T11:00:00Z') }
const period = { from: '2026-11-01', to: '2026-11-24' }
let scope: Scope
let site: Site

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

const none = { property: null, propertyValue: null, threshold: null, valueCents: null, site: null }
const kinds = {
  'Lu aux trois quarts': { ...none, match: 'scroll', pattern: '/blog/*', threshold: 75 },
  'Lu 30 secondes': { ...none, match: 'time', pattern: '/blog/*', threshold: 30, valueCents: 200 },
  'Lu 40 secondes': { ...none, match: 'time', pattern: '*', threshold: 40 },
  'Commande pro': { ...none, match: 'event', pattern: 'commande', property: 'plan', propertyValue: 'pro' },
  'Commande de 10 €': { ...none, match: 'revenue', pattern: 'commande', threshold: 10 },
  'Tout montant': { ...none, match: 'revenue', pattern: '*' },
  Merci: { ...none, match: 'page', pattern: '/merci', valueCents: 5_000 },
} as const

beforeAll(async () => {
  scope = await makeMember(app, await t.workspace(), 'lead')
  const project = await createProject(scope, frame)
  await addSite(scope, { domain: 'a.example', projectId: project.id, mode: 'consent', timeZone: 'Europe/Paris' })
  for (const [title, values] of Object.entries(kinds)) await createObject(scope, goal, project.id, { title, ...values })
  const [found] = await sitesOf(scope, { project: project.id })
  if (!found) throw new Error('no site')
  site = found
  const at = (minute: number) => `2026-11-10T10:${String(minute).padStart(2, '0')}:00Z`
  const visit = (n: number, channel: string, entry: string) => (minute: number, more: object = {}) => ({
    site: site.id, visitor: n, visit: n, at: at(minute), startedAt: at(0), path: entry, entry, shared: { visit_channel: channel }, ...more,
  }) // prettier-ignore
  const read = (time: number, scroll: number) => ({
    name: 'engagement',
    props: { time: String(time), scroll: String(scroll) },
  })
  const order = (cents: number, currency: string, plan: string) => ({
    name: 'commande',
    revenueCents: cents,
    currency,
    props: { plan },
  })
  const [one, two, three, four, five] = [
    visit(1, 'Email', '/blog/a'), visit(2, 'Email', '/blog/a'), visit(3, 'Direct', '/blog/b'), visit(4, 'Direct', '/'), visit(5, 'SMS', '/'),
  ] // prettier-ignore
  await tell(t.clickhouse, [
    one(0), one(1, read(20, 80)), one(2, read(15, 80)), one(3, order(3_000, 'EUR', 'pro')),
    two(0), two(1, read(50, 40)),
    three(0), three(1, read(5, 75)), three(2, order(10_000, 'USD', 'libre')),
    four(0),
    five(0), five(1, { path: '/merci' }), five(2, order(800, 'EUR', '')),
  ]) // prettier-ignore
})

test('each kind of goal counts the visits that reach it, once each', async () => {
  const goals = await askGoals(scope, site, { period }, [])
  const found = Object.fromEntries(goals.map(({ name, conversions, rate }) => [name, [conversions, rate]]))
  expect(found).toEqual({
    'Lu aux trois quarts': [2, 2 / 5],
    // 20 + 15 seconds in visit 1, 50 at once in visit 2.
    'Lu 30 secondes': [2, 2 / 5],
    'Lu 40 secondes': [1, 1 / 5],
    'Commande pro': [1, 1 / 5],
    // 100 dollars are not euros, and 8 euros are not 10.
    'Commande de 10 €': [1, 1 / 5],
    'Tout montant': [2, 2 / 5],
    Merci: [1, 1 / 5],
  })
})

test('a conversion is worth what the goal says, and the revenue is what was received', async () => {
  const goals = await askGoals(scope, site, { period }, [])
  const of = (name: string) => goals.find((one) => one.name === name)
  expect(of('Lu 30 secondes')).toMatchObject({ valueCents: 400, revenueCents: 0 })
  expect(of('Tout montant')).toMatchObject({ valueCents: null, revenueCents: 3_800 })
  expect(of('Commande de 10 €')).toMatchObject({ revenueCents: 3_000 })
})

test('by channel and page: the rate of each row is over its own visits', async () => {
  const id = site.goals.find(({ title }) => title === 'Lu aux trois quarts')?.id ?? ''
  const { channel, page, device } = await askGoal(scope, site, { period }, [], id)
  expect(channel.map(({ name, conversions, rate }) => [name, conversions, rate])).toEqual([
    ['Direct', 1, 1 / 2],
    ['Email', 1, 1 / 2],
  ])
  expect(page.map(({ name, conversions, rate }) => [name, conversions, rate])).toEqual([
    ['/blog/a', 1, 1 / 2],
    ['/blog/b', 1, 1],
  ])
  expect(device).toEqual([{ name: '', conversions: 2, rate: 2 / 5, valueCents: null }])
})

test('a filter narrows both the conversions and the visits they are a share of', async () => {
  const goals = await askGoals(scope, site, { period }, [{ dimension: 'channel', operator: 'is', values: ['Email'] }])
  expect(goals.find(({ name }) => name === 'Lu 30 secondes')).toMatchObject({ conversions: 2, rate: 1 })
})

describe('a goal that cannot be reached is refused, with the field to mend', () => {
  test.each<[string, object, string]>([
    ['a page without its bar', { match: 'scroll', pattern: 'blog', threshold: 50 }, 'pattern'],
    ['reading without a threshold', { match: 'scroll', pattern: '/blog' }, 'threshold'],
    ['more than the whole page', { match: 'scroll', pattern: '/blog', threshold: 120 }, 'threshold'],
    ['no time', { match: 'time', pattern: '*', threshold: 0 }, 'threshold'],
    ['a threshold for a page', { match: 'page', pattern: '/', threshold: 3 }, 'threshold'],
    ['a property without a value', { match: 'event', pattern: 'x', property: 'plan' }, 'propertyValue'],
    ['a value without a property', { match: 'event', pattern: 'x', propertyValue: 'pro' }, 'property'],
    [
      'a property of a page',
      { match: 'page', pattern: '/', property: 'plan', propertyValue: 'pro' },
      'property, propertyValue',
    ],
  ])('%s', (_, values, field) => {
    const checked = checkValues(goal, { title: 'Objectif', ...none, ...values })
    expect(checked.ok ? '' : Object.keys(checked.problems).join(', ')).toBe(field)
  })
})
