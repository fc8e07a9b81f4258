import type { Words } from '../errors.ts'

/** An expected error as it reaches a page: what `AppError` says, without the class. */
export interface PageProblem {
  readonly id: string
  readonly words: Words
  readonly fields: Readonly<Record<string, Words>>
}

export const isPageProblem = (value: unknown): value is PageProblem =>
  typeof value === 'object' && value !== null && 'id' in value && 'words' in value
