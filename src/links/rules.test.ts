import { describe, expect, test } from 'vitest'
import type { FileObject, ProjectFile } from '../projects/coverage.ts'
import { mayLink } from '../projects/thread.ts'
import { rules } from './rules.ts'

// One campaign that satisfies every rule; each case breaks one thing, and one rule only must say so.

const today = '2026-11-23'

const object = (kind: string, id: string, more: Partial<FileObject> = {}): FileObject => ({
  id,
  kind,
  title: id,
  state: null,
  createdAt: new Date('2026-01-05T09:00:00Z'),
  updatedAt: new Date('2026-01-05T09:00:00Z'),
  values: {},
  derived: {},
  ...more,
})

const campaign = object('campaign', 'noel', { state: 'over', values: { spentCents: 120_000 } })
const link = object('trackedLink', 'lettre', { derived: { clicks: 12 } })

const whole: ProjectFile = {
  project: {
    id: 'p',
    startsOn: null,
    endsOn: null,
    envelopeCents: null,
    vatReference: 'excl',
    timeZone: 'Europe/Paris',
  },
  today,
  objects: [
    object('strategicObjective', 'vendre'),
    campaign,
    link,
    object('plannedEvent', 'panier'),
    object('kpi', 'ventes'),
  ],
  links: [
    { from: 'vendre', to: 'noel' },
    { from: 'noel', to: 'lettre' },
    { from: 'panier', to: 'ventes' },
  ],
}

const replaced = (changed: FileObject): ProjectFile => ({
  ...whole,
  objects: whole.objects.map((one) => (one.id === changed.id ? changed : one)),
})

const findings = (file: ProjectFile) =>
  rules.flatMap((rule) =>
    rule.find(file).map(({ object: found, ...finding }) => ({ rule: rule.id, id: found?.id, ...finding })),
  )

test('a campaign with an objective, a link that people follow and its cost leaves nothing to say', () => {
  expect(findings(whole)).toEqual([])
})

test('the links of this file are ones the thread allows', () => {
  const kindOf = (id: string) => whole.objects.find((one) => one.id === id)?.kind ?? ''
  for (const { from, to } of whole.links) expect(mayLink(kindOf(from), kindOf(to))).toBe(true)
})

describe('each rule fires on what it is about, and sends where it is mended', () => {
  test.each<[rule: string, broken: ProjectFile, concerned: string, mend: string]>([
    [
      'campaign-without-objective',
      { ...whole, links: whole.links.filter(({ from }) => from !== 'vendre') },
      'noel',
      'campaigns/noel',
    ],
    [
      'campaign-without-link',
      { ...whole, links: whole.links.filter(({ from }) => from !== 'noel') },
      'noel',
      'links/new?from=noel',
    ],
    ['campaign-over-without-cost', replaced({ ...campaign, values: { spentCents: null } }), 'noel', 'campaigns/noel'],
    [
      'link-outside-naming',
      replaced({ ...link, derived: { clicks: 12, outsideNaming: true } }),
      'lettre',
      'links/lettre',
    ],
    [
      'link-over-without-fallback',
      replaced({ ...link, values: { expiresOn: '2026-11-22' } }),
      'lettre',
      'links/lettre',
    ],
    [
      'link-over-without-fallback',
      replaced({ ...link, values: { maxClicks: 12, expiresOn: null } }),
      'lettre',
      'links/lettre',
    ],
    [
      'planned-event-without-kpi',
      { ...whole, links: whole.links.filter(({ from }) => from !== 'panier') },
      'panier',
      'planned-events/panier',
    ],
    ['link-never-clicked', replaced({ ...link, derived: { clicks: 0 } }), 'lettre', 'links/lettre/visits'],
  ])('%s', (rule, broken, concerned, mend) => {
    const found = findings(broken)
    expect(found.map((finding) => [finding.rule, finding.id, finding.mend.to])).toEqual([[rule, concerned, mend]])
    expect(found[0]?.sentence.fr).toMatch(new RegExp(`«.${concerned}.»`, 'u'))
    expect(found[0]?.sentence.en).toContain(`“${concerned}”`)
  })
})

describe('what is not yet due is not asked', () => {
  test.each([
    { values: { expiresOn: '2026-11-23' } },
    { values: { expiresOn: '2026-11-01', fallback: 'https://a.example/' } },
    { values: { maxClicks: 13 } },
    { values: { maxClicks: 12, fallback: 'https://a.example/' } },
    { values: { publishedOn: '2026-12-01' }, derived: { clicks: 0 } },
    { values: { expiresOn: '2026-11-01' }, derived: { clicks: 0 }, createdAt: new Date('2026-11-22T00:00:00Z') },
  ])('a link that lives, leads on, or that nobody followed: %j', (more) => {
    expect(findings(replaced({ ...link, ...more }))).toEqual([])
  })

  test('a campaign that still runs needs no final cost', () => {
    expect(findings(replaced({ ...campaign, state: 'running', values: { spentCents: null } }))).toEqual([])
  })

  test('nothing spent is a cost: zero is not missing', () => {
    expect(findings(replaced({ ...campaign, values: { spentCents: 0 } }))).toEqual([])
  })

  test.each([
    ['2026-11-16T12:00:00Z', true],
    ['2026-11-17T00:00:00Z', false],
    ['2026-11-22T12:00:00Z', false],
  ])('a link made on %s, never followed: said %s', (createdAt, said) => {
    const young = replaced({ ...link, createdAt: new Date(createdAt), derived: { clicks: 0 } })
    expect(findings(young).length > 0).toBe(said)
  })

  test('a link whose clicks are not known is not accused', () => {
    expect(findings(replaced({ ...link, derived: {} }))).toEqual([])
  })
})
