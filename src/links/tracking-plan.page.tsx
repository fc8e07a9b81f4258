import './links.css'
import { Link, useLoaderData } from 'react-router'
import { type PageArgs } from '../accounts/request.ts'
import { formatNumber } from '../i18n.ts'
import { mayWrite } from '../projects/kind.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { Figure, Figures } from '../ui/Figure.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status, type Tone } from '../ui/Status.tsx'
import { Table } from '../ui/Table.tsx'
import { spanOf, spans } from './click-facets.ts'
import { en } from './plan.en.ts'
import { fr } from './plan.fr.ts'
import { planOf } from './plan.store.ts'
import { plannedEvent } from './planned-events.ts'
import { en as statsEn } from './stats.en.ts'
import { fr as statsFr } from './stats.fr.ts'
import { type EventState, expectation, faultText } from './tracking-plan.ts'
import { placeOf } from '../projects/place.store.ts'

export async function loader(args: PageArgs) {
  const { scope, project, base } = await placeOf(args)
  const days = spanOf(new URL(args.request.url).searchParams.get('days'))
  const { check, facts, sites, small } = await planOf(scope, project, days)
  return {
    base,
    canWrite: mayWrite(scope, plannedEvent),
    days,
    spans,
    sites,
    events: check.events.map((event) => ({
      id: event.id,
      title: event.title,
      eventName: event.eventName,
      count: event.count,
      state: event.state,
      kpis: facts.get(event.id)?.kpis ?? '',
      page: facts.get(event.id)?.page ?? '',
      parameters: (event.state === 'unseen' ? [] : event.verdicts).map((verdict) => ({
        name: verdict.name,
        expected: verdict.declared ? expectation(verdict.declared, scope.locale) : '—',
        count: verdict.count,
        fault: faultText(verdict, scope.locale),
      })),
    })),
    undeclared: check.undeclared.slice(0, 100),
    hidden: check.hidden,
    small,
  }
}

const tones: Readonly<Record<EventState, Tone>> = { unseen: 'bad', faults: 'warn', fine: 'good' }

export default function TrackingPlanPage() {
  const data = useLoaderData<typeof loader>()
  const words = useWords({ fr, en })
  const t = words.check
  const stats = useWords({ fr: statsFr, en: statsEn })
  const locale = useLocale()
  const count = (n: number | null) => (n === null ? '—' : formatNumber(n, locale, 0))
  const having = (state: EventState) => count(data.events.filter((event) => event.state === state).length)
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        data.canWrite ? (
          <LinkButton to={`${data.base}/planned-events/new`} tone="main">
            {words.plannedEvent.add}
          </LinkButton>
        ) : null
      }
    >
      {data.sites.length === 0 ? (
        <Callout tone="warn" title={t.noSite} />
      ) : (
        <p className="note">
          {t.basis(data.sites.join(', '), data.days)}
          {data.small ? ` ${t.small[data.small.how](data.small.below)}` : ''}
          {data.hidden > 0 ? ` ${t.hidden(data.hidden)}` : ''}
        </p>
      )}
      <nav className="spans" aria-label={stats.span}>
        {data.spans.map((span) => (
          <Link key={span} to={`?days=${span}`} {...(span === data.days ? { 'aria-current': 'true' as const } : {})}>
            {stats.spanOf(span)}
          </Link>
        ))}
      </nav>
      <Figures label={t.summary}>
        <Figure label={t.declared} value={count(data.events.length)} />
        <Figure label={t.fine} value={having('fine')} />
        <Figure label={t.faults} value={having('faults')} />
        <Figure label={t.unseen} value={having('unseen')} />
        <Figure label={t.undeclared} value={count(data.undeclared.length)} definition={t.undeclaredLead} />
      </Figures>
      <Table
        caption={t.title}
        empty={t.empty}
        rows={data.events}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'event',
            label: t.event,
            cell: ({ id, title }) => <Link to={`${data.base}/planned-events/${id}`}>{title}</Link>,
          },
          { key: 'name', label: t.technical, cell: ({ eventName }) => <code>{eventName}</code> },
          {
            key: 'state',
            label: t.state,
            short: true,
            cell: ({ state }) => <Status tone={tones[state]}>{t.states[state]}</Status>,
          },
          { key: 'volume', label: t.volume, align: 'end', cell: (event) => count(event.count) },
          { key: 'page', label: t.page, cell: ({ page }) => page || '—' },
          {
            key: 'kpi',
            label: t.kpi,
            cell: ({ id, kpis }) => kpis || <Link to={`${data.base}/planned-events/${id}#thread`}>{t.kpiLink}</Link>,
          },
        ]}
        exports={['csv', 'xlsx', 'pdf'].map((format) => ({
          to: `${data.base}/tracking-plan/export?days=${data.days}&format=${format}`,
          label: `${t.export} (${format.toUpperCase()})`,
        }))}
      />
      {data.events
        .filter(({ parameters }) => parameters.length > 0)
        .map((event) => (
          <details key={event.id} open={event.state === 'faults'}>
            <summary>
              {t.parametersOf(event.title)} <Status tone={tones[event.state]}>{t.states[event.state]}</Status>
            </summary>
            <Table
              caption={t.parametersOf(event.title)}
              rows={event.parameters}
              rowKey={({ name }) => name}
              columns={[
                { key: 'name', label: t.parameter, cell: ({ name }) => <code>{name}</code> },
                { key: 'expected', label: t.expected, cell: ({ expected }) => expected },
                { key: 'volume', label: t.volume, align: 'end', cell: (row) => count(row.count) },
                {
                  key: 'fault',
                  label: t.fault,
                  cell: ({ fault }) =>
                    fault === '' ? <Status tone="good">{t.noFault}</Status> : <Status tone="warn">{fault}</Status>,
                },
              ]}
            />
          </details>
        ))}
      {data.undeclared.length > 0 ? (
        <section aria-labelledby="undeclared">
          <h2 id="undeclared">{t.undeclared}</h2>
          <p className="note">{t.undeclaredLead}</p>
          <Table
            caption={t.undeclared}
            rows={data.undeclared}
            rowKey={({ name }) => name}
            columns={[
              { key: 'name', label: t.technical, cell: ({ name }) => <code>{name}</code> },
              { key: 'volume', label: t.volume, align: 'end', cell: (row) => count(row.count) },
              ...(data.canWrite
                ? [
                    {
                      key: 'declare',
                      label: t.declare,
                      cell: ({ name }: { name: string }) => (
                        <Link
                          to={`${data.base}/planned-events/new?${new URLSearchParams({ eventName: name, state: 'inPlace', priority: 'should' })}`}
                        >
                          {t.declare}
                        </Link>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        </section>
      ) : null}
      <p>
        <Link to={`${data.base}/planned-events`}>{t.list}</Link> ·{' '}
        <Link to={`${data.base}/link-naming`}>{t.convention}</Link>
      </p>
    </Page>
  )
}
