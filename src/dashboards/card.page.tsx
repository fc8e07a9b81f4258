import './dashboards.css'
import { Link, useActionData, useLoaderData } from 'react-router'
import { type Refused, refuse, refuseWith, textOf } from '../accounts/form.ts'
import type { PageArgs } from '../accounts/request.ts'
import { en as catalogEn } from '../analytics/catalog.en.ts'
import { fr as catalogFr } from '../analytics/catalog.fr.ts'
import { metricNames } from '../analytics/catalog.ts'
import { savedQuestions } from '../analytics/saved.store.ts'
import { forbidden, notFound } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { kpi } from '../kpis/kpis.ts'
import { listObjects, mustBeVersion } from '../projects/objects.store.ts'
import { problemTexts } from '../projects/show.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { CheckField, ChoiceField, ErrorSummary, LongTextField, RadioField, TextField } from '../ui/Field.tsx'
import { EditForm, SaveBar } from '../ui/Form.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { cardTitle } from './card-words.ts'
import { cardDimensions, cardKinds, cardOf, readCard, widths } from './cards.ts'
import { en } from './dashboards.en.ts'
import { fr } from './dashboards.fr.ts'
import { changeDashboard, mayCompose } from './dashboards.store.ts'
import { dashboardPlace } from './place.store.ts'

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
  return {
    back: `${base}/dashboards/${dashboard.id}/edit`,
    name: dashboard.name,
    version: dashboard.version,
    isNew: known === null,
    card: known ?? cardOf('number'),
    segments: segments.map(({ id, name }) => ({ value: id, label: name })),
    kpis: kpis.map(({ id, title }) => ({ value: id, label: title })),
  }
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, project, base, dashboard, known } = await cardPlace(args)
  const form = await args.request.formData()
  const version = Number(textOf(form, 'version'))
  mustBeVersion(version)
  const id = known?.id ?? crypto.randomUUID()
  const all = (name: string) => form.getAll(name).flatMap((value) => (typeof value === 'string' ? [value] : []))
  // A browser leaves unticked boxes out: each metric is a box of its own.
  const metrics = metricNames.filter((name) => textOf(form, `metric.${name}`) !== '')
  const read = readCard(
    (name) => textOf(form, name),
    (name) => (name === 'metrics' ? metrics : all(name)),
    id,
  )
  if ('problems' in read) return refuse(form, problemTexts(read.problems, scope.locale))
  const { card } = read
  try {
    await changeDashboard(scope, project.id, dashboard.id, version, ({ cards }) => ({
      cards: known ? cards.map((one) => (one.id === id ? card : one)) : [...cards, card],
    }))
  } catch (error) {
    return refuseWith(form, error, scope.locale)
  }
  const t = { fr, en }[scope.locale]
  const kpis = card.kpi ? await listObjects(scope, kpi, project.id) : []
  const words = { t, catalog: { fr: catalogFr, en: catalogEn }[scope.locale], locale: scope.locale }
  const title = cardTitle(card, words, kpis.find((one) => one.id === card.kpi)?.title ?? null)
  const text = known ? t.form.saved(title) : t.form.added(title)
  return redirectSaying(`${base}/dashboards/${dashboard.id}/edit`, { text, tone: 'good' })
}

export default function CardPage() {
  const { back, name, version, isNew, card, segments, kpis } = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const words = useWords({ fr, en })
  const t = words.form
  const catalog = useWords({ fr: catalogFr, en: catalogEn })
  const problems = refused?.problems ?? {}
  const typed = (field: string, usual: string) => (refused ? (refused.typed[field] ?? '') : usual)
  const error = (field: string) => (problems[field] === undefined ? {} : { error: problems[field] })
  return (
    <Page title={isNew ? t.add : t.change} kicker={<Link to={back}>{name}</Link>} lead={t.lead}>
      {refused ? (
        <ErrorSummary
          title={t.wrong}
          errors={problems}
          labels={{ kind: t.kind, metrics: t.metrics, target: t.target, filters: t.filters, title: t.title, note: t.note }}
        />
      ) : null}
      <EditForm method="post">
        <input type="hidden" name="version" value={version} />
        <RadioField
          name="kind"
          label={t.kind}
          defaultValue={typed('kind', card.kind)}
          options={cardKinds.map((value) => ({ value, label: t.kinds[value], help: t.kindHelp[value] }))}
          {...error('kind')}
        />
        <fieldset id="field-metrics" className="board-fields">
          <legend>{t.metrics}</legend>
          <p className="field-help">{t.metricsHelp}</p>
          {problems['metrics'] ? <p className="field-error">{problems['metrics']}</p> : null}
          {metricNames.map((metric) => (
            <CheckField
              key={metric}
              name={`metric.${metric}`}
              label={catalog.metrics[metric].label}
              defaultChecked={typed(`metric.${metric}`, card.metrics.includes(metric) ? 'on' : '') !== ''}
            />
          ))}
        </fieldset>
        <ChoiceField
          name="dimension"
          label={t.dimension}
          help={t.dimensionHelp}
          required
          defaultValue={typed('dimension', card.dimension)}
          options={cardDimensions.map((value) => ({ value, label: catalog.dimensions[value] }))}
        />
        <ChoiceField name="kpi" label={t.kpi} help={t.kpiHelp} defaultValue={typed('kpi', card.kpi ?? '')} options={kpis} />
        <TextField
          name="target"
          label={t.target}
          help={t.targetHelp}
          inputMode="decimal"
          defaultValue={typed('target', card.target === null ? '' : String(card.target))}
          {...error('target')}
        />
        <LongTextField name="note" label={t.note} defaultValue={typed('note', card.note)} {...error('note')} />
        <fieldset className="board-group">
          <legend>{t.narrow}</legend>
          <ChoiceField name="segment" label={t.segment} defaultValue={typed('segment', card.segment ?? '')} options={segments} />
          <LongTextField
            name="filters"
            label={t.filters}
            help={t.filtersHelp}
            defaultValue={typed('filters', card.filters.join('\n'))}
            {...error('filters')}
          />
        </fieldset>
        <fieldset className="board-group">
          <legend>{t.look}</legend>
          <TextField name="title" label={t.title} help={t.titleHelp} defaultValue={typed('title', card.title)} {...error('title')} />
          <ChoiceField
            name="width"
            label={t.width}
            required
            defaultValue={typed('width', String(card.width))}
            options={widths.map((value) => ({ value: String(value), label: t.widths[value] }))}
          />
        </fieldset>
        <SaveBar>
          <Button type="submit" tone="main">
            {t.save}
          </Button>
          <LinkButton to={back}>{t.cancel}</LinkButton>
        </SaveBar>
      </EditForm>
    </Page>
  )
} // prettier-ignore
