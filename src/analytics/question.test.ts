import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, lengthOf } from '../period.ts'
import { questionOf } from './question.ts'

/** A Tuesday. */
const today = '2026-11-24'

test.each([
  ['visites cette semaine', 'visits', '2026-11-23', '2026-11-24'],
  ['Visites semaine dernière', 'visits', '2026-11-16', '2026-11-22'],
  ['combien de visiteurs aujourd’hui', 'visitors', '2026-11-24', '2026-11-24'],
  ['visiteurs hier', 'visitors', '2026-11-23', '2026-11-23'],
  ['pages vues ce mois', 'pageviews', '2026-11-01', '2026-11-24'],
  ['pages vues le mois dernier', 'pageviews', '2026-10-01', '2026-10-31'],
  ['pages par visite', 'viewsPerVisit', '2026-10-26', '2026-11-24'],
  ['taux de rebond octobre', 'bounceRate', '2026-10-01', '2026-10-31'],
  ['rebond décembre', 'bounceRate', '2025-12-01', '2025-12-31'],
  ['rebond novembre 2025', 'bounceRate', '2025-11-01', '2025-11-30'],
  ['durée de visite 7 jours', 'visitDuration', '2026-11-18', '2026-11-24'],
  ['visites 90 derniers jours', 'visits', '2026-08-27', '2026-11-24'],
  ['visites cette année', 'visits', '2026-01-01', '2026-11-24'],
  ['visites année dernière', 'visits', '2025-01-01', '2025-12-31'],
  ['visites 2025', 'visits', '2025-01-01', '2025-12-31'],
  ['visits this week', 'visits', '2026-11-23', '2026-11-24'],
  ['page views last month', 'pageviews', '2026-10-01', '2026-10-31'],
  ['bounce rate yesterday', 'bounceRate', '2026-11-23', '2026-11-23'],
  ['visitors in May', 'visitors', '2026-05-01', '2026-05-31'],
  ['average visit duration last 28 days', 'visitDuration', '2026-10-28', '2026-11-24'],
])('“%s” asks for %s from %s to %s', (typed, metric, from, to) => {
  expect(questionOf(typed, today)).toEqual({ metric, period: { from, to } })
})

test.each(['', 'miel', 'ajouter un persona', 'budget octobre', 'personas', 'mars'])(
  '“%s” asks for no figure',
  (typed) => {
    expect(questionOf(typed, today)).toBeNull()
  },
)

test('whatever is typed and whatever the day, a period begins before it ends and never ends after today', () => {
  const words = fc.constantFrom(
    'visites', 'rebond', 'semaine', 'week', 'dernier', 'last', 'mois', 'année', '2025', '2031', 'février', 'mai',
    'hier', '30 jours', '4000 jours', '0 jours', '9999 days', 'pages vues', 'x', '%', '(',
  ) // prettier-ignore
  const day = fc.integer({ min: 0, max: 3000 }).map((n) => addDays('2024-01-01', n))
  fc.assert(
    fc.property(fc.array(words, { maxLength: 6 }), day, (typed, now) => {
      const asked = questionOf(typed.join(' '), now)
      if (!asked) return
      expect(asked.period.to <= now).toBe(true)
      expect(lengthOf(asked.period)).toBeGreaterThanOrEqual(1)
    }),
  )
})
