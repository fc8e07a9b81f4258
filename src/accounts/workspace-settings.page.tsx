import { redirect, useActionData, useLoaderData } from 'react-router'
import { badRequest } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { isLocale } from '../i18n.ts'
import { Button } from '../ui/Button.tsx'
import { RadioField, TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { DoorForm, wrong } from './Door.tsx'
import { en } from './accounts.en.ts'
import { fr } from './accounts.fr.ts'
import { type Refused, refuseWith, textOf } from './form.ts'
import { type PageArgs, requireRole, scopeOf } from './request.ts'
import { openWorkspace, updateWorkspace, workspaceBySlug } from './workspaces.store.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner'])
  const workspace = await workspaceBySlug(scope.db, args.params['workspace'] ?? '')
  return { name: workspace?.name ?? '', locale: workspace?.locale ?? scope.locale }
}

export async function action(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner'])
  const form = await args.request.formData()
  const name = textOf(form, 'workspace')
  try {
    switch (textOf(form, 'intent')) {
      case 'save': {
        const locale = textOf(form, 'locale')
        await updateWorkspace(scope, name, isLocale(locale) ? locale : 'fr')
        const here = `/w/${args.params['workspace']}/settings`
        return redirectSaying(here, { text: { fr, en }[scope.locale].account.saved, tone: 'good' })
      }
      case 'create':
        return redirect(`/w/${(await openWorkspace(scope, name)).slug}`)
      default:
        throw badRequest('unknownIntent', { fr: 'Action inconnue.', en: 'Unknown action.' }, 'intent')
    }
  } catch (error) {
    return refuseWith(form, error, scope.locale)
  }
}

export default function WorkspaceSettingsPage() {
  const { name, locale } = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en })
  const problemsOf = (intent: string) => (refused?.intent === intent ? refused.problems : {})
  const [save, create] = [problemsOf('save'), problemsOf('create')]
  return (
    <Page title={t.workspace.title} lead={t.workspace.lead}>
      <DoorForm problems={save} labels={t.fields}>
        <input type="hidden" name="intent" value="save" />
        <TextField
          name="workspace"
          label={t.fields.workspace}
          autoComplete="organization"
          required
          defaultValue={refused?.intent === 'save' ? refused.typed['workspace'] : name}
          {...wrong(save, 'workspace')}
        />
        <RadioField
          name="locale"
          label={t.workspace.language}
          help={t.workspace.languageHelp}
          defaultValue={locale}
          options={[
            { value: 'fr', label: t.language.fr },
            { value: 'en', label: t.language.en },
          ]}
        />
        <Button type="submit" tone="main">
          {t.account.save}
        </Button>
      </DoorForm>
      <section aria-labelledby="other-workspace">
        <h2 id="other-workspace">{t.workspace.createTitle}</h2>
        <p>{t.workspace.createLead}</p>
        <DoorForm problems={create} labels={t.fields}>
          <input type="hidden" name="intent" value="create" />
          <TextField
            id="field-new-workspace"
            name="workspace"
            label={t.workspace.newName}
            autoComplete="off"
            required
            defaultValue={refused?.intent === 'create' ? refused.typed['workspace'] : ''}
            {...wrong(create, 'workspace')}
          />
          <Button type="submit">{t.workspace.create}</Button>
        </DoorForm>
      </section>
    </Page>
  )
}
