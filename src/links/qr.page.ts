import { appOf, type PageArgs, scopeOf } from '../accounts/request.ts'
import { notFound } from '../errors.ts'
import { readObject } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { trackedLink } from './links.ts'
import type { TrackedLink } from './links.ts'
import { qrPng, qrSvg } from './qr.ts'

/** The QR code of a tracked link, as a file: SVG for print, PNG for the rest. */
export async function loader(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  const link = await readObject(scope, trackedLink, project.id, args.params['id'] ?? '')
  const slug = (link.values as TrackedLink).slug ?? ''
  const address = `${appOf(args).url}/l/${slug}`
  const file = (body: string | Uint8Array<ArrayBuffer>, type: string, extension: string) =>
    new Response(body, {
      headers: { 'content-type': type, 'content-disposition': `attachment; filename="qr-${slug}.${extension}"` },
    })
  switch (args.params['format']) {
    case 'svg':
      return file(qrSvg(address), 'image/svg+xml', 'svg')
    case 'png':
      return file(new Uint8Array(qrPng(address)), 'image/png', 'png')
    default:
      throw notFound()
  }
}
