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
function readManifest() {
  const [file = ''] = globSync(join(client, 'assets/manifest-*.js')).map(String)
  const text = readFileSync(file, 'utf8')
  return JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) as {
    readonly entry: Pick<Route, 'module' | 'imports'>
    readonly routes: Readonly<Record<string, Route>>
  }
}

const weights = new Map<string, number>()
/** Bytes of a file, gzip; most files are those of every page. */
const weightOf = (file: string): number =>
  weights.getOrInsertComputed(file, () => gzipSync(readFileSync(join(client, file))).length)

/** Bytes of JavaScript, gzip, that a browser loads to show a page first: the entry, the page, and the frames around it. */
function firstView({ entry, routes }: ReturnType<typeof readManifest>, id: string): number {
  const files = new Set([entry.module, ...entry.imports])
  for (let route = routes[id]; route; route = routes[route.parentId ?? ''])
    for (const file of [route.module, ...route.imports]) files.add(file)
  return [...files].reduce((sum, file) => sum + weightOf(file), 0)
}

test('the first view of every page sends at most 150 KiB of JavaScript', () => {
  // The build is there: the journeys’ setup starts the product, which makes it.
  const manifest = readManifest()
  const ids = Object.keys(manifest.routes)
  expect(ids.length).toBeGreaterThan(80)
  const heavy = ids.map((id) => ({ id, kib: firstView(manifest, id) / 1024 })).filter(({ kib }) => kib > 150)
  expect(heavy).toEqual([])
})
