import { sql } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import { conflict, forbidden } from '../errors.ts'
import type { Kind } from '../projects/kind.ts'
import { mayWrite } from '../projects/kind.ts'
import {
  type ProjectObject,
  createObject,
  inTransaction,
  objectExists,
  readObject,
  updateObject,
} from '../projects/objects.store.ts'
import type { Project } from '../projects/projects.store.ts'
import { addLink } from '../projects/thread.store.ts'
import type { Period } from '../period.ts'
import { type Figures, type Frozen, frozenSchema } from './figures.ts'
import { readFigures } from './figures.store.ts'
import { type Report, report, textsOfReport } from './reports.ts'

/** Who freezes the figures: those who answer for the project. */
export const mayFreeze = (scope: Scope) => scope.role === 'owner' || scope.role === 'lead'

/** Who approves a report once its figures are frozen: those it is written for. */
export const mayApprove = (scope: Scope) => scope.role === 'owner' || scope.role === 'management'

/** What the report of an object froze; null while its figures are live. */
export const frozenOf = ({ values }: Pick<ProjectObject, 'values'>): Frozen | null =>
  values['frozen'] === null || values['frozen'] === undefined ? null : frozenSchema.parse(values['frozen'])

/** The figures a reader sees: those that were frozen, else those of now. */
export async function figuresOf(scope: Scope, project: Project, object: ProjectObject): Promise<Figures> {
  const frozen = frozenOf(object)
  return frozen ? frozen.figures : readFigures(scope, project, object.id, periodOf(object.values as Report))
}

export const periodOf = ({ startsOn, endsOn }: Pick<Report, 'startsOn' | 'endsOn'>): Period => ({
  from: startsOn,
  to: endsOn,
})

/**
 * Freezes the figures of a report, once and for all: whatever happens to the data, it will say what it says now.
 * @throws forbidden for other roles; conflict when they are frozen already
 */
export async function freezeReport(scope: Scope, project: Project, id: string): Promise<Frozen> {
  if (!mayFreeze(scope)) throw forbidden()
  const read = await readObject(scope, report, project.id, id)
  if (read.values['frozen'] !== null) throw alreadyFrozen()
  // Before the transaction: reading every figure takes a while, and holds nobody up.
  const figures = await readFigures(scope, project, id, periodOf(read.values as Report))
  const frozen: Frozen = { at: scope.now.toISOString(), by: scope.user.name, figures, approval: null }
  return inTransaction(scope, async (scope) => {
    const object = await locked(scope, project, id)
    if (object.values['frozen'] !== null) throw alreadyFrozen()
    if (object.version !== read.version)
      throw conflict('changedMeanwhile', {
        fr: 'Quelqu’un vient de modifier ce rapport : relisez-le, puis figez les chiffres.',
        en: 'Somebody has just changed this report: read it again, then freeze the figures.',
      })
    await updateObject(scope, report, project.id, id, object.version, { ...object.values, state: 'toApprove' })
    await keep(scope, id, frozen)
    return frozen
  })
}

/**
 * Approves a report whose figures are frozen; its text is then kept as it was approved.
 * @throws forbidden for other roles; conflict when its figures are live, or when it is approved already
 */
export async function approveReport(scope: Scope, project: Project, id: string): Promise<void> {
  if (!mayApprove(scope)) throw forbidden()
  await inTransaction(scope, async (scope) => {
    const object = await locked(scope, project, id)
    const frozen = frozenOf(object)
    if (!frozen)
      throw conflict('notFrozen', {
        fr: 'Les chiffres de ce rapport bougent encore : figez-les avant de le valider.',
        en: 'The figures of this report still move: freeze them before approving it.',
      })
    if (frozen.approval)
      throw conflict('alreadyApproved', {
        fr: `Ce rapport a déjà été validé par ${frozen.approval.by}.`,
        en: `This report was already approved by ${frozen.approval.by}.`,
      })
    const approval = { at: scope.now.toISOString(), by: scope.user.name, texts: textsOfReport(object.values) }
    // Management approves without being able to edit: the state follows the approval.
    const hand: Scope = { ...scope, role: 'owner' }
    await updateObject(hand, report, project.id, id, object.version, { ...object.values, state: 'approved' })
    await keep(scope, id, { ...frozen, approval })
  })
}

/** The report, and no second hand on it until the transaction ends. */
async function locked(scope: Scope, project: Project, id: string): Promise<ProjectObject> {
  await readObject(scope, report, project.id, id)
  await scope.db
    .selectFrom('objects')
    .select('id')
    .where('workspaceId', '=', scope.workspace)
    .where('id', '=', id)
    .forUpdate()
    .execute()
  return readObject(scope, report, project.id, id)
}

/** Beside the history of changes, which would otherwise carry every figure twice. */
async function keep(scope: Scope, id: string, frozen: Frozen): Promise<void> {
  await sql`
    update reports
    set frozen = ${JSON.stringify(frozen)}::jsonb
    where id = ${id}
      and exists (select 1 from objects as o where o.id = reports.id and o.workspace_id = ${scope.workspace})
  `.execute(scope.db)
}

const alreadyFrozen = () =>
  conflict('alreadyFrozen', {
    fr: 'Les chiffres de ce rapport sont déjà figés. Pour d’autres chiffres, faites-en une copie.',
    en: 'The figures of this report are frozen already. For other figures, make a copy.',
  })

/**
 * A new report with the cover of another, for the days that follow it. The form's own id makes a double click one copy.
 * @returns the id of the copy
 */
export async function copyReport(
  scope: Scope,
  project: Project,
  id: string,
  copy: { readonly id: string; readonly title: string; readonly period: Period },
): Promise<string> {
  if (!mayWrite(scope, report)) throw forbidden()
  const { values } = await readObject(scope, report, project.id, id)
  if (await objectExists(scope, report, project.id, copy.id)) return copy.id
  return createObject(
    scope,
    report,
    project.id,
    {
      title: copy.title,
      state: 'draft',
      author: values['author'],
      function: values['function'],
      audience: values['audience'],
      startsOn: copy.period.from,
      endsOn: copy.period.to,
      summary: null,
      lessons: null,
      frozen: null,
    },
    copy.id,
  )
}

/** Cites, by the thread, the recommendations of the period that are not cited yet. */
export async function citeRecommendations(
  scope: Scope,
  kinds: readonly Kind[],
  project: Project,
  id: string,
): Promise<number> {
  if (!mayWrite(scope, report)) throw forbidden()
  const object = await readObject(scope, report, project.id, id)
  if (object.values['frozen'] !== null) throw alreadyFrozen()
  const { recommendations } = await figuresOf(scope, project, object)
  const others = recommendations.filter(({ cited }) => !cited)
  await inTransaction(scope, async (scope) => {
    for (const other of others) await addLink(scope, kinds, other.id, id)
  })
  return others.length
}
