import './thread-page.css'
import { Link, useLoaderData } from 'react-router'
import { type PageArgs, appOf, scopeOf } from '../accounts/request.ts'
import { notFound } from '../errors.ts'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { kindByPath, kindNamed, mayRead } from './kind.ts'
import { type ThreadBranch, threadBranches } from './object-thread.ts'
import { readObject } from './objects.store.ts'
import { projectBySlug } from './projects.store.ts'
import { en } from './projects.en.ts'
import { fr } from './projects.fr.ts'
import { fold } from './thread.ts'
import { linksAmong, walk } from './thread.store.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  const { catalog } = appOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  const kind = kindByPath(catalog, args.params['kind'] ?? '')
  if (!kind) throw notFound()
  const base = `/w/${args.params['workspace']}/p/${project.slug}`
  const id = args.params['id'] ?? ''
  const object = await readObject(scope, kind, project.id, id)
  const words = kind.words[scope.locale]
  const side = async (direction: 'before' | 'after') => {
    const steps = (await walk(scope, id, direction)).filter(({ kind: name }) => {
      const met = kindNamed(catalog, name)
      return met !== undefined && mayRead(scope, met)
    })
    const links = await linksAmong(scope, [id, ...steps.map((step) => step.id)])
    return {
      branches: threadBranches(scope, catalog, base, { id, kind }, direction, steps, links),
      counts: fold(steps).map(({ kind: name, objects }) => {
        const met = kindNamed(catalog, name)?.words[scope.locale]
        return { kind: name, label: (objects.length > 1 ? met?.many : met?.one) ?? name, count: objects.length }
      }),
    }
  }
  const [before, after] = await Promise.all([side('before'), side('after')])
  const here = `${base}/${kind.path}/${id}`
  return {
    here,
    listTo: `${base}/${kind.path}`,
    many: words.many,
    title: object.title,
    before,
    after,
    views: kind.views.map((view) => ({ to: `${here}/${view.path}`, label: view.words[scope.locale] })),
  }
}

type Data = Awaited<ReturnType<typeof loader>>

export default function ThreadPage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const tabs = [
    { to: data.here, label: t.object.details },
    { to: `${data.here}/thread`, label: t.thread.tab },
    ...data.views,
  ]
  return (
    <Page
      title={t.thread.title(data.title)}
      kicker={<Link to={data.listTo}>{data.many}</Link>}
      lead={t.thread.lead}
      toolbar={<Tabs label={data.title} tabs={tabs} />}
    >
      <div className="two-columns thread-tree">
        <Side side="before" data={data.before} here={data.here} title={t.object.comesFrom} empty={t.thread.noOrigin} />
        <Side side="after" data={data.after} here={data.here} title={t.object.restsOn} empty={t.thread.noResult} />
      </div>
    </Page>
  )
}

function Side({
  side,
  data,
  here,
  title,
  empty,
}: {
  side: 'before' | 'after'
  data: Data['before']
  here: string
  title: string
  empty: string
}) {
  const t = useWords({ fr, en }).thread
  return (
    <section aria-labelledby={side}>
      <h2 id={side}>{title}</h2>
      {data.branches.length === 0 ? (
        <p>
          {empty} <Link to={`${here}#thread`}>{t.linkHere}</Link>
        </p>
      ) : (
        <>
          <ul className="inline-list quiet">
            {data.counts.map(({ kind, label, count }) => (
              <li key={kind} id={`${side}-${kind}`}>
                {count} {label.toLocaleLowerCase()}
              </li>
            ))}
          </ul>
          <Branches branches={data.branches} side={side} isTop />
        </>
      )}
    </section>
  )
}

/** Branches of one object shown at once; the others are one press away. */
const shown = 8

function Branches({
  branches,
  side,
  isTop,
}: {
  branches: readonly ThreadBranch[]
  side: 'before' | 'after'
  isTop?: boolean
}) {
  const t = useWords({ fr, en }).thread
  if (branches.length === 0) return null
  const item = (branch: ThreadBranch) => <Item key={branch.id} branch={branch} side={side} />
  const rest = branches.slice(shown)
  return (
    <>
      <ul className={isTop ? 'branches is-top' : 'branches'}>{branches.slice(0, shown).map(item)}</ul>
      {rest.length > 0 ? (
        <details>
          <summary>{t.more(rest.length)}</summary>
          <ul className="branches">{rest.map(item)}</ul>
        </details>
      ) : null}
    </>
  )
}

function Item({ branch, side }: { branch: ThreadBranch; side: 'before' | 'after' }) {
  const t = useWords({ fr, en })
  return (
    <li>
      <span className="thread-label">{branch.kindLabel}</span>
      <Link to={branch.to}>{branch.title}</Link>
      {branch.again ? <span className="quiet"> ({t.thread.again})</span> : null}
      {branch.gaps.length > 0 ? (
        <ul className="branch-gaps">
          {branch.gaps.map((gap) => (
            <li key={gap.to}>
              <Link to={gap.to}>
                <span aria-hidden="true">+ </span>
                {t.object.gap(gap.label)}
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
      <Branches branches={branch.beyond} side={side} />
    </li>
  )
}
