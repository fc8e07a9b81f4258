import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

/** The files a site may ask for, and the most each may weigh once compressed, in bytes. */
export const trackers = { 'filrouge.js': 1_500, 'filrouge.core.js': 700, 'filrouge.more.js': 800 } as const
export type TrackerName = keyof typeof trackers
export const trackerNames = Object.keys(trackers) as TrackerName[]

/** Builds one of the trackers into build/tracker/. */
export async function buildTracker(name: TrackerName = 'filrouge.js'): Promise<string> {
  const here = import.meta.dirname
  const built = await build({
    configFile: false,
    root: here,
    logLevel: 'error',
    define: { WHOLE: String(name === 'filrouge.js') },
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      modulePreload: false,
      lib: {
        entry: resolve(here, name === 'filrouge.more.js' ? 'more.ts' : 'filrouge.ts'),
        formats: ['iife'],
        name: '_',
        fileName: 'filrouge',
      },
    },
  })
  const [result] = Array.isArray(built) ? built : [built]
  if (!result || !('output' in result)) throw new Error('tracker: nothing was built')
  // The wrapper as an arrow: six bytes.
  const code = result.output[0].code.trim().replace(/^\(function\(\)\{/, '(()=>{')
  const folder = resolve(here, '../build/tracker')
  mkdirSync(folder, { recursive: true })
  writeFileSync(resolve(folder, name), code)
  return code
}

/** What a file weighs on the way to a browser. */
export const weightOf = (code: string): number => gzipSync(code, { level: 9 }).length

if (import.meta.main) {
  for (const name of trackerNames) {
    const code = await buildTracker(name)
    process.stdout.write(`${name}: ${code.length} bytes, ${weightOf(code)} gzip\n`)
  }
}
