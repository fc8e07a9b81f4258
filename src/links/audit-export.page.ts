import { type PageArgs } from '../accounts/request.ts'
import { tableFile } from '../table-file.ts'
import { en } from './audit.en.ts'
import { fr } from './audit.fr.ts'
import { spanOf } from './click-facets.ts'
import { auditOf } from './link-audit.store.ts'
import type { Tag } from './link-audit.ts'
import { placeOf } from '../projects/place.store.ts'

/** Every finding of the audit, a line each, as a file. */
export async function loader(args: PageArgs): Promise<Response> {
  const { scope, project } = await placeOf(args)
  const days = spanOf(new URL(args.request.url).searchParams.get('days'))
  const { audit, period } = await auditOf(scope, project, days)
  const t = { fr, en }[scope.locale]
  const row = (kind: string, { source, medium, campaign }: Tag, more: { visits?: number; clicks?: number; link?: string; note?: string }) => [
    kind, source, medium, campaign, more.visits ?? null, more.clicks ?? null, more.link ?? '', more.note ?? '',
  ] // prettier-ignore
  return tableFile(
    args.request,
    `${project.slug}-audit-${period.from}-${period.to}`,
    {
      title: t.sheet.title,
      columns: [
        { label: t.sheet.kind, format: 'text' },
        { label: t.sheet.source, format: 'text' },
        { label: t.sheet.medium, format: 'text' },
        { label: t.sheet.campaign, format: 'text' },
        { label: t.sheet.visits, format: 'number' },
        { label: t.sheet.clicks, format: 'number' },
        { label: t.sheet.link, format: 'text' },
        { label: t.sheet.note, format: 'text' },
      ],
      rows: [
        ...audit.variants.map((tag) => row(t.variants, tag, { visits: tag.visits, link: tag.link.title })),
        ...audit.undeclared.map((tag) => row(t.undeclared, tag, { visits: tag.visits })),
        ...audit.lost.map((link) => row(t.lost, link, { clicks: link.clicks, visits: 0, link: link.title })),
        ...audit.unseen.map((link) => row(t.unseen, link, { clicks: 0, link: link.title, note: link.publishedOn })),
        ...audit.decided.map((verdict) =>
          row(verdict.linkId === null ? t.aside : t.decided, verdict, {
            visits: verdict.visits,
            link: verdict.linkTitle ?? '',
            note: verdict.reason,
          }),
        ),
      ],
    },
    scope.locale,
  )
}
