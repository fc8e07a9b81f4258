import { textsOf } from '../accounts/form.ts'
import { Form, useActionData, useLoaderData } from 'react-router'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { isAppError } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { Button } from '../ui/Button.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { ProjectForm, type ProjectRefused } from './ProjectForm.tsx'
import { checkValues, valuesFromForm } from './kind.ts'
import { checkProject, projectFields } from './project.ts'
import { archiveProject, projectBySlug, updateProject } from './projects.store.ts'
import { en } from './projects.en.ts'
import { fr } from './projects.fr.ts'
import { fieldViews, formValues, problemTexts } from './show.ts'

async function place(args: PageArgs) {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  requireRole(scope, ['owner', 'lead', 'management'])
  return { scope, project, here: `/w/${args.params['workspace']}/p/${project.slug}/settings` }
}

export async function loader(args: PageArgs) {
  const { scope, project } = await place(args)
  const manner = { locale: scope.locale, currency: project.currency, timeZone: project.timeZone }
  return {
    fields: fieldViews(projectFields, { fr, en }[scope.locale].settings, manner),
    values: formValues(projectFields, project, manner),
    version: project.version,
    archived: project.archivedAt !== null,
    canArchive: scope.role !== 'management',
  }
}

export async function action(args: PageArgs) {
  const { scope, project, here } = await place(args)
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale].settings
  if (form.get('intent') === 'archive') {
    await archiveProject(scope, project.id, project.archivedAt === null)
    return redirectSaying(here, { text: t.saved, tone: 'good' })
  }
  const texts = textsOf(form)
  const values = valuesFromForm(projectFields, form, project.timeZone, { ...project })
  const checked = checkValues({ fields: projectFields, check: checkProject }, values)
  if (!checked.ok)
    return Response.json({ problems: problemTexts(checked.problems, scope.locale), texts } satisfies ProjectRefused, {
      status: 422,
    })
  try {
    await updateProject(scope, project.id, Number(texts['version']), checked.values)
  } catch (error) {
    // Somebody saved first: what was typed stays in the form, which now knows the newer version.
    if (!isAppError(error) || error.status !== 409) throw error
    return Response.json({ problems: { name: error.words[scope.locale] }, texts } satisfies ProjectRefused, {
      status: 409,
    })
  }
  return redirectSaying(here, { text: t.saved, tone: 'good' })
}

export default function SettingsPage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en }).settings
  return (
    <Page title={t.title}>
      <ProjectForm
        fields={data.fields}
        values={data.values}
        version={data.version}
        refused={useActionData<ProjectRefused>()}
        submit={t.save}
      />
      {data.canArchive ? (
        <Form method="post" className="danger-zone">
          <p>{t.archiveHelp}</p>
          <input type="hidden" name="intent" value="archive" />
          <Button type="submit">{data.archived ? t.unarchive : t.archive}</Button>
        </Form>
      ) : null}
    </Page>
  )
}
