import { describe, expect, it, test } from 'vitest'
import { type Plan, calendarView, entriesOf } from './calendar.ts'

const blog = '00000000-0000-4000-8000-000000000001'
const stand = '00000000-0000-4000-8000-000000000002'
const evenings = [{ support: blog, moment: 'week-evening', device: 'mobile', format: 'article', intensity: 2 }]
const content = (id: string, plannedOn: string | null, scheduledAt: string | null = null) => ({
  id,
  title: id,
  state: 'drafting',
  version: 3,
  values: { format: 'article', plannedOn, scheduledAt },
})

const plan: Plan = {
  contents: [
    content('tuesday', '2026-12-01'),
    content('saturday', '2026-12-05'),
    content('someday', null),
    content('january', '2027-01-05'),
    content('moved', '2026-11-30', '2026-12-02T17:30:00.000Z'),
  ],
  lines: [{ id: 'line' }],
  supports: [
    { id: blog, title: 'Blog' },
    { id: stand, title: 'Stand' },
  ],
  personas: [{ id: 'claire', title: 'Claire', values: { grid: evenings } }],
  links: [
    { from: blog, to: 'line' },
    { from: 'line', to: 'tuesday' },
    { from: 'line', to: 'saturday' },
    { from: 'line', to: 'moved' },
    { from: 'claire', to: 'saturday' },
    { from: 'claire', to: 'moved' },
  ],
  timeZone: 'Europe/Paris',
}
const none = { support: '', persona: '' }

test('a content is on the support of its editorial line, for the personas it is linked to', () => {
  const entries = entriesOf(plan)
  expect(entries.find(({ id }) => id === 'saturday')).toMatchObject({ support: blog, personas: ['claire'], version: 3 })
  expect(entries.find(({ id }) => id === 'someday')).toMatchObject({ support: null, personas: [] })
})

test('the scheduled instant is read on the project’s clock', () => {
  expect(entriesOf(plan).find(({ id }) => id === 'moved')?.scheduledAt).toBe('2026-12-02T18:30')
})

describe('a month', () => {
  it('counts what is planned or scheduled in it, once', () => {
    expect(calendarView(plan, '2026-12-01', none).count).toBe(3)
    expect(calendarView(plan, '2027-01-01', none).count).toBe(1)
  })

  it('lists what has no day, whatever the month', () => {
    expect(calendarView(plan, '2027-06-01', none).unplanned.map(({ id }) => id)).toEqual(['someday'])
  })

  it('says which contents fall outside the moments of their persona', () => {
    const { clashes } = calendarView(plan, '2026-12-01', none)
    expect(clashes.map(({ entry, persona }) => [entry.id, persona])).toEqual([['saturday', 'claire']])
  })

  it('keeps to one support or one persona', () => {
    expect(calendarView(plan, '2026-12-01', { ...none, persona: 'claire' }).count).toBe(2)
    expect(calendarView(plan, '2026-12-01', { ...none, support: stand }).count).toBe(0)
    expect(calendarView(plan, '2026-12-01', { ...none, support: stand }).gaps).toHaveLength(1)
  })

  it('does not turn a filter on a persona into gaps', () => {
    const { gaps } = calendarView(plan, '2026-12-01', { ...none, persona: 'nobody' })
    expect(gaps.find(({ support }) => support === blog)?.weeks).not.toContain('2026-11-30')
  })
})
