import { Form, Link, useActionData, useLoaderData } from 'react-router'
import { type Refused, refuseWith, textOf } from '../accounts/form.ts'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { redirectSaying } from '../flash.ts'
import { formatInstant } from '../i18n.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { Button } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { ErrorSummary, TextField } from '../ui/Field.tsx'
import { EditForm } from '../ui/Form.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { en } from './collect.en.ts'
import { fr } from './collect.fr.ts'
import { receptionOf } from './events.store.ts'
import { addSite, removedSites, sitesOfProject } from './sites.store.ts'

async function place(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  return { scope, project, here: `/w/${args.params['workspace']}/p/${project.slug}/sites` }
}

export async function loader(args: PageArgs) {
  const { scope, project, here } = await place(args)
  const [sites, removed] = await Promise.all([sitesOfProject(scope, project.id), removedSites(scope, project.id)])
  return {
    here,
    canAdd: scope.role === 'owner' || scope.role === 'lead',
    removed,
    sites: await Promise.all(
      sites.map(async ({ id, domain, mode, timeZone }) => {
        const reception = await receptionOf(scope.clickhouse, id, scope.now)
        return {
          domain,
          mode,
          state: reception.state,
          last: reception.state === 'receiving' ? formatInstant(reception.at, timeZone, scope.locale) : null,
        }
      }),
    ),
  }
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, project, here } = await place(args)
  requireRole(scope, ['owner', 'lead'])
  const form = await args.request.formData()
  try {
    const { domain } = await addSite(scope, {
      domain: textOf(form, 'domain'),
      projectId: project.id,
      timeZone: project.timeZone,
      currency: project.currency,
    })
    return redirectSaying(`${here}/${domain}`, { text: { fr, en }[scope.locale].sites.added(domain), tone: 'good' })
  } catch (error) {
    return refuseWith(form, error, scope.locale)
  }
}

const receptionTones = { receiving: 'good', silent: 'warn', waiting: 'info' } as const

type Row = Awaited<ReturnType<typeof loader>>['sites'][number]

export default function SitesPage() {
  const { sites, removed, canAdd, here } = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const words = useWords({ fr, en })
  const t = words.sites
  const columns: Column<Row>[] = [
    { key: 'domain', label: t.domain, cell: ({ domain }) => <Link to={`${here}/${domain}`}>{domain}</Link> },
    { key: 'mode', label: t.mode, cell: ({ mode }) => words.site.modes[mode] },
    {
      key: 'state',
      label: t.state,
      cell: ({ state }) => <Status tone={receptionTones[state]}>{t.states[state]}</Status>,
    },
    { key: 'last', label: t.lastEvent, cell: ({ last }) => last ?? '—' },
  ]
  return (
    <Page title={t.title} lead={t.lead}>
      {sites.length === 0 ? (
        <Empty title={t.none} text={t.purpose} example={t.example} />
      ) : (
        <Table caption={t.caption} columns={columns} rows={sites} rowKey={({ domain }) => domain} />
      )}
      {canAdd ? (
        <section aria-labelledby="add-site">
          <h2 id="add-site">{t.add}</h2>
          <EditForm method="post">
            {refused ? (
              <ErrorSummary title={words.site.errors} errors={refused.problems} labels={{ domain: t.domain }} />
            ) : null}
            <TextField
              name="domain"
              label={t.domain}
              help={t.domainHelp}
              required
              autoComplete="off"
              spellCheck={false}
              defaultValue={refused?.typed['domain']}
              {...(refused?.problems['domain'] ? { error: refused.problems['domain'] } : {})}
            />
            <div className="form-actions">
              <Button type="submit" tone="main">
                {t.add}
              </Button>
            </div>
          </EditForm>
        </section>
      ) : null}
      {canAdd && removed.length > 0 ? (
        <section aria-labelledby="removed-sites">
          <h2 id="removed-sites">{t.removed}</h2>
          <p>{t.removedHelp}</p>
          {removed.map((domain) => (
            <Form key={domain} method="post" className="form-actions">
              <input type="hidden" name="domain" value={domain} />
              <Button type="submit">{t.takeBack(domain)}</Button>
            </Form>
          ))}
        </section>
      ) : null}
    </Page>
  )
}
