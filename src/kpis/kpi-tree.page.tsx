import './kpis.css'
import { Link, useLoaderData } from 'react-router'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { mayWrite } from '../projects/kind.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { strategicObjective } from '../strategy/strategy.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { KpiTabs } from './KpiTabs.tsx'
import { en as kpisEn } from './kpis.en.ts'
import { fr as kpisFr } from './kpis.fr.ts'
import { kpi } from './kpis.ts'
import { toneOf } from './show.ts'
import { type KpiState, byUrgency } from './status.ts'
import { en } from './tree.en.ts'
import { fr } from './tree.fr.ts'
import { readTree } from './tree.store.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const { tree, natures, paths } = await readTree(scope, project)
  return {
    base: `/w/${args.params['workspace']}/p/${project.slug}`,
    canWrite: mayWrite(scope, kpi),
    canAim: mayWrite(scope, strategicObjective),
    tree,
    natures,
    paths,
  }
}

type Data = Awaited<ReturnType<typeof loader>>
type Node = Data['tree']['objectives'][number]

export default function KpiTreePage() {
  const { base, canAim, tree, natures } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const addObjective = canAim ? (
    <LinkButton to={`${base}/objectives/new`} tone="main">
      {t.addObjective}
    </LinkButton>
  ) : null
  const toolbar = <KpiTabs base={base} />
  if (tree.objectives.length + tree.loose.length === 0)
    return (
      <Page title={t.title} toolbar={toolbar}>
        <Empty title={t.title} text={t.empty} action={addObjective} />
      </Page>
    )
  const total = natures.aim + natures.alert + natures.anticipation
  return (
    <Page title={t.title} lead={t.lead} toolbar={toolbar}>
      {total > 0 ? (
        <p>
          <strong>{t.natures}</strong> {t.natureLine(natures.aim, natures.alert, natures.anticipation)}{' '}
          {natures.alert === 0 ? <span className="gap">{t.noAlert}</span> : null}{' '}
          {natures.anticipation === 0 ? <span className="gap">{t.noAnticipation}</span> : null}
        </p>
      ) : null}
      {tree.objectives.length > 0 ? <Branches nodes={tree.objectives} level={2} /> : null}
      {tree.loose.length > 0 ? (
        <section aria-labelledby="loose">
          <h2 id="loose">{t.loose}</h2>
          <p className="quiet">{t.looseLead}</p>
          <Branches nodes={tree.loose} level={3} />
        </section>
      ) : null}
    </Page>
  )
}

function Branches({ nodes, level }: { readonly nodes: readonly Node[]; readonly level: number }) {
  return (
    <ul className="kpi-tree">
      {nodes.map((node) => (
        <li key={node.object.id}>
          <Branch node={node} level={level} />
        </li>
      ))}
    </ul>
  )
}

function Branch({ node, level }: { readonly node: Node; readonly level: number }) {
  const { base, canWrite, paths } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const locale = useLocale()
  const states = useWords({ fr: kpisFr, en: kpisEn })
  const { object, state, counts, children, missing } = node
  const isKpi = object.kind === 'kpi'
  const here = `${base}/${paths[object.kind]}/${object.id}`
  const Heading = level === 2 ? 'h2' : level === 3 ? 'h3' : 'h4'
  return (
    <div className={`kpi-node kpi-node-${object.kind}`}>
      <p className="kicker">
        {t.kinds[object.kind as keyof typeof t.kinds]}
        {object.nature ? ` · ${states.kpi.options.nature[object.nature]}` : ''}
      </p>
      <div className="kpi-node-head">
        <Heading>
          <Link to={isKpi ? `${here}/follow-up` : here}>{object.title}</Link>
        </Heading>
        {state ? <Status tone={toneOf(state)}>{isKpi ? states.states[state] : t.under(told(counts))}</Status> : null}
      </div>
      {object.status ? <p className="quiet">{object.status.sentence[locale]}</p> : null}
      {missing ? (
        <p className="gap">
          {t.missing[missing]}{' '}
          {canWrite ? (
            <>
              {missing === 'digitalObjective' ? (
                <Link to={`${base}/digital-objectives/new?from=${object.id}`}>{t.addDigital}</Link>
              ) : null}{' '}
              <Link to={`${base}/kpis/new?from=${object.id}`}>{t.addKpi}</Link>
            </>
          ) : null}
        </p>
      ) : null}
      <Smart object={object} here={here} />
      {children.length > 0 ? <Branches nodes={children} level={level + 1} /> : null}
    </div>
  )

  function told(of: Node['counts']): string[] {
    return byUrgency.flatMap((one: KpiState) => {
      const n = of[one]
      return n ? [states.board.counted[one](n)] : []
    })
  }
}

function Smart({ object, here }: { readonly object: Node['object']; readonly here: string }) {
  const { canWrite } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const { held = 0, lacks = [] } = object
  const sentences: Readonly<Record<string, string>> =
    object.kind === 'strategicObjective' ? t.objectiveReasons : t.reasons
  if (lacks.length === 0)
    return (
      <p className="kpi-smart">
        <span aria-hidden="true">✓</span> {t.smart(held)}
      </p>
    )
  return (
    <details className="kpi-smart">
      <summary>{t.smart(held)}</summary>
      <ul>
        {lacks.map(({ facet, reason, field }) => (
          <li key={`${facet} ${reason}`}>
            <strong>{t.facets[facet]}</strong> {sentences[reason]}{' '}
            {canWrite ? (
              <Link
                to={`${here}#${field === 'thread' ? 'thread' : `field-${field}`}`}
                aria-label={t.mendField(sentences[reason] ?? '')}
              >
                {t.mend}
              </Link>
            ) : null}
          </li>
        ))}
      </ul>
    </details>
  )
}
