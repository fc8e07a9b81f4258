import './alerts.css'
import { useActionData, useLoaderData } from 'react-router'
import { textOf } from '../accounts/form.ts'
import { type PageArgs, appOf } from '../accounts/request.ts'
import { conditionText } from '../analytics/labels.ts'
import { en as audienceEn } from '../analytics/audience.en.ts'
import { fr as audienceFr } from '../analytics/audience.fr.ts'
import { en as catalogEn } from '../analytics/catalog.en.ts'
import { fr as catalogFr } from '../analytics/catalog.fr.ts'
import { readCondition } from '../analytics/filters.ts'
import { forbidden, isAppError, notFound } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import type { Locale } from '../i18n.ts'
import { mailMissing } from '../mail.ts'
import { urlProblem } from '../outbound.ts'
import { problemTexts } from '../projects/show.ts'
import { useWords } from '../ui/locale.tsx'
import { LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { Page } from '../ui/Page.tsx'
import { AlertForm } from './AlertForm.tsx'
import { en } from './alerts.en.ts'
import { fr } from './alerts.fr.ts'
import { type Alert, addAlert, mayWriteAlerts, readAlert, updateAlert } from './alerts.store.ts'
import { choicesOf, segmentFilters } from './place.store.ts'
import { placeOf } from '../projects/place.store.ts'
import { previewDays, previewOf } from './preview.store.ts'
import { draftFilled, kindFilled, ruleFilled, ruleTexts, usualTexts } from './rule-form.ts'

export async function loader(args: PageArgs) {
  const place = await placeOf(args)
  const { scope, project, base } = place
  if (!mayWriteAlerts(scope)) throw forbidden()
  const { id } = args.params
  const alert = id === undefined ? null : await readAlert(scope, project.id, id)
  const { sites, members, segments } = await choicesOf(place)
  const filled = filledOf(new URL(args.request.url).searchParams, alert, scope.locale)
  const site = sites.find(({ domain }) => domain === filled.get('site')) ?? sites[0]
  const rule = ruleFilled(filled, segmentFilters(segments, filled.get('segment')))
  return {
    base,
    alert: alert && { id: alert.id, name: alert.name, version: alert.version },
    kind: kindFilled(filled),
    filled: filled.toString(),
    sites: sites.map(({ domain }) => domain),
    members: members.map(({ userId, name, email }) => ({ id: userId, name, email })),
    segments: segments.map(({ id: value, name: label }) => ({ value, label })),
    filters: filled.getAll('f').map((written) => ({ written, text: filterText(written, scope.locale) })),
    mailMissing: mailMissing(appOf(args).config)?.[scope.locale] ?? null,
    days: previewDays,
    preview: rule.ok && site ? await previewOf(scope, site, rule.value) : null,
    isRule: rule.ok,
  }
}

/** What the address says, or the alert as it is; a new one starts with what can be tried at once. */
function filledOf(search: URLSearchParams, alert: Alert | null, locale: Locale): URLSearchParams {
  const isTouched = search.has('kind')
  if (alert && !isTouched) {
    const filled = new URLSearchParams({ ...ruleTexts(alert.rule, locale), name: alert.name, site: alert.domain })
    for (const filter of alert.rule.filters) filled.append('f', filter)
    for (const member of alert.members) filled.append('members', member)
    filled.set('addresses', alert.addresses.join('\n'))
    filled.set('webhook', alert.webhookUrl ?? '')
    return filled
  }
  const filled = new URLSearchParams(search)
  const kind = kindFilled(search)
  filled.set('kind', kind)
  // A form that was sent says itself which boxes are empty.
  if (!search.has('tried'))
    for (const [name, value] of Object.entries(usualTexts[kind])) if (!filled.has(name)) filled.set(name, value)
  return filled
}

function filterText(written: string, locale: Locale): string {
  const condition = readCondition(written)
  const [words, { dimensions }] = [{ fr: audienceFr, en: audienceEn }[locale], { fr: catalogFr, en: catalogEn }[locale]]
  return condition ? conditionText(condition, dimensions, words, locale) : written
}

export async function action(args: PageArgs): Promise<Response> {
  const place = await placeOf(args)
  const { scope, project, base } = place
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale].page
  const filled = new URLSearchParams(
    [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
  const { sites, members, segments } = await choicesOf(place)
  const rule = ruleFilled(filled, segmentFilters(segments, filled.get('segment')))
  const known = { sites, members: members.map(({ userId }) => userId) }
  const draft = draftFilled(filled, rule, known, (url) => urlProblem(url, appOf(args).config.outboundAllow))
  if (!mayWriteAlerts(scope)) throw forbidden()
  const { id } = args.params
  try {
    if (!draft.ok) return refused(filled, problemTexts(draft.problems, scope.locale), 422)
    if (id === undefined) {
      const added = await addAlert(scope, project.id, draft.value)
      return redirectSaying(`${base}/alerts/${added}`, { text: t.created, tone: 'good' })
    }
    const version = Number(textOf(form, 'version'))
    if (!Number.isInteger(version)) throw notFound()
    await updateAlert(scope, project.id, id, version, draft.value)
    return redirectSaying(`${base}/alerts/${id}`, { text: t.saved, tone: 'good' })
  } catch (error) {
    if (!isAppError(error) || ![409, 422].includes(error.status)) throw error
    const problems =
      Object.keys(error.fields).length > 0
        ? problemTexts(error.fields, scope.locale)
        : { form: error.words[scope.locale] }
    return refused(filled, problems, error.status)
  }
}

interface Refused {
  readonly filled: string
  readonly problems: Readonly<Record<string, string>>
}

/** Nothing is lost: the page comes back as it was filled. */
const refused = (filled: URLSearchParams, problems: Refused['problems'], status: number) =>
  Response.json({ filled: filled.toString(), problems } satisfies Refused, { status })

export default function AlertFormPage() {
  const data = useLoaderData<typeof loader>()
  const answer = useActionData<Refused>()
  const t = useWords({ fr, en })
  const title = data.alert ? t.form.editTitle(data.alert.name) : t.form.newTitle
  if (data.sites.length === 0)
    return (
      <Page title={title}>
        <Empty
          title={t.noSite}
          text={t.emptyText}
          action={<LinkButton to={`${data.base}/sites`}>{t.toSites}</LinkButton>}
        />
      </Page>
    )
  return (
    <Page title={title} lead={t.form.kindHelp[data.kind]}>
      <AlertForm {...data} filled={answer?.filled ?? data.filled} problems={answer?.problems ?? {}} />
    </Page>
  )
}
