/**
 * Runs ClickHouse in this process, as a server: `chdb` exports the entry point of clickhouse-local, whose query opens
 * the listeners and then sleeps for ever. The call never returns, so nothing else can live in this process.
 * @see docs/decisions/0002-clickhouse-in-a-child.md
 */
import { dlopen, getRawPointer, toString } from 'node:ffi'

const [library = '', folder = '', configFile = '', httpPort = '', tcpPort = ''] = process.argv.slice(2)

const query = [
  'system start listen http',
  'system start listen tcp',
  'select sleepEachRow(3) from system.numbers format Null settings max_block_size = 1, function_sleep_max_microseconds_per_block = 30000000',
].join('; ')

const args = [
  'clickhouse',
  '--path', folder,
  `--http_port=${httpPort}`,
  `--tcp_port=${tcpPort}`,
  '--listen_host=127.0.0.1',
  '--config-file', configFile,
  '--query', query,
] // prettier-ignore

const texts = args.map((text) => Buffer.from(`${text}\0`))
const argv = Buffer.alloc(8 * (texts.length + 1))
texts.forEach((text, i) => argv.writeBigUInt64LE(getRawPointer(text), i * 8))

const { functions } = dlopen(library, {
  chdb_query_cmdline: { arguments: ['int32', 'pointer'], return: 'pointer' },
  chdb_result_error: { arguments: ['pointer'], return: 'pointer' },
})
const problem = functions.chdb_result_error(functions.chdb_query_cmdline(args.length, argv))
if (problem) process.stderr.write(`${toString(problem)}\n`)
process.exit(1)
