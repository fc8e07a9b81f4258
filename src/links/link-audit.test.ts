import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DeclaredLink, type SeenTag, type Tag, auditLinks, slipsBetween } from './link-audit.ts'

const tag = (text: string): Tag => {
  const [source = '', medium = '', campaign = ''] = text.split('/')
  return { source, medium, campaign }
}
const seen = (text: string, visits = 10): SeenTag => ({ ...tag(text), visits })
const link = (id: string, text: string, more: Partial<DeclaredLink> = {}): DeclaredLink => ({
  id, title: id, ...tag(text), publishedOn: '2026-01-01', clicks: 50, share: 0.5, ...more,
}) // prettier-ignore
const today = '2026-11-24'
const verdict = (text: string, linkId: string | null) => ({
  ...tag(text),
  linkId,
  reason: 'test',
  by: 'Jeanne',
  at: new Date(),
})

test.each([
  ['lettre/email/noel', 'Lettre/E-mail/Noël', 0],
  ['linkedin/paid_social/noel', 'linkedin/paidsocial/noel', 0],
  ['newsletter/email/coffrets', 'newsleter/email/cofrets', 2],
  ['lettre/email/noel-2026', 'lettre/email/noel-2025', null],
  ['lettre/email/noel', 'lettre/email/printemps', null],
  ['lettre/sms/noel', 'lettre/cpc/noel', null],
  ['lettre/email/', 'lettre/email/noel', null],
  ['lettre/email/', 'lettre/email/зима', null],
  ['vk/social/лето', 'vk/social/зима', null],
  ['vk/social/зима', 'VK/social/зима', 0],
])('%s and %s are apart by %s', (a, b, slips) => {
  expect(slipsBetween(tag(a), tag(b))).toBe(slips)
  expect(slipsBetween(tag(b), tag(a))).toBe(slips)
})

describe('campaign links in traffic', () => {
  test('are each in one finding: fine, a variant with what it would be, or undeclared', () => {
    const declared = [link('a', 'lettre/email/noel'), link('b', 'linkedin/social/noel')]
    const audit = auditLinks(
      declared,
      [seen('lettre/email/noel'), seen('Lettre/email/Noël', 3), seen('radio/spot/hiver', 7)],
      [],
      today,
    )
    expect(audit.fine).toBe(1)
    expect(audit.variants.map(({ source, visits, link: { id } }) => [source, visits, id])).toEqual([['Lettre', 3, 'a']])
    expect(audit.undeclared).toEqual([seen('radio/spot/hiver', 7)])
  })

  test('decided are in question no longer, and still counted', () => {
    const audit = auditLinks(
      [link('a', 'lettre/email/noel')],
      [seen('Lettre/email/Noël', 3), seen('radio/spot/hiver', 7)],
      [verdict('Lettre/email/Noël', 'a'), verdict('radio/spot/hiver', null)],
      today,
    )
    expect([audit.variants, audit.undeclared]).toEqual([[], []])
    expect(audit.decided.map(({ visits, linkTitle }) => [visits, linkTitle])).toEqual([
      [3, 'a'],
      [7, null],
    ])
    // The link is seen under its other spelling: nothing is lost.
    expect([audit.fine, audit.lost]).toEqual([1, []])
  })

  test('are never lost between findings', () => {
    const word = fc.constantFrom('lettre', 'Lettre', 'email', 'e-mail', 'noel', 'noël', 'noel-2026', 'x', '')
    const tags = fc.record({ source: word, medium: word, campaign: word })
    fc.assert(
      fc.property(
        fc.uniqueArray(tags, { selector: (one) => JSON.stringify(one) }),
        fc.array(tags),
        (traffic, links) => {
          const declared = links.map((one, n) => link(String(n), `${one.source}/${one.medium}/${one.campaign}`))
          const audit = auditLinks(
            declared,
            traffic.map((one) => ({ ...one, visits: 1 })),
            [],
            today,
          )
          const known = new Set(declared.map(({ source, medium, campaign }) => `${source}/${medium}/${campaign}`))
          const open = traffic.filter((one) => !known.has(`${one.source}/${one.medium}/${one.campaign}`))
          expect(audit.variants.length + audit.undeclared.length).toBe(open.length)
        },
      ),
    )
  })
})

describe('a declared link', () => {
  const of = (more: Partial<DeclaredLink>, traffic: SeenTag[] = []) =>
    auditLinks([link('a', 'lettre/email/noel', more)], traffic, [], today)
  test.each([
    ['older than a week', { clicks: 0, publishedOn: '2026-11-17' }, true],
    ['made this week', { clicks: 0, publishedOn: '2026-11-18' }, false],
    ['clicked', { clicks: 1 }, false],
  ] as const)('%s is said never seen: %s', (_, more, isSaid) => expect(of(more).unseen.length > 0).toBe(isSaid))

  test.each([
    ['clicked often, on a site where half the visits carry their campaign', { clicks: 40, share: 0.5 }, 20],
    ['clicked too little to tell', { clicks: 8, share: 0.5 }, null],
    ['on a site that keeps no parameter', { clicks: 500, share: null }, null],
    ['without parameters', { clicks: 500, share: 1, source: '', medium: '', campaign: '' }, null],
  ] as const)('%s, unseen: its parameters are lost, visits expected %s', (_, more, expected) => {
    expect(of(more).lost[0]?.expected ?? null).toBe(expected)
  })

  test('that one visit carries is not said lost', () => {
    expect(of({ clicks: 400 }, [seen('lettre/email/noel', 1)]).lost).toEqual([])
  })
})
