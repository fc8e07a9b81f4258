import { Link, useActionData, useLoaderData } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { CheckField, TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { DoorForm, wrong } from './Door.tsx'
import { en } from './accounts.en.ts'
import { fr } from './accounts.fr.ts'
import { type Refused, redirectWith, refuse, refuseTries, textOf } from './form.ts'
import { type PageArgs, appOf, ipOf, pageLocale, safeNext } from './request.ts'
import { secondFactor } from './sign-in.ts'

export const headers = ({ actionHeaders }: { actionHeaders: Headers }) => actionHeaders

export function loader({ request }: PageArgs) {
  const params = new URL(request.url).searchParams
  return {
    next: safeNext(params.get('next')),
    kind: params.get('with') === 'backup' ? ('backup' as const) : ('app' as const),
  }
}

export async function action(args: PageArgs) {
  const form = await args.request.formData()
  const t = { fr, en }[await pageLocale(args)]
  try {
    const answer = await secondFactor(appOf(args), args.request, ipOf(args), {
      code: textOf(form, 'code'),
      kind: textOf(form, 'kind') === 'backup' ? 'backup' : 'app',
      trustDevice: textOf(form, 'trust') === 'on',
    })
    if (answer.state === 'signedIn')
      return redirectWith(safeNext(textOf(form, 'next')), [answer.response], answer.preferences)
    const { state } = answer
    if (state === 'wrong' || state === 'used') return refuse(form, { code: t.secondFactor[state] }, 401)
    return refuse(form, { form: t.secondFactor[state] }, state === 'locked' ? 429 : 401)
  } catch (error) {
    return refuseTries(form, error, t.signIn.tooMany)
  }
}

export default function SecondFactorPage() {
  const { next, kind } = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const { secondFactor: t } = useWords({ fr, en })
  const label = kind === 'app' ? t.code : t.backup
  return (
    <>
      <title>{t.title}</title>
      <h1>{t.title}</h1>
      {kind === 'app' ? <p>{t.lead}</p> : null}
      <DoorForm problems={refused?.problems} labels={{ code: label }}>
        <input type="hidden" name="next" value={next} />
        <input type="hidden" name="kind" value={kind} />
        <TextField
          name="code"
          label={label}
          help={kind === 'backup' ? t.backupHelp : undefined}
          inputMode={kind === 'app' ? 'numeric' : 'text'}
          autoComplete={kind === 'app' ? 'one-time-code' : 'off'}
          required
          autoFocus
          {...wrong(refused?.problems, 'code')}
        />
        <CheckField name="trust" label={t.trust} />
        <Button type="submit" tone="main">
          {t.submit}
        </Button>
      </DoorForm>
      {kind === 'app' ? (
        <p>
          <Link to={`?${new URLSearchParams({ next, with: 'backup' })}`}>{t.useBackup}</Link>
        </p>
      ) : null}
      <p>
        <Link to={`/sign-in?${new URLSearchParams({ next })}`}>{t.restart}</Link>
      </p>
    </>
  )
}
