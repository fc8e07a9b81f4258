// Runs alone, in a process of its own: what is being set may be slow or heavy, and the compiler is native code. It
// reads a document on its standard input and writes a PDF on its standard output, or says why not and leaves with 1.
import { readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { Manuscript } from './typesetter.ts'

/** What stands for a sign that no font of this machine draws: PDF/UA-1 refuses an empty place. */
const unknownSign = '\u25a1'
const attempts = 8

let manuscript = readFileSync(0, 'utf8')
const { megabytes } = JSON.parse(manuscript) as Manuscript
watchMemory(megabytes)

for (let attempt = 1; ; attempt += 1) {
  const { pdf, missing, reason } = compile(manuscript)
  if (pdf) {
    // The watch looks now and then: a short excess may have escaped it.
    if (process.memoryUsage.rss() >= megabytes * 1_048_576) endForMemory()
    write(1, pdf)
    process.exit(0)
  }
  if (missing.length === 0 || attempt === attempts) {
    write(2, Buffer.from(reason))
    process.exit(1)
  }
  for (const sign of missing) manuscript = manuscript.replaceAll(JSON.stringify(sign).slice(1, -1), unknownSign)
}

function compile(manuscript: string): { pdf: Buffer | null; missing: readonly string[]; reason: string } {
  // Names of a folder that does not exist: the compiler is shown these files and no other.
  const folder = '/report'
  const { document, drawings } = JSON.parse(manuscript) as Manuscript
  const compiler = NodeCompiler.create({ workspace: folder })
  const template = readFileSync(join(import.meta.dirname, 'report.typ'), 'utf8')
  compiler.addSource(`${folder}/report.typ`, template)
  compiler.mapShadow(`${folder}/report.json`, Buffer.from(JSON.stringify(document)))
  for (const [name, svg] of Object.entries(drawings)) compiler.mapShadow(`${folder}/${name}`, Buffer.from(svg))
  const compiled = compiler.compile({ mainFilePath: `${folder}/report.typ` })
  const failure = compiled.takeError()
  if (!compiled.result)
    return {
      pdf: null,
      missing: [],
      reason: failure ? JSON.stringify(compiler.fetchDiagnostics(failure)) : 'nothing came',
    }
  try {
    return { pdf: compiler.pdf(compiled.result, { pdfStandard: 'ua-1' }), missing: [], reason: '' }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { pdf: null, missing: missingSigns(reason), reason }
  }
}

/** Texts that no font draws, as the compiler names them: the text `"🐝"` could not be displayed with font … */
function missingSigns(reason: string): string[] {
  const found = [...reason.matchAll(/the text `\\?"(.+?)\\?"` could not be displayed/gu)]
  return [...new Set(found.flatMap(([, sign = '']) => Array.from(unescaped(sign))))]
}

/** Rust writes some signs as \u{1f41d}. */
function unescaped(sign: string): string {
  return sign.replace(/\\+u\{([0-9a-f]+)\}/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
}

function endForMemory(): void {
  writeSync(2, 'memory')
  process.kill(process.pid, 'SIGKILL')
}

/** Compiling holds this thread; another looks at the memory and ends the process when there is too much. */
function watchMemory(limit: number) {
  const watch = `
    const { writeSync } = require('node:fs')
    setInterval(() => {
      if (process.memoryUsage.rss() < ${limit} * 1048576) return
      writeSync(2, 'memory')
      process.kill(process.pid, 'SIGKILL')
    }, 50)`
  new Worker(watch, { eval: true }).unref()
}

function write(fd: number, bytes: Buffer) {
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(fd, bytes, at)
    } catch (error) {
      // A pipe whose reader is slower than we are.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
    }
  }
}
