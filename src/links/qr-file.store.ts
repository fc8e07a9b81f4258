import type { Scope } from '../accounts/scope.ts'
import { notFound } from '../errors.ts'
import type { TrackedLink } from './links.ts'
import { lookOf } from './qr-design.store.ts'
import { pngSizes, printSizes, qrPdf, qrPng, qrSvg } from './qr.ts'

/**
 * The QR code of a tracked link as a file: SVG at any size, PNG in pixels, PDF in millimetres for the printer.
 * @param size one of those offered; the usual one for anything else
 * @throws notFound for another format
 */
export async function qrFile(
  scope: Scope,
  instance: string,
  projectId: string,
  link: TrackedLink,
  format: string,
  size: string,
): Promise<Response> {
  const slug = link.slug ?? ''
  const address = `${instance}/l/${slug}`
  const look = await lookOf(scope, projectId)
  const chosen = (sizes: readonly number[], usual: number) => sizes.find((one) => String(one) === size) ?? usual
  const file = (body: string | Uint8Array<ArrayBuffer>, type: string) =>
    new Response(body, {
      headers: { 'content-type': type, 'content-disposition': `attachment; filename="qr-${slug}.${format}"` },
    })
  switch (format) {
    case 'svg':
      return file(qrSvg(address, look), 'image/svg+xml')
    case 'png':
      return file(new Uint8Array(qrPng(address, chosen(pngSizes, 600), look)), 'image/png')
    case 'pdf':
      return file(new Uint8Array(qrPdf(address, chosen(printSizes, 50), look)), 'application/pdf')
    default:
      throw notFound()
  }
}
