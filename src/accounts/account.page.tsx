import { Form, useActionData, useLoaderData } from 'react-router'
import { badRequest } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatInstant, isLocale, localeOf } from '../i18n.ts'
import { Button } from '../ui/Button.tsx'
import { RadioField, TextField } from '../ui/Field.tsx'
import { useWords, useColon } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { DoorForm, wrong } from './Door.tsx'
import { SecondFactor } from './SecondFactor.tsx'
import { en } from './accounts.en.ts'
import { fr } from './accounts.fr.ts'
import { deviceName } from './device-name.ts'
import { type Refused, preferenceCookies, refuse, refuseWith, textOf } from './form.ts'
import { passwordProblem } from './password.ts'
import { changeEmail, endOtherSessions, endSession, openSessions, updatePerson } from './people.store.ts'
import { type PageArgs, type SignedIn, appOf, requirePerson } from './request.ts'
import { type FactorSecrets, confirmFactor, newBackupCodes, startFactor, stopFactor } from './second-factor.ts'
import { countPasswordTry } from './sign-in.ts'

export async function loader(args: PageArgs) {
  const person = await requirePerson(args)
  const { db, clock } = appOf(args)
  const locale = localeOf(args.request, person.locale)
  const { sessionToken, id: _id, ...shown } = person
  const sessions = await openSessions(db, person.id, sessionToken, clock())
  return {
    person: shown,
    sessions: sessions.map(({ id, userAgent, createdAt, current }) => ({
      id,
      current,
      device: deviceName(userAgent),
      since: formatInstant(createdAt, 'Europe/Paris', locale),
    })),
  }
}

interface Work {
  readonly args: PageArgs
  readonly person: SignedIn
  readonly form: FormData
  readonly t: typeof fr
}

export async function action(args: PageArgs): Promise<Response> {
  const person = await requirePerson(args)
  const form = await args.request.formData()
  const locale = localeOf(args.request, person.locale)
  const work = { args, person, form, t: { fr, en }[locale] }
  const { db } = appOf(args)
  try {
    switch (textOf(form, 'intent')) {
      case 'settings':
        return await saveSettings(work)
      case 'email':
        return await saveEmail(work)
      case 'password':
        return await changePassword(work)
      case 'factor-start':
        return await startFactor(work)
      case 'factor-confirm':
        return await confirmFactor(work)
      case 'factor-stop':
        return await stopFactor(work)
      case 'factor-codes':
        return await newBackupCodes(work)
      case 'end-session':
        await endSession(db, person.id, textOf(form, 'session'))
        return redirectSaying('/account', { text: work.t.account.ended, tone: 'good' })
      case 'end-others':
        await endOtherSessions(db, person.id, person.sessionToken)
        return redirectSaying('/account', { text: work.t.account.endedOthers, tone: 'good' })
      default:
        throw badRequest('unknownIntent', { fr: 'Action inconnue.', en: 'Unknown action.' }, 'intent')
    }
  } catch (error) {
    return refuseWith(form, error, locale)
  }
}

async function saveSettings({ args, person, form }: Work): Promise<Response> {
  const typedLocale = textOf(form, 'locale')
  const typedTheme = textOf(form, 'theme')
  const settings = {
    name: textOf(form, 'name'),
    locale: isLocale(typedLocale) ? typedLocale : null,
    theme: typedTheme === 'light' || typedTheme === 'dark' ? typedTheme : null,
  } as const
  await updatePerson(appOf(args).db, person.id, settings)
  // Said in the language just chosen.
  const { account } = { fr, en }[settings.locale ?? localeOf(args.request)]
  const response = redirectSaying('/account', { text: account.saved, tone: 'good' })
  for (const cookie of preferenceCookies(settings)) response.headers.append('set-cookie', cookie)
  return response
}

async function saveEmail({ args, person, form, t }: Work): Promise<Response> {
  const app = appOf(args)
  await countPasswordTry(app, person.id)
  const typed = { email: textOf(form, 'email'), password: textOf(form, 'currentPassword') }
  await changeEmail(app.db, app.auth, person.id, typed)
  return redirectSaying('/account', { text: t.account.emailChanged, tone: 'good' })
}

async function changePassword({ args, person, form, t }: Work): Promise<Response> {
  const app = appOf(args)
  const newPassword = textOf(form, 'newPassword')
  const problem = passwordProblem(newPassword, person)
  if (problem) return refuse(form, { newPassword: problem[localeOf(args.request, person.locale)] })
  await countPasswordTry(app, person.id)
  const answer = await app.auth.api.changePassword({
    body: { currentPassword: textOf(form, 'currentPassword'), newPassword, revokeOtherSessions: true },
    headers: args.request.headers,
    asResponse: true,
  })
  if (!answer.ok) return refuse(form, { currentPassword: t.account.wrongPassword })
  const response = redirectSaying('/account', { text: t.account.passwordChanged, tone: 'good' })
  for (const cookie of answer.headers.getSetCookie()) response.headers.append('set-cookie', cookie)
  return response
}

export const headers = ({ actionHeaders }: { actionHeaders: Headers }) => actionHeaders

export default function AccountPage() {
  const colon = useColon()
  const { person, sessions } = useLoaderData<typeof loader>()
  const answer = useActionData<Refused | FactorSecrets>()
  const t = useWords({ fr, en })
  const refused = answer && 'problems' in answer ? answer : null
  const problemsOf = (intent: string) => (refused?.intent === intent ? refused.problems : {})
  const labels = { ...t.fields, currentPassword: t.account.currentPassword, newPassword: t.account.newPassword }
  const [settings, email, password] = [problemsOf('settings'), problemsOf('email'), problemsOf('password')]
  return (
    <Page title={t.account.title}>
      <section aria-labelledby="identity">
        <h2 id="identity">{t.account.identity}</h2>
        <DoorForm problems={settings} labels={labels}>
          <input type="hidden" name="intent" value="settings" />
          <TextField
            name="name"
            label={t.fields.name}
            autoComplete="name"
            required
            defaultValue={person.name}
            {...wrong(settings, 'name')}
          />
          <p>
            {t.account.email}
            {colon}
            <strong>{person.email}</strong>
          </p>
          <RadioField
            name="locale"
            label={t.language.label}
            defaultValue={person.locale ?? 'auto'}
            options={[
              { value: 'auto', label: t.language.auto },
              { value: 'fr', label: t.language.fr },
              { value: 'en', label: t.language.en },
            ]}
          />
          <RadioField
            name="theme"
            label={t.account.theme}
            defaultValue={person.theme ?? 'auto'}
            options={[
              { value: 'auto', label: t.account.themeAuto },
              { value: 'light', label: t.account.themeLight },
              { value: 'dark', label: t.account.themeDark },
            ]}
          />
          <Button type="submit" tone="main">
            {t.account.save}
          </Button>
        </DoorForm>
      </section>

      <section aria-labelledby="email">
        <h2 id="email">{t.account.emailTitle}</h2>
        <p>{t.account.emailNote}</p>
        <DoorForm problems={email} labels={{ ...labels, email: t.account.newEmail }}>
          <input type="hidden" name="intent" value="email" />
          <TextField
            name="email"
            type="email"
            label={t.account.newEmail}
            autoComplete="email"
            required
            defaultValue={refused?.intent === 'email' ? refused.typed['email'] : undefined}
            {...wrong(email, 'email')}
          />
          <TextField
            id="field-email-password"
            name="currentPassword"
            type="password"
            label={t.account.currentPassword}
            autoComplete="current-password"
            required
            {...wrong(email, 'currentPassword')}
          />
          <Button type="submit">{t.account.changeEmail}</Button>
        </DoorForm>
      </section>

      <section aria-labelledby="password">
        <h2 id="password">{t.account.passwordTitle}</h2>
        <p>{t.account.passwordNote}</p>
        <DoorForm problems={password} labels={labels}>
          <input type="hidden" name="intent" value="password" />
          <input type="hidden" name="username" autoComplete="username" value={person.email} />
          <TextField
            name="currentPassword"
            type="password"
            label={t.account.currentPassword}
            autoComplete="current-password"
            required
            {...wrong(password, 'currentPassword')}
          />
          <TextField
            name="newPassword"
            type="password"
            label={t.account.newPassword}
            help={t.fields.passwordHelp}
            autoComplete="new-password"
            required
            {...wrong(password, 'newPassword')}
          />
          <Button type="submit">{t.account.changePassword}</Button>
        </DoorForm>
      </section>

      <SecondFactor enabled={person.twoFactorEnabled} answer={answer} />

      <section aria-labelledby="sessions">
        <h2 id="sessions">{t.account.sessionsTitle}</h2>
        <ul className="sessions">
          {sessions.map((session) => {
            const device = session.device ?? t.account.unknownDevice
            return (
              <li key={session.id}>
                <Form method="post" className="inline-form">
                  <span>
                    {device}
                    {session.current ? ` (${t.account.thisOne})` : ''} · {t.account.since} {session.since}
                  </span>
                  <input type="hidden" name="intent" value="end-session" />
                  <input type="hidden" name="session" value={session.id} />
                  {session.current ? null : (
                    <Button type="submit" tone="quiet" aria-label={t.account.endOf(device)}>
                      {t.account.end}
                    </Button>
                  )}
                </Form>
              </li>
            )
          })}
        </ul>
        {sessions.length > 1 ? (
          <Form method="post">
            <input type="hidden" name="intent" value="end-others" />
            <Button type="submit">{t.account.endOthers}</Button>
          </Form>
        ) : null}
        <Form method="post" action="/sign-out" reloadDocument>
          <Button type="submit">{t.account.signOut}</Button>
        </Form>
      </section>
    </Page>
  )
}
