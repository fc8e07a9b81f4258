import { redirect } from 'react-router'
import { redirectWith, textOf } from './form.ts'
import { type PageArgs, appOf, guestCookie, safeNext } from './request.ts'

/** Signing out is a write: a link or an image on another site must not do it. */
export const loader = () => redirect('/')

/** Ends this browser's session and forgets the guest links it came by, then goes to /sign-in or to `next`. */
export async function action(args: PageArgs) {
  const form = await args.request.formData()
  const answer = await appOf(args).auth.api.signOut({ headers: args.request.headers, asResponse: true })
  const next = safeNext(textOf(form, 'next'))
  const response = redirectWith(
    next === '/' ? '/sign-in' : next,
    [answer],
    [`${guestCookie}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`],
  )
  // So that "back" shows nothing to the next person at this machine.
  response.headers.set('clear-site-data', '"cache"')
  return response
}
