import type { ColumnType } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import { conflict, forbidden, invalid, notFound } from '../errors.ts'
import { dayIn } from '../period.ts'
import { action } from '../planning/actions.ts'
import type { Kind } from '../projects/kind.ts'
import { type ProjectObject, createObject, inTransaction, readObject, updateObject } from '../projects/objects.store.ts'
import type { Project } from '../projects/projects.store.ts'
import type { Outcome } from './outcomes.ts'
import { checkDecision, recommendation } from './recommendations.ts'
import { addLink } from '../projects/thread.store.ts'
import { isUuid } from '../uuid.ts'

interface DecisionTable {
  id: string
  workspaceId: string
  projectId: string
  recommendationId: string
  outcome: Outcome
  note: string | null
  actionId: string | null
  authorId: string | null
  authorName: string
  decidedAt: ColumnType<Date, Date | undefined, never>
}

declare module '../postgres.ts' {
  interface Tables {
    decisions: DecisionTable
  }
}

export interface Decision {
  readonly id: string
  readonly recommendationId: string
  readonly outcome: Outcome
  readonly note: string | null
  readonly actionId: string | null
  readonly authorName: string
  readonly decidedAt: Date
}

/** Management decides; the owner of the workspace may too. */
export const mayDecide = (scope: Scope) => scope.role === 'management' || scope.role === 'owner'

/** Decisions of a project, latest first; of one recommendation when it is named. */
export async function listDecisions(scope: Scope, projectId: string, recommendationId?: string): Promise<Decision[]> {
  if (scope.role === 'guest') return []
  let query = scope.db
    .selectFrom('decisions')
    .select(['id', 'recommendationId', 'outcome', 'note', 'actionId', 'authorName', 'decidedAt'])
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', projectId)
    .orderBy('decidedAt', 'desc')
  if (recommendationId !== undefined) query = query.where('recommendationId', '=', recommendationId)
  return query.execute()
}

/** The lead asks for a decision. A recommendation already approved stays so. */
export async function submitRecommendation(scope: Scope, project: Project, id: string): Promise<void> {
  await inTransaction(scope, async (scope) => {
    await alone(scope, id)
    const current = await readObject(scope, recommendation, project.id, id)
    if (current.state === 'approved') throw alreadyApproved()
    if (current.state === 'submitted') return
    const submittedOn = dayIn(project.timeZone, scope.now)
    await updateObject(scope, recommendation, project.id, id, current.version, {
      ...current.values,
      state: 'submitted',
      submittedOn,
    })
  })
}

/** One hand at a time on one recommendation, until the transaction ends. */
async function alone(scope: Scope, id: string): Promise<void> {
  if (!isUuid(id)) throw notFound()
  await scope.db
    .selectFrom('objects')
    .select('id')
    .where('workspaceId', '=', scope.workspace)
    .where('id', '=', id)
    .forUpdate()
    .execute()
}

/**
 * Records a decision. An approval makes an action of the plan, linked to the recommendation, in the same transaction;
 * the form's own id makes a double click one decision.
 * @throws forbidden for other roles; invalid for a refusal without a reason; conflict when it is already approved
 */
export function decide(
  scope: Scope,
  kinds: readonly Kind[],
  project: Project,
  id: string,
  given: { readonly decisionId: string; readonly outcome: string; readonly note: string },
): Promise<Decision> {
  if (!mayDecide(scope)) throw forbidden()
  const checked = checkDecision(given.outcome, given.note)
  if (!checked.ok) throw invalid(checked.problems)
  return inTransaction(scope, async (scope) => {
    await alone(scope, id)
    const advice = await readObject(scope, recommendation, project.id, id)
    const taken = await listDecisions(scope, project.id, id)
    const same = taken.find((decision) => decision.id === given.decisionId)
    if (same) return same
    if (advice.state === 'approved') throw alreadyApproved()
    // What a decision writes is the decision's doing, whoever may edit recommendations and actions by hand.
    const hand: Scope = { ...scope, role: 'owner' }
    const actionId = checked.outcome === 'approved' ? await makeAction(hand, kinds, project, advice) : null
    await updateObject(hand, recommendation, project.id, id, advice.version, {
      ...advice.values,
      state: checked.outcome,
    })
    const decision = {
      id: (await isFree(scope, given.decisionId)) ? given.decisionId : crypto.randomUUID(),
      outcome: checked.outcome,
      note: checked.note,
      actionId,
      authorName: scope.user.name,
    }
    await scope.db
      .insertInto('decisions')
      .values({
        ...decision,
        workspaceId: scope.workspace,
        projectId: project.id,
        recommendationId: id,
        authorId: scope.user.id,
        decidedAt: scope.now,
      })
      .execute()
    return { ...decision, recommendationId: id, decidedAt: scope.now }
  })
}

/** Whether a form's id may name a new decision: one already used elsewhere is somebody's mistake, or worse. */
async function isFree(scope: Scope, id: string): Promise<boolean> {
  if (!isUuid(id)) return false
  return !(await scope.db.selectFrom('decisions').select('id').where('id', '=', id).executeTakeFirst())
}

async function makeAction(
  scope: Scope,
  kinds: readonly Kind[],
  project: Project,
  { id, title, values }: ProjectObject,
): Promise<string> {
  const today = dayIn(project.timeZone, scope.now)
  const dueOn = typeof values['dueOn'] === 'string' ? values['dueOn'] : null
  const actionId = await createObject(scope, action, project.id, {
    title,
    state: 'todo',
    owner: values['owner'] ?? null,
    startsOn: dueOn !== null && dueOn < today ? dueOn : today,
    endsOn: dueOn,
    progress: 0,
    deliverable: null,
    deliverableDueOn: null,
    detail: values['actionProposed'] ?? null,
  })
  await addLink(scope, kinds, id, actionId)
  return actionId
}

const alreadyApproved = () =>
  conflict('alreadyApproved', {
    fr: 'Cette préconisation est déjà approuvée ; son action est dans le plan.',
    en: 'This recommendation is already approved; its action is in the plan.',
  })
