import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import pg from 'pg'
import { type Logger, pino } from 'pino'
import { afterAll, inject } from 'vitest'
import { makeScope, makeWorkspace } from './accounts/fixtures.ts'
import type { Role, Scope } from './accounts/scope.ts'
import type { Workspace } from './accounts/workspaces.store.ts'
import type { App } from './app.ts'
import { type ClickHouse, connectClickHouse } from './clickhouse.ts'
import { loadConfig } from './config.ts'
import { startEngines } from './engines/engines.ts'
import { openApp } from './open-app.ts'
import type { Tables } from './postgres.ts'

export interface TestInstance {
  readonly app: App
  readonly db: Kysely<Tables>
  readonly clickhouse: ClickHouse
  /** A member with this role in a workspace of his own (or the one given), or a guest of a project. */
  scope(role?: Role, more?: { readonly workspace?: Workspace; readonly project?: string }): Promise<Scope>
  workspace(name?: string): Promise<Workspace>
}

/**
 * A whole application on databases of its own, on the engines of the run; closed and dropped after the file.
 * @param log silent unless a test reads what is logged
 */
export async function testInstance(log: Logger = pino({ level: 'silent' })): Promise<TestInstance> {
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`
  const server = new pg.Client({ connectionString: inject('postgresUrl') })
  await server.connect()
  await server.query(`create database ${name} template template_filrouge`)
  const dataDir = mkdtempSync(join(tmpdir(), 'filrouge-test-'))
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  const events = inject('clickhouse')
  const eventsUrl = new URL(events.url)
  eventsUrl.username = events.username
  eventsUrl.password = events.password
  eventsUrl.pathname = `/${name}`
  const config = loadConfig({
    FILROUGE_DATA: dataDir,
    FILROUGE_POSTGRES_URL: url.href,
    FILROUGE_CLICKHOUSE_URL: eventsUrl.href,
    FILROUGE_LOG: 'silent',
    PORT: '0',
  })
  const opened = await openApp(config, await startEngines(config, log), log, 'http://localhost:3000')
  const { app } = opened
  afterAll(async () => {
    await opened.close()
    await server.query(`drop database if exists ${name} with (force)`)
    await server.end()
    const clickhouse = connectClickHouse(events)
    await clickhouse.command({ query: `drop database if exists ${name}` })
    await clickhouse.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  return {
    app,
    db: app.db,
    clickhouse: app.clickhouse,
    scope: (role = 'owner', more = {}) => makeScope(app, role, more),
    workspace: (workspaceName = 'Les Ruchers du Ventoux') => makeWorkspace(app, workspaceName),
  }
}
