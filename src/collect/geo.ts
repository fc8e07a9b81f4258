// Reads the operator's own table of places at start: an edge by design.
import { readdirSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { Reader } from 'mmdb-lib'
import type { Logger } from 'pino'
import { memo } from './memo.ts'

export interface Town {
  readonly region: string
  readonly city: string
}

/** Region and city of an address; '' where the table has none. */
export type TownOf = (ip: string) => Town

/** What the instance says of the operator's table. */
export interface GeoState {
  readonly file: string
  readonly state: 'used' | 'damaged' | 'notCities'
  readonly type: string
  /** 'YYYY-MM-DD'; '' when it cannot be read. */
  readonly builtOn: string
}

export interface Geo {
  readonly townOf: TownOf
  readonly tables: readonly GeoState[]
}

const nowhere: Town = { region: '', city: '' }

/** Names by language, as GeoLite2 and DB-IP have them. */
interface Named {
  readonly names?: Readonly<Record<string, string>>
}
interface CityRecord {
  readonly city?: Named
  readonly subdivisions?: readonly Named[]
}

const nameOf = (given: Named | undefined): string => given?.names?.['fr'] ?? given?.names?.['en'] ?? ''

/**
 * The first table of cities in a folder (GeoLite2-City, DB-IP City Lite: MMDB). Without one only the country is known. A file that cannot
 * be read is said in the log and at /healthz, and keeps nothing from starting.
 */
export function openGeo(folder: string, log: Pick<Logger, 'info' | 'warn'>): Geo {
  const tables: GeoState[] = []
  let townOf: TownOf | null = null
  for (const file of filesIn(folder)) {
    const opened = openTable(join(folder, file))
    tables.push({ file, ...opened.state })
    if (opened.state.state !== 'used') {
      log.warn(
        { file, reason: opened.reason },
        'geo: this table is not used; regions and cities stay unknown without another',
      )
    } else if (townOf === null && opened.townOf) {
      townOf = opened.townOf
      log.info(
        { file, type: opened.state.type, builtOn: opened.state.builtOn },
        'geo: regions and cities are read from this table',
      )
    }
  }
  return { townOf: townOf ?? (() => nowhere), tables }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.mmdb'))
      .toSorted()
  } catch {
    return []
  }
}

interface Opened {
  readonly state: Omit<GeoState, 'file'>
  readonly townOf?: TownOf
  readonly reason?: string
}

function openTable(path: string): Opened {
  try {
    const reader = new Reader<Record<string, never>>(readFileSync(path))
    const { databaseType: type, buildEpoch } = reader.metadata
    const builtOn = buildEpoch.toISOString().slice(0, 10)
    if (!/city|enterprise/i.test(type))
      return { state: { state: 'notCities', type, builtOn }, reason: `a table of ${type}, not of cities` }
    // One of these reaches into the tree and its data: what is cut short shows at once.
    for (const probe of ['1.1.1.1', '90.1.2.3', '203.0.113.9', '2001:660::1'])
      if (reader.metadata.ipVersion === 6 || !probe.includes(':')) reader.get(probe)
    return { state: { state: 'used', type, builtOn }, townOf: memo(20_000, (ip) => townIn(reader, ip)) }
  } catch (error) {
    return {
      state: { state: 'damaged', type: '', builtOn: '' },
      reason: error instanceof Error ? error.message : 'unreadable',
    }
  }
}

function townIn(reader: Reader<Record<string, never>>, ip: string): Town {
  const version = isIP(ip)
  if (version === 0 || (version === 6 && reader.metadata.ipVersion === 4)) return nowhere
  try {
    const found: CityRecord | null = reader.get(ip)
    return found === null ? nowhere : { region: nameOf(found.subdivisions?.[0]), city: nameOf(found.city) }
  } catch {
    // Damaged further in than the start looked: this address has no place.
    return nowhere
  }
}
