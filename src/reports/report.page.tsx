import './reports.css'
import { Form, Link, useLoaderData } from 'react-router'
import { textOf } from '../accounts/form.ts'
import { appOf, type PageArgs, scopeOf } from '../accounts/request.ts'
import { badRequest, forbidden, isAppError } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatDayYear, formatInstant } from '../i18n.ts'
import { mayWrite } from '../projects/kind.ts'
import { readObject } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { isUuid } from '../uuid.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { Figure, Figures } from '../ui/Figure.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { Chapter } from './Chapter.tsx'
import {
  approveReport, citeRecommendations, copyReport, figuresOf, freezeReport, frozenOf, mayApprove, mayFreeze,
} from './freeze.store.ts' // prettier-ignore
import { nextPeriod, report, textsOfReport } from './reports.ts'
import { en } from './reports.en.ts'
import { fr } from './reports.fr.ts'
import { highlightsOf, sectionsOf } from './sections.ts'

async function place(args: PageArgs) {
  const scope = await scopeOf(args)
  if (scope.role === 'guest') throw forbidden()
  const project = await projectBySlug(scope, args.params['project'])
  const id = args.params['id'] ?? ''
  const base = `/w/${args.params['workspace']}/p/${project.slug}`
  return { scope, project, id, base, object: `${base}/${report.path}/${id}` }
}

type Place = Awaited<ReturnType<typeof place>>

export async function loader(args: PageArgs) {
  const { scope, project, id, base, object } = await place(args)
  const found = await readObject(scope, report, project.id, id)
  const frozen = frozenOf(found)
  const figures = await figuresOf(scope, project, found)
  const at = (iso: string) => formatInstant(new Date(iso), project.timeZone, scope.locale)
  return {
    object,
    reportsTo: `${base}/${report.path}`,
    // The copy this page may make: sent twice, it is made once.
    copyId: crypto.randomUUID(),
    texts: frozen?.approval?.texts ?? textsOfReport(found.values),
    readAt: at(scope.now.toISOString()),
    frozen: frozen && { at: at(frozen.at), by: frozen.by },
    approval: frozen?.approval ? { at: at(frozen.approval.at), by: frozen.approval.by } : null,
    figures,
    // Written here: the words of every stage need not go to the browser.
    sections: sectionsOf(figures, scope.locale),
    highlights: highlightsOf(figures, scope.locale),
    isWriter: mayWrite(scope, report),
    canFreeze: mayFreeze(scope) && !frozen,
    canApprove: mayApprove(scope) && frozen !== null && frozen.approval === null,
  }
}

export async function action(args: PageArgs) {
  const at = await place(args)
  const form = await args.request.formData()
  try {
    return await act(args, at, form)
  } catch (error) {
    // Somebody was quicker: the page says so, and shows what is now.
    if (!isAppError(error) || error.status !== 409) throw error
    return redirectSaying(`${at.object}/page`, { text: error.words[at.scope.locale], tone: 'bad' })
  }
}

async function act(args: PageArgs, { scope, project, id, base, object }: Place, form: FormData) {
  const t = { fr, en }[scope.locale].page
  const here = `${object}/page`
  const good = (to: string, text: string) => redirectSaying(to, { text, tone: 'good' })
  switch (textOf(form, 'intent')) {
    case 'freeze':
      await freezeReport(scope, project, id)
      return good(here, t.froze)
    case 'approve':
      await approveReport(scope, project, id)
      return good(here, t.approvedNow)
    case 'cite':
      return good(here, t.cited(await citeRecommendations(scope, appOf(args).catalog.kinds, project, id)))
    case 'copy': {
      const { startsOn, endsOn } = (await readObject(scope, report, project.id, id)).values
      const period = nextPeriod({ from: String(startsOn), to: String(endsOn) })
      const asked = textOf(form, 'copyId')
      const day = (iso: string) => formatDayYear(iso, scope.locale)
      const copy = await copyReport(scope, project, id, {
        id: isUuid(asked) ? asked : crypto.randomUUID(),
        title: t.copyTitle(day(period.from), day(period.to)),
        period,
      })
      return good(`${base}/${report.path}/${copy}/page`, t.copied)
    }
    default:
      throw badRequest('unknownIntent', { fr: 'Action inconnue.', en: 'Unknown action.' }, 'intent')
  }
}

type Data = Awaited<ReturnType<typeof loader>>

export default function ReportPage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const locale = useLocale()
  const { figures, sections, highlights, texts, object } = data
  const here = `${object}/page`
  const day = (iso: string) => formatDayYear(iso, locale)
  const last = sections.findIndex(({ id }) => id === 'recommendations')
  return (
    <Page
      title={texts.title ?? ''}
      kicker={<Link to={data.reportsTo}>{t.kind.many}</Link>}
      lead={t.page.lead(day(figures.period.from), day(figures.period.to))}
      actions={
        <a className="button button-main" href={`${object}/pdf`} download>
          {data.frozen ? t.page.pdf : t.page.pdfDraft}
        </a>
      }
      toolbar={
        <Tabs
          label={texts.title ?? ''}
          tabs={[
            { to: object, label: t.page.details },
            { to: here, label: t.page.title },
          ]}
        />
      }
    >
      <Standing data={data} />
      <Cover data={data} />
      <nav aria-label={t.page.contents}>
        <ul className="inline-list">
          {sections.map(({ id, title }) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
      <Figures label={t.page.summary}>
        {highlights.map(({ label, value, note }) => (
          <Figure key={label} label={label} value={value} chart={<p className="figure-note">{note}</p>} />
        ))}
      </Figures>
      <Text id="summary" title={t.page.summary} text={texts.summary} none={t.page.noSummary} data={data} />
      {sections.slice(0, last).map((section) => (
        <Chapter key={section.id} section={section} here={object} />
      ))}
      <Text id="lessons" title={t.page.lessons} text={texts.lessons} none={t.page.noLessons} data={data} />
      {sections.slice(last).map((section) => (
        <Chapter key={section.id} section={section} here={object} />
      ))}
      <Cite data={data} />
    </Page>
  )
}

/** Whether the figures still move, since when they do not, and what may be done about it. */
function Standing({ data }: { readonly data: Data }) {
  const { page: t, kind } = useWords({ fr, en })
  const locale = useLocale()
  const { frozen, approval, figures } = data
  const isOpen = figures.asOf < figures.period.to
  return (
    <Callout tone={frozen ? (approval ? 'good' : 'info') : 'warn'} title={frozen ? t.frozen : t.live}>
      <p>
        <Status tone={approval ? 'good' : frozen ? 'info' : 'warn'}>
          {kind.options.state[approval ? 'approved' : frozen ? 'toApprove' : 'draft']}
        </Status>{' '}
        {frozen ? t.frozenText(frozen.at, frozen.by) : t.liveText(data.readAt)}{' '}
        {approval ? t.approved(approval.at, approval.by) : null}
      </p>
      {!frozen && isOpen ? <p>{t.unfinished(formatDayYear(figures.period.to, locale))}</p> : null}
      {data.canFreeze ? (
        <details className="report-freeze">
          <summary>{t.freeze}</summary>
          <Form method="post">
            <p>{t.freezeOnce}</p>
            <input type="hidden" name="intent" value="freeze" />
            <Button type="submit" tone="main">
              {t.freezeConfirm}
            </Button>
          </Form>
        </details>
      ) : null}
      {data.canApprove ? (
        <Form method="post">
          <p>{t.approveHelp}</p>
          <input type="hidden" name="intent" value="approve" />
          <Button type="submit" tone="main">
            {t.approve}
          </Button>
        </Form>
      ) : null}
      {frozen && data.isWriter ? (
        <Form method="post" className="report-freeze">
          <input type="hidden" name="intent" value="copy" />
          <input type="hidden" name="copyId" value={data.copyId} />
          <Button type="submit">{t.copy}</Button>
        </Form>
      ) : null}
    </Callout>
  )
}

function Cover({ data }: { readonly data: Data }) {
  const t = useWords({ fr, en }).page
  const { texts, figures } = data
  const facts = [
    [t.project, `${figures.project.name}, ${figures.project.company}`],
    [t.author, [texts.author, texts.function].filter(Boolean).join(', ')],
    [t.audience, texts.audience ?? ''],
  ].filter(([, value]) => value !== '')
  return (
    <dl className="facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Text(props: {
  readonly id: string
  readonly title: string
  readonly text: string | null
  readonly none: string
  readonly data: Data
}) {
  const { id, title, text, none, data } = props
  const t = useWords({ fr, en }).page
  return (
    <section aria-labelledby={id} className="report-chapter">
      <h2 id={id}>{title}</h2>
      {text ? <p className="report-text">{text}</p> : <p className="quiet">{none}</p>}
      {!text && data.isWriter && !data.approval ? (
        <p>
          <LinkButton to={data.object}>{t.write}</LinkButton>
        </p>
      ) : null}
    </section>
  )
}

/** Recommendations of the period that the thread does not tie to the report yet. */
function Cite({ data }: { readonly data: Data }) {
  const t = useWords({ fr, en }).page
  const others = data.figures.recommendations.filter(({ cited }) => !cited).length
  if (data.frozen || !data.isWriter || others === 0) return null
  return (
    <Form method="post">
      <input type="hidden" name="intent" value="cite" />
      <Button type="submit">{t.cite(others)}</Button>
    </Form>
  )
}
