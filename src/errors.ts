import type { Locale } from './i18n.ts'

/** A sentence in each of the product's languages. */
export type Words = Readonly<Record<Locale, string>>

const brand = Symbol.for('filrouge.error')

/** An expected error: the reader is told what happened and what to do. Anything else rises and is logged. */
export class AppError extends Error {
  readonly [brand] = true
  readonly id: string
  readonly status: number
  readonly words: Words
  /** What was wrong in each field of a form or a body. */
  readonly fields: Readonly<Record<string, Words>>
  readonly retryAfter: number | null

  constructor(
    id: string,
    status: number,
    words: Words,
    more: { fields?: Record<string, Words>; retryAfter?: number } = {},
  ) {
    super(words.en)
    this.name = 'AppError'
    this.id = id
    this.status = status
    this.words = words
    this.fields = more.fields ?? {}
    this.retryAfter = more.retryAfter ?? null
  }
}

/** By brand, because the pages' bundle holds its own copy of this class. */
export const isAppError = (error: unknown): error is AppError =>
  typeof error === 'object' && error !== null && brand in error

export const notFound = () =>
  new AppError('notFound', 404, {
    fr: 'Cette page ou cet objet n’existe pas, ou ne vous est pas ouvert.',
    en: 'This page or object does not exist, or is not open to you.',
  })

export const signInNeeded = () =>
  new AppError('signInNeeded', 401, { fr: 'Connectez-vous pour continuer.', en: 'Sign in to continue.' })

export const forbidden = () =>
  new AppError('forbidden', 403, {
    fr: 'Votre rôle ne permet pas cette action. Demandez-la à un responsable de l’espace.',
    en: 'Your role does not allow this. Ask an owner of the workspace.',
  })

export const invalid = (fields: Record<string, Words>) =>
  new AppError(
    'invalid',
    422,
    {
      fr: 'Rien n’a été enregistré : corrigez les champs signalés.',
      en: 'Nothing was saved: mend the fields marked.',
    },
    { fields },
  )

/** A body that could not be read at all, or whose one field is wrong: what, where, how to mend. */
export const badRequest = (id: string, words: Words, field?: string) =>
  new AppError(id, 400, words, field === undefined ? {} : { fields: { [field]: words } })

/** The address is there, but not for this method: the answer's Allow header says which. */
export const methodNotAllowed = (method: string) =>
  new AppError('methodNotAllowed', 405, {
    fr: `Cette adresse ne répond pas à ${method}. L’en-tête Allow dit à quoi elle répond.`,
    en: `This address does not answer ${method}. The Allow header says what it answers.`,
  })

export const wrongType = (wanted: string) =>
  new AppError('wrongType', 415, {
    fr: `Le corps n’est pas du type attendu : envoyez-le en ${wanted}.`,
    en: `The body is not of the type expected: send it as ${wanted}.`,
  })

/** Text that no database can hold: it reaches no query. */
export const unreadableText = (field?: string) =>
  badRequest(
    'unreadableText',
    {
      fr: 'Des caractères sont illisibles : ressaisissez le texte. Rien n’a été enregistré.',
      en: 'Some characters cannot be read: type the text again. Nothing was saved.',
    },
    field,
  )

export const conflict = (id: string, words: Words) => new AppError(id, 409, words)

export const tooLarge = (limit: string) =>
  new AppError('tooLarge', 413, {
    fr: `Envoi trop volumineux : la limite est de ${limit}.`,
    en: `Too large: the limit is ${limit}.`,
  })

export const tooMany = (retryAfter: number) =>
  new AppError(
    'tooMany',
    429,
    {
      fr: `Trop de demandes : réessayez dans ${retryAfter} s.`,
      en: `Too many requests: try again in ${retryAfter} s.`,
    },
    { retryAfter },
  )

export const unavailable = (retryAfter = 5) =>
  new AppError(
    'unavailable',
    503,
    {
      fr: 'Une base de données redémarre. Rien n’est perdu : réessayez dans quelques secondes.',
      en: 'A database is restarting. Nothing is lost: try again in a few seconds.',
    },
    { retryAfter },
  )

/** A document that could not be made: what remains readable, and what to try. */
export const notTypeset = (words: Words) => new AppError('notTypeset', 500, words)

/** The JSON form of an error, the same on every API. */
export function errorBody(error: AppError, locale: Locale) {
  const [field] = Object.keys(error.fields)
  const fields = Object.fromEntries(Object.entries(error.fields).map(([name, words]) => [name, words[locale]]))
  const message = field === undefined ? error.words[locale] : (fields[field] ?? error.words[locale])
  return {
    error: { id: error.id, field: field ?? null, message, ...(Object.keys(fields).length > 1 ? { fields } : {}) },
  }
}

/** What the drivers say, without a code, of a connection that was cut or could not be had. */
const cutConnections =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|socket hang up)/

/** What the reader is told of an error: itself when it is expected, a restart when an engine is down, else null. */
export const expected = (error: unknown): AppError | null =>
  isAppError(error) ? error : isEngineDown(error) ? unavailable() : null

/** A connection refused or cut: the engine is being restarted by its supervisor. */
function isEngineDown(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const code = 'code' in error ? String(error.code) : ''
  // 57P01–57P03: PostgreSQL is stopping or starting.
  if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03'].includes(code)) return true
  if ('message' in error && cutConnections.test(String(error.message))) return true
  return 'cause' in error && isEngineDown(error.cause)
}
