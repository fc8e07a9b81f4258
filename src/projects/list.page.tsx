import { Form, Link, useLoaderData } from 'react-router'
import { appOf, type PageArgs, scopeOf } from '../accounts/request.ts'
import { notFound } from '../errors.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Pagination } from '../ui/Pagination.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { type Kind, kindByPath, mayRead, mayWrite } from './kind.ts'
import { countObjects, listObjects } from './objects.store.ts'
import { projectBySlug } from './projects.store.ts'
import { en } from './projects.en.ts'
import { fr } from './projects.fr.ts'
import { fieldText, optionsOf } from './show.ts'

const pageSize = 100

/** What the address asks of a list: filters on choices, words, order, page. Unknown names are left out. */
export function listQuery(kind: Kind, params: URLSearchParams) {
  const where: Record<string, string> = {}
  for (const [name, { spec }] of Object.entries(kind.fields)) {
    const wanted = params.get(name)
    if (spec.type === 'choice' && wanted && spec.options?.includes(wanted)) where[name] = wanted
  }
  const field = params.get('sort')
  const page = Math.max(1, Math.min(10_000, Number.parseInt(params.get('page') ?? '1', 10) || 1))
  const search = params.get('q')?.trim().slice(0, 200)
  return {
    where,
    page,
    ...(search ? { search } : {}),
    ...(field && field in kind.fields ? { sort: { field, descending: params.get('dir') === 'desc' } } : {}),
  }
}

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  const kind = kindByPath(appOf(args).catalog, args.params['kind'] ?? '')
  if (!kind || !mayRead(scope, kind)) throw notFound()
  const query = listQuery(kind, new URL(args.request.url).searchParams)
  const [objects, count] = await Promise.all([
    listObjects(scope, kind, project.id, { ...query, limit: pageSize, offset: (query.page - 1) * pageSize }),
    countObjects(scope, kind, project.id, query),
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
      numeric: ['integer', 'number', 'money', 'ratio'].includes(kind.fields[name]?.spec.type ?? ''),
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
    page: query.page,
    pages: Math.max(1, Math.ceil(count / pageSize)),
    search: query.search ?? '',
    filtered: Object.keys(query.where).length > 0 || query.search !== undefined,
    sort: query.sort ?? null,
    canWrite: mayWrite(scope, kind),
  }
}

type Row = Awaited<ReturnType<typeof loader>>['rows'][number]

export default function ListPage() {
  const data = useLoaderData<typeof loader>()
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
  const columns: Column<Row>[] = data.columns.map(({ name, label, numeric }, index) => ({
    key: name,
    label,
    sortable: true,
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
      <Table
        caption={`${data.words.many}, ${t.count(data.count)}`}
        columns={columns}
        rows={data.rows}
        rowKey={(row) => row.id}
        sort={data.sort}
        empty={t.none}
        exports={[{ to: `${data.base}/export/${data.path}`, label: t.export }]}
      />
      <Pagination page={data.page} pages={data.pages} previousLabel={t.previous} nextLabel={t.next} />
    </Page>
  )
}
