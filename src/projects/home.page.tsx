import { redirect } from 'react-router'
import { guestSecrets, type PageArgs, appOf, personOf } from '../accounts/request.ts'
import { guestsOf } from '../accounts/guests.store.ts'
import { hasPeople } from '../accounts/people.store.ts'
import { workspacesOf } from '../accounts/workspaces.store.ts'

/** The front door leads where one belongs: to the first owner's page, to sign-in, to one's workspace or project. */
export async function loader(args: PageArgs) {
  const app = appOf(args)
  const person = await personOf(args)
  if (!person) {
    const [guest] = await guestsOf(app.db, guestSecrets(args.request), app.clock())
    if (guest) return redirect(`/w/${guest.slug}`)
    return redirect((await hasPeople(app.db)) ? '/sign-in' : '/welcome')
  }
  const [first] = await workspacesOf(app.db, person.id)
  if (!first) return redirect('/account')
  const projects = await app.db
    .selectFrom('projects')
    .select('slug')
    .where('workspaceId', '=', first.id)
    .where('archivedAt', 'is', null)
    .limit(2)
    .execute()
  const [only, another] = projects
  return redirect(only && !another ? `/w/${first.slug}/p/${only.slug}` : `/w/${first.slug}`)
}

export default function Home() {
  return null
}
