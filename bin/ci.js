#!/usr/bin/env node
// Every check of the project, the same on every machine. One name runs that one: npm run ci -- types
import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { build, install, node, root, tool } from './bootstrap.js'

const checks = [
  ['format', ['oxfmt', '--check', 'src', 'bin', 'e2e', 'bench', 'tracker']],
  ['lint', ['oxlint', '--type-aware', '--deny-warnings', 'src', 'bin', 'e2e', 'bench', 'tracker']],
  ['types', ['tsc', '-p', '.']],
  ['dead code', ['knip']],
  ['unit tests', ['vitest', 'run', '--project', 'unit']],
  ['journeys', ['vitest', 'run', '--project', 'e2e']],
]

export function check(wanted = []) {
  install()
  build()
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const [name, [command, ...args]] of checks.filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
    const began = Date.now()
    process.stdout.write(`\n▸ ${String(name)}\n`)
    const isTests = command === 'vitest'
    const { status, stdout } = spawnSync(node(), [tool(command), ...args], {
      cwd: root,
      stdio: ['ignore', isTests ? 'pipe' : 'inherit', 'inherit'],
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, PATH: `${dirname(node())}:${process.env.PATH}` },
    })
    if (isTests) {
      process.stdout.write(stdout)
      addCounts(counts, stdout)
    } else counts[status === 0 ? 'passed' : 'failed'] += 1
    if (isTests && status !== 0 && counts.failed === 0) counts.failed += 1
    process.stdout.write(
      `${status === 0 ? '✓' : '✗'} ${String(name)} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`,
    )
  }
  return counts
}

/** Adds what vitest's closing line says: "Tests  2 failed | 90 passed | 1 skipped (93)". */
function addCounts(counts, stdout) {
  // eslint-disable-next-line no-control-regex
  const closing = stdout.replace(/\u001b\[[\d;]*m/g, '').match(/^\s*Tests\s+(.*)$/m)?.[1] ?? ''
  for (const [, n, what] of closing.matchAll(/(\d+) (passed|failed|skipped)/g)) counts[what] += Number(n)
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const { failed } = check(process.argv.slice(2))
  process.exit(failed > 0 ? 1 : 0)
}
