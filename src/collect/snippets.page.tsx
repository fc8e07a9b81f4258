import './snippets.css'
import { useState } from 'react'
import { Form, Link, useLoaderData, useSubmit } from 'react-router'
import { appOf, type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { notFound } from '../errors.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { Button } from '../ui/Button.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { getSite } from './sites.store.ts'
import { measures, measuresOf, places, snippets } from './snippets.ts'
import { en } from './snippets.en.ts'
import { fr } from './snippets.fr.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const site = await getSite(scope, args.params['domain'] ?? '')
  if (site.projectId !== project.id) throw notFound()
  const { origin, searchParams } = new URL(args.request.url)
  const chosen = measuresOf(searchParams)
  return {
    here: `/w/${args.params['workspace']}/p/${project.slug}/sites/${site.domain}`,
    domain: site.domain,
    mode: site.mode,
    chosen,
    snippets: snippets(site, chosen, appOf(args).config.url ?? origin),
  }
}

export default function SnippetsPage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const submit = useSubmit()
  return (
    <Page title={t.title} kicker={<Link to={data.here}>{data.domain}</Link>} lead={t.lead}>
      <Form
        method="get"
        className="snippet-choice"
        onChange={(event) => void submit(event.currentTarget, { replace: true, preventScrollReset: true })}
      >
        {/* Without it, nothing ticked would say nothing. */}
        <input type="hidden" name="x" value="none" />
        <fieldset>
          <legend>{t.choose}</legend>
          <ul>
            {measures.map((name) => (
              <li key={name}>
                <label>
                  <input type="checkbox" name="x" value={name} defaultChecked={data.chosen.includes(name)} />{' '}
                  <strong>{t.measures[name].name}</strong> {t.measures[name].help}
                </label>
              </li>
            ))}
          </ul>
        </fieldset>
        <Button type="submit">{t.update}</Button>
      </Form>
      <p className="note">{data.mode === 'consent' ? t.consent : t.exempt}</p>
      {places.map((place) => (
        <section key={place} aria-labelledby={`place-${place}`}>
          <h2 id={`place-${place}`}>{t.places[place].title}</h2>
          <p>{t.places[place].help}</p>
          <pre className="lines-to-paste" tabIndex={0} role="group" aria-label={t.places[place].title}>
            <code>{data.snippets[place]}</code>
          </pre>
          <Copy text={data.snippets[place]} title={t.places[place].title} />
        </section>
      ))}
    </Page>
  )
}

/** Copies where the browser lets it; selecting the text always works. */
function Copy({ text, title }: { readonly text: string; readonly title: string }) {
  const t = useWords({ fr, en })
  const [state, setState] = useState<'ready' | 'copied' | 'refused'>('ready')
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    )
  return (
    <p className="form-actions">
      <Button type="button" onClick={() => void copy()} aria-label={t.copyThis(title)}>
        {t.copy}
      </Button>
      <span role="status">{state === 'ready' ? '' : t[state]}</span>
    </p>
  )
}
