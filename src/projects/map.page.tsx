import { Link, useLoaderData } from 'react-router'
import { appOf, type PageArgs, scopeOf } from '../accounts/request.ts'
import type { Words } from '../errors.ts'
import { type Locale, formatDate, midSentence } from '../i18n.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useLocale, useWords, useColon } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import type { FileObject } from './coverage.ts'
import { projectFile } from './file.store.ts'
import { competencies, framework } from './framework.ts'
import { type KindWords, kindNamed, mayRead, mayWrite } from './kind.ts'
import { mapOf } from './map.ts'
import { projectBySlug } from './projects.store.ts'
import { Story, type ToldStep } from './Story.tsx'
import { type StoryStep, storyOf } from './story.ts'
import { en } from './projects.en.ts'
import { fr } from './projects.fr.ts'

/** Rules shown in a row; the coverage page has them all. */
const shownRules = 3

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  const { catalog } = appOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  const base = `/w/${args.params['workspace']}/p/${project.slug}`
  const kinds = catalog.kinds.filter((kind) => mayRead(scope, kind))
  const file = await projectFile(scope, catalog, project)
  // A guest sees what exists among the kinds open to him, and not what the team still has to mend.
  const rules = scope.role === 'guest' ? [] : catalog.rules
  const states = mapOf(kinds, rules, file, scope.now)
  return {
    base,
    name: project.name,
    company: project.company,
    positioning: project.positioning,
    objects: file.objects.length,
    links: file.links.length,
    first: kinds.flatMap((kind) =>
      mayWrite(scope, kind) ? [{ to: `${base}/${kind.path}/new`, label: kind.words[scope.locale].add }] : [],
    )[0],
    story: toldSteps(storyOf(file)),
    stages: threadStages(file.objects),
    competencies: states.map((state) => ({
      code: state.code,
      rules: state.rules,
      changed: state.changed,
      present: state.present.flatMap(({ kind: name, count }) => {
        const kind = kindNamed(catalog, name)
        if (!kind) return []
        const words = kind.words[scope.locale]
        return [{ to: `${base}/${kind.path}`, label: count > 1 ? words.many : words.one, count }]
      }),
      missing: state.missing.slice(0, shownRules).map(({ rule, findings }) => ({
        id: rule.id,
        to: findings.length === 1 && findings[0] ? `${base}/${findings[0].mend.to}` : `${base}/coverage#${rule.id}`,
        sentence: findings.length === 1 ? (findings[0]?.sentence[scope.locale] ?? '') : rule.words[scope.locale],
        count: findings.length,
      })),
      missingMore: Math.max(0, state.missing.length - shownRules),
      findings: state.missing.reduce((sum, { findings }) => sum + findings.length, 0),
      late: state.late.map(({ object, since }) => ({
        to: `${base}/${kindNamed(catalog, object.kind)?.path ?? ''}/${object.id}`,
        title: object.title,
        since,
      })),
    })),
  }

  function toldSteps(steps: readonly StoryStep[]): ToldStep[] {
    return steps.map(({ stage, objects }) => ({
      stage,
      objects: objects.flatMap((object) => {
        const kind = kindNamed(catalog, object.kind)
        if (!kind) return []
        const words = kind.words[scope.locale]
        return [
          {
            to: `${base}/${kind.path}/${object.id}`,
            kind: words.one,
            title: object.title,
            standing: standingOf(object, words, scope.locale),
          },
        ]
      }),
    }))
  }

  function threadStages(objects: readonly { kind: string }[]) {
    return catalog.kinds
      .filter((kind) => mayRead(scope, kind))
      .map((kind) => ({
        stage: kind.stage,
        to: `${base}/${kind.path}`,
        label: kind.words[scope.locale].many,
        count: objects.filter((object) => object.kind === kind.name).length,
      }))
  }
}

/** What a KPI's figure says, and where a recommendation stands. */
function standingOf({ kind, state, derived }: FileObject, words: KindWords, locale: Locale): Standing {
  const sentence = derived['sentence'] as Words | undefined
  const isOff = derived['state'] === 'offTarget' || derived['state'] === 'missed'
  if (sentence) return { tone: isOff ? 'bad' : derived['state'] === 'watch' ? 'warn' : 'good', text: sentence[locale] }
  const text = kind === 'recommendation' && state !== null ? words.options?.['state']?.[state] : undefined
  return text === undefined ? null : { tone: state === 'submitted' ? 'warn' : 'neutral', text }
}
type Standing = ToldStep['objects'][number]['standing']

type Data = Awaited<ReturnType<typeof loader>>
type State = Data['competencies'][number]

export default function MapPage() {
  const data = useLoaderData<typeof loader>()
  const words = useWords({ fr, en })
  const t = words.map
  return (
    <Page title={data.name} kicker={data.company} lead={data.positioning ?? t.lead}>
      {data.objects === 0 ? (
        <Empty
          title={t.start}
          text={t.startText}
          action={
            data.first ? (
              <LinkButton to={data.first.to} tone="main">
                {data.first.label}
              </LinkButton>
            ) : null
          }
        />
      ) : null}
      <section className="thread-overview" aria-labelledby="thread-title">
        <h2 id="thread-title">{t.threadTitle}</h2>
        <p>
          {t.threadLead} <span className="quiet">{`${t.objects(data.objects)}, ${t.links(data.links)}.`}</span>
        </p>
        <ol className="thread-stages">
          {(['understand', 'decide', 'produce', 'measure', 'recommend'] as const).map((stage) => (
            <li key={stage}>
              <h3>{words.stages[stage]}</h3>
              <ul>
                {data.stages
                  .filter((kind) => kind.stage === stage)
                  .map((kind) => (
                    <li key={kind.to} className={kind.count === 0 ? 'none' : undefined}>
                      <Link to={kind.to}>
                        {kind.label} <span className="count">{kind.count}</span>
                      </Link>
                    </li>
                  ))}
              </ul>
            </li>
          ))}
        </ol>
      </section>
      <Story steps={data.story} />
      <header>
        <h2>{t.title}</h2>
        <p className="quiet">{t.lead}</p>
      </header>
      {framework.blocks.map((block) => (
        <section key={block.code} className="map-block" aria-labelledby={`block-${block.code}`}>
          <h3 id={`block-${block.code}`} lang="fr">
            <span className="code">{block.code}</span> {block.title}
          </h3>
          <ul className="map-rows">
            {data.competencies
              .filter((state) => competencies.find(({ code }) => code === state.code)?.block === block.code)
              .map((state) => (
                <Competency key={state.code} state={state} base={data.base} />
              ))}
          </ul>
        </section>
      ))}
    </Page>
  )
}

function Competency({ state, base }: { state: State; base: string }) {
  const t = useWords({ fr, en }).map
  const competency = competencies.find(({ code }) => code === state.code)
  return (
    <li className="map-row" id={state.code}>
      <header>
        <h4 lang="fr">
          <span className="code">{state.code}</span> {competency?.activity}
        </h4>
        <p className="map-verdict">
          <Verdict state={state} />
          {state.changed > 0 ? <span className="quiet">{t.changed(state.changed)}</span> : null}
        </p>
        <details>
          <summary>{t.framework}</summary>
          <p lang="fr">{competency?.text}</p>
          {competency?.criteria.length === 0 ? <p>{t.noCriterion}</p> : null}
          {competency?.criteria.map((criterion) => (
            <p key={criterion.code} lang="fr">
              <span className="code">{criterion.code}</span> {criterion.text}
            </p>
          ))}
        </details>
      </header>
      {state.present.length + state.missing.length + state.late.length > 0 ? <Facts state={state} base={base} /> : null}
    </li>
  )
}

/** What is there on one side; on the other, what is missing and what is late. */
function Facts({ state, base }: { state: State; base: string }) {
  const t = useWords({ fr, en }).map
  const locale = useLocale()
  return (
    <dl>
      {state.present.length > 0 ? (
        <div className="map-present">
          <dt>{t.present}</dt>
          <dd>
            <ul>
              {state.present.map((kind) => (
                <li key={kind.to}>
                  <Link to={kind.to}>
                    {kind.count} {midSentence(kind.label, locale)}
                  </Link>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      ) : null}
      {state.late.length > 0 ? (
        <div className="map-gaps">
          <dt>{t.late}</dt>
          <dd>
            <ul>
              {state.late.slice(0, 3).map((late) => (
                <li key={late.to}>
                  <Link to={late.to}>{t.lateOn(late.title, formatDate(late.since, locale))}</Link>
                </li>
              ))}
              {state.late.length > 3 ? <li>{t.more(state.late.length - 3)}</li> : null}
            </ul>
          </dd>
        </div>
      ) : null}
      {state.missing.length > 0 ? (
        <div className="map-gaps">
          <dt>{t.missing}</dt>
          <dd>
            <ul>
              {state.missing.map((rule) => (
                <li key={rule.id}>
                  <Link to={rule.to}>{rule.sentence}</Link>
                  {rule.count > 1 ? <span className="count"> × {rule.count}</span> : null}
                </li>
              ))}
              {state.missingMore > 0 ? (
                <li>
                  <Link to={`${base}/coverage#${state.code}`}>{t.more(state.missingMore)}</Link>
                </li>
              ) : null}
            </ul>
          </dd>
        </div>
      ) : null}
    </dl>
  )
}

/** In one sign and a few words: late, to mend, nothing yet, or nothing missing. */
function Verdict({ state }: { state: State }) {
  const colon = useColon()
  const t = useWords({ fr, en }).map
  if (state.late.length > 0) return <Status tone="bad">{`${t.late}${colon}${state.late.length}`}</Status>
  if (state.findings > 0) return <Status tone="warn">{t.findings(state.findings)}</Status>
  if (state.present.length === 0) return <Status tone="neutral">{t.nothing}</Status>
  if (state.rules === 0) return <Status tone="neutral">{t.noRule}</Status>
  return <Status tone="good">{t.complete}</Status>
}
