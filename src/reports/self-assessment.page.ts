import { redirect } from 'react-router'
import { appOf, type PageArgs } from '../accounts/request.ts'
import { placeOfSite } from '../collect/site-place.ts'
import { readSelfAssessment } from '../collect/self-assessments.store.ts'
import { dayIn } from '../period.ts'
import { selfAssessmentDocument } from './self-assessment-document.ts'

/** GET ?id= a self-assessment as a PDF/UA-1 file, in the reader's language; the page that lists them without one. */
export async function loader(args: PageArgs): Promise<Response> {
  const { scope, site, here } = await placeOfSite(args)
  const id = new URL(args.request.url).searchParams.get('id')
  if (id === null) return redirect(`${here}/${site.domain}/privacy#self-assessments`)
  const { facts, madeAt, madeBy } = await readSelfAssessment(scope, site.id, id)
  const document = selfAssessmentDocument(facts, { at: madeAt, by: madeBy }, scope.locale)
  const pdf = await appOf(args).typesetter.set({ document, drawings: {} })
  const kind = { fr: 'auto-evaluation', en: 'self-assessment' }[scope.locale]
  const name = `${site.domain.replaceAll('.', '-')}-${kind}-${dayIn(site.timeZone, madeAt)}`
  return new Response(new Uint8Array(pdf), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${name}.pdf"`,
      'cache-control': 'private, no-store',
    },
  })
}
