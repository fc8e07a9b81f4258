#!/usr/bin/env node
// Every check of the project, the same on every machine. One name runs that one: npm run ci -- types
import { spawn } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, install, node, root, tool } from './bootstrap.js'

const checks = [
  ['format', ['oxfmt', '--check', 'src', 'bin', 'e2e', 'bench', 'tracker']],
  ['lint', ['oxlint', '--type-aware', '--deny-warnings', 'src', 'bin', 'e2e', 'bench', 'tracker']],
  ['types', ['tsc', '-p', '.']],
  ['dead code', ['knip']],
  ['unit tests', ['vitest', 'run', '--project', 'unit']],
  ['journeys', ['vitest', 'run', '--project', 'e2e']],
]

/** Runs the checks named, or all. @returns tests and checks that passed, failed or were skipped */
export async function check(wanted = []) {
  const unknown = wanted.filter((name) => !checks.some(([known]) => known === name))
  if (unknown.length > 0) {
    process.stderr.write(`${unknown.join(', ')} ? ${checks.map(([name]) => `"${String(name)}"`).join(', ')}\n`)
    process.exit(2)
  }
  install()
  build()
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const [name, [command, ...args]] of checks.filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
    const began = Date.now()
    process.stdout.write(`\n▸ ${String(name)}\n`)
    const isTests = command === 'vitest'
    const { status, said } = await run(command, args)
    if (isTests) addCounts(counts, said)
    else counts[status === 0 ? 'passed' : 'failed'] += 1
    if (isTests && status !== 0 && counts.failed === 0) counts.failed += 1
    process.stdout.write(
      `${status === 0 ? '✓' : '✗'} ${String(name)} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`,
    )
  }
  return counts
}

/** Runs one tool; what it says is shown as it comes, and kept. */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(node(), [tool(command), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PATH: `${dirname(node())}:${process.env.PATH}` },
    })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      process.stdout.write(text)
      said += text
    })
    child.on('close', (status) => resolve({ status, said }))
  })
}

/** Adds what vitest's closing line says: "Tests  2 failed | 90 passed | 1 skipped (93)". */
export function addCounts(counts, said) {
  // eslint-disable-next-line no-control-regex
  const closing = said.replace(/\u001b\[[\d;]*m/g, '').match(/^\s*Tests\s+(.*)$/m)?.[1] ?? ''
  for (const [, n, what] of closing.matchAll(/(\d+) (passed|failed|skipped)/g)) counts[what] += Number(n)
}

// Compared as paths: an address would write spaces and accents in its own way.
if (process.argv[1] && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))) {
  const { failed } = await check(process.argv.slice(2))
  process.exit(failed > 0 ? 1 : 0)
}
