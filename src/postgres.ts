import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

/** Every table of PostgreSQL, by its name in camel case: each slice adds its own beside its SQL. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface Tables {}

const dateOid = 1082
const int8Oid = 20
const numericOid = 1700

/** Days stay 'YYYY-MM-DD'; counts and amounts in cents are far below 2^53. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === dateOid) return (text: string) => text
    if (oid === int8Oid || oid === numericOid) return Number
    return pg.types.getTypeParser(oid, format)
  },
} as pg.CustomTypesConfig

/** Opens a pool; a connection that breaks is replaced at its next use. */
export function connectPostgres(url: string, max = 10): Kysely<Tables> {
  const pool = new pg.Pool({ connectionString: url, max, types })
  // A connection cut by a restart of the engine, idle or at work: the query under way is told, the pool drops it by itself.
  // Without a listener on each, the first cut would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('error', () => {})
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    // Keys inside jsonb are ours to keep as they are.
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
}
