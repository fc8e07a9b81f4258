import './alerts.css'
import { Form, Link, useActionData, useLoaderData } from 'react-router'
import { textOf } from '../accounts/form.ts'
import { type PageArgs, appOf } from '../accounts/request.ts'
import { badRequest, forbidden } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatInstant } from '../i18n.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { Table } from '../ui/Table.tsx'
import { Deliveries } from './Deliveries.tsx'
import { en } from './alerts.en.ts'
import { fr } from './alerts.fr.ts'
import { listFirings, mayWriteAlerts, pauseAlert, readAlert, removeAlert } from './alerts.store.ts'
import { lastDeliveries, queueDelivery, renewSecret } from './deliveries.store.ts'
import { placeOf } from '../projects/place.store.ts'
import { grainOf } from './rule.ts'
import { callNow } from './send-webhooks.job.ts'
import { audienceOf, backText, ruleText, seenText, stretchText } from './show.ts'
import { stateOf, toneOf } from './state.ts'

export async function loader(args: PageArgs) {
  const { scope, project, base } = await placeOf(args)
  const alert = await readAlert(scope, project.id, args.params['id'])
  const [firings, deliveries] = await Promise.all([
    listFirings(scope, project.id, alert.id),
    alert.webhookUrl === null ? [] : lastDeliveries(scope, alert.id),
  ])
  const { locale } = scope
  const when = (instant: Date) => formatInstant(instant, alert.timeZone, locale)
  const isRinging = firings[0]?.backAt === null
  return {
    base,
    id: alert.id,
    name: alert.name,
    domain: alert.domain,
    paused: alert.paused,
    createdBy: alert.createdBy,
    canWrite: mayWriteAlerts(scope),
    state: stateOf(alert, isRinging),
    rule: ruleText(alert.rule, alert, locale),
    people: alert.members.length + alert.addresses.length,
    fewest: alert.rule.kind === 'silence' ? null : alert.rule.fewest,
    filters: alert.rule.filters.length,
    judged: alert.judged === null ? null : stretchText(grainOf(alert.rule), alert.judged, alert.timeZone, locale),
    // Some webhooks are opened by their address alone: who only reads sees the machine.
    webhookHost: alert.webhookUrl === null ? null : new URL(alert.webhookUrl).host,
    firings: firings.map((one) => ({
      id: one.id,
      when: stretchText(grainOf(one.rule), one.stretch, alert.timeZone, locale),
      text: seenText(one.rule, one.stretch, one.seen, alert, locale),
      rule: ruleText(one.rule, alert, locale),
      back:
        one.backSeen && one.backStretch
          ? backText(one.rule, one.backStretch, one.backSeen, alert, locale)
          : one.backAt && when(one.backAt),
      page: base + audienceOf(one.rule, one.stretch, alert.domain),
    })),
    deliveries: deliveries.map(({ createdAt, id, event, state, attempts, status, reason }) => ({
      id, event, state, attempts, status, sent: when(createdAt),
      reason: reason?.split(' / ')[locale === 'fr' ? 0 : 1] ?? null,
    })), // prettier-ignore
  }
}

interface Made {
  readonly secret: string
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, project, base } = await placeOf(args)
  if (!mayWriteAlerts(scope)) throw forbidden()
  const alert = await readAlert(scope, project.id, args.params['id'])
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale].page
  const here = `${base}/alerts/${alert.id}`
  const app = appOf(args)
  switch (textOf(form, 'intent')) {
    case 'pause':
      await pauseAlert(scope, project.id, alert.id, true)
      return redirectSaying(here, { text: t.paused, tone: 'good' })
    case 'resume':
      await pauseAlert(scope, project.id, alert.id, false)
      return redirectSaying(here, { text: t.resumed, tone: 'good' })
    case 'remove':
      await removeAlert(scope, project.id, alert.id)
      return redirectSaying(`${base}/alerts`, { text: t.removed(alert.name), tone: 'good' })
    case 'secret': {
      const secret = await renewSecret(scope, alert.id, (await app.auth.$context).secret)
      return Response.json({ secret } satisfies Made, { headers: { 'cache-control': 'no-store' } })
    }
    case 'trial': {
      const body = {
        event: 'trial', at: scope.now.toISOString(), alert: { id: alert.id, name: alert.name, url: app.url + here },
        site: alert.domain, rule: alert.rule, sentence: t.trialSentence,
      } // prettier-ignore
      const key = `trial ${crypto.randomUUID()}`
      const id = await queueDelivery(scope.db, scope, { alertId: alert.id, key, event: 'trial', body })
      await callNow(app, id ?? '')
      const made = (await lastDeliveries(scope, alert.id)).find((one) => one.id === id)
      const isGood = made?.state === 'sent'
      const reason = made?.reason?.split(' / ')[scope.locale === 'fr' ? 0 : 1] ?? ''
      return redirectSaying(here, {
        text: isGood ? t.trialGood(made.status ?? 0) : t.trialBad(reason),
        tone: isGood ? 'good' : 'bad',
      })
    }
    default:
      throw badRequest('unknownIntent', { fr: 'Action inconnue.', en: 'Unknown action.' }, 'intent')
  }
}

export default function AlertPage() {
  const data = useLoaderData<typeof loader>()
  const made = useActionData<Made>()
  const t = useWords({ fr, en })
  const { base, id, canWrite, paused } = data
  const told = [t.people(data.people), data.webhookHost ? t.webhook : ''].filter(Boolean).join(', ') || t.nobody
  return (
    <Page
      title={data.name}
      kicker={<Link to={`${base}/alerts`}>{t.title}</Link>}
      lead={data.rule}
      actions={
        canWrite ? (
          <>
            <LinkButton to={`${base}/alerts/${id}/edit`}>{t.page.edit}</LinkButton>
            <Form method="post">
              <input type="hidden" name="intent" value={paused ? 'resume' : 'pause'} />
              <Button type="submit">{paused ? t.page.resume : t.page.pause}</Button>
            </Form>
          </>
        ) : null
      }
    >
      <Status tone={toneOf[data.state]}>{t.states[data.state]}</Status>
      {made && 'secret' in made ? (
        <Callout tone="good" title={t.page.secretMade} live>
          <TextField
            id="made-secret"
            name="made-secret"
            className="secret"
            readOnly
            defaultValue={made.secret}
            label={t.page.secretMade}
            help={t.page.secretHelp}
            autoComplete="off"
            spellCheck={false}
          />
        </Callout>
      ) : null}
      <section aria-labelledby="history">
        <h2 id="history">{t.page.history}</h2>
        {data.firings.length === 0 ? (
          <p>{t.page.noHistory}</p>
        ) : (
          <Table
            caption={t.page.history}
            rows={data.firings}
            rowKey={(firing) => firing.id}
            columns={[
              { key: 'when', label: t.page.when, cell: (firing) => firing.when },
              {
                key: 'what',
                label: t.page.what,
                cell: (firing) => (
                  <>
                    {firing.text} <Link to={firing.page}>{t.page.see}</Link>
                  </>
                ),
              },
              { key: 'rule', label: t.rule, cell: (firing) => firing.rule },
              { key: 'back', label: t.page.back, cell: (firing) => firing.back ?? t.page.still },
            ]}
          />
        )}
      </section>
      <section aria-labelledby="facts">
        <h2 id="facts">{t.page.facts}</h2>
        <dl className="alert-facts">
          <Fact name={t.site}>{data.domain}</Fact>
          {data.filters > 0 ? <Fact name={t.page.filters}>{data.filters}</Fact> : null}
          {data.fewest === null ? null : <Fact name={t.page.fewest}>{data.fewest}</Fact>}
          <Fact name={t.told}>{told}</Fact>
          <Fact name={t.page.judged}>{data.judged ?? t.page.notYet}</Fact>
          <Fact name={t.page.createdBy}>{data.createdBy}</Fact>
        </dl>
      </section>
      {data.webhookHost ? <Deliveries host={data.webhookHost} rows={data.deliveries} canWrite={canWrite} /> : null}
      {canWrite ? (
        <details>
          <summary>{t.page.remove}</summary>
          <p>{t.page.cancelRemove}</p>
          <Form method="post">
            <input type="hidden" name="intent" value="remove" />
            <Button type="submit" tone="danger">
              {t.page.confirm}
            </Button>
          </Form>
        </details>
      ) : null}
    </Page>
  )
}

const Fact = ({ name, children }: { readonly name: string; readonly children: string | number }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
