import './alerts.css'
import { Link, useLoaderData } from 'react-router'
import type { PageArgs } from '../accounts/request.ts'
import { sitesOf } from '../analytics/analytics.store.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { Table } from '../ui/Table.tsx'
import { en } from './alerts.en.ts'
import { fr } from './alerts.fr.ts'
import { type Alert, type Firing, listAlerts, listFirings, mayWriteAlerts } from './alerts.store.ts'
import { placeOf } from '../projects/place.store.ts'
import { grainOf } from './rule.ts'
import { ruleText, seenText, stretchText } from './show.ts'
import { stateOf, toneOf } from './state.ts'

export async function loader(args: PageArgs) {
  const { scope, project, base } = await placeOf(args)
  const [alerts, firings, sites] = await Promise.all([
    listAlerts(scope, project.id),
    listFirings(scope, project.id, null, 300),
    sitesOf(scope, { project: project.id }),
  ])
  const when = ({ rule, stretch }: Firing, { timeZone }: Alert) =>
    stretchText(grainOf(rule), stretch, timeZone, scope.locale)
  return {
    base,
    canWrite: mayWriteAlerts(scope),
    hasSite: sites.length > 0,
    alerts: alerts.map((alert) => {
      const last = firings.find(({ alertId }) => alertId === alert.id)
      return {
        id: alert.id,
        name: alert.name,
        domain: alert.domain,
        rule: ruleText(alert.rule, alert, scope.locale),
        state: stateOf(alert, last !== undefined && last.backAt === null),
        people: alert.members.length + alert.addresses.length,
        hasWebhook: alert.webhookUrl !== null,
        last: last ? when(last, alert) : null,
      }
    }),
    recent: firings.slice(0, 10).flatMap((firing) => {
      const alert = alerts.find(({ id }) => id === firing.alertId)
      return alert
        ? [
            {
              id: firing.id,
              alertId: alert.id,
              name: alert.name,
              when: when(firing, alert),
              text: seenText(firing.rule, firing.stretch, firing.seen, alert, scope.locale),
            },
          ]
        : []
    }),
  }
}

export default function AlertsPage() {
  const { base, canWrite, hasSite, alerts, recent } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const add =
    canWrite && hasSite ? (
      <LinkButton to={`${base}/alerts/new`} tone="main">
        {t.add}
      </LinkButton>
    ) : null
  if (alerts.length === 0)
    return (
      <Page title={t.title} lead={t.lead}>
        <Empty
          title={t.empty}
          text={hasSite ? t.emptyText : t.noSite}
          example={t.example}
          action={hasSite ? add : canWrite ? <LinkButton to={`${base}/sites`}>{t.toSites}</LinkButton> : null}
        />
      </Page>
    )
  return (
    <Page title={t.title} lead={t.lead} actions={add}>
      <Table
        caption={t.title}
        rows={alerts}
        rowKey={({ id }) => id}
        columns={[
          { key: 'name', label: t.name, cell: ({ id, name }) => <Link to={`${base}/alerts/${id}`}>{name}</Link> },
          {
            key: 'state',
            label: t.state,
            cell: ({ state }) => <Status tone={toneOf[state]}>{t.states[state]}</Status>,
          },
          { key: 'rule', label: t.rule, cell: ({ rule }) => rule },
          { key: 'site', label: t.site, cell: ({ domain }) => domain },
          {
            key: 'told',
            label: t.told,
            cell: ({ people, hasWebhook }) =>
              [t.people(people), hasWebhook ? t.webhook : ''].filter(Boolean).join(', ') || t.nobody,
          },
          { key: 'last', label: t.last, cell: ({ last }) => last ?? t.never },
        ]}
      />
      {recent.length > 0 ? (
        <section aria-labelledby="recent">
          <h2 id="recent">{t.recent}</h2>
          <ul className="alert-recent">
            {recent.map(({ id, alertId, name, text }) => (
              <li key={id}>
                <Link to={`${base}/alerts/${alertId}`}>{name}</Link>
                <span>{text}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </Page>
  )
}
