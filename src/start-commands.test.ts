import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './config.ts'
import { temporaryFolder } from './server.fixture.ts'

// A repository made of our own bin/, whose Node, npm and tools only write down that they were called.
const home = temporaryFolder('filrouge dépôt é ')
const repository = join(home, 'mon dépôt')
const calls = join(home, 'calls')

function executable(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  chmodSync(path, 0o755)
}

const ownNode = `node_modules/node-${process.platform}-${process.arch}/bin/node`

function makeRepository(): void {
  for (const folder of ['src', 'tracker', 'bin', '.ci']) mkdirSync(join(repository, folder), { recursive: true })
  cpSync(join(root, 'bin'), join(repository, 'bin'), { recursive: true })
  for (const file of ['package.json', 'package-lock.json', 'vite.config.ts', 'react-router.config.ts'])
    cpSync(join(root, file), join(repository, file))
  writeFileSync(join(repository, 'src', 'a.ts'), '1')
  writeFileSync(join(repository, 'src', 'a.test.ts'), '1')
  executable(
    join(home, 'path', 'npm'),
    `#!/bin/sh\necho npm "$@" >> '${calls}'\nmkdir -p "$(dirname '${join(repository, ownNode)}')" '${join(repository, 'build')}'\nprintf '#!/bin/sh\\necho node "$@" "| stood in $PWD" >> "%s"\\n' '${calls}' > '${join(repository, ownNode)}'\nchmod +x '${join(repository, ownNode)}'\n`,
  )
}

function run(
  script: string,
  args: readonly string[] = [],
  more: { cwd?: string; env?: Record<string, string> } = {},
): string[] {
  writeFileSync(calls, '')
  const done = spawnSync(process.execPath, [join(repository, 'bin', script), ...args], {
    encoding: 'utf8',
    cwd: more.cwd ?? repository,
    env: { PATH: `${join(home, 'path')}:/usr/bin:/bin`, ...more.env },
  })
  expect([done.status, done.status === 0 ? '' : done.stderr]).toEqual([0, ''])
  return readFileSync(calls, 'utf8').trim().split('\n')
}

test('the first start installs and builds; the second does neither, until a source or the lock file changes', () => {
  makeRepository()
  const first = run('start.js')
  expect(first.map((call) => call.split(' ')[0])).toEqual(['npm', 'node', 'node', 'node'])
  expect(first[0]).toBe('npm install --no-save --no-audit --no-fund --loglevel=error')
  expect(first[1]).toContain('react-router build')
  expect(first[2]).toContain('tracker/build.ts')
  expect(first[3]).toContain('src/server.ts')

  const kinds = (calls: readonly string[]) =>
    calls.map((call) => /npm|react-router|tracker\/build|server/.exec(call)?.[0])
  expect(kinds(run('start.js'))).toEqual(['server'])
  writeFileSync(join(repository, 'src', 'a.test.ts'), '2')
  expect(kinds(run('start.js'))).toEqual(['server'])
  writeFileSync(join(repository, 'src', 'a.ts'), '2')
  expect(kinds(run('start.js'))).toEqual(['react-router', 'tracker/build', 'server'])
  writeFileSync(join(repository, 'package-lock.json'), '{}')
  expect(kinds(run('start.js'))).toEqual(['npm', 'react-router', 'tracker/build', 'server'])
  expect(existsSync(join(repository, '.install.lock'))).toBe(false)
  expect(existsSync(join(repository, '.build.lock'))).toBe(false)
})

test('a lock left by a start that was killed is taken', () => {
  mkdirSync(join(repository, '.build.lock'))
  writeFileSync(join(repository, '.build.lock', 'pid'), '999999999')
  writeFileSync(join(repository, 'src', 'a.ts'), '3')
  expect(run('start.js')).toHaveLength(3)
  expect(existsSync(join(repository, '.build.lock'))).toBe(false)
})

test('a command stands where the user stands, whether npm moved it or not', () => {
  const elsewhere = join(home, 'mes journaux')
  mkdirSync(elsewhere)
  const stood = (calls: readonly string[]) => /stood in (.*)$/.exec(calls.at(-1) ?? '')?.[1]
  expect(stood(run('filrouge.js', ['journal'], { cwd: elsewhere }))).toBe(elsewhere)
  // `npm run filrouge` from elsewhere: npm goes to the repository and says where it came from.
  expect(
    stood(run('filrouge.js', ['journal'], { env: { npm_lifecycle_event: 'filrouge', INIT_CWD: elsewhere } })),
  ).toBe(elsewhere)
  // Run by a script of another name, which npm had moved: not its business.
  expect(
    stood(run('filrouge.js', ['journal'], { cwd: elsewhere, env: { npm_lifecycle_event: 'test', INIT_CWD: home } })),
  ).toBe(elsewhere)
  expect(run('filrouge.js', ['import-log', '--site', 'a.fr', './x y.log']).at(-1)).toContain(
    'src/cli.ts import-log --site a.fr ./x y.log',
  )
})

test('the demonstration has a folder of its own unless one is named', () => {
  executable(join(repository, ownNode), `#!/bin/sh\necho "$FILROUGE_DATA" "$@" >> '${calls}'\n`)
  expect(run('start.js', ['--demo'])[0]).toMatch(/^data\/demo .*--demo$/)
  expect(run('start.js', ['--demo'], { env: { FILROUGE_DATA: '/srv/x' } })[0]).toMatch(/^\/srv\/x /)
  expect(run('start.js')[0]).toMatch(/^--disable-warning/)
})

test('a check runs by its name, from a path with spaces and accents, and counts what vitest says', () => {
  executable(
    join(repository, ownNode),
    `#!/bin/sh\necho "$@" >> '${calls}'\nprintf '\\n Test Files  1 passed (1)\\n      Tests  2 failed | 90 passed | 1 skipped (93)\\n'\n`,
  )
  expect(run('ci.js', ['types'])[0]).toMatch(/tsc -p \.$/)
  expect(run('ci.js', ['format', 'lint'])).toHaveLength(2)
  const all = spawnSync(process.execPath, [join(repository, 'bin', 'test.js')], {
    encoding: 'utf8',
    cwd: home,
    env: { PATH: '/usr/bin:/bin' },
  })
  // Two runs of tests, and four checks that passed.
  expect(all.stdout.trimEnd().split('\n').at(-1)).toBe('184 passed, 4 failed, 2 skipped')
  expect(all.status).toBe(1)
  const unknown = spawnSync(process.execPath, [join(repository, 'bin', 'ci.js'), 'typos'], {
    encoding: 'utf8',
    cwd: home,
  })
  expect([unknown.status, unknown.stderr]).toEqual([2, expect.stringContaining('"types"') as string])
})
