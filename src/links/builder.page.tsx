import { Form, Link, useLoaderData } from 'react-router'
import { appOf, type PageArgs } from '../accounts/request.ts'
import { valueLabel } from '../analytics/labels.ts'
import { en as audienceEn } from '../analytics/audience.en.ts'
import { fr as audienceFr } from '../analytics/audience.fr.ts'
import { mayWrite } from '../projects/kind.ts'
import { listObjects } from '../projects/objects.store.ts'
import { problemTexts } from '../projects/show.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { ChoiceField, ErrorSummary, TextField } from '../ui/Field.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { LinkTabs } from './LinkTabs.tsx'
import { checkLink } from './link-check.store.ts'
import { campaign, trackedLink } from './links.ts'
import { utmFields } from './utm.ts'
import type { Campaign } from './links.ts'
import type { Utm } from './utm.ts'
import { en } from './links.en.ts'
import { fr } from './links.fr.ts'
import { en as namingEn } from './naming.en.ts'
import { fr as namingFr } from './naming.fr.ts'
import { namingOf } from './naming.store.ts'
import { withTemplate } from './naming.ts'
import { placeOf } from '../projects/place.store.ts'

const typedFields = ['destination', ...utmFields] as const

/** What a link would give, told from the address alone: nothing is written. */
export async function loader(args: PageArgs) {
  const { scope, project, base } = await placeOf(args)
  const search = new URL(args.request.url).searchParams
  const sent = Object.fromEntries(typedFields.map((name) => [name, (search.get(name) ?? '').trim()]))
  const [{ naming }, campaigns] = await Promise.all([
    namingOf(scope, project.id),
    listObjects(scope, campaign, project.id, { sort: { field: 'title', descending: false }, limit: 200 }),
  ])
  const template = search.get('template') ?? ''
  const filled = withTemplate(
    emptyToNull(sent) as Utm,
    naming.templates.find(({ name }) => name === template),
  )
  const typed = { ...sent, ...Object.fromEntries(utmFields.map((name) => [name, filled[name] ?? ''])) } as Record<
    string,
    string
  >
  const shown = { base, typed, template, templates: naming.templates.map(({ name }) => name), sources: naming.sources, mediums: naming.mediums, canWrite: mayWrite(scope, trackedLink), campaigns: campaigns.map(({ id, title, values }) => ({
    id, title, name: (values as Campaign).utmCampaign,
  })) } // prettier-ignore
  if (typed['destination'] === '') return { ...shown, problems: {} as Record<string, string>, outcome: null }
  const checked = await checkLink(appOf(args), scope, project.id, emptyToNull(typed))
  if (!checked.ok) return { ...shown, problems: problemTexts(checked.problems, scope.locale), outcome: null }
  const { landing, channel, warnings, site } = checked
  return {
    ...shown,
    problems: {} as Record<string, string>,
    outcome: {
      landing,
      channel,
      warnings,
      site,
      whyTo: site && `${base}/sites/${site}/channels/why?${whySearch(filled)}`,
      createTo: `${base}/links/new?${createSearch(typed, campaigns)}`,
    },
  }
}

/** What the page that explains a channel asks for. */
const whySearch = ({ utmSource, utmMedium, utmCampaign }: Utm) =>
  new URLSearchParams({ source: utmSource ?? '', medium: utmMedium ?? '', campaign: utmCampaign ?? '' })

const emptyToNull = (texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text === '' ? null : text]))

/** The form of the link, filled; from the campaign that has this technical name, if there is one. */
function createSearch(
  typed: Readonly<Record<string, string>>,
  campaigns: readonly { readonly id: string; readonly values: unknown }[],
): string {
  const search = new URLSearchParams(Object.entries(typed).filter(([, text]) => text !== ''))
  const of = campaigns.find(({ values }) => (values as Campaign).utmCampaign === typed['utmCampaign'])
  if (of) search.set('from', of.id)
  return search.toString()
}

export default function BuilderPage() {
  const { base, typed, template, templates, sources, mediums, problems, outcome, campaigns, canWrite } =
    useLoaderData<typeof loader>()
  const naming = useWords({ fr: namingFr, en: namingEn })
  const known: Partial<Record<string, string>> = {
    utmSource: 'known-sources',
    utmMedium: 'known-mediums',
    utmCampaign: 'known-campaigns',
  }
  const words = useWords({ fr, en })
  const t = words.builder
  const labels = {
    destination: words.trackedLink.fields.destination.label,
    ...Object.fromEntries(utmFields.map((name) => [name, words.trackedLink.fields[name].label])),
  }
  return (
    <Page title={t.title} lead={t.lead} toolbar={<LinkTabs base={base} />}>
      <Form method="get" className="form">
        {Object.keys(problems).length > 0 ? <ErrorSummary title={t.errors} errors={problems} labels={labels} /> : null}
        <TextField
          name="destination"
          label={words.trackedLink.fields.destination.label}
          help={words.trackedLink.fields.destination.help}
          type="url"
          required
          defaultValue={typed['destination']}
          {...wrong('destination')}
        />
        {templates.length > 0 ? (
          <ChoiceField
            name="template"
            label={naming.traps.template}
            help={naming.traps.templateHelp}
            defaultValue={template}
            options={templates.map((name) => ({ value: name, label: name }))}
          />
        ) : null}
        {utmFields.map((name) => {
          const { label, help } = { help: undefined, ...words.trackedLink.fields[name] }
          return (
            <TextField
              key={name}
              name={name}
              label={label}
              {...(help === undefined ? {} : { help })}
              autoComplete="off"
              spellCheck={false}
              {...(known[name] ? { list: known[name] } : {})}
              defaultValue={typed[name]}
              {...wrong(name)}
            />
          )
        })}
        <datalist id="known-sources">
          {sources.map((source) => (
            <option key={source} value={source} />
          ))}
        </datalist>
        <datalist id="known-mediums">
          {mediums.map((medium) => (
            <option key={medium} value={medium} />
          ))}
        </datalist>
        <datalist id="known-campaigns">
          {campaigns.map(({ id, title, name }) => (
            <option key={id} value={name}>
              {title}
            </option>
          ))}
        </datalist>
        <div className="form-actions">
          <Button type="submit" tone={outcome ? 'plain' : 'main'}>
            {t.predict}
          </Button>
        </div>
      </Form>
      {outcome ? <Outcome outcome={outcome} canWrite={canWrite} /> : null}
    </Page>
  )

  function wrong(name: string) {
    const error = new Map(Object.entries(problems)).get(name)
    return error ? { error } : {}
  }
}

type Outcome = NonNullable<Awaited<ReturnType<typeof loader>>['outcome']>

function Outcome({ outcome, canWrite }: { readonly outcome: Outcome; readonly canWrite: boolean }) {
  const { landing, channel, warnings, site, whyTo, createTo } = outcome
  const locale = useLocale()
  const t = useWords({ fr, en })
  const audience = useWords({ fr: audienceFr, en: audienceEn })
  return (
    <section aria-labelledby="outcome">
      <h2 id="outcome">{t.builder.outcome}</h2>
      <dl className="facts">
        <dt>{t.visits.channel}</dt>
        <dd>
          {valueLabel('channel', channel, audience, locale)}{' '}
          {whyTo ? <Link to={whyTo}>{t.builder.whyChannel}</Link> : null}
        </dd>
        <dt>{t.visits.landing}</dt>
        <dd>
          <code>{landing}</code>
        </dd>
        <dt>{t.builder.site}</dt>
        <dd>{site ?? t.builder.noSite}</dd>
      </dl>
      {warnings.length > 0 ? (
        <Callout tone="warn" title={t.visits.warnings} live>
          <ul>
            {warnings.map((warning) => (
              <li key={warning.en}>{warning[locale]}</li>
            ))}
          </ul>
        </Callout>
      ) : (
        <p>
          <Status tone="good">{t.visits.noWarnings}</Status>
        </p>
      )}
      {canWrite ? (
        <p className="form-actions">
          <LinkButton to={createTo} tone="main">
            {t.builder.create}
          </LinkButton>
        </p>
      ) : null}
    </section>
  )
}
