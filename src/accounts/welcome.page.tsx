import { redirect, useActionData } from 'react-router'
import { notFound } from '../errors.ts'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { DoorForm, wrong } from './Door.tsx'
import { en } from './accounts.en.ts'
import { fr } from './accounts.fr.ts'
import { createFirstOwner } from './first-owner.ts'
import { type Refused, redirectWith, refuseWith, textOf } from './form.ts'
import { hasPeople } from './people.store.ts'
import { type PageArgs, appOf, ipOf, pageLocale } from './request.ts'
import { signIn } from './sign-in.ts'

export async function loader(args: PageArgs) {
  // Once someone owns the instance this address says nothing, not even that it existed.
  if (await hasPeople(appOf(args).db)) throw redirect('/')
  return null
}

export async function action(args: PageArgs) {
  const app = appOf(args)
  const form = await args.request.formData()
  if (await hasPeople(app.db)) throw notFound()
  const locale = await pageLocale(args)
  const typed = { email: textOf(form, 'email'), password: textOf(form, 'password') }
  try {
    const { workspace } = await createFirstOwner(app, {
      ...typed,
      name: textOf(form, 'name'),
      workspace: textOf(form, 'workspace'),
      locale,
    })
    const { response } = await signIn(app, args.request, ipOf(args), typed)
    return redirectWith(`/w/${workspace.slug}`, [response])
  } catch (error) {
    return refuseWith(form, error, locale)
  }
}

export default function WelcomePage() {
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en })
  const { problems = {}, typed = {} } = refused ?? {}
  return (
    <>
      <title>{t.welcome.title}</title>
      <h1>{t.welcome.title}</h1>
      <p>{t.welcome.lead}</p>
      <DoorForm problems={problems} labels={t.fields}>
        <TextField
          name="name"
          label={t.fields.name}
          autoComplete="name"
          required
          defaultValue={typed['name']}
          {...wrong(problems, 'name')}
        />
        <TextField
          name="email"
          type="email"
          label={t.fields.email}
          autoComplete="username"
          required
          defaultValue={typed['email']}
          {...wrong(problems, 'email')}
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
        <TextField
          name="workspace"
          label={t.fields.workspace}
          help={t.fields.workspaceHelp}
          autoComplete="organization"
          required
          defaultValue={typed['workspace']}
          {...wrong(problems, 'workspace')}
        />
        <Button type="submit" tone="main">
          {t.welcome.submit}
        </Button>
      </DoorForm>
    </>
  )
}
