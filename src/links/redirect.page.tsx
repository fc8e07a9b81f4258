import './links.css'
import { Form, Link, useActionData, useLoaderData } from 'react-router'
import { type Refused, refuse, textOf } from '../accounts/form.ts'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { badRequest, conflict, forbidden } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatInstant } from '../i18n.ts'
import { mayWrite } from '../projects/kind.ts'
import { changesSince, readObject, updateObject } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { problemTexts } from '../projects/show.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorSummary, TextField } from '../ui/Field.tsx'
import { EditForm, SaveBar } from '../ui/Form.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { Table } from '../ui/Table.tsx'
import { LinkPages } from './LinkPages.tsx'
import { maxRules, readRules } from './link-rules.ts'
import { type TrackedLink, trackedLink } from './links.ts'
import { passwordOf, setPassword } from './passwords.store.ts'
import { en } from './redirect.en.ts'
import { fr } from './redirect.fr.ts'

async function place(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const link = await readObject(scope, trackedLink, project.id, args.params['id'] ?? '')
  return {
    scope,
    project,
    link,
    values: link.values as TrackedLink,
    base: `/w/${args.params['workspace']}/p/${project.slug}`,
  }
}

export async function loader(args: PageArgs) {
  const { scope, project, link, values, base } = await place(args)
  const [password, changes] = await Promise.all([passwordOf(scope, link.id), changesSince(scope, link.id, 0)])
  const at = (instant: Date) => formatInstant(instant, project.timeZone, scope.locale)
  const moved = changes.filter(({ after }) => 'destination' in after)
  const first = (moved[0]?.before['destination'] as string | undefined) ?? values.destination
  return {
    id: link.id,
    title: link.title,
    version: link.version,
    here: `${base}/links/${link.id}`,
    canWrite: mayWrite(scope, trackedLink),
    destination: values.destination,
    rules: Array.from(
      { length: Math.min(maxRules, (values.rules?.length ?? 0) + spareRows) },
      (_, row) => values.rules?.[row] ?? { device: '' as const, country: '', destination: '' },
    ),
    password: password && { by: password.by, when: at(password.at) },
    history: [
      { when: at(link.createdAt), who: null, page: first },
      ...moved.map((change) => ({
        when: at(change.at),
        who: change.byName,
        page: String(change.after['destination']),
      })),
    ].reverse(),
  }
}

/** Empty rows below the rules there are. */
const spareRows = 3

export async function action(args: PageArgs): Promise<Response> {
  const { scope, project, link, base } = await place(args)
  if (!mayWrite(scope, trackedLink)) throw forbidden()
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale]
  const back = (text: string) => redirectSaying(`${base}/links/${link.id}/redirect`, { text, tone: 'good' })
  switch (textOf(form, 'intent')) {
    case 'rules': {
      const { rules, problems } = readRules((name) => textOf(form, name))
      if (Object.keys(problems).length > 0) return refuse(form, problemTexts(problems, scope.locale))
      const values = { rules: rules.length > 0 ? rules : null }
      const saved = await updateObject(scope, trackedLink, project.id, link.id, Number(textOf(form, 'version')), values)
      if (!saved.saved)
        throw conflict('changedMeanwhile', {
          fr: 'Quelqu’un a changé ce lien entre-temps : ouvrez la page à nouveau, puis reportez vos changements.',
          en: 'Somebody changed this link meanwhile: open the page again, then make your changes.',
        })
      return back(t.savedRules)
    }
    case 'password': {
      const password = textOf(form, 'password')
      if (password.length < 6 || password.length > 100) return refuse(form, { password: t.passwordLength })
      await setPassword(scope, link.id, password)
      return back(t.savedPassword)
    }
    case 'open':
      await setPassword(scope, link.id, null)
      return back(t.removedPassword)
    default:
      throw badRequest('unknownIntent', { fr: 'Action inconnue.', en: 'Unknown action.' }, 'intent')
  }
}

export default function RedirectPage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  return (
    <Page title={data.title} kicker={t.title} lead={t.lead} toolbar={<LinkPages title={data.title} here={data.here} />}>
      <dl className="facts">
        <div>
          <dt>{t.main}</dt>
          <dd>
            <code className="long-address">{data.destination}</code>
          </dd>
        </div>
      </dl>
      <p>
        <Link to={data.here}>{t.change}</Link>
      </p>
      <Rules />
      <Password />
      <section aria-labelledby="history">
        <h2 id="history">{t.history}</h2>
        {data.history.length === 1 ? <p className="note">{t.historyNone}</p> : null}
        <Table
          caption={t.history}
          rows={data.history}
          rowKey={({ when, page }) => `${when} ${page}`}
          columns={[
            { key: 'since', label: t.since, short: true, cell: ({ when }) => when },
            { key: 'page', label: t.page, cell: ({ page }) => <code className="long-address">{page}</code> },
            { key: 'who', label: t.who, cell: ({ who }) => who ?? t.created },
          ]}
        />
      </section>
    </Page>
  )
}

function Rules() {
  const { rules, version, canWrite } = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en })
  const mine = refused?.intent === 'rules' ? refused : null
  const value = (row: number, column: 'device' | 'country' | 'destination') =>
    mine ? (mine.typed[`rule.${row}.${column}`] ?? '') : (rules[row]?.[column] ?? '')
  const attributes = (row: number, column: 'device' | 'country' | 'destination') => {
    const name = `rule.${row}.${column}`
    return {
      id: `field-${name}`,
      name,
      className: 'in-table',
      'aria-label': `${t[column]}, ${t.rule(row + 1)}`,
      defaultValue: value(row, column),
      disabled: !canWrite,
      ...(mine?.problems[name] ? { 'aria-invalid': true, 'aria-describedby': `field-${name}-error` } : {}),
    }
  }
  const problem = (row: number, column: string) => {
    const name = `rule.${row}.${column}`
    const text = mine?.problems[name]
    return text ? (
      <p className="field-error" id={`field-${name}-error`}>
        {text}
      </p>
    ) : null
  }
  const labels = Object.fromEntries(
    rules.flatMap((_, row) =>
      (['device', 'country', 'destination'] as const).map((column) => [
        `rule.${row}.${column}`,
        `${t[column]}, ${t.rule(row + 1)}`,
      ]),
    ),
  )
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">{t.rules}</h2>
      <p className="note">{t.rulesHelp}</p>
      <EditForm method="post" key={version}>
        {mine ? <ErrorSummary title={t.errors} errors={mine.problems} labels={labels} /> : null}
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="intent" value="rules" />
        <Table
          caption={t.rules}
          rows={rules.map((_, row) => row)}
          rowKey={String}
          columns={[
            { key: 'order', label: t.order, short: true, cell: (row) => row + 1 },
            {
              key: 'device',
              label: t.device,
              cell: (row) => (
                <>
                  <select {...attributes(row, 'device')}>
                    <option value="">{t.anyDevice}</option>
                    {Object.entries(t.devices).map(([device, label]) => (
                      <option key={device} value={device}>
                        {label}
                      </option>
                    ))}
                  </select>
                  {problem(row, 'device')}
                </>
              ),
            },
            {
              key: 'country',
              label: t.country,
              cell: (row) => (
                <>
                  <input type="text" maxLength={2} autoComplete="off" {...attributes(row, 'country')} />
                  {problem(row, 'country')}
                </>
              ),
            },
            {
              key: 'destination',
              label: t.destination,
              cell: (row) => (
                <>
                  <input type="url" maxLength={2_000} autoComplete="off" {...attributes(row, 'destination')} />
                  {problem(row, 'destination')}
                </>
              ),
            },
          ]}
        />
        {canWrite ? (
          <SaveBar>
            <Button type="submit" tone="main">
              {t.saveRules}
            </Button>
          </SaveBar>
        ) : null}
      </EditForm>
    </section>
  )
}

function Password() {
  const { password, canWrite } = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en })
  const error = refused?.problems['password']
  return (
    <section aria-labelledby="password">
      <h2 id="password">{t.password}</h2>
      <p>{password ? <Status tone="info">{t.passwordSet(password.by, password.when)}</Status> : t.passwordNone}</p>
      {canWrite ? (
        <Form method="post" className="form">
          <TextField
            name="password"
            type="password"
            label={t.password}
            help={t.passwordHelp}
            required
            autoComplete="new-password"
            {...(error ? { error } : {})}
          />
          <div className="form-actions">
            <Button type="submit" name="intent" value="password">
              {password ? t.changePassword : t.setPassword}
            </Button>
          </div>
        </Form>
      ) : null}
      {canWrite && password ? (
        <Form method="post">
          <Button type="submit" name="intent" value="open" tone="quiet">
            {t.removePassword}
          </Button>
        </Form>
      ) : null}
    </section>
  )
}
