// What the documents say of the repository is true of it.
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules, slices } from './architecture.fixture.ts'
import { root } from './config.ts'

const documents = globSync('{*.md,docs/**/*.md,bench/*.md}', { cwd: root }).toSorted()
const read = (name: string) => readFileSync(join(root, name), 'utf8')
const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

test.each(documents)('%s: every file it links to is there', (name) => {
  const links = [...read(name).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, path]) => path ?? '')
  expect(links.filter((path) => !existsSync(join(root, dirname(name), path)))).toEqual([])
})

test.each([
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'STYLE.md',
  'docs/architecture.md',
  ...documents.filter((name) => name.includes('decisions/000')),
])('%s: every path and command it names exists', (name) => {
  const spans = [...read(name).matchAll(/`([^`\n]+)`/g)].map(([, text]) => text ?? '')
  // Names made up for an example, such as 000N-competitors.sql, and patterns, such as *.test.ts, are no paths.
  const paths = spans.filter(
    (text) => /^(src|bin|bench|docs|migrations|tracker|e2e)\/[\w./-]*$/.test(text) && !/competitors|000N/.test(text),
  )
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
  const commands = spans.flatMap((text) => /^npm (?:run )?([a-z]+)/.exec(text)?.[1] ?? [])
  expect(
    commands.filter((command) => command !== 'install' && command !== 'ci' && !(command in manifest.scripts)),
  ).toEqual([])
})

describe('README', () => {
  const text = read('README.md')

  test('one sentence, one picture, two commands, where to read next', () => {
    const [title, sentence, picture, ...rest] = text.split('\n\n')
    expect(title).toBe('# Filrouge')
    expect(sentence?.match(/[.!?](\s|$)/g)).toHaveLength(1)
    expect(picture).toMatch(/^!\[.{20,}\]\(docs\/filrouge\.png\)$/)
    expect(statSync(join(root, 'docs/filrouge.png')).size).toBeLessThan(300_000)
    const block = rest.find((part) => part.startsWith('```'))
    expect(block?.split('\n').filter((line) => /^npm (start|run \w+)/.test(line))).toHaveLength(2)
    expect(text).toContain('**Where to read next**')
  })

  test('what was not run is said', () => {
    for (const name of ['README.md', 'SECURITY.md']) expect(read(name)).toMatch(/not been run|checked as text only/)
  })
})

test('the one screen of the architecture lists every slice, in order, and fits one screen', () => {
  const text = read('docs/architecture.md')
  expect(text).toContain(`${slices.join(' · ')}.`)
  expect(text.split('\n').length).toBeLessThan(70)
  expect(Object.keys(rules).length).toBeGreaterThan(5)
})

test('decisions have a number of their own, and say what was chosen', () => {
  const decisions = documents.filter((name) => name.startsWith('docs/decisions/'))
  const numbers = decisions.map((name) => /(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1])
  expect(numbers).not.toContain(undefined)
  expect(new Set(numbers).size).toBe(decisions.length)
  for (const name of decisions)
    expect(read(name).split('\n')[0]).toMatch(new RegExp(`^# 0*${Number(/\d{4}/.exec(name)?.[0])}\\b`))
})

test('CONTRIBUTING counts seven steps, and the files it sends to are those that exist', () => {
  const text = read('CONTRIBUTING.md')
  expect(text.match(/^\d\. \*\*/gm)).toHaveLength(7)
  for (const file of [
    'src/catalog.ts',
    'src/projects/thread.ts',
    'src/routes.ts',
    'src/world.ts',
    'docs/glossary.md',
  ]) {
    expect(text).toContain(file)
    expect(existsSync(join(root, file))).toBe(true)
  }
})
