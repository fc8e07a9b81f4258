import { isRouteErrorResponse, useLocation } from 'react-router'
import { type PageProblem, isPageProblem } from './problem.ts'
import { LinkButton } from './Button.tsx'
import { useLocale, useWords } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

type ErrorWords = (typeof fr)['errors']['notFound']

/** The page in place of one that could not be shown. */
export function ErrorPage({ error }: { readonly error: unknown }) {
  const status = isRouteErrorResponse(error) ? error.status : isNetworkError(error) ? 0 : 500
  const problem = isRouteErrorResponse(error) && isPageProblem(error.data) ? error.data : null
  const t = useWords({ fr, en })
  return (
    <main id="content" className="error-page" tabIndex={-1}>
      <title>{`${wordsOf(status, t.errors)?.title ?? t.errors.other} · Filrouge`}</title>
      <ErrorMessage status={status} problem={problem} />
    </main>
  )
}

interface Props {
  /** The HTTP status; 0 when the server could not be reached. */
  readonly status: number
  readonly problem?: PageProblem | null
  /** Where it stands among other headings. */
  readonly heading?: 'h1' | 'h3'
}

/** What happened, what was kept, what to do: for anything that stopped a page. */
export function ErrorMessage({ status, problem = null, heading: Heading = 'h1' }: Props) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const { pathname, search } = useLocation()
  const words = wordsOf(status, t.errors)
  const sentences = Object.values(problem?.fields ?? {}).map((field) => field[locale])
  return (
    <div className="error-message">
      {status > 0 ? <p className="error-code">{status}</p> : null}
      <Heading>{words?.title ?? t.errors.other}</Heading>
      {problem || words ? <p>{problem?.words[locale] ?? words?.text}</p> : null}
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
    </div>
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
