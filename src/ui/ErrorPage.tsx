import { isRouteErrorResponse, useLocation } from 'react-router'
import { isPageProblem } from './problem.ts'
import { LinkButton } from './Button.tsx'
import { useLocale, useWords } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

type ErrorWords = (typeof fr)['errors']['notFound']

/** What happened, what was kept, what to do: for anything that stopped a page. */
export function ErrorPage({ error }: { readonly error: unknown }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const { pathname, search } = useLocation()
  const status = isRouteErrorResponse(error) ? error.status : isNetworkError(error) ? 0 : 500
  const words = wordsOf(status, t.errors)
  const problem = isRouteErrorResponse(error) && isPageProblem(error.data) ? error.data : null
  const title = words?.title ?? t.errors.other
  const sentences = Object.values(problem?.fields ?? {}).map((field) => field[locale])
  return (
    <main id="content" className="error-page" tabIndex={-1}>
      <title>{`${title} · Filrouge`}</title>
      {status > 0 ? <p className="error-code">{status}</p> : null}
      <h1>{title}</h1>
      <p>{problem?.words[locale] ?? words?.text}</p>
      {sentences.length > 0 ? (
        <ul>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : null}
      {problem === null && words ? <p className="quiet">{words.todo}</p> : null}
      <div className="form-actions">
        {status === 401 ? (
          <LinkButton to={`/sign-in?${new URLSearchParams({ next: pathname + search })}`} tone="main">
            {t.signIn}
          </LinkButton>
        ) : status === 0 || status >= 500 ? (
          <LinkButton to={pathname + search} tone="main" reloadDocument>
            {t.errors.retry}
          </LinkButton>
        ) : null}
        <LinkButton to="/" reloadDocument>
          {t.errors.home}
        </LinkButton>
      </div>
    </main>
  )
}

/** fetch() says a server that cannot be reached with a TypeError, and nothing more. */
const isNetworkError = (error: unknown) =>
  error instanceof TypeError && /fetch|network|load failed/i.test(error.message)

function wordsOf(status: number, t: (typeof fr)['errors']): ErrorWords | null {
  switch (status) {
    case 0:
      return t.offline
    case 401:
      return t.signIn
    case 403:
      return t.forbidden
    case 404:
      return t.notFound
    case 502:
    case 503:
    case 504:
      return t.unavailable
    default:
      return status >= 500 ? t.failed : null
  }
}
