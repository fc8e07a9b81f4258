import './dashboards.css'
import { Form, Link, redirect, useActionData, useLoaderData } from 'react-router'
import { type Refused, refuseWith, textOf } from '../accounts/form.ts'
import type { PageArgs } from '../accounts/request.ts'
import { sitesOf } from '../analytics/analytics.store.ts'
import { presets } from '../analytics/audience.ts'
import { forbidden, isAppError } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { kpi } from '../kpis/kpis.ts'
import { mustBeVersion, listObjects } from '../projects/objects.store.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { ChoiceField, DateField, ErrorSummary, TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Board } from './Board.tsx'
import { CardTools } from './CardTools.tsx'
import { DragCards } from './DragCards.tsx'
import { changeOf } from './changes.ts'
import { en as composingEn } from './composing.en.ts'
import { fr as composingFr } from './composing.fr.ts'
import { en } from './dashboards.en.ts'
import { fr } from './dashboards.fr.ts'
import { changeDashboard, mayCompose, setRemoved } from './dashboards.store.ts'
import { placed } from './layout.ts'
import { dashboardPlace, screenFor } from './place.store.ts'
import { titleOf } from './titles.ts'

export async function loader(args: PageArgs) {
  const place = await dashboardPlace(args)
  const { scope, project, base, dashboard } = place
  if (!mayCompose(scope)) throw forbidden()
  const [figures, sites] = await Promise.all([screenFor(args, place, dashboard), sitesOf(scope, { project: project.id })])
  const { name, preset, startsOn, endsOn, site, version, id } = dashboard
  return {
    base,
    id,
    version,
    settings: { name, preset, startsOn, endsOn, site },
    domains: sites.map(({ domain }) => domain),
    figures,
  }
} // prettier-ignore

export async function action(args: PageArgs): Promise<Response> {
  const { scope, project, base, dashboard } = await dashboardPlace(args)
  if (!mayCompose(scope)) throw forbidden()
  const form = await args.request.formData()
  const here = `${base}/dashboards/${dashboard.id}/edit`
  const t = { fr: composingFr, en: composingEn }[scope.locale]
  const intent = textOf(form, 'intent')
  if (intent === 'delete') {
    await setRemoved(scope, project.id, dashboard.id, true)
    const { id, name } = dashboard
    const undo = { label: t.undo, action: `${base}/dashboards`, fields: { intent: 'restore', id, name } }
    return redirectSaying(`${base}/dashboards`, { text: t.deleted(name), tone: 'good', undo })
  }
  // An undo is for the card, whatever was written since.
  const version = intent === 'restore' ? dashboard.version : Number(textOf(form, 'version'))
  mustBeVersion(version)
  if (intent === 'settings') {
    const site = textOf(form, 'site') || null
    const settings = {
      name: textOf(form, 'name'),
      preset: presets.find((one) => one === textOf(form, 'preset')) ?? dashboard.preset,
      startsOn: textOf(form, 'startsOn') || null,
      endsOn: textOf(form, 'endsOn') || null,
      site,
    }
    try {
      await changeDashboard(scope, project.id, dashboard.id, version, () => settings)
    } catch (error) {
      return refuseWith(form, error, scope.locale)
    }
    return redirectSaying(here, { text: t.settingsSaved, tone: 'good' })
  }
  const id = textOf(form, 'card')
  const change = changeOf(dashboard, intent, id, Number(textOf(form, 'to')) - 1)
  if (change === null) return redirect(here)
  try {
    await changeDashboard(scope, project.id, dashboard.id, version, () => change)
  } catch (error) {
    if (!isAppError(error) || (error.status !== 409 && error.status !== 422)) throw error
    const text = (error.fields['form'] ?? error.words)[scope.locale]
    return redirectSaying(here, { text, tone: 'bad' })
  }
  const at = change.cards.findIndex((card) => card.id === id)
  const card = change.cards[at] ?? dashboard.cards.find((one) => one.id === id)
  if (!card) return redirect(here)
  const kpis = card.kpi && card.title === '' ? await listObjects(scope, kpi, project.id) : []
  const title = titleOf(card, kpis.find((one) => one.id === card.kpi)?.title ?? null, scope.locale)
  const place = placed(change.cards)[at]
  switch (intent) {
    case 'remove':
      return redirectSaying(here, {
        text: t.removed(title),
        tone: 'good',
        undo: { label: t.undo, action: here, fields: { intent: 'restore', card: id } },
      })
    case 'restore':
      return redirectSaying(here, { text: t.restored(title), tone: 'good' })
    case 'duplicate':
      return redirectSaying(here, { text: t.duplicated(title), tone: 'good' })
    case 'wider':
    case 'narrower':
      return redirectSaying(here, { text: t.resized(title, t.widths[card.width]), tone: 'good' })
    default:
      return redirectSaying(here, { text: t.moved(title, place?.row ?? 1, place?.column ?? 1), tone: 'good' })
  }
} // prettier-ignore

export default function EditPage() {
  const { base, id, version, settings, domains, figures } = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en })
  const words = useWords({ fr: composingFr, en: composingEn })
  const here = `${base}/dashboards/${id}`
  const problems = refused?.problems ?? {}
  const typed = refused?.typed ?? {}
  const error = (name: string) => (problems[name] === undefined ? {} : { error: problems[name] })
  return (
    <Page
      title={words.title(settings.name)}
      kicker={<Link to={`${base}/dashboards`}>{t.title}</Link>}
      lead={words.lead}
      actions={
        <>
          <LinkButton to={here}>{t.view}</LinkButton>
          <LinkButton to={`${here}/card/new`} tone="main">
            {t.add}
          </LinkButton>
        </>
      }
    >
      {figures.cards.length === 0 ? <p className="note">{t.noCardsText}</p> : null}
      <DragCards version={version}>
        <Board
          figures={figures}
          base={null}
          tools={(one) => <CardTools one={one} cards={figures.cards.map(({ card }) => card)} version={version} here={here} />} // prettier-ignore
        />
      </DragCards>
      <details open={refused !== undefined}>
        <summary>{words.settings}</summary>
        {refused ? (
          <ErrorSummary
            title={words.wrong}
            errors={problems}
            labels={{ name: t.name, preset: t.period, startsOn: words.from }}
          />
        ) : null}
        <Form method="post" noValidate>
          <input type="hidden" name="intent" value="settings" />
          <input type="hidden" name="version" value={version} />
          <TextField
            name="name"
            label={t.name}
            defaultValue={typed['name'] ?? settings.name}
            required
            {...error('name')}
          />
          <ChoiceField
            name="preset"
            label={t.period}
            required
            defaultValue={typed['preset'] ?? settings.preset}
            options={presets.map((value) => ({ value, label: t.presets[value] }))}
            {...error('preset')}
          />
          <DateField
            name="startsOn"
            label={words.from}
            help={words.datesHelp}
            defaultValue={typed['startsOn'] ?? settings.startsOn ?? ''}
            {...error('startsOn')}
          />
          <DateField name="endsOn" label={words.to} defaultValue={typed['endsOn'] ?? settings.endsOn ?? ''} />
          {domains.length > 1 || settings.site ? (
            <ChoiceField
              name="site"
              label={t.site}
              help={t.firstSite}
              defaultValue={typed['site'] ?? settings.site ?? ''}
              options={[...new Set([...domains, ...(settings.site ? [settings.site] : [])])].map((value) => ({ value, label: value }))} // prettier-ignore
            />
          ) : null}
          <Button type="submit">{words.saveSettings}</Button>
        </Form>
      </details>
      <Form method="post">
        <input type="hidden" name="intent" value="delete" />
        <Button type="submit" tone="quiet">
          {words.delete}
        </Button>
      </Form>
    </Page>
  )
}
