import { mayRead, mayWrite } from '../projects/kind.ts'
import './swot.css'
import { Link, useLoaderData } from 'react-router'
import { type PageArgs, scopeOf } from '../accounts/request.ts'
import { notFound } from '../errors.ts'
import { formatDate } from '../i18n.ts'
import { listObjects } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { resultCounts } from '../projects/thread.store.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { en } from './insights.en.ts'
import { fr } from './insights.fr.ts'
import { type Box, type Insight, insight, swot } from './insights.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  if (!mayRead(scope, insight)) throw notFound()
  const [objects, counts] = await Promise.all([
    listObjects(scope, insight, project.id),
    resultCounts(scope, project.id),
  ])
  const lines = objects.map(({ id, title, values }) => {
    const { box, weight, source, sourceUrl, observedOn } = values as Insight
    return {
      id,
      title,
      box,
      weight,
      source,
      sourceUrl,
      observedOn,
      objectives: counts.get(id)?.['strategicObjective'] ?? 0,
    }
  })
  return {
    base: `/w/${args.params['workspace']}/p/${project.slug}`,
    matrix: swot(lines),
    count: lines.length,
    canWrite: mayWrite(scope, insight),
  }
}

type Data = Awaited<ReturnType<typeof loader>>
type Line = Data['matrix'][Box][number]

/** Rows of the matrix: what the company holds, then what surrounds it. */
const sides = [
  ['internal', ['strength', 'weakness']],
  ['external', ['opportunity', 'threat']],
] as const

export default function SwotPage() {
  const { base, matrix, count, canWrite } = useLoaderData<typeof loader>()
  const { swot: t, kind } = useWords({ fr, en })
  const list = <LinkButton to={`${base}/insights`}>{kind.many}</LinkButton>
  const add = canWrite ? (
    <LinkButton to={`${base}/insights/new`} tone="main">
      {kind.add}
    </LinkButton>
  ) : null
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        <>
          {list}
          {add}
        </>
      }
    >
      {count === 0 ? <Empty title={t.title} text={kind.purpose} example={kind.example} action={add} /> : null}
      <div className="swot">
        {sides.map(([side, boxes]) => (
          <div key={side} className="swot-side">
            <p className="swot-axis">{t[side]}</p>
            {boxes.map((box) => (
              <section key={box} className={`swot-box swot-${box}`} aria-labelledby={`swot-${box}`}>
                <header>
                  <h2 id={`swot-${box}`}>
                    {t.boxes[box]} <span className="count">{matrix[box].length}</span>
                  </h2>
                  {canWrite ? (
                    <Link to={`${base}/insights/new?box=${box}`} aria-label={t.add(kind.options.box[box])}>
                      + {t.addShort}
                    </Link>
                  ) : null}
                </header>
                {matrix[box].length === 0 ? <p className="quiet">{t.empty}</p> : null}
                <ul>
                  {matrix[box].map((line) => (
                    <SwotLine key={line.id} line={line} base={base} />
                  ))}
                </ul>
              </section>
            ))}
          </div>
        ))}
      </div>
    </Page>
  )
}

function SwotLine({ line, base }: { line: Line; base: string }) {
  const t = useWords({ fr, en }).swot
  const locale = useLocale()
  const date = line.observedOn ? formatDate(line.observedOn, locale) : null
  return (
    <li className="swot-line">
      <span className="weight" title={t.weight(line.weight)}>
        <span aria-hidden="true">
          {'●'.repeat(line.weight)}
          <i>{'●'.repeat(5 - line.weight)}</i>
        </span>
        <span className="sr-only">{t.weight(line.weight)}</span>
      </span>
      <div>
        <Link to={`${base}/insights/${line.id}`}>{line.title}</Link>
        <p className="quiet">
          {line.source === null ? (
            <strong className="gap">{t.unsourced}</strong>
          ) : line.sourceUrl ? (
            <a href={line.sourceUrl} rel="noreferrer">
              {line.source}
            </a>
          ) : (
            line.source
          )}
          {date ? <> · {date}</> : null} ·{' '}
          <span className={line.objectives === 0 ? 'gap' : ''}>{t.leads(line.objectives)}</span>
        </p>
      </div>
    </li>
  )
}
