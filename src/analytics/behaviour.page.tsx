import './audience.css'
import { useLoaderData } from 'react-router'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { notFound } from '../errors.ts'
import { formatDate, formatDay, formatDayYear, formatNumber, formatPercent } from '../i18n.ts'
import { dayIn } from '../period.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { change } from '../ratio.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { Empty } from '../ui/Empty.tsx'
import { Figure, Figures } from '../ui/Figure.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { AudienceNav } from './AudienceNav.tsx'
import { AudienceToolbar } from './AudienceToolbar.tsx'
import { sitesOf } from './analytics.store.ts'
import { viewOf } from './audience.ts'
import { en as audienceEn } from './audience.en.ts'
import { fr as audienceFr } from './audience.fr.ts'
import { figureText } from './behaviour-cell.ts'
import { behaviour } from './behaviour.store.ts'
import { type Figure as FigureShape, fewMeasures, reportAt, shapes } from './behaviour.ts'
import { BehaviourTable } from './BehaviourTable.tsx'
import { en } from './behaviour.en.ts'
import { fr } from './behaviour.fr.ts'

/** Pages of what visitors do: each is an address of `reportPaths`, the same for all but what it counts. */
export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const { pathname, searchParams } = new URL(args.request.url)
  const report = reportAt(pathname)
  if (!report) throw notFound()
  const base = `/w/${args.params['workspace']}/p/${project.slug}`
  const sites = await sitesOf(scope, { project: project.id })
  const site = sites.find((one) => one.domain === searchParams.get('site')) ?? sites[0]
  if (!site) return { kind: 'noSite' as const, base, report }
  const view = viewOf(searchParams, dayIn(site.timeZone, scope.now))
  return {
    kind: 'behaviour' as const,
    base,
    report,
    view,
    domain: site.domain,
    currency: site.currency,
    domains: sites.map((one) => one.domain),
    small: site.smallFigures ?? null,
    ...(await behaviour(scope, site, view, report)),
  }
}

type Data = Extract<Awaited<ReturnType<typeof loader>>, { kind: 'behaviour' }>

export default function BehaviourPage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const { noSite } = useWords({ fr: audienceFr, en: audienceEn })
  if (data.kind === 'behaviour') return <Shown data={data} />
  return (
    <Page title={t.reports[data.report].title}>
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

function Shown({ data }: { readonly data: Data }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const { report, view, domain, figures } = data
  const words = t.reports[report]
  const shape = shapes[report]
  const isEmpty = Object.values(figures).every((value) => value === 0 || value === null)
  const measured = Number(figures['measured'] ?? 0)
  return (
    <Page
      title={words.title}
      kicker={t.span(domain, formatDate(view.period.from, locale), formatDate(view.period.to, locale))}
      lead={words.lead}
      strip={<AudienceNav />}
      toolbar={<AudienceToolbar view={view} domains={data.domains} small={data.small} />}
    >
      {isEmpty && view.filters.length === 0 ? (
        <Empty
          title={t.nothing}
          text={words.empty}
          action={
            words.snippet === '' ? null : (
              <div className="empty-snippet">
                <pre className="snippet" tabIndex={0} role="group" aria-label={words.title}>
                  <code>{words.snippet}</code>
                </pre>
                <LinkButton to={`${data.base}/sites/${domain}/snippets`}>{t.snippets}</LinkButton>
              </div>
            )
          }
        />
      ) : (
        <>
          <Figures label={words.title}>
            {shape.figures.map((figure) => (
              <BehaviourFigure key={figure.key} figure={figure} data={data} />
            ))}
          </Figures>
          {report === 'vitals' && measured < fewMeasures ? (
            <Callout tone="warn" title={t.few(formatNumber(measured, locale, 0))} />
          ) : null}
          {t.notes[report] ? <p className="note">{t.notes[report]}</p> : null}
          {Object.keys(shape.tables).map((name) => (
            <BehaviourTable key={name} name={name} data={data} />
          ))}
        </>
      )}
    </Page>
  )
}

function BehaviourFigure({ figure, data }: { readonly figure: FigureShape; readonly data: Data }) {
  const t = useWords({ fr, en })
  const audience = useWords({ fr: audienceFr, en: audienceEn })
  const locale = useLocale()
  const { key, unit, better } = figure
  const number = (row: Data['before']) => (typeof row?.[key] === 'number' ? row[key] : null)
  const [value, before] = [number(data.figures), number(data.before)]
  const moved = change(value, before)
  const direction = moved === null || Math.abs(moved) < 0.0005 ? 'same' : moved > 0 ? 'up' : 'down'
  const tone = direction === 'same' || better === 'neither' ? 'neutral' : direction === better ? 'good' : 'warn'
  const text =
    moved === null
      ? t.noBefore
      : `${direction === 'same' ? '' : `${formatPercent(Math.abs(moved), locale)} `}${audience.percentChange[direction]}`
  const { compared, view } = data
  const isSameYear = compared?.from.slice(0, 4) === view.period.to.slice(0, 4)
  const day = isSameYear ? formatDay : formatDayYear
  return (
    <Figure
      label={t.figures[key] ?? key}
      value={figureText(value, unit, data.currency, locale)}
      reason={t.notMeasured}
      {...(t.definitions[key] ? { definition: t.definitions[key] } : {})}
      {...(compared
        ? {
            comparison: {
              text,
              with: audience.comparedSpan(day(compared.from, locale), day(compared.to, locale)),
              tone,
            },
          }
        : {})}
    />
  )
}
