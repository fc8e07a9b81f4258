import { data } from 'react-router'
import { badRequest, expected, unreadableText, wrongType } from './errors.ts'
import type { PageProblem } from './ui/problem.ts'

type Handler = (args: never) => unknown

/**
 * React Router hides the message of any Error from the reader. Ours are written for the reader, so they leave a loader
 * or an action as an answer with its own status, and the error page shows them.
 */
export function speaking<H extends Handler>(handler: H): H {
  const spoken = async (args: { readonly request: Request }) => {
    try {
      return await handler({ ...args, request: withReadableForm(args.request) } as never)
    } catch (error) {
      const known = expected(error)
      if (!known) throw error
      const { id, words, fields, retryAfter } = known
      throw data({ id, words, fields } satisfies PageProblem, {
        status: known.status,
        headers: retryAfter === null ? {} : { 'retry-after': String(retryAfter) },
      })
    }
  }
  return spoken as unknown as H
}

const formTypes = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i

/** The same request, whose form is refused in words when it is of another type, is broken or holds a zero byte. */
function withReadableForm(request: Request): Request {
  if (request.method === 'GET' || request.method === 'HEAD') return request
  const read = request.formData.bind(request)
  const readable = async () => {
    if (!formTypes.test(request.headers.get('content-type') ?? '')) throw wrongType('application/x-www-form-urlencoded')
    const form = await read().catch(() => {
      throw brokenForm()
    })
    for (const [name, value] of form)
      if (name.includes('\0') || (typeof value === 'string' && value.includes('\0'))) throw unreadableText(name)
    return form
  }
  // Defined, not assigned: the request of node-server inherits one that is read-only.
  return Object.defineProperty(request, 'formData', { value: readable })
}

const brokenForm = () =>
  badRequest('brokenForm', {
    fr: 'L’envoi est arrivé incomplet : rien n’a été enregistré. Revenez à la page et recommencez.',
    en: 'What was sent arrived incomplete: nothing was saved. Go back to the page and try again.',
  })
