import { useActionData, useLoaderData } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { DoorForm, wrong } from './Door.tsx'
import { en } from './accounts.en.ts'
import { fr } from './accounts.fr.ts'
import { type Refused, redirectWith, refuseWith, textOf } from './form.ts'
import { type PageArgs, appOf, ipOf, pageLocale } from './request.ts'
import { resetByToken, usePasswordReset } from './resets.store.ts'
import { signIn } from './sign-in.ts'

/** A link to choose another password: whose, and whether the second factor goes with the old one. */
export async function loader(args: PageArgs) {
  const { db, clock } = appOf(args)
  const reset = await resetByToken(db, args.params['token'] ?? '', clock())
  return reset && { email: reset.email, dropsSecondFactor: reset.dropsSecondFactor }
}

export async function action(args: PageArgs) {
  const app = appOf(args)
  const form = await args.request.formData()
  const password = textOf(form, 'password')
  try {
    const { email } = await usePasswordReset(app.db, app.auth, args.params['token'] ?? '', password, app.clock())
    const { state, response, preferences } = await signIn(app, args.request, ipOf(args), { email, password })
    return redirectWith(state === 'secondFactor' ? '/sign-in/second-factor' : '/', [response], preferences)
  } catch (error) {
    return refuseWith(form, error, await pageLocale(args))
  }
}

export default function ResetPage() {
  const reset = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en })
  if (!reset)
    return (
      <>
        <title>{t.reset.goneTitle}</title>
        <h1>{t.reset.goneTitle}</h1>
        <p>{t.reset.gone}</p>
      </>
    )
  return (
    <>
      <title>{t.reset.title}</title>
      <h1>{t.reset.title}</h1>
      <p>{t.reset.lead}</p>
      {reset.dropsSecondFactor ? <p>{t.reset.dropsFactor}</p> : null}
      <DoorForm problems={refused?.problems} labels={{ ...t.fields, password: t.account.newPassword }}>
        <TextField
          name="email"
          type="email"
          label={t.fields.email}
          autoComplete="username"
          readOnly
          value={reset.email}
        />
        <TextField
          name="password"
          type="password"
          label={t.account.newPassword}
          help={t.fields.passwordHelp}
          autoComplete="new-password"
          required
          {...wrong(refused?.problems, 'password')}
        />
        <Button type="submit" tone="main">
          {t.reset.submit}
        </Button>
      </DoorForm>
    </>
  )
}
