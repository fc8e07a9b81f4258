import { appOf, type PageArgs, scopeOf } from '../accounts/request.ts'
import { readObject } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { type TrackedLink, trackedLink } from './links.ts'
import { qrFile } from './qr-file.store.ts'

/** The QR code of a tracked link, in the format and size that the address asks for. */
export async function loader(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  const link = await readObject(scope, trackedLink, project.id, args.params['id'] ?? '')
  const size = new URL(args.request.url).searchParams.get('size') ?? ''
  const format = args.params['format'] ?? ''
  return qrFile(scope, appOf(args).url, project.id, link.values as TrackedLink, format, size)
}
