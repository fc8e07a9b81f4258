import { appOf, type PageArgs } from '../accounts/request.ts'
import { dayIn } from '../period.ts'
import { tableFile } from '../table-file.ts'
import { spanOf } from './click-facets.ts'
import { planPaper } from './plan-paper.ts'
import { planOf } from './plan.store.ts'
import { planSheet } from './tracking-plan.ts'
import { placeOf } from '../projects/place.store.ts'

/** The tracking plan with its check, as CSV, as a workbook, or as a document to hand over. */
export async function loader(args: PageArgs): Promise<Response> {
  const { scope, project } = await placeOf(args)
  const search = new URL(args.request.url).searchParams
  const plan = await planOf(scope, project, spanOf(search.get('days')))
  const name = `${project.slug}-plan-de-marquage-${plan.period.to}`
  const sheet = planSheet(plan.check, plan.facts, scope.locale)
  if (search.get('format') !== 'pdf') return tableFile(args.request, name, sheet, scope.locale)
  const today = dayIn(project.timeZone, scope.now)
  const document = planPaper(plan, project, { today, author: scope.user.name, locale: scope.locale })
  const pdf = await appOf(args).typesetter.set({ document, drawings: {} })
  return new Response(new Uint8Array(pdf), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${name}.pdf"`,
      'cache-control': 'private, no-store',
    },
  })
}
