import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { ClickHouseAddress } from '../clickhouse.ts'
import { StartError } from '../start-error.ts'
import { type Child, startReady } from './child.ts'
import { freePort, keptSecret } from './ground.ts'

export interface ClickHouseEngine {
  readonly address: ClickHouseAddress
  start(signal?: AbortSignal): Promise<Child>
}

/** The engine of this platform, or why there is none. */
export function chdbLibrary(): string {
  const { platform, arch } = process
  const name = `@chdb/lib-${platform}-${arch}${platform === 'linux' ? '-gnu' : ''}`
  try {
    const require = createRequire(import.meta.url)
    return join(require.resolve(`${name}/package.json`), '..', 'libchdb.so')
  } catch {
    throw new StartError(
      `ClickHouse n’est pas fourni pour ${platform}-${arch} (${name}) : installez ce paquet, ou indiquez FILROUGE_CLICKHOUSE_URL.`,
      `ClickHouse is not bundled for ${platform}-${arch} (${name}): install that package, or set FILROUGE_CLICKHOUSE_URL.`,
    )
  }
}

/**
 * ClickHouse in a child process, on loopback. The user `filrouge` has a password; `default`, which the child itself
 * runs as, may only open listeners and sleep.
 */
export async function clickhouseEngine(dataDir: string, log: Logger): Promise<ClickHouseEngine> {
  const library = chdbLibrary()
  const home = join(dataDir, 'clickhouse')
  const versionFile = join(home, 'version')
  checkVersion(versionFile, libraryVersion(library))
  mkdirSync(join(home, 'tmp'), { recursive: true, mode: 0o700 })
  const password = keptSecret(join(dataDir, 'clickhouse.password'))
  const [http, tcp] = [await freePort(), await freePort()]
  const configFile = join(home, 'config.xml')
  writeFileSync(join(home, 'users.xml'), usersXml(password), { mode: 0o600 })
  writeFileSync(configFile, configXml(home), { mode: 0o600 })
  const address = { url: `http://127.0.0.1:${http}`, username: 'filrouge', password, database: 'filrouge' }
  const pidFile = join(home, 'child.pid')
  return {
    address,
    async start(signal) {
      stopLeftOver(pidFile)
      // A killed server leaves its lock; the folder is ours, under the lock of the data folder.
      rmSync(join(home, 'data', 'status'), { force: true })
      const script = join(import.meta.dirname, 'clickhouse-child.ts')
      const answers = async () => {
        if ((await fetch(`${address.url}/ping`).catch(() => null))?.ok !== true) return false
        await ask(address, `create database if not exists ${address.database}`)
        return true
      }
      const child = await startReady({
        name: 'ClickHouse',
        command: ['/bin/sh', '-c', 'echo $$ > "$0"; exec "$@"', pidFile, process.execPath, '--no-warnings', script, library, join(home, 'data'), configFile, String(http), String(tcp)],
        stopSignal: 'KILL',
        env: { PATH: process.execPath, TMPDIR: join(home, 'tmp'), TZ: 'UTC', LC_ALL: 'C.UTF-8' },
        cwd: home,
        log,
      }, answers, signal) // prettier-ignore
      writeFileSync(versionFile, libraryVersion(library))
      return child
    },
  }
}

/** "26.7.3-stable.1": of the package that the library came in. */
const libraryVersion = (library: string): string =>
  (JSON.parse(readFileSync(join(library, '..', 'package.json'), 'utf8')) as { version: string }).version

/** ClickHouse reads what older versions wrote, and may misread what newer ones did. */
function checkVersion(versionFile: string, ours: string): void {
  if (!existsSync(versionFile)) return
  const theirs = readFileSync(versionFile, 'utf8').trim()
  const [a, b] = [theirs, ours].map((version) => version.split('.').map((part) => Number.parseInt(part, 10)))
  // Year, then release: what lies within one is compatible.
  const newer = (a?.[0] ?? 0) - (b?.[0] ?? 0) || (a?.[1] ?? 0) - (b?.[1] ?? 0)
  if (newer > 0)
    throw new StartError(
      `Ces données viennent de ClickHouse ${theirs}, plus récent que le nôtre (${ours}). Installez la version de Filrouge qui les a écrites, ou choisissez un autre FILROUGE_DATA. Rien n’a été modifié.`,
      `This data comes from ClickHouse ${theirs}, newer than ours (${ours}). Install the Filrouge that wrote it, or choose another FILROUGE_DATA. Nothing was changed.`,
    )
}

/** One statement over HTTP, outside any database. */
export async function ask({ url, username, password }: ClickHouseAddress, statement: string): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'x-clickhouse-user': username, 'x-clickhouse-key': password },
    body: statement,
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`ClickHouse: ${text.slice(0, 500)}`)
  return text.trim()
}

/** A child that outlived a killed application: it holds the folder and must go. */
function stopLeftOver(pidFile: string) {
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8'))
  rmSync(pidFile, { force: true })
  if (!Number.isInteger(pid) || pid < 2 || pid === process.pid) return
  try {
    // Only when it is still that child: numbers are given again.
    if (process.platform === 'linux' && !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('clickhouse-child'))
      return
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone already.
  }
}

function usersXml(password: string): string {
  const hash = createHash('sha256').update(password).digest('hex')
  return `<clickhouse>
  <profiles>
    <default>
      <max_memory_usage>700000000</max_memory_usage>
      <max_threads>2</max_threads>
      <log_queries>0</log_queries>
    </default>
  </profiles>
  <quotas><default/></quotas>
  <users>
    <default>
      <password></password>
      <networks><ip>127.0.0.1</ip><ip>::1</ip></networks>
      <profile>default</profile><quota>default</quota>
      <grants>
        <query>GRANT SYSTEM LISTEN ON *.*</query>
        <query>GRANT SELECT ON system.numbers</query>
      </grants>
    </default>
    <filrouge>
      <password_sha256_hex>${hash}</password_sha256_hex>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile><quota>default</quota>
      <access_management>0</access_management>
    </filrouge>
  </users>
</clickhouse>
`
}

/** Small caches, no system logs: idle costs nothing on disk, and memory is bounded. */
function configXml(home: string): string {
  const logs = ['query_log', 'query_thread_log', 'query_views_log', 'part_log', 'trace_log', 'text_log', 'metric_log',
    'asynchronous_metric_log', 'error_log', 'latency_log', 'processors_profile_log', 'session_log', 'crash_log',
    'opentelemetry_span_log', 'query_metric_log', 'aggregated_zookeeper_log', 'zookeeper_log', 'backup_log',
    'asynchronous_insert_log', 'blob_storage_log', 'background_schedule_pool_log'] // prettier-ignore
  return `<clickhouse>
  <logger><level>none</level></logger>
  <users_config>${escapeXml(join(home, 'users.xml'))}</users_config>
  <tmp_path>${escapeXml(join(home, 'tmp'))}/</tmp_path>
  <max_server_memory_usage>1000000000</max_server_memory_usage>
  <mark_cache_size>33554432</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <index_mark_cache_size>5242880</index_mark_cache_size>
  <mmap_cache_size>100</mmap_cache_size>
  <compiled_expression_cache_size>16777216</compiled_expression_cache_size>
  <max_concurrent_queries>64</max_concurrent_queries>
  <max_connections>256</max_connections>
  <background_pool_size>2</background_pool_size>
  <background_schedule_pool_size>4</background_schedule_pool_size>
  <background_fetches_pool_size>1</background_fetches_pool_size>
  <background_common_pool_size>2</background_common_pool_size>
  <background_move_pool_size>1</background_move_pool_size>
  <background_message_broker_schedule_pool_size>1</background_message_broker_schedule_pool_size>
  <background_distributed_schedule_pool_size>1</background_distributed_schedule_pool_size>
  <merge_tree>
    <fsync_after_insert>1</fsync_after_insert>
    <merge_max_block_size>4096</merge_max_block_size>
    <max_bytes_to_merge_at_max_space_in_pool>5368709120</max_bytes_to_merge_at_max_space_in_pool>
    <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
    <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
    <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
  </merge_tree>
  ${logs.map((name) => `<${name} remove="1"/>`).join('\n  ')}
</clickhouse>
`
}

const escapeXml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
