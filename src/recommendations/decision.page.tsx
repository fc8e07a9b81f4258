import { mayWrite } from '../projects/kind.ts'
import { textOf } from '../accounts/form.ts'
import { Form, Link, useActionData, useLoaderData } from 'react-router'
import { appOf, type PageArgs, scopeOf } from '../accounts/request.ts'
import { isAppError, forbidden } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatInstant } from '../i18n.ts'
import { readObject } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { fieldText, problemTexts } from '../projects/show.ts'
import { walk } from '../projects/thread.store.ts'
import { deviation } from '../kpis/kpi-kinds.ts'
import { kpi } from '../kpis/kpis.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { ChoiceField, LongTextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { decide, listDecisions, mayDecide, submitRecommendation } from './decisions.store.ts'
import { type Outcome, outcomes } from './outcomes.ts'
import { recommendation } from './recommendations.ts'
import { en } from './recommendations.en.ts'
import { fr } from './recommendations.fr.ts'

async function place(args: PageArgs) {
  const scope = await scopeOf(args)
  if (scope.role === 'guest') throw forbidden()
  const project = await projectBySlug(scope, args.params['project'])
  const id = args.params['id'] ?? ''
  const base = `/w/${args.params['workspace']}/p/${project.slug}`
  return { scope, project, id, base, here: `${base}/recommendations/${id}/decision` }
}

export async function loader(args: PageArgs) {
  const { scope, project, id, base } = await place(args)
  const advice = await readObject(scope, recommendation, project.id, id)
  const [taken, before] = await Promise.all([listDecisions(scope, project.id, id), walk(scope, id, 'before', 1)])
  // Drawn from a deviation, it answers the KPI that deviates.
  const deviating = before.filter(({ kind }) => kind === deviation.name)
  const behind = await Promise.all(deviating.map((one) => walk(scope, one.id, 'before', 1)))
  const origins = [...new Map([...before, ...behind.flat()].map((step) => [step.id, step])).values()]
  const words = recommendation.words[scope.locale]
  const manner = { locale: scope.locale, currency: project.currency, timeZone: project.timeZone }
  const shown = [
    'finding',
    'cause',
    'actionProposed',
    'costCents',
    'expectedEffect',
    'indicator',
    'owner',
    'dueOn',
  ] as const
  return {
    decisionId: crypto.randomUUID(),
    base,
    id,
    title: advice.title,
    state: advice.state ?? 'draft',
    stateLabel: words.options?.['state']?.[advice.state ?? 'draft'] ?? '',
    grounds: shown.map((name) => ({
      label: words.fields[name]?.label ?? name,
      text: fieldText(name, recommendation.fields[name].spec, advice.values[name], words, manner) || '—',
    })),
    kpis: origins
      .filter((step) => step.kind === kpi.name)
      .map((step) => ({ title: step.title, to: `${base}/${kpi.path}/${step.id}/follow-up` })),
    decisions: taken.map(({ decidedAt, actionId, ...decision }) => ({
      ...decision,
      at: formatInstant(decidedAt, project.timeZone, scope.locale),
      actionTo: actionId ? `${base}/actions/${actionId}` : null,
    })),
    mayDecide: mayDecide(scope),
    maySubmit: mayWrite(scope, recommendation),
  }
}

export async function action(args: PageArgs) {
  const { scope, project, id, here } = await place(args)
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale].decision
  const text = (name: string) => textOf(form, name)
  if (text('intent') === 'submit') {
    await submitRecommendation(scope, project, id)
    return redirectSaying(here, { text: t.submitted, tone: 'good' })
  }
  try {
    const decision = await decide(scope, appOf(args).catalog.kinds, project, id, {
      decisionId: text('decisionId'),
      outcome: text('outcome'),
      note: text('note'),
    })
    return redirectSaying(here, { text: decision.actionId ? t.actionMade : t.decided, tone: 'good' })
  } catch (error) {
    if (!isAppError(error) || (error.status !== 422 && error.status !== 409)) throw error
    const problems =
      error.status === 409 ? { outcome: error.words[scope.locale] } : problemTexts(error.fields, scope.locale)
    return Response.json({ problems, note: text('note'), outcome: text('outcome') } satisfies Refused, {
      status: error.status,
    })
  }
}

interface Refused {
  readonly problems: Record<string, string>
  readonly note: string
  readonly outcome: string
}

const tones = { approved: 'good', refused: 'bad', postponed: 'warn', submitted: 'warn', draft: 'neutral' } as const
const toneOf = (state: string) => tones[state as keyof typeof tones] ?? 'neutral'

export default function DecisionPage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const object = `${data.base}/recommendations/${data.id}`
  return (
    <Page
      title={data.title}
      kicker={<Link to={`${data.base}/recommendations`}>{t.kind.many}</Link>}
      lead={t.decision.lead}
      actions={<LinkButton to={`${data.base}/decisions`}>{t.decision.queue}</LinkButton>}
      toolbar={
        <Tabs
          label={data.title}
          tabs={[
            { to: object, label: t.kind.one },
            { to: `${object}/decision`, label: t.decision.title },
          ]}
        />
      }
    >
      <p>
        <Status tone={toneOf(data.state)}>{data.stateLabel}</Status>
      </p>
      <section aria-labelledby="grounds">
        <h2 id="grounds">{t.decision.grounds}</h2>
        {data.kpis.length === 0 ? (
          <Callout tone="warn" title={t.decision.kpi}>
            {t.decision.noKpi}
          </Callout>
        ) : null}
        <dl className="facts">
          {data.kpis.length > 0 ? (
            <div>
              <dt>{t.decision.kpi}</dt>
              <dd>
                {data.kpis.map((one) => (
                  <Link key={one.to} to={one.to}>
                    {one.title}
                  </Link>
                ))}
              </dd>
            </div>
          ) : null}
          {data.grounds.map(({ label, text }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className="pre-line">{text}</dd>
            </div>
          ))}
        </dl>
      </section>
      <Ask />
      <section aria-labelledby="taken">
        <h2 id="taken">{t.decision.history}</h2>
        {data.decisions.length === 0 ? <p className="quiet">{t.decision.none}</p> : null}
        <ol className="decisions">
          {data.decisions.map((decision) => (
            <li key={decision.id}>
              <Status tone={toneOf(decision.outcome)}>{t.decision.decidedAs[decision.outcome]}</Status>{' '}
              {t.decision.by(decision.authorName, decision.at)}
              {decision.note ? <p className="pre-line">{decision.note}</p> : null}
              {decision.actionTo ? <Link to={decision.actionTo}>{t.decision.action}</Link> : null}
            </li>
          ))}
        </ol>
      </section>
    </Page>
  )
}

/** What this reader may do now: submit, decide, or wait. */
function Ask() {
  const data = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en }).decision
  if (data.state === 'approved') return <p className="quiet">{t.already}</p>
  return (
    <>
      {data.maySubmit && data.state !== 'submitted' ? (
        <Form method="post">
          <input type="hidden" name="intent" value="submit" />
          <p>{t.submitHelp}</p>
          <Button type="submit" tone={data.mayDecide ? 'plain' : 'main'}>
            {t.submit}
          </Button>
        </Form>
      ) : null}
      {data.mayDecide ? (
        <Form method="post">
          <input type="hidden" name="intent" value="decide" />
          <input type="hidden" name="decisionId" value={data.decisionId} />
          <ChoiceField
            name="outcome"
            label={t.outcome}
            required
            defaultValue={refused?.outcome ?? ''}
            options={outcomes.map((value: Outcome) => ({ value, label: t.outcomes[value] }))}
            {...(refused?.problems['outcome'] ? { error: refused.problems['outcome'] } : {})}
          />
          <LongTextField
            name="note"
            label={t.note}
            help={t.noteHelp}
            defaultValue={refused?.note ?? ''}
            {...(refused?.problems['note'] ? { error: refused.problems['note'] } : {})}
          />
          <Button type="submit" tone="main">
            {t.decide}
          </Button>
        </Form>
      ) : (
        <p className="quiet">{data.state === 'submitted' ? t.waiting : t.notSubmitted}</p>
      )}
    </>
  )
}
