import './audience.css'
import { useEffect, useState } from 'react'
import { Link, useLoaderData } from 'react-router'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { formatNumber } from '../i18n.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { BarChart } from '../ui/BarChart.tsx'
import { LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { Figure, Figures } from '../ui/Figure.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Table } from '../ui/Table.tsx'
import { AudienceNav } from './AudienceNav.tsx'
import { FileLinks } from './AudienceSection.tsx'
import { sitesOf } from './analytics.store.ts'
import { en as audienceEn } from './audience.en.ts'
import { fr as audienceFr } from './audience.fr.ts'
import { valueLabel } from './labels.ts'
import { type RealTime, realTime } from './real-time.store.ts'
import { en } from './real-time.en.ts'
import { fr } from './real-time.fr.ts'

/** Milliseconds between an answer and the next question: with the second an event takes to be stored, under two. */
const pause = 800
/** After an answer that did not come. */
const longPause = 5_000

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const base = `/w/${args.params['workspace']}/p/${project.slug}`
  const sites = await sitesOf(scope, { project: project.id })
  const asked = new URL(args.request.url).searchParams.get('site')
  const site = sites.find((one) => one.domain === asked) ?? sites[0]
  if (!site) return { kind: 'noSite' as const, base }
  return {
    kind: 'live' as const,
    base,
    domain: site.domain,
    domains: sites.map((one) => one.domain),
    live: await realTime(scope, site),
    below: site.smallFigures?.how === 'hide' ? site.smallFigures.below : null,
  }
}

type Data = Extract<Awaited<ReturnType<typeof loader>>, { kind: 'live' }>

export default function RealTimePage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const { noSite } = useWords({ fr: audienceFr, en: audienceEn })
  if (data.kind === 'live') return <Live key={data.domain} data={data} />
  return (
    <Page title={t.title}>
      <Empty
        title={noSite.title}
        text={noSite.text}
        action={
          <LinkButton to={`${data.base}/sites`} tone="main">
            {noSite.action}
          </LinkButton>
        }
      />
    </Page>
  )
}

function Live({ data }: { readonly data: Data }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const audience = useWords({ fr: audienceFr, en: audienceEn })
  const live = useLive(data.live, `${data.base}/audience/real-time/now?site=${encodeURIComponent(data.domain)}`)
  const count = (n: number) => formatNumber(n, locale, 0)
  const figure = (n: number | null) => (n === null ? null : count(n))
  const reason = data.below === null ? '' : audience.tooSmall(data.below)
  const files = (section: string, of: string) => (
    <FileLinks base={data.base} section={section} search={`?site=${encodeURIComponent(data.domain)}`} of={of} />
  )
  return (
    <Page
      title={t.title}
      kicker={data.domain}
      lead={t.lead}
      strip={<AudienceNav />}
      toolbar={
        data.domains.length > 1 ? (
          <nav aria-label={audience.site} className="segmented">
            {data.domains.map((domain) => (
              <Link
                key={domain}
                to={`?site=${encodeURIComponent(domain)}`}
                {...(domain === data.domain ? { 'aria-current': 'true' as const } : {})}
              >
                {domain}
              </Link>
            ))}
          </nav>
        ) : null
      }
    >
      <Figures label={t.title}>
        <Figure label={t.now} value={figure(live.now)} reason={reason} definition={audience.nowHelp} />
        <Figure label={t.visitors} value={figure(live.visitors)} reason={reason} definition={t.visitorsHelp} />
        <Figure label={t.pageviews} value={figure(live.pageviews)} reason={reason} definition={t.pageviewsHelp} />
      </Figures>
      <BarChart
        title={t.chart}
        xLabel={t.minute}
        labels={live.minutes.map(({ at }) => at)}
        series={[{ name: t.pageviews, values: live.minutes.map(({ pageviews }) => pageviews) }]}
        format={count}
        whole
      />
      {files('real-time', t.chart)}
      <div className="panels">
        {(['page', 'source', 'event', 'country'] as const).map((list) => (
          <section key={list} aria-label={t.lists[list]}>
            <Table
              caption={t.lists[list]}
              columns={[
                { key: 'name', label: t.names[list], cell: ({ name }) => valueLabel(list, name, audience, locale) },
                { key: 'count', label: t.counts[list], align: 'end', cell: (row) => count(row.count) },
              ]}
              rows={live.lists[list]}
              rowKey={({ name }) => name}
              empty={t.nothing}
            />
            {live.lists[list].length === 0 ? null : files(`real-time-${list}`, t.lists[list])}
          </section>
        ))}
      </div>
    </Page>
  )
}

/** What was served with the page, then what is there now, asked again while it is looked at. */
function useLive(served: RealTime, address: string): RealTime {
  const [asked, setAsked] = useState<RealTime | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    let timer = setTimeout(() => void ask(), pause)
    async function ask() {
      let next = pause
      try {
        if (document.visibilityState === 'visible') {
          const answer = await fetch(address, { headers: { accept: 'application/json' }, signal: stop.signal })
          if (answer.ok) setAsked((await answer.json()) as RealTime)
          else next = longPause
        }
      } catch {
        // Without a network what is shown stays, and the next question tries again.
        next = longPause
      }
      if (!stop.signal.aborted) timer = setTimeout(() => void ask(), next)
    }
    return () => {
      stop.abort()
      clearTimeout(timer)
    }
  }, [address])
  return asked ?? served
}
