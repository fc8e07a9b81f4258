import { textOf, textsOf } from '../accounts/form.ts'
import { Form, Link, redirect, useActionData, useLoaderData } from 'react-router'
import { appOf, type PageArgs, scopeOf } from '../accounts/request.ts'
import { badRequest, isAppError, notFound } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatInstant } from '../i18n.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { ErrorSummary } from '../ui/Field.tsx'
import { EditForm, SaveBar } from '../ui/Form.tsx'
import { FormFields } from '../ui/FormFields.tsx'
import { useWords, useColon } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { ThreadStrip } from '../ui/ThreadStrip.tsx'
import { Comments } from './Comments.tsx'
import { Links } from './Links.tsx'
import { addComment, deleteComment, listComments } from './comments.store.ts'
import { checkInProject } from './guards.ts'
import { checkValues, kindByPath, valuesFromForm, mayWrite } from './kind.ts'
import { merge } from './merge.ts'
import { linkRows, stripOf } from './object-thread.ts'
import {
  type Change,
  changesSince,
  deleteObject,
  listObjects,
  readObject,
  restoreObject,
  updateObject,
} from './objects.store.ts'
import { projectBySlug } from './projects.store.ts'
import { en } from './projects.en.ts'
import { fr } from './projects.fr.ts'
import { type Manner, fieldText, fieldViews, formValues, problemTexts } from './show.ts'
import { addLink, removeLink, walk } from './thread.store.ts'
import { originsOf, resultsOf } from './thread.ts'

async function place(args: PageArgs) {
  const scope = await scopeOf(args)
  const { catalog } = appOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  const kind = kindByPath(catalog, args.params['kind'] ?? '')
  if (!kind) throw notFound()
  const base = `/w/${args.params['workspace']}/p/${project.slug}`
  const id = args.params['id'] ?? ''
  const manner: Manner = { locale: scope.locale, currency: project.currency, timeZone: project.timeZone }
  return { scope, catalog, project, kind, base, id, here: `${base}/${kind.path}/${id}`, manner }
}

type Place = Awaited<ReturnType<typeof place>>

export async function loader(args: PageArgs) {
  const { scope, catalog, project, kind, base, id, here, manner } = await place(args)
  const object = await readObject(scope, kind, project.id, id)
  const [before, after, comments, history] = await Promise.all([
    walk(scope, id, 'before'),
    walk(scope, id, 'after'),
    listComments(scope, id),
    changesSince(scope, id, 0),
  ])
  const around = [...new Set([...originsOf(kind.name), ...resultsOf(kind.name)])]
  const lists = await Promise.all(
    catalog.kinds
      .filter(({ name }) => around.includes(name))
      .map(async (other) => [other.name, await listObjects(scope, other, project.id, { limit: 500 })] as const),
  )
  const words = kind.words[scope.locale]
  return {
    id,
    base,
    here,
    listTo: `${base}/${kind.path}`,
    words: { one: words.one, many: words.many },
    title: object.title,
    version: object.version,
    canWrite: mayWrite(scope, kind),
    fields: fieldViews(kind.fields, words, manner),
    values: formValues(kind.fields, object.values, manner),
    texts: Object.fromEntries(
      Object.entries(kind.fields).map(([name, { spec }]) => [
        name,
        fieldText(name, spec, object.values[name], words, manner),
      ]),
    ),
    views: kind.views.map((view) => ({ to: `${here}/${view.path}`, label: view.words[scope.locale] })),
    strip: stripOf(scope, catalog, base, { id, kind, title: object.title }, before, after),
    links: linkRows(scope, catalog, base, { id, kind }, before, after, new Map(lists)),
    // Only for who may delete: a guest must not read titles of kinds that are closed to him.
    rests: mayWrite(scope, kind) ? after.filter(({ depth }) => depth === 1).map(({ title }) => title) : [],
    comments: comments.map(({ createdAt, ...comment }) => ({
      ...comment,
      at: formatInstant(createdAt, project.timeZone, scope.locale),
    })),
    history: scope.role === 'guest' ? [] : history.map((change) => changeText(change, kind, manner)).reverse(),
  }
}

/** A change as a person reads it: who, when, and each field with its value before and after. */
function changeText(change: Change, kind: Place['kind'], manner: Manner) {
  const words = kind.words[manner.locale]
  return {
    version: change.version,
    who: change.byName,
    when: formatInstant(change.at, manner.timeZone, manner.locale),
    fields: Object.keys(change.after).map((name) => {
      const spec = kind.fields[name]?.spec
      const text = (value: unknown) => (spec ? fieldText(name, spec, value, words, manner) : '') || '—'
      return {
        label: words.fields[name]?.label ?? name,
        before: text(change.before[name]),
        after: text(change.after[name]),
      }
    }),
  }
}

export async function action(args: PageArgs) {
  const at = await place(args)
  const form = await args.request.formData()
  const text = (name: string) => textOf(form, name)
  const { scope, catalog, project, kind, id, here, base } = at
  const t = { fr, en }[scope.locale].object
  try {
    switch (text('intent')) {
      case 'save':
        return await save(at, form)
      case 'delete': {
        const { title } = await readObject(scope, kind, project.id, id)
        await deleteObject(scope, kind, project.id, id)
        return redirectSaying(`${base}/${kind.path}`, {
          text: t.deleted(title),
          tone: 'good',
          undo: { label: t.undo, action: here, fields: { intent: 'restore' } },
        })
      }
      case 'restore': {
        await restoreObject(scope, kind, project.id, id)
        const { title } = await readObject(scope, kind, project.id, id)
        return redirectSaying(here, { text: t.restored(title), tone: 'good' })
      }
      case 'link':
        if (text('other') === '') return redirect(`${here}#thread`)
        await (text('side') === 'before'
          ? addLink(scope, catalog.kinds, text('other'), id)
          : addLink(scope, catalog.kinds, id, text('other')))
        return redirect(`${here}#thread`)
      case 'unlink':
        await (text('side') === 'before'
          ? removeLink(scope, catalog.kinds, text('other'), id)
          : removeLink(scope, catalog.kinds, id, text('other')))
        return redirect(`${here}#thread`)
      case 'comment':
        await addComment(scope, kind, project.id, id, text('body'))
        return redirectSaying(`${here}#comments`, { text: t.commented, tone: 'good' })
      case 'uncomment':
        await readObject(scope, kind, project.id, id)
        await deleteComment(scope, id, text('comment'))
        return redirect(`${here}#comments`)
      default:
        throw badRequest('unknownIntent', { fr: 'Action inconnue.', en: 'Unknown action.' }, 'intent')
    }
  } catch (error) {
    if (!isAppError(error) || error.status !== 422) throw error
    const texts = textsOf(form)
    return Response.json({ problems: problemTexts(error.fields, scope.locale), texts } satisfies Refused, {
      status: 422,
    })
  }
}

async function save(at: Place, form: FormData) {
  const { scope, catalog, project, kind, id, here, manner } = at
  const texts = textsOf(form)
  const object = await readObject(scope, kind, project.id, id)
  const values = valuesFromForm(kind.fields, form, project.timeZone, object.values)
  const checked = await checkInProject(scope, catalog, kind, project.id, object, values)
  if (!checked.ok)
    return Response.json({ problems: problemTexts(checked.problems, scope.locale), texts } satisfies Refused, {
      status: 422,
    })
  const saved = await updateObject(scope, kind, project.id, id, Number(texts['version']), checked.values)
  const t = { fr, en }[scope.locale].object
  if (saved.saved) return redirectSaying(here, { text: t.saved, tone: 'good' })
  const { current, changes } = saved
  const merged = merge(current.values, changes, checked.values)
  // Two people who changed different fields are both right, unless the kind forbids the two together.
  if (merged.clashes.length === 0 && checkValues(kind, merged.values).ok) {
    const both = await updateObject(scope, kind, project.id, id, current.version, merged.values)
    const who = [...new Set(changes.map(({ byName }) => byName))].join(', ')
    if (both.saved) return redirectSaying(here, { text: t.savedBoth(who), tone: 'good' })
  }
  const conflict = { version: current.version, changes: changes.map((change) => changeText(change, kind, manner)) }
  const kept = { ...texts, ...formValues(kind.fields, merged.values, manner) }
  return Response.json({ problems: {}, texts: kept, conflict } satisfies Refused, { status: 409 })
}

/** What an action that wrote nothing gives back: what was typed is kept. */
interface Refused {
  readonly problems: Record<string, string>
  readonly texts: Record<string, string>
  readonly conflict?: { readonly version: number; readonly changes: readonly ReturnType<typeof changeText>[] }
}

export default function ObjectPage() {
  const data = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const words = useWords({ fr, en })
  const t = words.object
  const errors = refused?.problems ?? {}
  return (
    <Page
      title={data.title}
      kicker={<Link to={data.listTo}>{data.words.many}</Link>}
      strip={<ThreadStrip {...data.strip} />}
      toolbar={
        <Tabs
          label={data.title}
          tabs={[
            { to: data.here, label: t.details },
            { to: `${data.here}/thread`, label: words.thread.tab },
            ...data.views,
          ]}
        />
      }
      aside={{
        label: t.around,
        content: (
          <>
            <Links rows={data.links} />
            <Comments comments={data.comments} error={errors['body']} typed={refused?.texts['body'] ?? ''} />
            {data.history.length > 0 ? <History changes={data.history} /> : null}
          </>
        ),
      }}
    >
      {refused?.conflict ? <Conflict conflict={refused.conflict} here={data.here} /> : null}
      {data.canWrite ? (
        <EditForm method="post" key={refused?.conflict?.version ?? data.version}>
          {Object.keys(errors).length > 0 && !('body' in errors) ? (
            <ErrorSummary
              title={t.errors}
              errors={errors}
              labels={Object.fromEntries(data.fields.map((f) => [f.name, f.label]))}
            />
          ) : null}
          <input type="hidden" name="intent" value="save" />
          <input type="hidden" name="version" value={refused?.conflict?.version ?? data.version} />
          <FormFields
            fields={data.fields}
            values={refused?.texts['intent'] === 'save' ? refused.texts : data.values}
            errors={errors}
          />
          <SaveBar>
            <Button type="submit" tone="main">
              {refused?.conflict ? t.conflictAnyway : t.save}
            </Button>
          </SaveBar>
        </EditForm>
      ) : (
        <ReadOnly fields={data.fields} texts={data.texts} note={t.readOnly} />
      )}
      {data.canWrite ? <Delete rests={data.rests} /> : null}
    </Page>
  )
}

type Changes = readonly ReturnType<typeof changeText>[]

function Conflict({ conflict, here }: { conflict: NonNullable<Refused['conflict']>; here: string }) {
  const t = useWords({ fr, en }).object
  return (
    <Callout tone="warn" title={t.conflictTitle} live>
      <p>{t.conflictLead}</p>
      <ChangeList changes={conflict.changes} />
      <p>{t.conflictSame}</p>
      <LinkButton to={here}>{t.conflictReload}</LinkButton>
    </Callout>
  )
}

function ChangeList({ changes }: { changes: Changes }) {
  const colon = useColon()
  const t = useWords({ fr, en }).object
  return (
    <ol className="changes">
      {changes.map((change) => (
        <li key={change.version}>
          <strong>{t.conflictLine(change.who, change.when)}</strong>
          <ul>
            {change.fields.map((field) => (
              <li key={field.label}>
                {field.label}
                {colon}
                <del>{field.before}</del> → <ins>{field.after}</ins>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  )
}

function History({ changes }: { changes: Changes }) {
  const t = useWords({ fr, en }).object
  return (
    <details className="history">
      <summary>
        {t.history} ({changes.length})
      </summary>
      <ChangeList changes={changes} />
    </details>
  )
}

function ReadOnly({
  fields,
  texts,
  note,
}: {
  fields: readonly { name: string; label: string }[]
  texts: Record<string, string>
  note: string
}) {
  return (
    <section>
      <p className="quiet">{note}</p>
      <dl className="facts">
        {fields.map(({ name, label }) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd>{texts[name] || '—'}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** Deleting says first what rests on the object. */
function Delete({ rests }: { rests: readonly string[] }) {
  const t = useWords({ fr, en }).object
  return (
    <details className="danger-zone">
      <summary>{t.delete}</summary>
      <Form method="post">
        <h2>{t.deleteTitle}</h2>
        <p>{rests.length === 0 ? t.deleteFree : t.deleteRests(rests.length)}</p>
        <ul>
          {rests.map((title) => (
            <li key={title}>{title}</li>
          ))}
        </ul>
        <p>{t.deleteKept}</p>
        <input type="hidden" name="intent" value="delete" />
        <Button type="submit" tone="danger">
          {t.deleteConfirm}
        </Button>
      </Form>
    </details>
  )
}
