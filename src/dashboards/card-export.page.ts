import type { PageArgs } from '../accounts/request.ts'
import { en as catalogEn } from '../analytics/catalog.en.ts'
import { fr as catalogFr } from '../analytics/catalog.fr.ts'
import { notFound } from '../errors.ts'
import { tableFile } from '../table-file.ts'
import { cardSheet } from './card-sheet.ts'
import { cardTitle } from './card-words.ts'
import { en } from './dashboards.en.ts'
import { fr } from './dashboards.fr.ts'
import { dashboardPlace, figuresFor } from './place.store.ts'

/** One card as a file (`?format=csv|xlsx|json`), over the period of the address or the dashboard's own. */
export async function loader(args: PageArgs): Promise<Response> {
  const place = await dashboardPlace(args)
  const { locale } = place.scope
  const cards = place.dashboard.cards.filter(({ id }) => id === args.params['card'])
  const { cards: found, period } = await figuresFor(args, place, { ...place.dashboard, cards })
  const [one] = found
  if (!one) throw notFound()
  const words = { t: { fr, en }[locale], catalog: { fr: catalogFr, en: catalogEn }[locale], locale }
  const title = cardTitle(one.card, words, one.kpi?.title ?? null)
  const slug = title.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') // prettier-ignore
  return tableFile(args.request, `${slug || 'tableau'}-${period.from}-${period.to}`, cardSheet(one, title, locale), locale)
} // prettier-ignore
