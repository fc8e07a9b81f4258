import './asking.css'
import { Link, redirect, useActionData, useLoaderData } from 'react-router'
import { textOf } from '../accounts/form.ts'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { badRequest } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatNumber, formatPercent } from '../i18n.ts'
import { BarChart } from '../ui/BarChart.tsx'
import { Callout } from '../ui/Callout.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { AudienceSection, FileLinks } from './AudienceSection.tsx'
import { FunnelForm } from './FunnelForm.tsx'
import { FunnelGroups, FunnelSteps } from './FunnelTables.tsx'
import { SavedQuestions } from './SavedQuestions.tsx'
import { addressOf } from './audience.ts'
import { askCutFunnel } from './funnel.store.ts'
import { funnelEntries, funnelOf, stepsOfForm, withinMode } from './funnel.ts'
import { stepText } from './funnel-sheet.ts'
import { en } from './funnels.en.ts'
import { fr } from './funnels.fr.ts'
import { goalNames } from './goals.ts'
import { keepFromForm, type Unkept } from './kept.page.ts'
import { forgetQuestion, mayKeep, savedQuestions } from './saved.store.ts'
import { sectionOf } from './section.store.ts'

const roles = ['owner', 'lead', 'contributor', 'management'] as const

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, roles)
  const { project, site, domains, view, today } = await sectionOf(scope, args.params['project'], args.request)
  const search = new URL(args.request.url).searchParams
  const asked = funnelOf(search)
  const typed = stepsOfForm(search)
  // The form's many fields become the short address that a colleague is given.
  const base = `/w/${args.params['workspace']}/p/${project.slug}`
  if (typed) throw redirect(`${base}/audience/funnels${addressOf(view, {}, funnelEntries({ ...asked, steps: typed }))}`)
  const isExempt = site?.mode !== 'consent'
  const funnel = withinMode(asked, site?.mode ?? 'exempt')
  const names = site ? goalNames(site.goals) : new Map<string, string>()
  return {
    base,
    domain: site?.domain ?? null,
    domains,
    small: site?.smallFigures ?? null,
    view,
    today,
    funnel,
    isExempt,
    goals: [...names].map(([id, name]) => ({ id, name })),
    answer: site ? await askCutFunnel(scope, site, project.id, view, funnel) : null,
    saved: await savedQuestions(scope, project.id, 'funnel'),
    mayKeep: mayKeep(scope),
  }
}

/** Keeps the funnel on screen under a name, or forgets one. */
export async function action(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, roles)
  const { project } = await sectionOf(scope, args.params['project'], args.request)
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale]
  const back = `/w/${args.params['workspace']}/p/${project.slug}/audience/funnels${new URL(args.request.url).search}`
  switch (textOf(form, 'intent')) {
    case 'keep-funnel': {
      const kept = await keepFromForm(scope, project.id, 'funnel', form)
      return typeof kept === 'string' ? redirectSaying(back, { text: t.saved(kept), tone: 'good' }) : kept
    }
    case 'forget-funnel': {
      const name = await forgetQuestion(scope, project.id, 'funnel', textOf(form, 'id'))
      return redirectSaying(back, { text: t.deleted(name), tone: 'good' })
    }
    default:
      throw badRequest('unknownIntent', { fr: 'Action inconnue.', en: 'Unknown action.' }, 'intent')
  }
}

export default function FunnelsPage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const { base, domain, domains, view, funnel, answer } = data
  const refused = useActionData<Unkept>()
  const own = funnelEntries(funnel)
  return (
    <AudienceSection
      title={t.title}
      lead={t.lead}
      base={base}
      domain={domain}
      domains={domains}
      small={data.small}
      view={view}
      own={own}
    >
      <SavedQuestions
        kind="funnel"
        label={t.kept}
        keepLabel={t.keep}
        saved={data.saved}
        addressOf={({ question }) => addressOf(view, {}, [...new URLSearchParams(question)])}
        question={
          funnel.steps.length < 2 ? null : String(new URLSearchParams(own.map(([name, value]) => [name, value])))
        }
        mayKeep={data.mayKeep}
        refused={refused}
      />
      <details className="funnel-edit" open={answer === null}>
        <summary>{t.edit}</summary>
        <FunnelForm funnel={funnel} view={view} goals={data.goals} isExempt={data.isExempt} />
      </details>
      {answer ? (
        <Answer data={data} answer={answer} />
      ) : (
        <Empty title={t.empty.title} text={t.empty.text} example={t.empty.example} />
      )}
    </AudienceSection>
  )
}

type Data = Awaited<ReturnType<typeof loader>>

function Answer({ data, answer }: { readonly data: Data; readonly answer: NonNullable<Data['answer']> }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const { funnel, view, base, domain, goals } = data
  const [first, last] = [answer.all[0], answer.all.at(-1)]
  const count = (n: number) =>
    (funnel.within === 'visit' ? t.visits : t.visitors)(formatNumber(n, locale, 0), Math.abs(n) < 2)
  const labels = funnel.steps.map((step, i) => `${i + 1}. ${stepText(step, goals, t)}`)
  return (
    <>
      <BarChart
        direction="rows"
        title={
          first?.count != null && last?.count != null && last.ofFirst !== null
            ? t.finding(count(first.count), formatNumber(last.count, locale, 0), formatPercent(last.ofFirst, locale))
            : t.none
        }
        xLabel={t.steps}
        labels={labels}
        series={[
          {
            name: funnel.within === 'visit' ? t.count.visit : t.count.days,
            values: answer.all.map(({ count }) => count),
          },
        ]}
        format={(n) => formatNumber(n, locale, 0)}
        whole
      />
      <p className="note">{funnel.within === 'visit' ? t.ofVisits : t.ofVisitors(funnel.within)}</p>
      {answer.isOpen ? <Callout tone="info" title={t.open} /> : null}
      <FunnelSteps labels={labels} steps={answer.all} within={funnel.within} />
      {funnel.by === 'segment' ? (
        <p className="note">
          {answer.groups.length === 0 ? t.noSegment : t.segmentsShare}{' '}
          <Link to={`${base}/audience/segments`}>{t.segments}</Link>
        </p>
      ) : null}
      {funnel.by === 'none' || answer.groups.length === 0 ? null : (
        <FunnelGroups by={funnel.by} labels={labels} groups={answer.groups} />
      )}
      <FileLinks
        base={base}
        section="funnels"
        search={addressOf({ ...view, site: domain }, {}, funnelEntries(funnel))}
      />
    </>
  )
}
