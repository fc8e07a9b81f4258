import { type ClickHouseClient, createClient } from '@clickhouse/client'

/** The event store. Every query is bounded in time and memory by the settings of the connection. */
export type ClickHouse = ClickHouseClient

export interface ClickHouseAddress {
  readonly url: string
  readonly username: string
  readonly password: string
  readonly database: string
}

/** Opens a connection pool; sockets kept alive, so that a query costs one round trip. */
export const connectClickHouse = ({ url, username, password, database }: ClickHouseAddress): ClickHouse =>
  createClient({
    url,
    username,
    password,
    database,
    application: 'filrouge',
    max_open_connections: 12,
    request_timeout: 60_000,
    clickhouse_settings: {
      max_execution_time: 30,
      max_memory_usage: '700000000',
      // Sums and counts stay far below 2^53; identifiers are asked for as text.
      output_format_json_quote_64bit_integers: 0,
      date_time_input_format: 'best_effort',
    },
  })
