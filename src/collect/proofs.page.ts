import type { PageArgs } from '../accounts/request.ts'
import { csvResponse, toCsv } from '../csv.ts'
import { proofsOf } from './consents.store.ts'
import { en } from './privacy.en.ts'
import { fr } from './privacy.fr.ts'
import { placeOfSite } from './site-place.ts'

const most = 1_000_000

/** GET every proof of consent of a site as CSV; instants in UTC, so that they mean the same everywhere. */
export async function loader(args: PageArgs): Promise<Response> {
  const { scope, site } = await placeOfSite(args)
  const t = { fr, en }[scope.locale].consent
  const rows = (await proofsOf(scope, site.id, most)).map((proof) => [
    proof.givenAt.toISOString(),
    proof.noticeVersion,
    (proof.purposes ?? []).map((purpose) => t.purposes[purpose] ?? purpose).join(', '),
    proof.withdrawnAt?.toISOString() ?? null,
    proof.visitor,
  ])
  const head = [`${t.given} (UTC)`, t.noticeVersion, t.allowed, `${t.withdrawn} (UTC)`, t.reference]
  return csvResponse(`${site.domain.replaceAll('.', '-')}-consent`, toCsv(head, rows, scope.locale))
}
