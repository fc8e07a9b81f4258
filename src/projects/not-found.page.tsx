import { notFound } from '../errors.ts'

/** Any address that nothing else answers: as a page it has a loader above it, and so the reader's language. */
export function loader() {
  throw notFound()
}

export default function NotFoundPage() {
  return null
}
