import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { seriesColours } from './charts/colours.ts'

type Colour = readonly [red: number, green: number, blue: number]

/** The colours of tokens.css, in the light and in the dark. */
const tokens = new Map(
  [
    ...readFileSync(join(import.meta.dirname, 'css/tokens.css'), 'utf8').matchAll(
      /--([\w-]+): (?:light-dark\((#[\da-f]{6}), (#[\da-f]{6})\)|(#[\da-f]{6}));/g,
    ),
  ].map(
    ([, name = '', light, dark, both]) => [name, { light: light ?? both ?? '', dark: dark ?? both ?? '' }] as const,
  ),
)
const themes = ['light', 'dark'] as const

const colour = (hex: string): Colour => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
]

/** Relative luminance, WCAG 2.2. */
function luminance(rgb: Colour): number {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

/** Contrast ratio of two colours, 1 to 21, WCAG 2.2. */
function contrast(a: Colour, b: Colour): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

function between(a: string, b: string, theme: (typeof themes)[number]): number {
  const [one, other] = [tokens.get(a), tokens.get(b)]
  if (!one || !other) throw new Error(`no such token: ${one ? b : a}`)
  return contrast(colour(one[theme]), colour(other[theme]))
}

test.each([
  ['#000000', '#ffffff', 21],
  ['#ffffff', '#ffffff', 1],
  ['#767676', '#ffffff', 4.54],
  ['#ff0000', '#ffffff', 4],
])('%s on %s is %d to 1, as WCAG computes it', (a, b, ratio) => {
  expect(contrast(colour(a), colour(b))).toBeCloseTo(ratio, 2)
})

const grounds = ['ground', 'surface', 'sunken', 'hover'] as const

/** Text and what it stands on: 4.5 to 1. */
const texts: readonly (readonly [text: string, on: string])[] = [
  ...grounds.flatMap((on) => [['text', on] as const, ['text-quiet', on] as const]),
  ...(['ground', 'surface', 'thread-soft'] as const).map((on) => ['thread-text', on] as const),
  ['main-text', 'main'],
  ['main-text', 'main-hover'],
  ['text', 'thread-soft'],
  ...(['good', 'warn', 'bad', 'info'] as const).flatMap((tone) => [
    [tone, 'ground'] as const,
    [tone, 'surface'] as const,
    [tone, 'hover'] as const,
    [tone, `${tone}-soft`] as const,
    ['text', `${tone}-soft`] as const,
    // The sign of a callout, in negative.
    ['surface', tone] as const,
  ]),
]

/** Lines, marks and edges one must see to understand or to act: 3 to 1. */
const marks: readonly (readonly [mark: string, on: string])[] = ['ground', 'surface'].flatMap((on) =>
  ['line-strong', 'thread', 'focus', ...[1, 2, 3, 4, 5, 6].map((n) => `series-${n}`)].map(
    (mark) => [mark, on] as const,
  ),
)

for (const theme of themes) {
  test.each(texts)(`${theme}: %s can be read on %s`, (text, on) => {
    expect(between(text, on, theme)).toBeGreaterThanOrEqual(4.5)
  })
  test.each(marks)(`${theme}: %s can be seen on %s`, (mark, on) => {
    expect(between(mark, on, theme)).toBeGreaterThanOrEqual(3)
  })
}

test('neighbours among the series differ in grey too', () => {
  for (const theme of themes)
    for (const n of [1, 2, 3, 4, 5])
      expect(between(`series-${n}`, `series-${n + 1}`, theme), `${n} and ${n + 1}, ${theme}`).toBeGreaterThan(1.5)
})

test('the accent is kept for the thread and the main action', () => {
  const sheets = ['base', 'shell', 'forms', 'parts', 'thread', 'charts', 'pages']
  const users = sheets.flatMap((sheet) =>
    [...readFileSync(join(import.meta.dirname, `css/${sheet}.css`), 'utf8').matchAll(/([^{}]+)\{([^{}]*)\}/g)]
      .filter(([, , body = '']) => /var\(--(thread|main)/.test(body))
      .map(([, selector = '']) => selector.replace(/\/\*[\s\S]*?\*\//g, '').trim()),
  )
  const allowed = /thread|stage|logo|empty-thread|button-main|shell-loading|gap|selection|error-code/
  expect(users.filter((selector) => !allowed.test(selector))).toEqual([])
})

test('paper shows the colours of the light theme', () => {
  expect(seriesColours).toEqual([1, 2, 3, 4, 5, 6].map((n) => tokens.get(`series-${n}`)?.light))
})
