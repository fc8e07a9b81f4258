import { useActionData, useLoaderData } from 'react-router'
import { badRequest } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatInstant } from '../i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { Empty } from '../ui/Empty.tsx'
import { TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { DoorForm, ShownOnce, wrong } from './Door.tsx'
import { Sure } from './Sure.tsx'
import { en } from './accounts.en.ts'
import { fr } from './accounts.fr.ts'
import { type Refused, refuseWith, textOf } from './form.ts'
import { addKey, listKeys, revokeKey } from './keys.store.ts'
import { type PageArgs, requireRole, scopeOf } from './request.ts'
import { isKeyScope, keyScopes } from './roles.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner'])
  const when = (instant: Date) => formatInstant(instant, 'Europe/Paris', scope.locale)
  const keys = await listKeys(scope)
  return {
    keys: keys.map(({ createdAt, lastUsedAt, ...key }) => ({
      ...key,
      created: when(createdAt),
      used: lastUsedAt && when(lastUsedAt),
    })),
  }
}

/** What the page shows once. */
interface Made {
  readonly key: string
}

export async function action(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner'])
  const form = await args.request.formData()
  try {
    switch (textOf(form, 'intent')) {
      case 'add': {
        const key = await addKey(scope, textOf(form, 'name'), form.getAll('scopes').filter(isKeyScope))
        return Response.json({ key } satisfies Made, { headers: { 'cache-control': 'no-store' } })
      }
      case 'revoke':
        await revokeKey(scope, textOf(form, 'key'))
        return redirectSaying(`/w/${args.params['workspace']}/keys`, {
          text: { fr, en }[scope.locale].keys.revoked,
          tone: 'good',
        })
      default:
        throw badRequest('unknownIntent', { fr: 'Action inconnue.', en: 'Unknown action.' }, 'intent')
    }
  } catch (error) {
    return refuseWith(form, error, scope.locale)
  }
}

type Key = Awaited<ReturnType<typeof loader>>['keys'][number]

export default function KeysPage() {
  const { keys } = useLoaderData<typeof loader>()
  const answer = useActionData<Refused | Made>()
  const words = useWords({ fr, en })
  const t = words.keys
  const refused = answer && 'problems' in answer ? answer : null
  const columns: Column<Key>[] = [
    { key: 'name', label: t.name, cell: (key) => key.name },
    { key: 'hint', label: t.hint, cell: (key) => <code>{key.hint}…</code> },
    { key: 'scopes', label: t.scopes, cell: (key) => key.scopes.map((scope) => t.scope[scope]).join(', ') },
    { key: 'created', label: t.created, cell: (key) => key.created },
    { key: 'used', label: t.used, cell: (key) => key.used ?? t.never },
    {
      key: 'actions',
      label: t.actions,
      cell: (key) => (
        <Sure ask={t.revoke} sends={{ intent: 'revoke', key: key.id }} confirm={t.revokeOf(key.name)}>
          {t.revokeSure}
        </Sure>
      ),
    },
  ]
  return (
    <Page title={t.title} lead={t.lead}>
      {answer && 'key' in answer ? (
        <Callout tone="good" title={t.made} live>
          <ShownOnce id="made-key" label={words.copyLabel} help={t.madeHelp} value={answer.key} />
        </Callout>
      ) : null}
      {keys.length === 0 ? (
        <Empty title={t.empty} text={t.emptyText} />
      ) : (
        <Table caption={t.title} columns={columns} rows={keys} rowKey={(key) => key.id} />
      )}
      <section aria-labelledby="add-key">
        <h2 id="add-key">{t.addTitle}</h2>
        <DoorForm problems={refused?.problems} labels={{ name: t.name, scopes: t.scopes }}>
          <input type="hidden" name="intent" value="add" />
          <TextField
            name="name"
            label={t.name}
            help={t.nameHelp}
            autoComplete="off"
            required
            defaultValue={refused?.typed['name']}
            {...wrong(refused?.problems, 'name')}
          />
          <fieldset
            id="field-scopes"
            className="field"
            {...(refused?.problems['scopes'] ? { 'aria-describedby': 'scopes-error' } : {})}
          >
            <legend>{t.scopes}</legend>
            {keyScopes.map((scope) => (
              <label key={scope} className="check">
                <input type="checkbox" name="scopes" value={scope} />
                <span>
                  {t.scope[scope]}
                  <small>{scope}</small>
                </span>
              </label>
            ))}
            {refused?.problems['scopes'] ? (
              <p className="field-error" id="scopes-error">
                {refused.problems['scopes']}
              </p>
            ) : null}
          </fieldset>
          <Button type="submit" tone="main">
            {t.add}
          </Button>
        </DoorForm>
      </section>
    </Page>
  )
}
