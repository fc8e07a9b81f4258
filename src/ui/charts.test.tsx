import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatNumber } from '../i18n.ts'
import { BarChart } from './BarChart.tsx'
import { BulletChart } from './BulletChart.tsx'
import { LineChart } from './LineChart.tsx'
import { Sparkline } from './Sparkline.tsx'
import { StackedBars } from './StackedBars.tsx'
import { html, tags, words } from './render.fixture.tsx'

const format = (n: number) => formatNumber(n, 'fr', 0)
type Values = readonly (number | null)[]

const chart = (values: Values, name = 'Visites') => ({
  title: 'Les visites montent',
  xLabel: 'Jour',
  labels: values.map((_, i) => `jour ${i + 1}`),
  series: [{ name, values }],
  format,
})

const framed = {
  line: (values: Values) => <LineChart {...chart(values)} />,
  columns: (values: Values) => <BarChart {...chart(values)} />,
  rows: (values: Values) => <BarChart {...chart(values)} direction="rows" />,
  stacked: (values: Values) => <StackedBars {...chart(values)} />,
}
const sparkline = (values: Values) => <Sparkline title="Les visites montent" values={values} />

const values = fc.array(fc.option(fc.double({ min: -1e12, max: 1e12, noNaN: true })), { maxLength: 60 })

/** Every number written in the drawings. */
const numbers = (markup: string) =>
  [...markup.matchAll(/\s(?:x|y|x1|x2|y1|y2|cx|cy|r|width|height|d)="([^"]*)"/g)].map(([, written = '']) => written)

describe.each(Object.entries({ ...framed, sparkline }))('a chart of the family: %s', (_, draw) => {
  test('is drawn whatever the values: none, one, unknown, negative, huge', () => {
    fc.assert(
      fc.property(values, (some) => {
        const markup = html(draw(some))
        for (const written of numbers(markup)) expect(written).not.toMatch(/NaN|Infinity|undefined|null/)
        for (const rect of tags(markup, 'rect')) expect(Number(rect['width'])).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 40 },
    )
  })

  test('says its finding to who cannot see it', () => {
    const markup = html(draw([1, 2, 3]))
    expect(markup).toContain('aria-label="Les visites montent"')
    expect(markup).toContain('role="img"')
  })
})

describe.each(Object.entries(framed))('a chart in its frame: %s', (_, draw) => {
  test('has its table one key away, with a dash for what is unknown', () => {
    const table = /<details>[\s\S]*<\/details>/.exec(html(draw([1200, null, 0])))?.[0] ?? ''
    expect(words(table)).toMatch(/^Voir les chiffres Jour Visites (Total )?jour 1 1\u202f200 /)
    expect(words(table)).toContain('jour 2 —')
    expect(words(table)).toContain('jour 3 0')
    expect(tags(table, 'th').map((th) => th['scope'])).toEqual(expect.arrayContaining(['col', 'row']))
  })

  test('says so when nothing is known, rather than draw an empty axis', () => {
    const markup = html(draw([null, null]))
    expect(words(markup)).toContain('Aucune valeur n’est connue')
    expect(tags(markup, 'svg')).toEqual([])
  })
})

test('a line breaks where a value is unknown, and is dashed when it is a comparison', () => {
  const markup = html(
    <LineChart
      {...chart([1, null, 3])}
      series={[
        { name: 'novembre', values: [1, null, 3] },
        { name: 'octobre', values: [2, 2, 2], isComparison: true },
      ]}
    />,
  )
  const [now, before] = tags(markup, 'path').filter((path) => path['class']?.includes('series-line'))
  expect(now?.['d']?.match(/M/g)).toHaveLength(2)
  expect(now?.['stroke-dasharray']).toBeUndefined()
  expect(before?.['d']?.match(/M/g)).toHaveLength(1)
  expect(before?.['stroke-dasharray']).toBe('5 4')
})

test('a last point that is still filling is joined by dots', () => {
  const series = [{ name: 'novembre', values: [1, 2, 3], isOpen: true }]
  const [closed, open] = tags(html(<LineChart {...chart([1, 2, 3])} series={series} />), 'path').filter((path) =>
    path['class']?.includes('series-line'),
  )
  expect(closed?.['d']?.match(/L/g)).toHaveLength(1)
  expect(closed?.['stroke-dasharray']).toBeUndefined()
  expect(open?.['stroke-dasharray']).toBe('2 4')
})

test('a band is drawn behind the lines, named, and its bounds are in the table', () => {
  const markup = html(
    <LineChart {...chart([1, 2, 3])} band={{ name: 'Fourchette attendue', low: [0, 1, null], high: [2, 3, 4] }} />,
  )
  expect(words(markup)).toContain('Fourchette attendue')
  expect(words(markup)).toContain('jour 1 1 0 – 2')
  expect(words(markup)).toContain('jour 3 3 — – 4')
  const band = tags(markup, 'path').find((path) => path['class'] === 'chart-band')
  expect(band?.['d']).toMatch(/^M.*Z$/)
  expect(markup.indexOf('<path class="chart-band"')).toBeLessThan(markup.indexOf('series-line-1'))
})

test('bars start at zero: a value twice as large is drawn twice as long', () => {
  const bars = tags(html(<BarChart {...chart([100, 200])} direction="rows" />), 'rect')
    .filter((rect) => rect['class']?.includes('series-1'))
    .map((rect) => Number(rect['width']))
  expect((bars[1] ?? 0) / (bars[0] ?? 1)).toBeCloseTo(2, 6)
})

test('a negative bar lies on the other side of zero', () => {
  const [up, down] = tags(html(<BarChart {...chart([10, -10])} />), 'rect').filter((rect) =>
    rect['class']?.includes('series-1'),
  )
  expect(Number(up?.['y']) + Number(up?.['height'])).toBeCloseTo(Number(down?.['y']), 6)
  expect(Number(up?.['height'])).toBeCloseTo(Number(down?.['height']), 6)
})

test('series are told apart without colour: every other one is hatched', () => {
  const three = ['Prévu', 'Engagé', 'Payé'].map((name) => ({ name, values: [4, 5] }))
  const markup = html(<BarChart {...chart([])} labels={['mars', 'avril']} series={three} />)
  const legend = /<ul class="chart-legend">[\s\S]*?<\/ul>/.exec(markup)?.[0] ?? ''
  expect(words(legend)).toBe('Prévu Engagé Payé')
  expect(legend.match(/url\(#/g)).toHaveLength(1)
  const drawing = /<div class="chart-wide"[\s\S]*?<\/svg>/.exec(markup)?.[0] ?? ''
  expect(drawing.match(/fill="url\(#/g)).toHaveLength(2)
})

test('one series needs no legend', () => {
  expect(html(<BarChart {...chart([1, 2])} />)).not.toContain('chart-legend')
})

test('parts of a whole add up in the table', () => {
  const markup = html(
    <StackedBars
      {...chart([])}
      labels={['Recherche']}
      series={[
        { name: 'Téléphone', values: [3] },
        { name: 'Ordinateur', values: [4] },
        { name: 'Tablette', values: [null] },
      ]}
    />,
  )
  expect(words(markup)).toContain('Recherche 3 4 — 7')
})

test('the same drawing stands on paper: every shape carries its colour, not only a class', () => {
  const markup = [framed.line([1, 2]), framed.columns([1, 2]), framed.rows([1, -2]), framed.stacked([1, 2])]
    .map((drawn) => html(drawn))
    .join('')
  for (const shape of [...tags(markup, 'rect'), ...tags(markup, 'path')])
    expect(shape['fill'], JSON.stringify(shape)).toBeTruthy()
  for (const text of tags(markup, 'text'))
    expect(text).toMatchObject({ fill: expect.stringMatching(/^#/), 'font-size': '12' })
})

test('four hundred points keep their labels apart', () => {
  const drawing =
    /<div class="chart-wide"[\s\S]*?<\/svg>/.exec(html(framed.line(Array.from({ length: 400 }, (_, i) => i))))?.[0] ??
    ''
  const written = tags(drawing, 'text')
    .filter((text) => text['y'] === '254')
    .map((text) => Number(text['x']))
  expect(written.length).toBeGreaterThan(4)
  for (const [i, x] of written.slice(1).entries()) expect(x - (written[i] ?? 0)).toBeGreaterThan(50)
})

describe('a bullet', () => {
  const bullet = (value: number | null, expected: number | null, target: number | null) =>
    html(
      <BulletChart
        title="Le réachat est en retard"
        value={value}
        expected={expected}
        target={target}
        format={format}
      />,
    )

  test('says the value, what was expected by now, and the target', () => {
    const text = words(bullet(18, 20, 25))
    for (const said of ['Réalisé\u00a0: 18', 'Attendu à ce jour\u00a0: 20', 'Objectif\u00a0: 25'])
      expect(text).toContain(said)
  })

  test('leaves out what was never expected', () => {
    expect(words(bullet(18, null, 25))).not.toContain('Attendu')
  })

  test('says a dash where the value is unknown, and draws no bar', () => {
    const markup = bullet(null, null, 25)
    expect(words(markup)).toContain('Réalisé —')
    expect(tags(markup, 'rect').filter((rect) => rect['class']?.includes('series'))).toEqual([])
  })

  test('stays in its drawing whatever its values', () => {
    const some = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }))
    fc.assert(
      fc.property(some, some, some, (value, expected, target) => {
        const markup = bullet(value, expected, target)
        for (const written of numbers(markup)) expect(written).not.toMatch(/NaN|Infinity/)
        for (const rect of tags(markup, 'rect')) expect(Number(rect['width'])).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 60 },
    )
  })
})
