import { appOf, type PageArgs, scopeOf } from '../accounts/request.ts'
import { notFound } from '../errors.ts'
import { readObject } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { trackedLink } from './links.ts'
import type { TrackedLink } from './links.ts'
import { lookOf } from './qr-design.store.ts'
import { pngSizes, printSizes, qrPdf, qrPng, qrSvg } from './qr.ts'

/** The QR code of a tracked link, as a file: SVG at any size, PNG in pixels, PDF in millimetres for the printer. */
export async function loader(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  const link = await readObject(scope, trackedLink, project.id, args.params['id'] ?? '')
  const slug = (link.values as TrackedLink).slug ?? ''
  const address = `${appOf(args).url}/l/${slug}`
  const look = await lookOf(scope, project.id)
  const asked = new URL(args.request.url).searchParams.get('size')
  const size = (sizes: readonly number[], usual: number) => sizes.find((one) => String(one) === asked) ?? usual
  const file = (body: string | Uint8Array<ArrayBuffer>, type: string, extension: string) =>
    new Response(body, {
      headers: { 'content-type': type, 'content-disposition': `attachment; filename="qr-${slug}.${extension}"` },
    })
  switch (args.params['format']) {
    case 'svg':
      return file(qrSvg(address, look), 'image/svg+xml', 'svg')
    case 'png':
      return file(new Uint8Array(qrPng(address, size(pngSizes, 600), look)), 'image/png', 'png')
    case 'pdf':
      return file(new Uint8Array(qrPdf(address, size(printSizes, 50), look)), 'application/pdf', 'pdf')
    default:
      throw notFound()
  }
}
