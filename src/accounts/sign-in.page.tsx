import { redirect, useActionData, useLoaderData } from 'react-router'
import { mailMissing } from '../mail.ts'
import { Button } from '../ui/Button.tsx'
import { DemoDoors } from './DemoDoors.tsx'
import { TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { DoorForm } from './Door.tsx'
import { en } from './accounts.en.ts'
import { fr } from './accounts.fr.ts'
import { enterDemo } from './demo.ts'
import { type Refused, redirectWith, refuse, refuseTries, textOf } from './form.ts'
import { hasPeople } from './people.store.ts'
import { type PageArgs, appOf, ipOf, pageLocale, personOf, safeNext } from './request.ts'
import { signIn } from './sign-in.ts'

export const headers = ({ actionHeaders }: { actionHeaders: Headers }) => actionHeaders

export async function loader(args: PageArgs) {
  const next = safeNext(new URL(args.request.url).searchParams.get('next'))
  if (await personOf(args)) throw redirect(next)
  if (!(await hasPeople(appOf(args).db))) throw redirect('/welcome')
  const { demo, config } = appOf(args)
  return { next, demo: demo?.names ?? null, canMail: mailMissing(config) === null }
}

export async function action(args: PageArgs) {
  const form = await args.request.formData()
  const locale = await pageLocale(args)
  const t = { fr, en }[locale].signIn
  const next = safeNext(textOf(form, 'next'))
  try {
    if (form.has('door')) {
      const { to, cookie } = await enterDemo(appOf(args), args.request, textOf(form, 'door'))
      return redirectWith(next === '/' ? to : next, [], [cookie])
    }
    const typed = { email: textOf(form, 'email'), password: textOf(form, 'password') }
    const { state, response, preferences } = await signIn(appOf(args), args.request, ipOf(args), typed)
    if (state === 'refused') return refuse(form, { form: t.wrong }, 401)
    if (state === 'signedIn') return redirectWith(next, [response], preferences)
    return redirectWith(`/sign-in/second-factor?${new URLSearchParams({ next })}`, [response])
  } catch (error) {
    return refuseTries(form, error, t.tooMany)
  }
}

export default function SignInPage() {
  const { next, demo, canMail } = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en })
  return (
    <>
      <title>{`${t.signIn.title} · ${t.product}`}</title>
      {demo ? <DemoDoors names={demo} next={next} /> : <h1>{t.signIn.title}</h1>}
      <DoorForm problems={refused?.problems} labels={t.fields}>
        <input type="hidden" name="next" value={next} />
        <TextField
          name="email"
          type="email"
          label={t.fields.email}
          autoComplete="username"
          required
          defaultValue={refused?.typed['email']}
        />
        <TextField name="password" type="password" label={t.fields.password} autoComplete="current-password" required />
        <Button type="submit" tone={demo ? 'plain' : 'main'}>
          {t.signIn.submit}
        </Button>
      </DoorForm>
      <p>{canMail ? <a href="/forgot">{t.forgot.link}</a> : t.signIn.help}</p>
    </>
  )
}
