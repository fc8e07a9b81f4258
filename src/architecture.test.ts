import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules, slices, type Tree } from './architecture.fixture.ts'
import { root } from './config.ts'

const tree: Tree = new Map(
  globSync('{src,bin,bench,e2e,tracker}/**/*.{ts,tsx,js}', { cwd: root })
    .map((file) => [file.replaceAll('\\', '/'), readFileSync(join(root, file), 'utf8')] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1)),
)

test.each(Object.entries(rules))('%s', (_, rule) => {
  expect(rule(tree)).toEqual([])
})

test('the tree that is read is the whole of ours, and every slice is there', () => {
  expect(tree.size).toBeGreaterThan(300)
  const folders = new Set([...tree.keys()].map((file) => file.split('/')[1]))
  for (const slice of slices) expect(folders.has(slice) || folders.has(`${slice}.ts`)).toBe(true)
})

describe('each rule names what breaks it', () => {
  const broken: [string, Record<string, string>, string[]][] = [
    [
      'a slice imports only from slices before it',
      {
        'src/budget/budget.ts': `import { a } from '../kpis/kpis.ts'`,
        'src/budget/lines.ts': `import {\n  b,\n  c,\n} from "../links/links.ts"\nimport { d } from '../strategy/aims.ts'`,
        'src/budget/late.ts': `const { e } = await import('../world.ts')`,
        'src/budget/effect.ts': `import '../reports/reports.ts'`,
        'src/budget/again.ts': `export { f } from '../content/contents.ts'`,
        'src/budget/type.ts': `import type { G } from '../content/contents.ts'`,
        // Tests may look anywhere.
        'src/budget/budget.test.ts': `import { a } from '../kpis/kpis.ts'`,
      },
      [
        'src/budget/budget.ts imports src/kpis/kpis.ts',
        'src/budget/lines.ts imports src/links/links.ts',
        'src/budget/late.ts imports src/world.ts',
        'src/budget/effect.ts imports src/reports/reports.ts',
        'src/budget/again.ts imports src/content/contents.ts',
        'src/budget/type.ts imports src/content/contents.ts',
      ],
    ],
    [
      'a slice never imports another’s pages or components',
      {
        'src/kpis/a.page.tsx': `import { Grid } from '../strategy/Grid.tsx'\nimport { B } from './B.tsx'\nimport { C } from '../ui/C.tsx'`,
        'src/server.ts': `import { loader } from './kpis/a.page.tsx'`,
      },
      ['src/kpis/a.page.tsx imports src/strategy/Grid.tsx', 'src/server.ts imports src/kpis/a.page.tsx'],
    ],
    [
      'ui and the value files import no slice',
      {
        'src/ui/charts/Line.tsx': `import type { Kpi } from '../../kpis/kpis.ts'`,
        'src/money.ts': `import { vat } from './budget/budget.ts'`,
        'src/app.ts': `import type { Kpi } from './kpis/kpis.ts'`,
      },
      ['src/ui/charts/Line.tsx imports src/kpis/kpis.ts', 'src/money.ts imports src/budget/budget.ts'],
    ],
    [
      'a pure file imports no file that touches a database, the network or a page',
      {
        'src/kpis/status.ts': `import { read } from './measures.store.ts'\nimport type { Row } from './other.store.ts'`,
        'src/kpis/show.ts': `import { journal } from '../journal.ts'`,
        'src/kpis/measures.store.ts': `import { db } from '../postgres.ts'`,
      },
      ['src/kpis/status.ts imports src/kpis/measures.store.ts', 'src/kpis/show.ts imports src/journal.ts'],
    ],
    [
      'only config.ts reads the environment',
      {
        'src/config.ts': 'process.env',
        'src/mail.ts': 'process.env.SMTP',
        'bin/start.js': 'process.env.HOME',
        'src/x.test.ts': 'process.env',
      },
      ['src/mail.ts'],
    ],
    [
      'only outbound.ts, mail.ts and the engines open a connection outwards',
      {
        'src/outbound.ts': `import { request } from 'undici'`,
        'src/mail.ts': `import { createTransport } from 'nodemailer'`,
        'src/engines/ping.ts': `\n  await fetch(url)`,
        'src/ui/Live.tsx': `\n  await fetch('/now')`,
        'src/collect/place.ts': `import { isIP } from 'node:net'`,
        'src/watch/feed.job.ts': `async () => {\n  const page = await fetch(url)\n}`,
        'src/watch/raw.ts': `import { connect } from 'node:net'`,
        'src/alerts/hook.job.ts': `import { Agent } from 'undici'`,
        'src/alerts/mail.job.ts': `import { createTransport } from 'nodemailer'`,
        'src/watch/old.ts': `import { get } from 'node:https'`,
      },
      [
        'src/watch/feed.job.ts', 'src/watch/raw.ts', 'src/alerts/hook.job.ts', 'src/alerts/mail.job.ts', 'src/watch/old.ts',
      ], // prettier-ignore
    ],
    [
      'no file is over 400 lines, tests included, unless it is a list',
      {
        'src/a.ts': 'x\n'.repeat(400),
        'src/b.ts': 'x\n'.repeat(401),
        'src/b.test.ts': 'x\n'.repeat(401),
        'e2e/c.test.ts': 'x\n'.repeat(401),
        'bench/d.ts': 'x\n'.repeat(401),
        'src/e.fr.ts': 'x\n'.repeat(900),
      },
      ['src/b.ts', 'src/b.test.ts', 'e2e/c.test.ts', 'bench/d.ts'],
    ],
    [
      'no type is switched off',
      {
        'src/a.ts': 'const a: any = 1',
        'src/b.ts': '// @ts-ignore',
        'src/c.ts': 'x as any',
        'src/d.ts': 'const company: Company = many',
        'e2e/e.test.ts': 'new Map<any>',
      },
      ['src/a.ts', 'src/b.ts', 'src/c.ts', 'e2e/e.test.ts'],
    ],
    [
      'a folder or file is named for what it holds: no drawer, no barrel',
      { 'src/utils/a.ts': '', 'src/budget/helpers.ts': '', 'src/budget/index.ts': '', 'src/budget/shares.ts': '' },
      ['src/utils/a.ts', 'src/budget/helpers.ts', 'src/budget/index.ts'],
    ],
  ]

  test.each(broken)('%s', (name, files, offences) => {
    expect(rules[name]?.(new Map(Object.entries(files)))).toEqual(offences)
  })

  test('none is left untried', () => {
    expect(broken.map(([name]) => name)).toEqual(Object.keys(rules))
  })
})
