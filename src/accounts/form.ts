// What the forms of this slice share: an edge by design, since a form's answer holds cookies.
import { redirect } from 'react-router'
import { type AppError, isAppError } from '../errors.ts'
import { type Locale, localeCookie } from '../i18n.ts'
import { themeCookie } from '../ui/theme.ts'
import type { Theme } from './people.store.ts'

/** What a form that wrote nothing gives back: what was typed, passwords excepted, and what is wrong. */
export interface Refused {
  readonly problems: Readonly<Record<string, string>>
  readonly typed: Readonly<Record<string, string>>
  readonly intent: string
}

/** A text of a form; a file in its place counts as nothing. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** Every text of a form by its name; files are left out. */
export const textsOf = (form: FormData): Record<string, string> =>
  Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))

const secrets = /password|code|token/i

/** The answer to a form that wrote nothing: same page, the status of the error. */
export function refuse(
  form: FormData,
  problems: Readonly<Record<string, string>>,
  status = 422,
  headers: HeadersInit = {},
): Response {
  const typed = Object.fromEntries(
    [...form].flatMap(([name, value]) => (typeof value === 'string' && !secrets.test(name) ? [[name, value]] : [])),
  )
  return Response.json({ problems, typed, intent: textOf(form, 'intent') } satisfies Refused, { status, headers })
}

/**
 * The same from an expected error; its own sentence stands under `form` when no field is named.
 * @throws the error again when it is not for this form
 */
export function refuseWith(form: FormData, error: unknown, locale: Locale): Response {
  if (!isAppError(error) || ![409, 422, 429].includes(error.status)) throw error
  return refuse(form, problemsOf(error, locale), error.status, retryHeader(error))
}

/**
 * The same when somebody has tried too often, with the minutes to wait.
 * @throws the error again when it is another
 */
export function refuseTries(form: FormData, error: unknown, say: (minutes: number) => string): Response {
  if (!isAppError(error) || error.retryAfter === null) throw error
  return refuse(form, { form: say(Math.ceil(error.retryAfter / 60)) }, 429, retryHeader(error))
}

const retryHeader = ({ retryAfter }: AppError): Record<string, string> =>
  retryAfter === null ? {} : { 'retry-after': String(retryAfter) }

function problemsOf(error: AppError, locale: Locale): Record<string, string> {
  const fields = Object.entries(error.fields).map(([name, words]) => [name, words[locale]] as const)
  return fields.length > 0 ? Object.fromEntries(fields) : { form: error.words[locale] }
}

/** A redirect that takes along the cookies better-auth set. */
export function redirectWith(to: string, answers: readonly Response[], cookies: readonly string[] = []): Response {
  const response = redirect(to)
  for (const answer of answers)
    for (const cookie of answer.headers.getSetCookie()) response.headers.append('set-cookie', cookie)
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}

const year = 365 * 24 * 3600

const kept = (name: string, value: string | null) =>
  `${name}=${value ?? ''}; Path=/; Max-Age=${value === null ? 0 : year}; SameSite=Lax`

/** A person's language and appearance as cookies of this browser, where the pages read them. */
export const preferenceCookies = ({
  locale,
  theme,
}: {
  readonly locale: Locale | null
  readonly theme: Theme | null
}) => [kept(localeCookie, locale), kept(themeCookie, theme)]
