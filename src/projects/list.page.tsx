import { Form, Link, redirect, useActionData, useLoaderData } from 'react-router'
import { textOf } from '../accounts/form.ts'
import { appOf, type PageArgs, scopeOf } from '../accounts/request.ts'
import { badRequest, forbidden, isAppError, notFound } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatMoney } from '../i18n.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Pagination } from '../ui/Pagination.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { Views } from './Views.tsx'
import { kindByPath, mayRead, mayWrite } from './kind.ts'
import { isNumeric, listQuery, viewAddress } from './list.ts'
import { countObjects, listObjects, sumObjects } from './objects.store.ts'
import { projectBySlug } from './projects.store.ts'
import { en } from './projects.en.ts'
import { fr } from './projects.fr.ts'
import { fieldText, optionsOf, problemTexts } from './show.ts'
import { deleteView, listViews, saveView } from './views.store.ts'

const pageSize = 100

async function place(args: PageArgs) {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  const kind = kindByPath(appOf(args).catalog, args.params['kind'] ?? '')
  if (!kind || !mayRead(scope, kind)) throw notFound()
  const query = listQuery(kind, new URL(args.request.url).searchParams)
  return { scope, project, kind, query }
}

export async function loader(args: PageArgs) {
  const { scope, project, kind, query } = await place(args)
  const summed = kind.columns.filter((name) => kind.totals.includes(name))
  const [objects, count, sums, views] = await Promise.all([
    listObjects(scope, kind, project.id, { ...query, limit: pageSize, offset: (query.page - 1) * pageSize }),
    countObjects(scope, kind, project.id, query),
    sumObjects(scope, kind, project.id, summed, query),
    listViews(scope, kind, project.id),
  ])
  const words = kind.words[scope.locale]
  const manner = { locale: scope.locale, currency: project.currency, timeZone: project.timeZone }
  const base = `/w/${args.params['workspace']}/p/${project.slug}`
  return {
    base,
    path: kind.path,
    words: { many: words.many, add: words.add, purpose: words.purpose, example: words.example },
    columns: kind.columns.map((name) => ({
      name,
      label: words.fields[name]?.label ?? name,
      numeric: isNumeric(kind.fields[name]?.spec),
      short: ['choice', 'date', 'instant', 'boolean'].includes(kind.fields[name]?.spec.type ?? ''),
    })),
    filters: Object.entries(kind.fields)
      .filter(([, { spec }]) => spec.type === 'choice')
      .map(([name, { spec }]) => ({
        name,
        label: words.fields[name]?.label ?? name,
        chosen: query.where[name] ?? '',
        options: optionsOf(name, spec, words),
      })),
    rows: objects.map((object) => ({
      id: object.id,
      cells: Object.fromEntries(
        kind.columns.map((name) => {
          const spec = kind.fields[name]?.spec
          return [name, spec ? fieldText(name, spec, object.values[name], words, manner) : '']
        }),
      ),
    })),
    count,
    totals: Object.fromEntries(
      Object.entries(sums).map(([name, sum]) => [
        name,
        sum === null ? '—' : formatMoney(sum, project.currency, scope.locale),
      ]),
    ),
    views,
    view: viewAddress(query),
    canSaveViews: scope.role !== 'guest',
    page: query.page,
    pages: Math.max(1, Math.ceil(count / pageSize)),
    search: query.search ?? '',
    filtered: Object.keys(query.where).length > 0 || query.search !== undefined,
    sort: query.sort ?? null,
    canWrite: mayWrite(scope, kind),
  }
}

/** Keeps the view on screen under a name, or forgets one. */
export async function action(args: PageArgs) {
  const { scope, project, kind, query } = await place(args)
  if (scope.role === 'guest') throw forbidden()
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale].list
  const view = viewAddress(query)
  const back = `/w/${args.params['workspace']}/p/${project.slug}/${kind.path}${view === '' ? '' : `?${view}`}`
  switch (textOf(form, 'intent')) {
    case 'save-view': {
      const name = textOf(form, 'name').trim()
      try {
        if (view === '') return redirect(back)
        await saveView(scope, kind, project.id, { name, query: view })
      } catch (error) {
        if (!isAppError(error) || error.status !== 422) throw error
        const refused = { name, error: problemTexts(error.fields, scope.locale)['name'] ?? '' }
        return Response.json(refused satisfies Refused, { status: 422 })
      }
      return redirectSaying(back, { text: t.viewSaved(name), tone: 'good' })
    }
    case 'delete-view': {
      const name = await deleteView(scope, project.id, textOf(form, 'view'))
      return redirectSaying(back, { text: t.viewDeleted(name), tone: 'good' })
    }
    default:
      throw badRequest('unknownIntent', { fr: 'Action inconnue.', en: 'Unknown action.' }, 'intent')
  }
}

interface Refused {
  readonly name: string
  readonly error: string
}

type Row = Awaited<ReturnType<typeof loader>>['rows'][number]

export default function ListPage() {
  const data = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en }).list
  const here = `${data.base}/${data.path}`
  const add = data.canWrite ? (
    <LinkButton to={`${here}/new`} tone="main">
      {data.words.add}
    </LinkButton>
  ) : null
  if (data.count === 0 && !data.filtered)
    return (
      <Page title={data.words.many}>
        <Empty title={data.words.many} text={data.words.purpose} example={data.words.example} action={add} />
      </Page>
    )
  const columns: Column<Row>[] = data.columns.map(({ name, label, numeric, short }, index) => ({
    key: name,
    label,
    sortable: true,
    short,
    ...(numeric ? { align: 'end' as const } : {}),
    cell: (row) => (index === 0 ? <Link to={`${here}/${row.id}`}>{row.cells[name]}</Link> : row.cells[name] || '—'),
  }))
  return (
    <Page title={data.words.many} lead={data.words.purpose} actions={add}>
      <Form method="get" className="filters" role="search">
        <label>
          <span>{t.search}</span>
          <input type="search" name="q" defaultValue={data.search} />
        </label>
        {data.filters.map((filter) => (
          <label key={filter.name}>
            <span>{filter.label}</span>
            <select name={filter.name} defaultValue={filter.chosen}>
              <option value="">{t.all}</option>
              {filter.options.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        ))}
        <button type="submit">{t.filter}</button>
        {data.filtered ? <Link to={here}>{t.clear}</Link> : null}
      </Form>
      <Views here={here} views={data.views} current={data.view} canSave={data.canSaveViews} refused={refused} />
      <Table
        caption={`${data.words.many}, ${t.count(data.count)}`}
        columns={columns}
        rows={data.rows}
        rowKey={(row) => row.id}
        sort={data.sort}
        empty={t.none}
        {...(Object.keys(data.totals).length > 0 && data.count > 0 ? { totals: data.totals } : {})}
        exports={[
          { to: `${data.base}/export/${data.path}?${data.view}`, label: t.export },
          { to: `${data.base}/export/${data.path}?${withFormat(data.view)}`, label: t.exportXlsx },
        ]}
      />
      <Pagination page={data.page} pages={data.pages} previousLabel={t.previous} nextLabel={t.next} />
    </Page>
  )
}

const withFormat = (view: string) => `${view === '' ? '' : `${view}&`}format=xlsx`
