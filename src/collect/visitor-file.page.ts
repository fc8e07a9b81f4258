import { redirect } from 'react-router'
import { textOf } from '../accounts/form.ts'
import { type PageArgs, requireRole } from '../accounts/request.ts'
import { redirectSaying } from '../flash.ts'
import { isLasting, lastingHash } from './consents.ts'
import { en } from './privacy.en.ts'
import { fr } from './privacy.fr.ts'
import { placeOfSite } from './site-place.ts'
import { exportVisitor } from './visitor-rights.store.ts'

/** POST a visitor's number, and receive all that it reaches as JSON: in a body, where no log of addresses keeps it. */
export async function action(args: PageArgs): Promise<Response> {
  const { scope, site, here } = await placeOfSite(args)
  requireRole(scope, ['owner', 'lead'])
  const number = textOf(await args.request.formData(), 'number').trim()
  if (!isLasting(number))
    return redirectSaying(`${here}/${site.domain}/consent`, {
      text: { fr, en }[scope.locale].consent.numberWrong,
      tone: 'bad',
    })
  const file = await exportVisitor(scope, site, lastingHash(site.id, number))
  return new Response(JSON.stringify(file, null, 2), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${site.domain.replaceAll('.', '-')}-visitor.json"`,
      'cache-control': 'private, no-store',
    },
  })
}

/** Opened by hand, the address has nothing to show. */
export async function loader(args: PageArgs): Promise<Response> {
  const { site, here } = await placeOfSite(args)
  return redirect(`${here}/${site.domain}/consent`)
}
