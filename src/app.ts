import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { Auth } from './accounts/auth.ts'
import type { DemoDoors } from './accounts/demo.ts'
import type { Catalog } from './projects/kind.ts'
import type { ClickHouse } from './clickhouse.ts'
import type { Collector } from './collect/collector.ts'
import type { ImportRunner } from './collect/import-runner.ts'
import type { Config } from './config.ts'
import type { Engines } from './engines/engines.ts'
import type { Journal } from './journal.ts'
import type { Tables } from './postgres.ts'
import type { Typesetter } from './reports/typesetter.ts'

/** All that lives as long as the process. Pages and HTTP handlers receive it; nothing is kept at module level. */
export interface App {
  readonly config: Config
  /** Public address without trailing slash; known once we listen. */
  readonly url: string
  readonly db: Kysely<Tables>
  readonly clickhouse: ClickHouse
  readonly journal: Journal
  /** Clicks on tracked links, on their way to the totals. */
  readonly clicks: Journal
  readonly log: Logger
  readonly auth: Auth
  readonly catalog: Catalog
  readonly collector: Collector
  readonly imports: ImportRunner
  readonly engines: Engines
  readonly typesetter: Typesetter
  readonly clock: () => Date
  /** Doors anyone may enter by, on a demonstration that `start` was told to open; null everywhere else. */
  readonly demo: DemoDoors | null
}
