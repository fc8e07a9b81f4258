import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { catalog } from './catalog.ts'
import { coveragePage } from './coverage-docs.ts'
import { memberRoles } from './accounts/roles.ts'
import type { FileObject, ProjectFile } from './projects/coverage.ts'
import { competencies, competencyOf, criterionOf } from './projects/framework.ts'
import { kindNamed, ownFields, stages } from './projects/kind.ts'
import { threadRules } from './projects/thread.ts'
import routes from './routes.ts'

// What must hold of everything the product knows, whoever adds to the list.

const twice = (names: readonly string[]) => names.filter((name, at) => names.indexOf(name) !== at)

describe('kinds', () => {
  it('have names, tables and addresses of their own', () => {
    for (const of of ['name', 'table', 'path'] as const)
      expect(twice(catalog.kinds.map((kind) => kind[of]))).toEqual([])
  })

  it.each(catalog.kinds.map((kind) => [kind.name, kind] as const))('%s is whole', (_, kind) => {
    expect(stages).toContain(kind.stage)
    expect(kind.fields['title']?.spec.required, 'a title').toBe(true)
    for (const name of [...kind.columns, ...kind.totals]) expect(Object.keys(kind.fields)).toContain(name)
    for (const name of kind.totals) expect(kind.fields[name]?.spec.type, `${name} is summed`).toBe('money')
    expect(kind.writers.every((role) => (memberRoles as readonly string[]).includes(role))).toBe(true)
    expect(ownFields(kind).length).toBeGreaterThan(0)
    for (const locale of ['fr', 'en'] as const) {
      const words = kind.words[locale]
      for (const text of [words.one, words.many, words.add, words.purpose, words.example]) expect(text).not.toBe('')
      for (const [name, { spec }] of Object.entries(kind.fields)) {
        expect(words.fields[name]?.label, `${locale} ${name}`).toBeTruthy()
        for (const option of spec.options ?? []) expect(words.options?.[name]?.[option], `${locale} ${name}.${option}`).toBeTruthy() // prettier-ignore
      }
    }
  })

  it('feed competencies of the framework', () => {
    const codes = competencies.map(({ code }) => code)
    for (const kind of catalog.kinds) {
      const code = kind.competency({})
      if (code !== null) expect(codes, kind.name).toContain(code)
    }
  })

  it('take no address of a page', () => {
    const taken = JSON.stringify(routes)
    for (const { path } of catalog.kinds) {
      expect(taken, path).not.toContain(`"path":"${path}"`)
      // What the API answers of the project itself.
      expect(['thread', 'coverage', 'map']).not.toContain(path)
    }
  })
})

test('the thread links kinds that exist, and leaves none alone', () => {
  const linked = new Set(threadRules.flatMap(({ from, to }) => [from, to]))
  expect([...linked].filter((name) => !kindNamed(catalog, name))).toEqual([])
  expect(catalog.kinds.filter(({ name }) => !linked.has(name)).map(({ name }) => name)).toEqual([])
})

describe('rules of the coverage check', () => {
  it('are fifteen and more, each with an id of its own', () => {
    expect(catalog.rules.length).toBeGreaterThanOrEqual(15)
    expect(twice(catalog.rules.map(({ id }) => id))).toEqual([])
  })

  it('stand under a criterion of the framework, or under a competency to which its source gives none', () => {
    for (const { id, criterion } of catalog.rules) {
      const of = criterionOf(competencyOf(criterion))
      expect(criterion, id).toBe(of?.code ?? competencyOf(criterion))
      expect(competencies.map(({ code }) => code)).toContain(competencyOf(criterion))
    }
  })

  it('say in both languages what holds, as a sentence', () => {
    for (const { id, words } of catalog.rules)
      for (const text of [words.fr, words.en]) expect(text, id).toMatch(/^\p{Lu}.*\.$/su)
  })

  it('read an empty project without breaking, and lead to pages that exist', () => {
    for (const finding of findingsOf([])) expect(pathOf(finding.mend.to)).toBeTruthy()
  })

  it('read a bare object of every kind, and name it or the project, with a way to mend', () => {
    const bare = catalog.kinds.map((kind): FileObject => {
      const empty = Object.fromEntries(Object.keys(kind.fields).map((name) => [name, null]))
      return { id: `the-${kind.name}`, kind: kind.name, title: `Le ${kind.name}`, state: null, createdAt: new Date(0), updatedAt: new Date(0), values: empty, derived: {} }
    }) // prettier-ignore
    const findings = findingsOf(bare)
    expect(new Set(findings.map(({ object }) => object?.kind)).size).toBeGreaterThan(7)
    for (const { object, sentence, mend } of findings) {
      expect(object === null || bare.includes(object)).toBe(true)
      expect(pathOf(mend.to), mend.to).toBeTruthy()
      for (const text of [sentence.fr, sentence.en, mend.words.fr, mend.words.en]) {
        expect(text.length).toBeGreaterThan(3)
        expect(text).not.toMatch(/undefined|null|NaN|\[object/)
      }
    }
  })

  it('are listed in docs/coverage.md: node src/coverage-docs.ts > docs/coverage.md', () => {
    expect(readFileSync(join(import.meta.dirname, '../docs/coverage.md'), 'utf8')).toBe(coveragePage())
  })
})

const project = { id: 'p', startsOn: null, endsOn: null, envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris' } as const // prettier-ignore

function findingsOf(objects: readonly FileObject[]) {
  const file: ProjectFile = { project, today: '2026-11-24', objects, links: [] }
  return catalog.rules.flatMap((rule) => rule.find(file))
}

/** The kind or the page that an address below the project leads to. */
function pathOf(to: string): string | undefined {
  const [first = ''] = to.split(/[/?#]/)
  const pages = ['settings', 'swot', 'strategy', 'budget', 'plan', 'calendar', 'sites', 'audience', 'kpi-board']
  return [...catalog.kinds.map(({ path }) => path), ...pages].find((known) => known === first)
}
