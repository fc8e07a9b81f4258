import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import type { TestProject } from 'vitest/node'
import type { ClickHouseAddress } from './clickhouse.ts'
import { connectClickHouse } from './clickhouse.ts'
import { loadConfig } from './config.ts'
import { startEngines } from './engines/engines.ts'
import { migrate } from './migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgresUrl: string
    readonly clickhouse: ClickHouseAddress
  }
}

/** Starts both engines once for the whole run, in a folder of its own, with a migrated database to clone. */
export default async function setup(project: TestProject) {
  const dataDir = mkdtempSync(join(tmpdir(), 'filrouge-test-'))
  const log = pino({ level: 'silent' })
  const engines = await startEngines(loadConfig({ FILROUGE_DATA: dataDir }), log)
  const server = new pg.Client({ connectionString: engines.postgres.url })
  await server.connect()
  await server.query('create database template_filrouge')
  // Losing a test database to a power cut is nothing; waiting for the disk is.
  await server.query('alter system set synchronous_commit = off')
  await server.query('select pg_reload_conf()')
  await server.end()
  const template = new URL(engines.postgres.url)
  template.pathname = '/template_filrouge'
  const clickhouse = connectClickHouse(engines.clickhouse)
  await migrate(template.href, clickhouse)
  await clickhouse.close()
  project.provide('postgresUrl', engines.postgres.url)
  project.provide('clickhouse', {
    url: engines.clickhouse.url,
    username: engines.clickhouse.username,
    password: engines.clickhouse.password,
    database: engines.clickhouse.database,
  })
  return async () => {
    await engines.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
