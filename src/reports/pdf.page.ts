import { appOf, type PageArgs, scopeOf } from '../accounts/request.ts'
import { readObject } from '../projects/objects.store.ts'
import { slugOf } from '../projects/project.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { documentOf } from './document.ts'
import { chartSvg } from './draw-chart.tsx'
import { figuresOf, frozenOf } from './freeze.store.ts'
import { report, textsOfReport } from './reports.ts'

/** GET the report as a PDF/UA-1 file, in the reader's language. */
export async function loader(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  const object = await readObject(scope, report, project.id, args.params['id'] ?? '')
  const frozen = frozenOf(object)
  const figures = await figuresOf(scope, project, object)
  const texts = frozen?.approval?.texts ?? textsOfReport(object.values)
  const { document, charts } = documentOf({ texts, figures, frozen, readAt: scope.now, locale: scope.locale })
  const drawings = Object.fromEntries([...charts].map(([file, chart]) => [file, chartSvg(chart, scope.locale)]))
  const pdf = await appOf(args).typesetter.set({ document, drawings })
  const name = [project.slug, slugOf(object.title, 'rapport'), figures.period.from, figures.period.to].join('-')
  return new Response(new Uint8Array(pdf), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${name}${frozen ? '' : scope.locale === 'fr' ? '-travail' : '-draft'}.pdf"`,
      'cache-control': 'private, no-store',
    },
  })
}
