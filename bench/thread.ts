/**
 * The thread: a walk of depth 6 both ways among 10,000 links, as the object page does it. Budget: 50 ms a walk.
 *   npm run bench -- thread
 */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import { makeScope } from '../src/accounts/fixtures.ts'
import { loadConfig } from '../src/config.ts'
import { startEngines } from '../src/engines/engines.ts'
import { openApp } from '../src/open-app.ts'
import { createProject } from '../src/projects/projects.store.ts'
import { linksAmong, walk } from '../src/projects/thread.store.ts'

const objects = 5_000
const walks = 400
const budgetMs = 50

const dataDir = mkdtempSync(join(tmpdir(), 'filrouge-bench-'))
const log = pino({ level: 'warn' })
const config = loadConfig({ FILROUGE_DATA: dataDir, FILROUGE_LOG: 'warn' })
const engines = await startEngines(config, log)
const { app, close } = await openApp(config, engines, log, 'http://localhost')
try {
  const scope = await makeScope(app, 'owner')
  const project = await createProject(scope, {
    name: 'Fil', company: 'Banc', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null,
    endsOn: null, envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
  }) // prettier-ignore
  await sql`
    insert into objects (id, workspace_id, project_id, kind, title)
    select gen_random_uuid(), ${scope.workspace}, ${project.id}, 'content', 'Contenu ' || n from generate_series(1, ${objects}::int) as n
  `.execute(app.db)
  // Each object leads to two others, one near and one far: a walk fans out as fast as a thread can, up to 2⁶ paths.
  await sql`
    with numbered as (select id, row_number() over (order by id) - 1 as n from objects where project_id = ${project.id})
    insert into links (workspace_id, project_id, from_id, to_id)
    select ${scope.workspace}, ${project.id}, a.id, b.id
    from numbered as a
    join numbered as b on b.n in ((a.n + 1) % ${objects}, (a.n * 7 + 3) % ${objects}) and a.id <> b.id
  `.execute(app.db)
  await sql`analyze objects, links`.execute(app.db)
  const { rows } = await sql<{ links: number }>`select count(*)::int as links from links`.execute(app.db)
  const ids = (await app.db.selectFrom('objects').select('id').orderBy('id').execute()).map(({ id }) => id)

  const time = async (work: (id: string) => Promise<unknown>) => {
    const times: number[] = []
    for (let n = 0; n < walks; n++) {
      const id = ids[(n * 613) % ids.length] ?? ''
      const from = performance.now()
      await work(id)
      times.push(performance.now() - from)
    }
    times.sort((a, b) => a - b)
    const at = (share: number) => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1)
    return { p50: at(0.5), p95: at(0.95), worst: at(1) }
  }
  await time((id) => walk(scope, id, 'after'))
  const met = (await walk(scope, ids[0] ?? '', 'after')).length
  const results = [
    ['walk of depth 6, what rests on it', await time((id) => walk(scope, id, 'after'))],
    ['walk of depth 6, where it comes from', await time((id) => walk(scope, id, 'before'))],
    ['the page “whole thread”: both walks and the links among them', await time(async (id) => {
      const [before, after] = await Promise.all([walk(scope, id, 'before'), walk(scope, id, 'after')])
      return linksAmong(scope, [id, ...before.map((step) => step.id), ...after.map((step) => step.id)])
    })],
  ] as const // prettier-ignore
  const machine = `${cpus()[0]?.model ?? '?'} × ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GiB · Node ${process.versions.node}`
  const text = [
    '',
    `### ${new Date().toISOString().slice(0, 16)}Z · thread · ${machine} · ${rows[0]?.links} links, ${met} objects met, ${walks} walks`,
    '',
    '| what | p50 ms | p95 ms | worst ms |',
    '|---|---|---|---|',
    ...results.map(([what, { p50, p95, worst }]) => `| ${what} | ${p50} | **${p95}** of ${budgetMs} | ${worst} |`),
    '',
  ].join('\n')
  process.stdout.write(text)
  appendFileSync(join(import.meta.dirname, 'RESULTS.md'), text)
} finally {
  await close()
  await engines.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
