import { Form, redirect, useActionData, useLoaderData, useLocation } from 'react-router'
import { Button, LinkButton } from '../ui/Button.tsx'
import { TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { DoorForm, wrong } from './Door.tsx'
import { en } from './accounts.en.ts'
import { fr } from './accounts.fr.ts'
import { type Refused, redirectWith, refuseWith, textOf } from './form.ts'
import { invitationByToken, joinAs, joinNew } from './invitations.store.ts'
import { personByEmail } from './people.store.ts'
import { type PageArgs, appOf, ipOf, pageLocale, personOf } from './request.ts'
import { signIn } from './sign-in.ts'

/** What the holder of the link may do: nothing, sign out first, sign in first, accept, or make an account. */
export async function loader(args: PageArgs) {
  const { db, clock } = appOf(args)
  const invitation = await invitationByToken(db, args.params['token'] ?? '', clock())
  if (!invitation) return { state: 'gone' as const }
  const { email, role, workspace, inviter } = invitation
  const person = await personOf(args)
  const shown = { email, role, workspace, inviter, mine: person?.email ?? '' }
  if (person) return { state: person.email === email ? ('accept' as const) : ('other' as const), ...shown }
  return { state: (await personByEmail(db, email)) ? ('signIn' as const) : ('create' as const), ...shown }
}

export async function action(args: PageArgs) {
  const app = appOf(args)
  const form = await args.request.formData()
  const locale = await pageLocale(args)
  const token = args.params['token'] ?? ''
  try {
    const person = await personOf(args)
    if (person) {
      const { slug } = await joinAs(app.db, token, person, app.clock())
      return redirect(`/w/${slug}`)
    }
    const password = textOf(form, 'password')
    const { email, slug } = await joinNew(
      app.db,
      app.auth,
      token,
      { name: textOf(form, 'name'), password, locale },
      app.clock(),
    )
    const { response } = await signIn(app, args.request, ipOf(args), { email, password })
    return redirectWith(`/w/${slug}`, [response])
  } catch (error) {
    return refuseWith(form, error, locale)
  }
}

export default function JoinPage() {
  const data = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const here = useLocation().pathname
  const t = useWords({ fr, en })
  if (data.state === 'gone')
    return (
      <>
        <title>{t.join.goneTitle}</title>
        <h1>{t.join.goneTitle}</h1>
        <p>{t.join.gone}</p>
      </>
    )
  const { problems = {}, typed = {} } = refused ?? {}
  return (
    <>
      <title>{t.join.title(data.workspace)}</title>
      <h1>{t.join.title(data.workspace)}</h1>
      <p>{t.join.lead(data.inviter, t.roles[data.role])}</p>
      {data.state === 'other' ? (
        <Form method="post" action="/sign-out" reloadDocument>
          <p>{t.join.other(data.email, data.mine)}</p>
          <input type="hidden" name="next" value={here} />
          <Button type="submit">{t.join.signOut}</Button>
        </Form>
      ) : null}
      {data.state === 'signIn' ? (
        <>
          <p>{t.join.existing(data.email)}</p>
          <LinkButton to={`/sign-in?${new URLSearchParams({ next: here })}`}>{t.join.signIn}</LinkButton>
        </>
      ) : null}
      {data.state === 'accept' ? (
        <DoorForm problems={problems} labels={t.fields}>
          <Button type="submit" tone="main">
            {t.join.accept}
          </Button>
        </DoorForm>
      ) : null}
      {data.state === 'create' ? (
        <DoorForm problems={problems} labels={t.fields}>
          <TextField
            name="email"
            type="email"
            label={t.fields.email}
            autoComplete="username"
            readOnly
            value={data.email}
          />
          <TextField
            name="name"
            label={t.fields.name}
            autoComplete="name"
            required
            defaultValue={typed['name']}
            {...wrong(problems, 'name')}
          />
          <TextField
            name="password"
            type="password"
            label={t.fields.password}
            help={t.fields.passwordHelp}
            autoComplete="new-password"
            required
            {...wrong(problems, 'password')}
          />
          <Button type="submit" tone="main">
            {t.join.create}
          </Button>
        </DoorForm>
      ) : null}
    </>
  )
}
