import './dashboards.css'
import { Form, Link, redirect, useLoaderData } from 'react-router'
import { textOf } from '../accounts/form.ts'
import type { PageArgs } from '../accounts/request.ts'
import { badRequest, forbidden } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatDate } from '../i18n.ts'
import { kpi } from '../kpis/kpis.ts'
import { listObjects } from '../projects/objects.store.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Table } from '../ui/Table.tsx'
import { en } from './dashboards.en.ts'
import { fr } from './dashboards.fr.ts'
import { createDashboard, listDashboards, mayCompose, setRemoved } from './dashboards.store.ts'
import { placeOf } from '../projects/place.store.ts'
import { cardsOf, templateNames, templates } from './templates.ts'

export async function loader(args: PageArgs) {
  const { scope, project, base } = await placeOf(args)
  const dashboards = await listDashboards(scope, project.id)
  return {
    base,
    mayEdit: mayCompose(scope),
    dashboards: dashboards.map(({ id, name, preset, startsOn, endsOn, site, cards }) => ({
      id,
      name,
      preset,
      startsOn,
      endsOn,
      site,
      count: cards.length,
    })),
  }
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, project, base } = await placeOf(args)
  if (!mayCompose(scope)) throw forbidden()
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale]
  if (textOf(form, 'intent') === 'restore') {
    await setRemoved(scope, project.id, textOf(form, 'id'), false)
    const text = t.restored(textOf(form, 'name').slice(0, 80))
    return redirectSaying(`${base}/dashboards/${textOf(form, 'id')}`, { text, tone: 'good' })
  }
  const name = templateNames.find((one) => one === textOf(form, 'template'))
  if (!name)
    throw badRequest('badTemplate', { fr: 'Ce modèle n’existe pas.', en: 'There is no such template.' }, 'template')
  const { preset, words } = templates[name]
  const kpis = await listObjects(scope, kpi, project.id)
  const own = words[scope.locale].name
  const id = await createDashboard(
    scope,
    project.id,
    { name: own, preset, startsOn: null, endsOn: null, site: null },
    cardsOf(name, kpis.map((one) => one.id), scope.locale),
  ) // prettier-ignore
  if (name === 'empty') return redirect(`${base}/dashboards/${id}/edit`)
  return redirectSaying(`${base}/dashboards/${id}`, { text: t.created(own), tone: 'good' })
}

export default function DashboardsPage() {
  const { base, mayEdit, dashboards } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const locale = useLocale()
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={dashboards.length > 0 ? <LinkButton to={`${base}/dashboards/rotation`}>{t.rotation}</LinkButton> : null}
    >
      {dashboards.length === 0 ? (
        <Empty title={t.emptyTitle} text={mayEdit ? t.emptyText : t.emptyRead} example={t.example} />
      ) : (
        <Table
          caption={t.table}
          rows={dashboards}
          rowKey={({ id }) => id}
          columns={[
            { key: 'name', label: t.name, cell: ({ id, name }) => <Link to={`${base}/dashboards/${id}`}>{name}</Link> },
            {
              key: 'period',
              label: t.period,
              cell: ({ preset, startsOn, endsOn }) =>
                startsOn && endsOn
                  ? t.span(formatDate(startsOn, locale), formatDate(endsOn, locale))
                  : t.presets[preset],
            },
            { key: 'site', label: t.site, cell: ({ site }) => site ?? t.firstSite },
            { key: 'cards', label: t.cards, align: 'end', cell: ({ count }) => t.cardCount(count) },
          ]}
        />
      )}
      {mayEdit ? (
        <section aria-labelledby="new-dashboard">
          <h2 id="new-dashboard">{t.new}</h2>
          <p className="note">{t.newLead}</p>
          <ul className="board-templates">
            {templateNames.map((name) => {
              const { words, cards } = templates[name]
              return (
                <li key={name}>
                  <h3>{words[locale].name}</h3>
                  <div className="board-mini" aria-hidden="true">
                    {cards.map(({ width }, i) => (
                      <span key={i} style={{ gridColumn: `span ${width}` }} />
                    ))}
                  </div>
                  <p className="note">{words[locale].purpose}</p>
                  <Form method="post">
                    <input type="hidden" name="template" value={name} />
                    <Button type="submit">{t.use(words[locale].name)}</Button>
                  </Form>
                </li>
              )
            })}
          </ul>
        </section>
      ) : null}
    </Page>
  )
}
