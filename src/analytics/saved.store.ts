import type { ColumnType } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import { type Words, forbidden, invalid, notFound } from '../errors.ts'
import { isUuid } from '../uuid.ts'
import { readCondition } from './filters.ts'
import type { Condition } from './query.ts'

interface SavedQuestionTable {
  id: string
  workspaceId: string
  projectId: string
  kind: 'funnel' | 'segment'
  name: string
  question: string
  createdBy: string
  createdAt: ColumnType<Date, Date | undefined, never>
}

declare module '../postgres.ts' {
  interface Tables {
    savedQuestions: SavedQuestionTable
  }
}

type QuestionKind = SavedQuestionTable['kind']

/** A funnel or a segment that a project keeps. */
export interface Saved {
  readonly id: string
  readonly name: string
  /** As the address holds it, without its question mark. */
  readonly question: string
}

/** The conditions of a segment that was kept; what a later version does not know any more is left out. */
export const conditionsOf = (question: string): Condition[] =>
  new URLSearchParams(question).getAll('f').flatMap((written) => readCondition(written) ?? [])

const most = 50
const longestName = 80
const longestQuestion = 20_000

/** What a project keeps of one kind, by name: the same for all its members. */
export const savedQuestions = (scope: Scope, project: string, kind: QuestionKind): Promise<Saved[]> =>
  scope.db
    .selectFrom('savedQuestions')
    .select(['id', 'name', 'question'])
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', project)
    .where('kind', '=', kind)
    .orderBy('name')
    .orderBy('id')
    .execute()

/** Roles that keep questions for the others; management reads them. */
export const mayKeep = ({ role }: Scope): boolean => role === 'owner' || role === 'lead' || role === 'contributor'

/**
 * Keeps a question under a name; a name already taken takes the new question, whoever wrote the old one.
 * @throws invalid when the name or the question does not do; forbidden for those who only read
 */
export async function keepQuestion(scope: Scope, project: string, kind: QuestionKind, saved: Omit<Saved, 'id'>) {
  if (!mayKeep(scope)) throw forbidden()
  const name = saved.name.trim()
  const problem = nameProblem(name)
  if (problem) throw invalid({ name: problem })
  if (saved.question === '' || saved.question.length > longestQuestion) throw invalid({ name: unfit })
  const known = await savedQuestions(scope, project, kind)
  if (known.length >= most && !known.some((one) => one.name === name))
    throw invalid({ name: { fr: `${most} au plus : supprimez-en.`, en: `${most} at most: delete some.` } })
  const { question } = saved
  await scope.db
    .insertInto('savedQuestions')
    .values({
      id: crypto.randomUUID(),
      workspaceId: scope.workspace,
      projectId: project,
      kind,
      name,
      question,
      createdBy: scope.user.name,
    })
    .onConflict((on) =>
      on.columns(['projectId', 'kind', 'name']).doUpdateSet((row) => ({ question: row.ref('excluded.question') })),
    )
    .execute()
}

/** Forgets a question. @returns its name @throws notFound when the project has none such; forbidden for those who only read */
export async function forgetQuestion(scope: Scope, project: string, kind: QuestionKind, id: string): Promise<string> {
  if (!mayKeep(scope)) throw forbidden()
  if (!isUuid(id)) throw notFound()
  const row = await scope.db
    .deleteFrom('savedQuestions')
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', project)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst()
  if (!row) throw notFound()
  return row.name
}

const unfit: Words = { fr: 'Il n’y a rien à garder.', en: 'There is nothing to keep.' }

function nameProblem(name: string): Words | null {
  if (name === '') return { fr: 'Donnez un nom.', en: 'Give it a name.' }
  if (name.length > longestName)
    return { fr: `${longestName} caractères au plus.`, en: `${longestName} characters at most.` }
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f\ufffd]/.test(name))
    return {
      fr: 'Des caractères sont illisibles : ressaisissez le nom.',
      en: 'Some characters cannot be read: type the name again.',
    }
  return null
}
