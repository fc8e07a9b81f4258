import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import GalleryPage from './ui.page.tsx'
import { html, tags, words } from './render.fixture.tsx'

const here = import.meta.dirname
const files = globSync('**/*.tsx', { cwd: here }).map(String)
const source = new Map(files.map((file) => [file, readFileSync(join(here, file), 'utf8')]))

/** Components a page of the product may use: what /ui has to show. */
const components = [...source]
  .filter(([file]) => !/^Gallery|\.page\.tsx$|\.(test|fixture)\.tsx$/.test(file))
  .flatMap(([file, text]) =>
    [...text.matchAll(/^export (?:function|const) ([A-Z]\w*[a-z]\w*)\b/gm)]
      .map(([, name = '']) => ({ file, name }))
      // A context is no component.
      .filter(({ name }) => !new RegExp(`${name} = createContext`).test(text)),
  )

/** Names drawn by a file: `<Name`. */
const drawnBy = (text: string) => new Set([...text.matchAll(/<([A-Z]\w*)[\s/>]/g)].map(([, name = '']) => name))

/** Everything /ui draws, by itself or inside what it draws. */
function drawn(): Set<string> {
  const found = new Set<string>()
  const look = (text: string) => {
    for (const name of drawnBy(text)) {
      if (found.has(name)) continue
      found.add(name)
      const home = [...source].find(([, other]) =>
        new RegExp(`^(?:export )?(?:default )?(?:function|const) ${name}\\b`, 'm').test(other),
      )
      if (home) look(home[1])
    }
  }
  look(source.get('ui.page.tsx') ?? '')
  return found
}

/** Pieces that take the place of a whole page, or surround it: their inside is shown instead. */
const wholePages: Readonly<Record<string, string>> = {
  ErrorPage: 'ErrorMessage',
  LocaleProvider: 'Shell',
}

test('the list of components is not empty', () => {
  expect(components.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Button', 'Table', 'LineChart', 'ThreadStrip']),
  )
})

test.each(components)('/ui shows $name, of $file', ({ name }) => {
  expect([...drawn()]).toContain(wholePages[name] ?? name)
})

describe.each(['fr', 'en'] as const)('/ui in %s', (locale) => {
  const markup = html(<GalleryPage />, { locale, at: '/ui' })

  test('is drawn by the server, before any script', () => {
    expect(words(markup)).toContain(locale === 'fr' ? 'Composants' : 'Components')
    expect(markup).not.toContain('NaN')
    expect(markup).not.toContain('undefined')
    expect(markup).not.toContain('Infinity')
  })

  test('gives every id once, and points only at ids that exist', () => {
    const ids = [...markup.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id)
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
    const pointed = [
      ...markup.matchAll(
        /\s(?:for|aria-labelledby|aria-describedby|aria-controls|popoverTarget|popovertarget)="([^"]+)"/g,
      ),
    ].flatMap(([, list = '']) => list.split(' '))
    expect(pointed.filter((id) => !ids.includes(id))).toEqual([])
  })

  test('names every drawing, and gives every chart a caption and a table', () => {
    expect(
      tags(markup, 'div')
        .filter(({ role }) => role === 'img')
        .filter((tag) => !tag['aria-label']),
    ).toEqual([])
    const figures = markup.match(/<figure class="chart">[\s\S]*?<\/figure>/g) ?? []
    expect(figures.length).toBeGreaterThan(20)
    for (const figure of figures) {
      expect(figure).toMatch(/<figcaption>[^<]+<\/figcaption>/)
      expect(figure).toMatch(/<details><summary>[^<]+<\/summary>[\s\S]*<table>/)
    }
  })

  test('hides from readers of the screen only what is decoration', () => {
    const outsideCharts = markup.replaceAll(/<div class="chart-(?:wide|narrow)"[\s\S]*?<\/svg>/g, '')
    for (const svg of tags(outsideCharts, 'svg'))
      expect(
        svg['aria-hidden'] === 'true' || (svg['role'] === 'img' && svg['aria-label']),
        JSON.stringify(svg),
      ).toBeTruthy()
    for (const button of markup.match(/<button[\s\S]*?<\/button>/g) ?? [])
      expect(words(button) || tags(button, 'button')[0]?.['aria-label'], button.slice(0, 120)).toBeTruthy()
  })

  test('ties every field to a label', () => {
    const labelled = new Set([...markup.matchAll(/<label[^>]*\sfor="([^"]+)"/g)].map(([, id]) => id))
    const outsideLabels = markup.replaceAll(/<label[\s\S]*?<\/label>/g, '')
    for (const name of ['input', 'select', 'textarea'])
      for (const field of tags(outsideLabels, name))
        if (field['type'] !== 'hidden')
          expect(field['aria-label'] ?? labelled.has(field['id'] ?? ''), JSON.stringify(field)).toBeTruthy()
  })
})
