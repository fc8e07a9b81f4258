import { Form, useLoaderData } from 'react-router'
import { appOf, type PageArgs, scopeOf } from '../accounts/request.ts'
import { forbidden } from '../errors.ts'
import { formatInstant } from '../i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useWords, useColon } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { kindNamed, mayWrite } from './kind.ts'
import { projectBySlug } from './projects.store.ts'
import { en } from './projects.en.ts'
import { fr } from './projects.fr.ts'
import { listTrash } from './trash.store.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  if (scope.role === 'guest') throw forbidden()
  const { catalog } = appOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  const base = `/w/${args.params['workspace']}/p/${project.slug}`
  const rows = await listTrash(scope, project.id)
  return {
    rows: rows.flatMap(({ id, kind: name, title, deletedAt }) => {
      const kind = kindNamed(catalog, name)
      if (!kind) return []
      return [
        {
          id,
          title,
          kindLabel: kind.words[scope.locale].one,
          at: formatInstant(deletedAt, project.timeZone, scope.locale),
          // The object's own page takes it back.
          action: mayWrite(scope, kind) ? `${base}/${kind.path}/${id}` : null,
        },
      ]
    }),
  }
}

type Row = Awaited<ReturnType<typeof loader>>['rows'][number]

export default function TrashPage() {
  const colon = useColon()
  const { rows } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en }).trash
  if (rows.length === 0)
    return (
      <Page title={t.title}>
        <Empty title={t.empty} text={t.emptyText} />
      </Page>
    )
  const columns: Column<Row>[] = [
    { key: 'title', label: t.what, cell: (row) => row.title },
    { key: 'kind', label: t.kind, cell: (row) => row.kindLabel },
    { key: 'at', label: t.deletedAt, cell: (row) => row.at },
    {
      key: 'restore',
      label: t.restore,
      cell: (row) =>
        row.action ? (
          <Form method="post" action={row.action}>
            <input type="hidden" name="intent" value="restore" />
            <Button type="submit" aria-label={`${t.restore}${colon}${row.title}`}>
              {t.restore}
            </Button>
          </Form>
        ) : null,
    },
  ]
  return (
    <Page title={t.title} lead={t.lead}>
      <Table caption={t.title} columns={columns} rows={rows} rowKey={(row) => row.id} />
    </Page>
  )
}
