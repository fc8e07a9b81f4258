import { textOf } from '../accounts/form.ts'
import type { Scope } from '../accounts/scope.ts'
import { isAppError } from '../errors.ts'
import { problemTexts } from '../projects/show.ts'
import { keepQuestion } from './saved.store.ts'

/** What a form that kept nothing gives back. */
export interface Unkept {
  readonly name: string
  readonly error: string
}

/**
 * Keeps the question of a form of `SavedQuestions`.
 * @returns its name, or the answer to a form that kept nothing
 */
export async function keepFromForm(
  scope: Scope,
  project: string,
  kind: 'funnel' | 'segment',
  form: FormData,
): Promise<string | Response> {
  const name = textOf(form, 'name').trim()
  try {
    await keepQuestion(scope, project, kind, { name, question: textOf(form, 'question') })
    return name
  } catch (error) {
    if (!isAppError(error) || error.status !== 422) throw error
    const unkept: Unkept = { name, error: problemTexts(error.fields, scope.locale)['name'] ?? '' }
    return Response.json(unkept, { status: 422 })
  }
}
