import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { formatDate, formatPercent } from '../i18n.ts'
import { dayIn } from '../period.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { change } from '../ratio.ts'
import { answer, sitesOf } from './analytics.store.ts'
import { addressOf, comparedWith } from './audience.ts'
import { en } from './audience.en.ts'
import { fr } from './audience.fr.ts'
import { en as catalogEn } from './catalog.en.ts'
import { fr as catalogFr } from './catalog.fr.ts'
import { metricText } from './labels.ts'
import { query } from './query.ts'
import { questionOf } from './question.ts'

/** The figure that words typed in the command palette ask for, each with its period and its site; none is no error. */
export async function loader(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const typed = new URL(args.request.url).searchParams.get('q')?.slice(0, 200) ?? ''
  const { locale } = scope
  const t = { fr, en }[locale]
  const words = { fr: catalogFr, en: catalogEn }[locale]
  const sites = await sitesOf(scope, { project: project.id })
  const items = await Promise.all(
    sites.slice(0, 3).map(async (site) => {
      const today = dayIn(site.timeZone, scope.now)
      const asked = questionOf(typed, today)
      if (!asked) return null
      const { metric, period } = asked
      const compare = comparedWith({ period, compare: 'previous' }, today)
      const { totals, comparison } = await answer(scope, site, query({ period, metrics: [metric], compare }))
      const value = totals[metric] ?? null
      const moved = change(value, comparison?.totals[metric] ?? null)
      const span = t.span(formatDate(period.from, locale), formatDate(period.to, locale))
      const view = {
        preset: 'custom',
        compare: 'previous',
        filters: [],
        step: null,
        metric,
        period,
        site: site.domain,
      } as const
      return {
        to: `/w/${args.params['workspace']}/p/${project.slug}/audience${addressOf(view)}`,
        label: t.answer(words.metrics[metric].label, span),
        figure: value === null ? '—' : metricText(metric, value, locale),
        hint: [site.domain, ...(moved === null ? [] : [t.versusBefore(signed(moved, locale))])].join(' · '),
      }
    }),
  )
  return Response.json({ items: items.filter((item) => item !== null) }, { headers: { 'cache-control': 'no-store' } })
}

const signed = (moved: number, locale: 'fr' | 'en') =>
  `${moved > 0 ? '+' : moved < 0 ? '−' : ''}${formatPercent(Math.abs(moved), locale)}`
