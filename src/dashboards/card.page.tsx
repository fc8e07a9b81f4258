import './dashboards.css'
import { Link, useActionData, useLoaderData } from 'react-router'
import { type Refused, refuse, refuseWith, textOf } from '../accounts/form.ts'
import type { PageArgs } from '../accounts/request.ts'
import { en as audienceEn } from '../analytics/audience.en.ts'
import { fr as audienceFr } from '../analytics/audience.fr.ts'
import { en as catalogEn } from '../analytics/catalog.en.ts'
import { fr as catalogFr } from '../analytics/catalog.fr.ts'
import { metricNames } from '../analytics/catalog.ts'
import { conditionsOf, formFilled } from '../analytics/condition-form.ts'
import { readCondition, writeCondition } from '../analytics/filters.ts'
import { conditionText } from '../analytics/labels.ts'
import { operators } from '../analytics/query.ts'
import { savedQuestions } from '../analytics/saved.store.ts'
import { forbidden, notFound } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import type { Locale } from '../i18n.ts'
import { factNames } from '../kpis/formula-names.ts'
import { kpi } from '../kpis/kpis.ts'
import { listObjects, mustBeVersion } from '../projects/objects.store.ts'
import { problemTexts } from '../projects/show.ts'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { CardFields } from './CardFields.tsx'
import { figureField, readCard, targetText } from './card-form.ts'
import { en } from './card-form.en.ts'
import { fr } from './card-form.fr.ts'
import { cardDimensions, cardOf } from './cards.ts'
import { changeDashboard, mayCompose } from './dashboards.store.ts'
import { dashboardPlace } from './place.store.ts'
import { factLabel, titleOf } from './titles.ts'

async function cardPlace(args: PageArgs) {
  const place = await dashboardPlace(args)
  if (!mayCompose(place.scope)) throw forbidden()
  const asked = args.params['card'] ?? ''
  const known = place.dashboard.cards.find((card) => card.id === asked) ?? null
  if (!known && asked !== 'new') throw notFound()
  return { ...place, known }
}

export async function loader(args: PageArgs) {
  const { scope, project, base, dashboard, known } = await cardPlace(args)
  const [segments, kpis] = await Promise.all([
    savedQuestions(scope, project.id, 'segment'),
    listObjects(scope, kpi, project.id, { sort: { field: 'title', descending: false } }),
  ])
  const { locale } = scope
  const card = known ?? cardOf('number')
  return {
    back: `${base}/dashboards/${dashboard.id}/edit`,
    name: dashboard.name,
    version: dashboard.version,
    isNew: known === null,
    card,
    figure: figureField(card),
    target: targetText(card),
    filters: card.filters.map((written) => ({ value: written, label: filterText(written, locale) })),
    choices: choicesOf(
      kpis.map(({ id, title }) => ({ value: id, label: title })),
      segments.map(({ id, name }) => ({ value: id, label: name })),
      locale,
    ),
  }
}

export type Choices = ReturnType<typeof choicesOf>

/** What the form offers, in the reader's words. */
function choicesOf(
  kpis: readonly { readonly value: string; readonly label: string }[],
  segments: readonly { readonly value: string; readonly label: string }[],
  locale: Locale,
) {
  const { figureGroups } = { fr, en }[locale]
  const catalog = { fr: catalogFr, en: catalogEn }[locale]
  const words = { fr: audienceFr, en: audienceEn }[locale]
  const metrics = metricNames.map((value) => ({ value, label: catalog.metrics[value].label }))
  return {
    metrics,
    figures: [
      ...metrics.map(({ value, label }) => ({ value: `metric.${value}`, label, group: figureGroups.audience })),
      ...kpis.map(({ value, label }) => ({ value: `kpi.${value}`, label, group: figureGroups.kpi })),
      ...factNames.map((fact) => ({
        value: `fact.${fact}`,
        label: factLabel(fact, locale),
        group: figureGroups.facts,
      })),
    ],
    kpis,
    segments,
    dimensions: cardDimensions.map((value) => ({ value, label: catalog.dimensions[value] })),
    operators: operators.map((value) => ({ value, label: words.operators[value] })),
  }
}

function filterText(written: string, locale: Locale): string {
  const condition = readCondition(written)
  const { dimensions } = { fr: catalogFr, en: catalogEn }[locale]
  return condition ? conditionText(condition, dimensions, { fr: audienceFr, en: audienceEn }[locale], locale) : written
}

/** Filters that stay ticked, then those of the row; null when one of them is not understood. */
function filtersOf(form: FormData): readonly string[] | null {
  const texts = [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
  const search = new URLSearchParams(texts)
  const written = search.getAll('f')
  const kept = written.flatMap((one) => readCondition(one) ?? [])
  if (kept.length < written.length) return null
  return [...new Set(conditionsOf({ ...formFilled(search), kept }).map(writeCondition))]
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, project, base, dashboard, known } = await cardPlace(args)
  const form = await args.request.formData()
  const version = Number(textOf(form, 'version'))
  mustBeVersion(version)
  const before = known ?? cardOf('number', { id: crypto.randomUUID() })
  // A browser leaves unticked boxes out: each metric is a box of its own.
  const chosen = metricNames.filter((name) => textOf(form, `metric.${name}`) !== '')
  const read = readCard(before, (name) => textOf(form, name), chosen, filtersOf(form))
  if ('problems' in read) return refuse(form, problemTexts(read.problems, scope.locale))
  const { card } = read
  try {
    await changeDashboard(scope, project.id, dashboard.id, version, ({ cards }) => ({
      cards: known ? cards.map((one) => (one.id === card.id ? card : one)) : [...cards, card],
    }))
  } catch (error) {
    return refuseWith(form, error, scope.locale)
  }
  const t = { fr, en }[scope.locale]
  const kpis = card.kpi ? await listObjects(scope, kpi, project.id) : []
  const title = titleOf(card, kpis.find((one) => one.id === card.kpi)?.title ?? null, scope.locale)
  const text = known ? t.saved(title) : t.added(title)
  return redirectSaying(`${base}/dashboards/${dashboard.id}/edit`, { text, tone: 'good' })
}

export default function CardPage() {
  const data = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>() ?? null
  const t = useWords({ fr, en })
  return (
    <Page title={data.isNew ? t.add : t.change} kicker={<Link to={data.back}>{data.name}</Link>} lead={t.lead}>
      <CardFields {...data} refused={refused} />
    </Page>
  )
}
