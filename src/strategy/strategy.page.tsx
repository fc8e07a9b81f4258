import { mayRead, mayWrite } from '../projects/kind.ts'
import './strategy.css'
import { Link, useLoaderData } from 'react-router'
import { type PageArgs, scopeOf } from '../accounts/request.ts'
import { notFound } from '../errors.ts'
import { formatDate, formatNumber } from '../i18n.ts'
import { listObjects } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { linksOf, resultCounts } from '../projects/thread.store.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { en as mapEn } from './map.en.ts'
import { fr as mapFr } from './map.fr.ts'
import { strategyMap } from './map.ts'
import { en as kindsEn } from './strategy.en.ts'
import { fr as kindsFr } from './strategy.fr.ts'
import { aim, strategicObjective } from './strategy.ts'

const words = { fr: { map: mapFr, kinds: kindsFr }, en: { map: mapEn, kinds: kindsEn } }

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  if (!mayRead(scope, strategicObjective)) throw notFound()
  const [aims, objectives, links, counts] = await Promise.all([
    listObjects(scope, aim, project.id, { sort: { field: 'title', descending: false } }),
    listObjects(scope, strategicObjective, project.id),
    linksOf(scope, project.id),
    resultCounts(scope, project.id),
  ])
  return {
    base: `/w/${args.params['workspace']}/p/${project.slug}`,
    map: strategyMap(aims, objectives, links, project.endsOn),
    counts: Object.fromEntries(
      objectives.map(({ id }) => {
        const { action = 0, kpi = 0, budgetLine = 0 } = counts.get(id) ?? {}
        return [id, { action, kpi, budgetLine }]
      }),
    ),
    mayAddAim: mayWrite(scope, aim),
    mayAddObjective: mayWrite(scope, strategicObjective),
  }
}

type Data = Awaited<ReturnType<typeof loader>>
type Mapped = Data['map']['unattached'][number]

export default function StrategyPage() {
  const { base, map, counts, mayAddAim, mayAddObjective } = useLoaderData<typeof loader>()
  const { map: t, kinds } = useWords(words)
  const addAim = mayAddAim ? <LinkButton to={`${base}/aims/new`}>{t.addAim}</LinkButton> : null
  const addObjective = mayAddObjective ? (
    <LinkButton to={`${base}/objectives/new`} tone="main">
      {t.addObjective}
    </LinkButton>
  ) : null
  const list = (objectives: readonly Mapped[]) => (
    <ul className="objectives">
      {objectives.map((mapped) => (
        <Objective key={mapped.id} mapped={mapped} base={base} counts={counts[mapped.id] ?? {}} />
      ))}
    </ul>
  )
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        <>
          {addAim}
          {addObjective}
        </>
      }
    >
      {map.objectives === 0 ? (
        <Empty
          title={t.emptyTitle}
          text={kinds.strategicObjective.purpose}
          example={kinds.strategicObjective.example}
          action={addObjective}
        />
      ) : (
        <p className="strategy-total">{t.total(map.whole, map.objectives)}</p>
      )}
      {map.aims.map((each) => (
        <section key={each.id} className="strategy-aim" aria-labelledby={`aim-${each.id}`}>
          <header>
            <p className="quiet kicker">{kinds.aim.one}</p>
            <h2 id={`aim-${each.id}`}>
              <Link to={`${base}/aims/${each.id}`}>{each.title}</Link>
            </h2>
          </header>
          {each.objectives.length === 0 ? <p className="gap">{t.noObjective}</p> : list(each.objectives)}
          {mayAddObjective ? <Link to={`${base}/objectives/new?from=${each.id}`}>+ {t.forThisAim}</Link> : null}
        </section>
      ))}
      {map.unattached.length > 0 ? (
        <section className="strategy-aim unattached" aria-labelledby="unattached">
          <header>
            <h2 id="unattached">{t.unattached}</h2>
            <p className="quiet">{t.unattachedLead}</p>
          </header>
          {list(map.unattached)}
        </section>
      ) : null}
    </Page>
  )
}

function Objective({ mapped, base, counts }: { mapped: Mapped; base: string; counts: Record<string, number> }) {
  const { map: t, kinds } = useWords(words)
  const locale = useLocale()
  const { objective } = mapped
  const here = `${base}/objectives/${mapped.id}`
  const missing = mapped.smart.flatMap(({ reasons }) => reasons)
  const amount = (n: number) => `${formatNumber(n, locale)}${objective.unit ? ` ${objective.unit}` : ''}`
  return (
    <li className="objective">
      <div className="objective-head">
        <h3>
          <Link to={here}>{objective.title}</Link>
        </h3>
        <p className="quiet">
          {kinds.strategicObjective.options.nature[objective.nature]}
          {objective.measure ? ` · ${objective.measure}` : ''} ·{' '}
          {objective.target === null ? (
            <span className="gap">{t.noTarget}</span>
          ) : (
            <>
              {objective.baseline === null ? null : `${t.from} ${amount(objective.baseline)} `}
              {t.to} <strong>{amount(objective.target)}</strong>
            </>
          )}{' '}
          {objective.dueOn === null ? (
            <span className="gap">{t.noDue}</span>
          ) : (
            `${t.due} ${formatDate(objective.dueOn, locale)}`
          )}
          {objective.owner ? ` · ${objective.owner}` : ''}
        </p>
        <p className="quiet">
          {(['action', 'kpi', 'budgetLine'] as const).map((kind, i) => (
            <span key={kind} className={counts[kind] ? '' : 'gap'}>
              {i > 0 ? ' · ' : ''}
              {t.rests[kind](counts[kind] ?? 0)}
            </span>
          ))}
        </p>
      </div>
      <ul className="smart" aria-label={`SMART ${t.held(mapped.held)}`}>
        {mapped.smart.map(({ facet, reasons }) => (
          <li key={facet} className={reasons.length === 0 ? 'holds' : 'lacks'}>
            <span aria-hidden="true">{reasons.length === 0 ? '✓' : '✗'}</span> {t.facets[facet]}
            <span className="sr-only"> ({reasons.length === 0 ? t.holds : t.lacks})</span>
          </li>
        ))}
      </ul>
      {missing.length > 0 ? (
        <ul className="reasons">
          {missing.map((reason) => (
            <li key={reason}>{t.reasons[reason]}</li>
          ))}
          <li>
            <Link to={here}>{t.mend}</Link>
          </li>
        </ul>
      ) : null}
    </li>
  )
}
