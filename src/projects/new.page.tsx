import { textsOf } from '../accounts/form.ts'
import { Link, redirect, useActionData, useLoaderData } from 'react-router'
import { appOf, type PageArgs, scopeOf } from '../accounts/request.ts'
import { forbidden, isAppError, notFound } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { midSentence } from '../i18n.ts'
import { ErrorSummary } from '../ui/Field.tsx'
import { Button, LinkButton } from '../ui/Button.tsx'
import { EditForm, SaveBar } from '../ui/Form.tsx'
import { FormFields } from '../ui/FormFields.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { isUuid } from '../uuid.ts'
import { checkInProject } from './guards.ts'
import { kindByPath, mayRead, mayWrite, valuesFromForm } from './kind.ts'
import { createObject, inTransaction, objectExists } from './objects.store.ts'
import { projectBySlug } from './projects.store.ts'
import { en } from './projects.en.ts'
import { fr } from './projects.fr.ts'
import { fieldViews, problemTexts } from './show.ts'
import { addLink } from './thread.store.ts'
import { originsOf, resultsOf } from './thread.ts'

async function place(args: PageArgs) {
  const scope = await scopeOf(args)
  const app = appOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  const kind = kindByPath(app.catalog, args.params['kind'] ?? '')
  if (!kind) throw notFound()
  if (!mayWrite(scope, kind)) throw forbidden()
  const here = `/w/${args.params['workspace']}/p/${project.slug}/${kind.path}`
  return { scope, app, project, kind, here }
}

export async function loader(args: PageArgs) {
  const { scope, app, project, kind, here } = await place(args)
  const params = new URL(args.request.url).searchParams
  const manner = { locale: scope.locale, currency: project.currency, timeZone: project.timeZone }
  return {
    // The form carries the id of what it will create: sent twice, it creates once.
    id: crypto.randomUUID(),
    here,
    title: kind.words[scope.locale].add,
    many: kind.words[scope.locale].many,
    purpose: kind.words[scope.locale].purpose,
    example: kind.words[scope.locale].example,
    origins: namesOf(originsOf(kind.name)),
    results: namesOf(resultsOf(kind.name)),
    fields: fieldViews(kind.fields, kind.words[scope.locale], manner),
    // A link can fill fields ("Ajouter une menace") and name what the new object is linked to.
    values: Object.fromEntries([...params].filter(([name]) => Object.hasOwn(kind.fields, name))),
    from: params.get('from') ?? '',
    to: params.get('to') ?? '',
  }

  function namesOf(kinds: readonly string[]) {
    return app.catalog.kinds
      .filter((other) => kinds.includes(other.name) && mayRead(scope, other))
      .map((other) => midSentence(other.words[scope.locale].many, scope.locale))
  }
}

export async function action(args: PageArgs) {
  const { scope, app, project, kind, here } = await place(args)
  const form = await args.request.formData()
  const texts = textsOf(form)
  const values = valuesFromForm(kind.fields, form, project.timeZone)
  const checked = await checkInProject(scope, app.catalog, kind, project.id, null, values)
  if (!checked.ok) {
    return Response.json({ problems: problemTexts(checked.problems, scope.locale), texts }, { status: 422 })
  }
  const asked = texts['id'] ?? ''
  const id = isUuid(asked) ? asked : crypto.randomUUID()
  if (await objectExists(scope, kind, project.id, id)) return redirect(`${here}/${id}`)
  try {
    await inTransaction(scope, async (scope) => {
      await createObject(scope, kind, project.id, checked.values, id)
      if (texts['from']) await addLink(scope, app.catalog.kinds, texts['from'], id)
      if (texts['to']) await addLink(scope, app.catalog.kinds, id, texts['to'])
    })
  } catch (error) {
    if (isAppError(error) && error.status === 422)
      return Response.json({ problems: problemTexts(error.fields, scope.locale), texts }, { status: 422 })
    const isLinkRefused = isAppError(error) && (error.status === 404 || error.status === 409)
    if (!isLinkRefused || (!texts['from'] && !texts['to'])) throw error
    // What it should be linked to went away, or is taken: the form comes back without the link.
    const { linkGone, linkLess } = { fr, en }[scope.locale].object
    const why = error.status === 404 ? linkGone : error.words[scope.locale]
    return Response.json(
      { problems: { link: `${why} ${linkLess}` }, texts: { ...texts, from: '', to: '' } },
      { status: 422 },
    )
  }
  const t = { fr, en }[scope.locale].object
  return redirectSaying(`${here}/${id}`, { text: t.created, tone: 'good' })
}

interface Refused {
  readonly problems: Record<string, string>
  readonly texts: Record<string, string>
}

export default function NewPage() {
  const data = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en }).object
  return (
    <Page
      title={data.title}
      kicker={<Link to={data.here}>{data.many}</Link>}
      aside={{ label: t.guide, content: <Guide data={data} /> }}
    >
      <EditForm method="post">
        {refused ? <ErrorSummary title={t.errors} errors={refused.problems} labels={labelsOf(data.fields)} /> : null}
        <input type="hidden" name="id" value={refused?.texts['id'] ?? data.id} />
        <input type="hidden" name="from" value={refused?.texts['from'] ?? data.from} />
        <input type="hidden" name="to" value={refused?.texts['to'] ?? data.to} />
        <FormFields fields={data.fields} values={refused?.texts ?? data.values} errors={refused?.problems ?? {}} />
        <SaveBar>
          <Button type="submit" tone="main">
            {t.create}
          </Button>
          <LinkButton to={data.here} tone="quiet">
            {t.cancel}
          </LinkButton>
        </SaveBar>
      </EditForm>
    </Page>
  )
}

/** What a beginner wants to know before filling the form: what it is for, one well done, where it stands on the thread. */
function Guide({ data }: { readonly data: Awaited<ReturnType<typeof loader>> }) {
  const t = useWords({ fr, en }).object
  return (
    <section className="guide">
      <h2>{t.guide}</h2>
      <p>{data.purpose}</p>
      <p className="example">
        <span className="example-label">{t.guideExample}</span> {data.example}
      </p>
      {data.origins.length > 0 ? <p>{t.guideFrom(data.origins.join(', '))}</p> : null}
      {data.results.length > 0 ? <p>{t.guideTo(data.results.join(', '))}</p> : null}
    </section>
  )
}

const labelsOf = (fields: readonly { name: string; label: string }[]) =>
  Object.fromEntries(fields.map(({ name, label }) => [name, label]))
