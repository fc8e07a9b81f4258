import { renderToStaticMarkup } from 'react-dom/server'
import { MemoryRouter } from 'react-router'
import { expect, test } from 'vitest'
import { PlanTimeline } from './PlanTimeline.tsx'
import { type Planned, timeline } from './timeline.ts'

const action = (id: string, startsOn: string, endsOn: string): Planned => ({
  id,
  title: `Action ${id}`,
  state: 'doing',
  owner: null,
  startsOn,
  endsOn,
  progress: 0.5,
})

const draw = (actions: readonly Planned[]) =>
  renderToStaticMarkup(
    <MemoryRouter>
      <PlanTimeline timeline={timeline(actions, '2026-06-15')} base="/p" />
    </MemoryRouter>,
  )

/** Where each bar begins and how long it is on the whole scale, 0–1, as a browser would lay it out. */
function drawnBars(html: string) {
  const bars = [
    ...html.matchAll(
      /class="plan-bar ([^"]*)"[^>]*style="inline-size:([\d.]+)%;margin-inline-start:([\d.]+)%?"[^>]*><span class="plan-fill"[^>]*style="inline-size:max\(([\d.]+)%/g,
    ),
  ]
  return bars.map(([, classes = '', size, margin, fill]) => {
    const [room, before, share] = [Number(size) / 100, Number(margin) / 100, Number(fill) / 100]
    const width = room * share
    return { start: classes.includes('leans-back') ? room - width : before, width }
  })
}

test('a bar is as long as its action lasts, wherever it stands on the scale', () => {
  const actions = [
    action('a', '2026-01-01', '2026-01-31'),
    action('b', '2026-05-10', '2026-08-20'),
    action('c', '2026-12-01', '2026-12-31'),
  ]
  const expected = timeline(actions, '2026-06-15').bars
  const drawn = drawnBars(draw(actions))
  expect(drawn).toHaveLength(3)
  for (const [i, bar] of drawn.entries()) {
    expect(bar.start).toBeCloseTo(expected[i]?.start ?? NaN, 3)
    expect(bar.width).toBeCloseTo(expected[i]?.width ?? NaN, 3)
  }
})

test('every bar says in words what it shows, and leads to its action', () => {
  const html = draw([action('a', '2026-01-01', '2026-01-31')])
  expect(html).toContain('href="/p/actions/a"')
  expect(html).toMatch(/en retard de 135 jours/)
  expect(html).toContain('50')
})
