import { redirect, useActionData, useLoaderData } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { DoorForm, wrong } from './Door.tsx'
import { en } from './accounts.en.ts'
import { fr } from './accounts.fr.ts'
import { type Refused, redirectWith, refuse, refuseWith, textOf } from './form.ts'
import { type GuestDoor, enterAsGuest, guestDoor, guestsOf } from './guests.store.ts'
import { isAppError } from '../errors.ts'
import { type PageArgs, appOf, guestCookieWith, guestSecrets, pageLocale } from './request.ts'

/** A guest link: the name of the workspace, and nothing of the project before a name is given. */
export async function loader(args: PageArgs) {
  const app = appOf(args)
  const now = app.clock()
  const door = await guestDoor(app.db, args.params['token'] ?? '', now)
  if (!door) return { workspace: null }
  const before = await guestsOf(app.db, guestSecrets(args.request), now)
  if (before.some(({ linkId }) => linkId === door.linkId)) throw redirect(await projectAddress(args, door))
  return { workspace: door.workspace }
}

async function projectAddress(args: PageArgs, door: GuestDoor): Promise<string> {
  const project = await appOf(args)
    .db.selectFrom('projects')
    .select('slug')
    .where('workspaceId', '=', door.workspaceId)
    .where('id', '=', door.projectId)
    .executeTakeFirstOrThrow()
  return `/w/${door.slug}/p/${project.slug}`
}

export async function action(args: PageArgs) {
  const app = appOf(args)
  const form = await args.request.formData()
  const locale = await pageLocale(args)
  try {
    const { door, secret } = await enterAsGuest(app.db, args.params['token'] ?? '', textOf(form, 'name'), app.clock())
    return redirectWith(await projectAddress(args, door), [], [guestCookieWith(args.request, secret, app.url)])
  } catch (error) {
    if (isAppError(error) && error.status === 404)
      return refuse(form, { form: { fr, en }[locale].guestEntry.gone }, 404)
    return refuseWith(form, error, locale)
  }
}

export default function GuestPage() {
  const { workspace } = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en })
  if (workspace === null)
    return (
      <>
        <title>{t.guestEntry.goneTitle}</title>
        <h1>{t.guestEntry.goneTitle}</h1>
        <p>{t.guestEntry.gone}</p>
      </>
    )
  return (
    <>
      <title>{t.guestEntry.title}</title>
      <h1>{t.guestEntry.title}</h1>
      <p>{t.guestEntry.lead(workspace)}</p>
      <DoorForm problems={refused?.problems} labels={t.fields}>
        <TextField
          name="name"
          label={t.fields.name}
          help={t.guestEntry.nameHelp}
          autoComplete="name"
          required
          defaultValue={refused?.typed['name']}
          {...wrong(refused?.problems, 'name')}
        />
        <Button type="submit" tone="main">
          {t.guestEntry.submit}
        </Button>
      </DoorForm>
    </>
  )
}
