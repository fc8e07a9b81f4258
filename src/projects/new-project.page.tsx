import { textsOf } from '../accounts/form.ts'
import { useActionData, useLoaderData } from 'react-router'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { redirectSaying } from '../flash.ts'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { ProjectForm, type ProjectRefused } from './ProjectForm.tsx'
import { checkValues, valuesFromForm } from './kind.ts'
import { checkProject, projectFields } from './project.ts'
import { createProject } from './projects.store.ts'
import { en } from './projects.en.ts'
import { fr } from './projects.fr.ts'
import { fieldViews, problemTexts } from './show.ts'

/** Where a French company starts from: it may change all of it. */
const usual = { vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR' }

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead'])
  const words = { fr, en }[scope.locale].settings
  return {
    fields: fieldViews(projectFields, words, { locale: scope.locale, currency: 'EUR', timeZone: usual.timeZone }),
  }
}

export async function action(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead'])
  const form = await args.request.formData()
  const checked = checkValues(
    { fields: projectFields, check: checkProject },
    valuesFromForm(projectFields, form, usual.timeZone),
  )
  if (!checked.ok) {
    const texts = textsOf(form)
    return Response.json({ problems: problemTexts(checked.problems, scope.locale), texts } satisfies ProjectRefused, {
      status: 422,
    })
  }
  const project = await createProject(scope, checked.values)
  return redirectSaying(`/w/${args.params['workspace']}/p/${project.slug}`, {
    text: { fr, en }[scope.locale].settings.created,
    tone: 'good',
  })
}

export default function NewProjectPage() {
  const { fields } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  return (
    <Page title={t.settings.createTitle} lead={t.projects.purpose}>
      <ProjectForm
        fields={fields}
        values={usual}
        version={1}
        refused={useActionData<ProjectRefused>()}
        submit={t.settings.create}
      />
    </Page>
  )
}
