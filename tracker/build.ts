import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

/** Builds the tracker into build/tracker/filrouge.js: `node tracker/build.ts`. */
export async function buildTracker(): Promise<string> {
  const here = import.meta.dirname
  const built = await build({
    configFile: false,
    root: here,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      modulePreload: false,
      lib: { entry: resolve(here, 'filrouge.ts'), formats: ['iife'], name: '_', fileName: 'filrouge' },
    },
  })
  const [result] = Array.isArray(built) ? built : [built]
  if (!result || !('output' in result)) throw new Error('tracker: nothing was built')
  const code = result.output[0].code.trim()
  const folder = resolve(here, '../build/tracker')
  mkdirSync(folder, { recursive: true })
  writeFileSync(resolve(folder, 'filrouge.js'), code)
  return code
}

if (import.meta.main) {
  const code = await buildTracker()
  process.stdout.write(`tracker: ${code.length} bytes, ${gzipSync(code, { level: 9 }).length} gzip\n`)
}
