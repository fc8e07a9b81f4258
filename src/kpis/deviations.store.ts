import type { Scope } from '../accounts/scope.ts'
import { badRequest } from '../errors.ts'
import type { Day } from '../period.ts'
import { action } from '../planning/actions.ts'
import type { Kind } from '../projects/kind.ts'
import {
  type ProjectObject,
  createObject,
  inTransaction,
  listObjects,
  updateObject,
} from '../projects/objects.store.ts'
import { addLink, linksOf } from '../projects/thread.store.ts'
import { type Deviation, deviation } from './kpi-kinds.ts'
import { type Kpi, kpi } from './kpis.ts'
import type { Measured } from './measures.store.ts'
import { isOffTarget } from './status.ts'

/** Deviations of a KPI, latest first. */
export async function deviationsOf(scope: Scope, projectId: string, kpiId: string): Promise<ProjectObject[]> {
  const [all, links] = await Promise.all([
    listObjects(scope, deviation, projectId, { sort: { field: 'noticedOn', descending: true } }),
    linksOf(scope, projectId),
  ])
  const own = new Set(links.filter(({ from }) => from === kpiId).map(({ to }) => to))
  return all.filter(({ id }) => own.has(id))
}

/** The one that is not closed; there is one at most at a time. */
export const openOne = (all: readonly ProjectObject[]): ProjectObject | undefined =>
  all.find(({ state }) => state !== 'closed')

const factsOf = (measured: Measured) => ({
  actual: measured.actual,
  expected: measured.status.expected,
  relative: measured.status.relative === null ? null : Number((measured.status.relative * 100).toFixed(1)),
})

/** Named after its KPI alone: the clock has no language, and pages say the rest in their reader's. */
function valuesOf(values: Kpi, measured: Measured, today: Day): Deviation {
  return {
    title: values.title,
    state: 'open',
    noticedOn: today,
    cause: null,
    closedOn: null,
    ...factsOf(measured),
  }
}

/**
 * Opens a deviation for a KPI beyond its threshold that has none open, and closes the open one of a KPI that came back.
 * @returns whether one was opened
 */
export async function noteDeviation(
  scope: Scope,
  projectId: string,
  kpiId: string,
  values: Kpi,
  measured: Measured,
  today: Day,
): Promise<boolean> {
  const current = openOne(await deviationsOf(scope, projectId, kpiId))
  if (!isOffTarget(measured.status.state)) {
    const isBack = measured.status.state === 'onTarget' || measured.status.state === 'reached'
    if (current && isBack)
      await updateObject(scope, deviation, projectId, current.id, current.version, {
        ...current.values,
        state: 'closed',
        closedOn: today,
      })
    return false
  }
  if (current) return false
  await inTransaction(scope, async (scope) => {
    const id = await createObject(scope, deviation, projectId, valuesOf(values, measured, today))
    await addLink(scope, [kpi, deviation] as unknown as Kind[], kpiId, id)
  })
  return true
}

/** What is to follow a deviation. */
export const followUps = ['recommendation', 'action', 'none'] as const

export interface Explanation {
  readonly cause: string
  readonly then: string
  /** What the action is called; needed for an action alone. */
  readonly actionTitle: string
}

/**
 * Writes the cause of a deviation, opens it where the clock had not yet, and adds the action that answers it.
 * @returns the deviation's id
 */
export function explainDeviation(
  scope: Scope,
  projectId: string,
  kpiId: string,
  values: Kpi,
  measured: Measured,
  today: Day,
  { cause, then, actionTitle }: Explanation,
): Promise<string> {
  if (!followUps.some((one) => one === then))
    throw badRequest('unknownFollowUp', { fr: 'Cette suite n’existe pas.', en: 'There is no such follow-up.' }, 'then')
  return inTransaction(scope, async (scope) => {
    const kinds = [kpi, deviation, action] as unknown as Kind[]
    const current = openOne(await deviationsOf(scope, projectId, kpiId))
    const said = {
      ...(current?.values ?? valuesOf(values, measured, today)),
      cause,
      state: 'explained',
    }
    const id = current?.id ?? (await createObject(scope, deviation, projectId, said))
    if (current) await updateObject(scope, deviation, projectId, id, current.version, { ...said, title: current.title })
    else await addLink(scope, kinds, kpiId, id)
    if (then === 'action') {
      const actionId = await createObject(scope, action, projectId, {
        title: actionTitle,
        state: 'todo',
        owner: values.owner,
        startsOn: today,
        endsOn: null,
        progress: 0,
        deliverable: null,
        deliverableDueOn: null,
        detail: cause,
      })
      await addLink(scope, kinds, id, actionId)
    }
    return id
  })
}
