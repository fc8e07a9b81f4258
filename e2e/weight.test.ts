import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const client = join(import.meta.dirname, '../build/client')

interface Route {
  readonly module: string
  readonly imports: readonly string[]
  readonly parentId?: string
}

/** What the router of the built pages says that each of them loads. */
function manifest() {
  const [file = ''] = globSync(join(client, 'assets/manifest-*.js')).map(String)
  const text = readFileSync(file, 'utf8')
  return JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) as {
    readonly entry: Pick<Route, 'module' | 'imports'>
    readonly routes: Readonly<Record<string, Route>>
  }
}

/** Bytes of JavaScript, gzip, that a browser loads to show a page first: the entry, the page, and the frames around it. */
function firstView(id: string): number {
  const { entry, routes } = manifest()
  const files = new Set([entry.module, ...entry.imports])
  for (let route = routes[id]; route; route = routes[route.parentId ?? ''])
    for (const file of [route.module, ...route.imports]) files.add(file)
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(client, file))).length, 0)
}

// The build is there: the journeys' setup starts the product, which makes it.
test.each([
  'accounts/sign-in.page',
  'accounts/guest.page',
  'projects/projects.page',
  'projects/map.page',
  'projects/list.page',
  'projects/object.page',
  'diagnosis/swot.page',
  'budget/budget.page',
  'planning/plan.page',
  'content/calendar.page',
  'analytics/audience.page',
])('the first view of %s sends at most 150 KiB of JavaScript', (id) => {
  expect(manifest().routes).toHaveProperty([id])
  expect(firstView(id)).toBeLessThanOrEqual(150 * 1024)
})
