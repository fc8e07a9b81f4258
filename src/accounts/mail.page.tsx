import { useActionData, useLoaderData } from 'react-router'
import { badRequest } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatInstant } from '../i18n.ts'
import { mailMissing, sendNow } from '../mail.ts'
import { lastMail, queueMail } from '../outbox.store.ts'
import { Button } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { Empty } from '../ui/Empty.tsx'
import { TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { countAttempt } from './attempts.store.ts'
import { DoorForm, wrong } from './Door.tsx'
import { type Refused, refuseWith, textOf } from './form.ts'
import { en } from './mail.en.ts'
import { fr } from './mail.fr.ts'
import { type PageArgs, appOf, requireRole, scopeOf } from './request.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner'])
  const when = (instant: Date) => formatInstant(instant, 'Europe/Paris', scope.locale)
  const messages = await lastMail(scope)
  return {
    missing: mailMissing(appOf(args).config)?.[scope.locale] ?? null,
    to: scope.user.email ?? '',
    messages: messages.map(({ createdAt, doneAt, nextAt, ...message }) => ({
      ...message,
      asked: when(createdAt),
      done: doneAt && when(doneAt),
      next: when(nextAt),
    })),
  }
}

/** Trial messages a workspace may send in a minute: the page is no way to write to strangers. */
const trials = { tries: 5, windowSeconds: 60 }

export async function action(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner'])
  const app = appOf(args)
  const t = { fr, en }[scope.locale]
  const form = await args.request.formData()
  const here = `/w/${args.params['workspace']}/mail`
  if (textOf(form, 'intent') !== 'trial')
    throw badRequest('unknownIntent', { fr: 'Action inconnue.', en: 'Unknown action.' }, 'intent')
  const missing = mailMissing(app.config)
  if (missing) return redirectSaying(here, { text: missing[scope.locale], tone: 'bad' })
  const to = textOf(form, 'to').trim()
  try {
    await countAttempt(scope.db, `trial-mail ${scope.workspace}`, trials, scope.now)
    const id = await queueMail(
      scope.db,
      { workspace: scope.workspace, key: `trial ${crypto.randomUUID()}`, now: scope.now },
      { to, subject: t.trial.subject, text: `${t.trial.text}\n\n${app.url}\n`, html: `<p>${t.trial.text}</p>` },
    )
    const isSent = await sendNow(app, id ?? '')
    return redirectSaying(here, isSent ? { text: t.trialSent(to), tone: 'good' } : { text: t.trialFailed, tone: 'bad' })
  } catch (error) {
    return refuseWith(form, error, scope.locale)
  }
}

type Line = Awaited<ReturnType<typeof loader>>['messages'][number]
const tones = { waiting: 'info', sent: 'good', failed: 'bad' } as const

export default function MailPage() {
  const { missing, to, messages } = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en })
  const columns: Column<Line>[] = [
    { key: 'to', label: t.to, cell: (line) => line.recipient },
    { key: 'subject', label: t.subject, cell: (line) => line.subject },
    { key: 'when', label: t.when, cell: (line) => line.asked },
    {
      key: 'state',
      label: t.state,
      cell: (line) => (
        <>
          <Status tone={tones[line.state]}>{t.states[line.state]}</Status>{' '}
          <small>
            {line.state === 'sent' && line.done ? t.sentAt(line.done) : null}
            {line.reason} {line.state === 'failed' ? t.gaveUp(line.attempts) : null}
            {line.state === 'waiting' && line.attempts > 0 ? t.tries(line.attempts, line.next) : null}
          </small>
        </>
      ),
    },
  ]
  return (
    <Page title={t.title} lead={t.lead}>
      {missing ? (
        <Callout tone="warn" title={t.cannot}>
          {missing}
        </Callout>
      ) : null}
      {messages.length === 0 ? (
        <Empty title={t.empty} text={t.emptyText} />
      ) : (
        <Table caption={t.caption} columns={columns} rows={messages} rowKey={(line) => line.id} />
      )}
      {missing ? null : (
        <section aria-labelledby="trial">
          <h2 id="trial">{t.trialTitle}</h2>
          <DoorForm problems={refused?.problems} labels={{ to: t.address }}>
            <input type="hidden" name="intent" value="trial" />
            <TextField
              name="to"
              type="email"
              label={t.address}
              required
              defaultValue={refused?.typed['to'] ?? to}
              {...wrong(refused?.problems, 'to')}
            />
            <Button type="submit" tone="main">
              {t.send}
            </Button>
          </DoorForm>
        </section>
      )}
    </Page>
  )
}
