import type { PageArgs } from '../accounts/request.ts'
import { notFound } from '../errors.ts'
import { tableFile } from '../table-file.ts'
import { cardSheet } from './card-sheet.ts'
import { dashboardPlace, figuresFor } from './place.store.ts'

/** One card as a file (`?format=csv|xlsx|json`), over the period of the address or the dashboard's own. */
export async function loader(args: PageArgs): Promise<Response> {
  const place = await dashboardPlace(args)
  const { locale } = place.scope
  const cards = place.dashboard.cards.filter(({ id }) => id === args.params['card'])
  const { cards: found, period } = await figuresFor(args, place, { ...place.dashboard, cards })
  const [one] = found
  if (!one) throw notFound()
  const slug = one.said.title.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') // prettier-ignore
  return tableFile(args.request, `${slug || 'tableau'}-${period.from}-${period.to}`, cardSheet(one, locale), locale)
} // prettier-ignore
