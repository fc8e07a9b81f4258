import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

/** Slices in order of dependency: one imports only from those before it. */
const slices = [
  'accounts', 'projects', 'diagnosis', 'strategy', 'budget', 'planning', 'content',
  'collect', 'analytics', 'links', 'kpis', 'recommendations', 'reports', 'world',
] // prettier-ignore

/** Folders and files any slice may use; they know no domain. `engines` is known to the root files only. */
const foundations = ['ui']

const src = import.meta.dirname
const files = globSync('**/*.{ts,tsx}', { cwd: src }).map(String)
const sources = files.filter(
  (file) => !/\.test\.tsx?$/.test(file) && file !== 'testing.ts' && !file.endsWith('.fixture.ts'),
)

interface Import {
  readonly file: string
  readonly target: string
  readonly typeOnly: boolean
}

/** Imports of our own files, as paths below src. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8')
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?[^'"]*?from\s+['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]\s*\)/g
  return [...text.matchAll(pattern)].map(([, type, path, lazy]) => ({
    file,
    target: relative(src, resolve(src, dirname(file), path ?? lazy ?? '')),
    typeOnly: type !== undefined,
  }))
}

const sliceOf = (path: string) => slices.find((slice) => path.startsWith(`${slice}/`) || path === `${slice}.ts`)
const imports = sources.flatMap(importsOf)
const offending = (found: readonly Import[]) => found.map(({ file, target }) => `${file} imports ${target}`)

test('a slice imports only from slices before it', () => {
  const wrong = imports.filter(({ file, target }) => {
    const [from, to] = [sliceOf(file), sliceOf(target)]
    return from !== undefined && to !== undefined && slices.indexOf(to) > slices.indexOf(from)
  })
  expect(offending(wrong)).toEqual([])
})

test('a slice never imports another’s pages or components', () => {
  const shown = (path: string) => path.endsWith('.page.tsx') || /\/[A-Z]\w*\.tsx$/.test(path)
  const wrong = imports.filter(({ file, target }) => {
    const [from, to] = [sliceOf(file), sliceOf(target)]
    return to !== undefined && from !== to && shown(target)
  })
  expect(offending(wrong)).toEqual([])
})

test('ui and the value files import no slice', () => {
  const values = [
    'money.ts',
    'period.ts',
    'ratio.ts',
    'i18n.ts',
    'errors.ts',
    'csv.ts',
    'xlsx.ts',
    'table-file.ts',
    'flash.ts',
    'workdays.ts',
  ]
  const wrong = imports.filter(
    ({ file, target }) =>
      (foundations.some((f) => file.startsWith(`${f}/`)) || values.includes(file)) && sliceOf(target),
  )
  expect(offending(wrong)).toEqual([])
})

// A pure file, x.ts in a slice, holds schemas, types and functions: no store, no HTTP, no job, no component, no engine,
// no clock. Its imports of types are free.
const role = /\.(store|page|http|job|layout|fr|en|test)\.tsx?$|\/[A-Z]\w*\.tsx$/
/** Files of a slice that keep a live thing or talk to the outside by design, each with its reason in its own head. */
const edges = new Set<string>([
  'accounts/api.ts',
  'accounts/auth.ts',
  'accounts/demo.ts',
  'accounts/first-owner.ts',
  'accounts/fixtures.ts',
  'accounts/request.ts',
  'accounts/form.ts',
  'accounts/sign-in.ts',
  'projects/frame.ts',
  'collect/collector.ts',
  'collect/import-log.ts',
  'collect/salt-ring.ts',
  'collect/site-cache.ts',
  'world.ts',
  'reports/typesetter.ts',
  'reports/typeset-child.ts',
])
const pure = sources.filter((file) => sliceOf(file) && file.endsWith('.ts') && !role.test(file) && !edges.has(file))

test('a pure file imports no file that touches a database, the network or a page', () => {
  const impure = (target: string) =>
    /\.(store|page|http|job|layout)\.tsx?$|\.tsx$/.test(target) ||
    /^(postgres|clickhouse|journal|jobs|mail|outbound|engines)\b/.test(target)
  const names = new Set(pure)
  expect(
    offending(imports.filter(({ file, target, typeOnly }) => names.has(file) && !typeOnly && impure(target))),
  ).toEqual([])
})

test('only config.ts reads the environment', () => {
  const wrong = sources.filter(
    (file) => file !== 'config.ts' && /process\.env\b/.test(readFileSync(join(src, file), 'utf8')),
  )
  expect(wrong).toEqual([])
})

test('no file is over 400 lines, unless it is a list', () => {
  const lists = /\.(fr|en)\.ts$|source-hosts|framework|world|\.css$/
  const long = sources
    .filter((file) => !lists.test(file))
    .map((file) => ({ file, lines: readFileSync(join(src, file), 'utf8').split('\n').length }))
    .filter(({ lines }) => lines > 400)
  expect(long).toEqual([])
})

test('no type is switched off', () => {
  const off = /:\s*any\b|<any>|\bas any\b|@ts-ignore|@ts-expect-error|@ts-nocheck/
  expect(sources.filter((file) => off.test(readFileSync(join(src, file), 'utf8')))).toEqual([])
})

test('no drawer: a folder is named for what it holds', () => {
  expect(files.filter((file) => /(^|\/)(utils?|lib|helpers?|common|shared|misc)(\/|\.)/.test(file))).toEqual([])
  expect(files.filter((file) => /(^|\/)index\.tsx?$/.test(file))).toEqual([])
})
