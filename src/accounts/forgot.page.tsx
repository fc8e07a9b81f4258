import { setTimeout as wait } from 'node:timers/promises'
import { redirect, useActionData, useLoaderData } from 'react-router'
import { mailMissing } from '../mail.ts'
import { addressProblem } from '../message.ts'
import { Button } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { countAttempt } from './attempts.store.ts'
import { clientNetwork } from './client-ip.ts'
import { DoorForm, wrong } from './Door.tsx'
import { en } from './accounts.en.ts'
import { fr } from './accounts.fr.ts'
import { type Refused, refuse, refuseTries, textOf } from './form.ts'
import { plainEmail } from './people.store.ts'
import { type PageArgs, appOf, ipOf, pageLocale, personOf } from './request.ts'
import { mailReset } from './resets.store.ts'
import { privateKey } from './secret.ts'

export const headers = ({ actionHeaders }: { actionHeaders: Headers }) => actionHeaders

/** Asks for a link to choose another password, where the instance can send mail. */
export async function loader(args: PageArgs) {
  if (await personOf(args)) throw redirect('/account')
  return { canSend: mailMissing(appOf(args).config) === null }
}

/** Links that one address, or one network, may ask for in an hour. */
const limits = { address: { tries: 3, windowSeconds: 3600 }, network: { tries: 20, windowSeconds: 3600 } }

/** An answer takes as long whether or not the address has an account. */
const evenly = 400

interface Asked {
  readonly sentTo: string
}

export async function action(args: PageArgs): Promise<Response> {
  const app = appOf(args)
  const form = await args.request.formData()
  const locale = await pageLocale(args)
  const t = { fr, en }[locale]
  const now = app.clock()
  const email = plainEmail(textOf(form, 'email'))
  const missing = mailMissing(app.config)
  if (missing) return refuse(form, { form: missing[locale] })
  const problem = addressProblem(email)
  if (problem) return refuse(form, { email: problem[locale] })
  try {
    const { secret } = await app.auth.$context
    await countAttempt(app.db, privateKey(secret, 'forgot-network', clientNetwork(ipOf(args))), limits.network, now)
    await countAttempt(app.db, privateKey(secret, 'forgot', email), limits.address, now)
  } catch (error) {
    return refuseTries(form, error, t.signIn.tooMany)
  }
  await Promise.all([mailReset(app, email, locale), wait(evenly)])
  return Response.json({ sentTo: email } satisfies Asked, { headers: { 'cache-control': 'no-store' } })
}

export default function ForgotPage() {
  const { canSend } = useLoaderData<typeof loader>()
  const answer = useActionData<Refused | Asked>()
  const t = useWords({ fr, en })
  const refused = answer && 'problems' in answer ? answer : undefined
  return (
    <>
      <title>{`${t.forgot.title} · ${t.product}`}</title>
      <h1>{t.forgot.title}</h1>
      {answer && 'sentTo' in answer ? (
        <Callout tone="good" title={t.forgot.sent(answer.sentTo)} live>
          {t.forgot.sentHelp}
        </Callout>
      ) : canSend ? (
        <>
          <p>{t.forgot.lead}</p>
          <DoorForm problems={refused?.problems} labels={t.fields}>
            <TextField
              name="email"
              type="email"
              label={t.fields.email}
              autoComplete="username"
              required
              defaultValue={refused?.typed['email']}
              {...wrong(refused?.problems, 'email')}
            />
            <Button type="submit" tone="main">
              {t.forgot.submit}
            </Button>
          </DoorForm>
        </>
      ) : (
        <p>{t.signIn.help}</p>
      )}
      <p>
        <a href="/sign-in">{t.forgot.back}</a>
      </p>
    </>
  )
}
