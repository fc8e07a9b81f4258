import type { Role, Scope } from '../accounts/scope.ts'
import type { Locale } from '../i18n.ts'
import { type Catalog, type Stage, stages } from './kind.ts'

export interface NavItem {
  readonly to: string
  readonly label: string
  /** How many things wait there. */
  readonly count?: number
}

export interface NavStage {
  readonly stage: Stage
  readonly label: string
  readonly items: readonly NavItem[]
}

/**
 * The left bar of a project: the five stages, each with its rooms and then its kinds.
 * @param base address of the project, without trailing slash
 */
export function navOf(
  catalog: Catalog,
  role: Role,
  base: string,
  locale: Locale,
  stageLabels: Readonly<Record<Stage, string>>,
  waiting: ReadonlyMap<string, number> = new Map(),
): NavStage[] {
  return stages.map((stage) => ({
    stage,
    label: stageLabels[stage],
    items: [
      ...catalog.rooms
        .filter((room) => room.stage === stage && (role !== 'guest' || room.guests === true))
        .map((room) => {
          const count = waiting.get(room.path) ?? 0
          return { to: `${base}/${room.path}`, label: room.words[locale], ...(count > 0 ? { count } : {}) }
        }),
      ...catalog.kinds
        .filter((kind) => kind.stage === stage && (role !== 'guest' || kind.guests))
        .map((kind) => ({ to: `${base}/${kind.path}`, label: kind.words[locale].many })),
    ],
  }))
}

/** How many things wait in each room that counts them. */
export async function waitingIn(
  catalog: Catalog,
  scope: Scope,
  projectId: string,
): Promise<ReadonlyMap<string, number>> {
  const counted = catalog.rooms.map(
    async ({ path, waiting }) => [path, (await waiting?.(scope, projectId)) ?? 0] as const,
  )
  return new Map(await Promise.all(counted))
}

/** What a role may add to a project, kind by kind in the order of the trade. */
export const creationsOf = (catalog: Catalog, role: Role, base: string, locale: Locale): NavItem[] =>
  catalog.kinds
    .filter((kind) => kind.writers.includes(role))
    .map((kind) => ({ to: `${base}/${kind.path}/new`, label: kind.words[locale].add }))
