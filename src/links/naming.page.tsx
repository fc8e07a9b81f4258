import './links.css'
import { Link, useActionData, useLoaderData } from 'react-router'
import { type Refused, refuse, refuseWith, textOf } from '../accounts/form.ts'
import { type PageArgs } from '../accounts/request.ts'
import { en as audienceEn } from '../analytics/audience.en.ts'
import { fr as audienceFr } from '../analytics/audience.fr.ts'
import { valueLabel } from '../analytics/labels.ts'
import { ruleOfSite } from '../collect/channel-rules.store.ts'
import { siteOfProject } from '../collect/sites.store.ts'
import { forbidden } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatInstant } from '../i18n.ts'
import { listObjects, mustBeVersion } from '../projects/objects.store.ts'
import { problemTexts } from '../projects/show.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { ChoiceField, ErrorSummary, LongTextField, RadioField } from '../ui/Field.tsx'
import { EditForm, SaveBar } from '../ui/Form.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { Table } from '../ui/Table.tsx'
import { LinkTabs } from './LinkTabs.tsx'
import { type TrackedLink, trackedLink } from './links.ts'
import { en } from './naming.en.ts'
import { fr } from './naming.fr.ts'
import { campaignNames, mayName, namingOf, saveNaming } from './naming.store.ts'
import { type Naming, namingProblems, readNaming, templateRows, usualNaming } from './naming.ts'
import { predict } from './prediction.ts'
import { noUtm } from './utm.ts'
import { placeOf } from '../projects/place.store.ts'

/** Links outside the convention that the page names; the rest are counted. */
const shownOutside = 50

export async function loader(args: PageArgs) {
  const { scope, project, base } = await placeOf(args)
  const [{ naming, version, saved }, campaigns, links] = await Promise.all([
    namingOf(scope, project.id),
    campaignNames(scope, project.id),
    listObjects(scope, trackedLink, project.id, { sort: { field: 'title', descending: false } }),
  ])
  const ruleOf = await ruleOfSite(scope, await siteOfProject(scope, project.id))
  const asked = new URL(args.request.url).searchParams.get('usual') !== null && mayName(scope)
  const shown = asked ? usualNaming({ fr, en }[scope.locale].naming.usualSupports) : naming
  const outside = links.flatMap(({ id, title, values }) => {
    const problems = problemTexts(namingProblems(naming, values as TrackedLink, campaigns), scope.locale)
    return Object.keys(problems).length > 0 ? [{ id, title, problems: Object.values(problems) }] : []
  })
  return {
    base,
    version,
    rows: Math.min(templateRows, shown.templates.length + spareRows),
    canWrite: mayName(scope),
    values: textsOfNaming(shown),
    channels: shown.templates.map(
      ({ source, medium }) => predict({ ...noUtm, utmSource: source, utmMedium: medium }, null, ruleOf).channel,
    ),
    saved: saved && { by: saved.by, when: formatInstant(saved.at, project.timeZone, scope.locale) },
    outside: outside.slice(0, shownOutside),
    outsideCount: outside.length,
    linkCount: links.length,
  }
}

/** Empty rows below the templates there are. */
const spareRows = 3

/** The convention as the texts of its form. */
function textsOfNaming(naming: Naming): Record<string, string> {
  return {
    sources: naming.sources.join('\n'),
    mediums: naming.mediums.join('\n'),
    declaredOnly: naming.declaredOnly ? 'declared' : 'any',
    separator: naming.separator,
    campaignPatterns: naming.campaignPatterns.join('\n'),
    contentPatterns: naming.contentPatterns.join('\n'),
    termPatterns: naming.termPatterns.join('\n'),
    ...Object.fromEntries(
      naming.templates.flatMap((template, row) =>
        Object.entries(template).map(([column, text]) => [`template.${row}.${column}`, text]),
      ),
    ),
  }
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, project, base } = await placeOf(args)
  if (!mayName(scope)) throw forbidden()
  const form = await args.request.formData()
  const version = Number(textOf(form, 'version'))
  mustBeVersion(version)
  const read = readNaming((name) => textOf(form, name))
  if ('problems' in read) return refuse(form, problemTexts(read.problems, scope.locale))
  try {
    await saveNaming(scope, project.id, version, read.naming)
  } catch (error) {
    return refuseWith(form, error, scope.locale)
  }
  return redirectSaying(`${base}/link-naming`, { text: { fr, en }[scope.locale].naming.saved, tone: 'good' })
}

export default function NamingPage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en }).naming
  return (
    <Page
      title={t.title}
      lead={t.lead}
      toolbar={<LinkTabs base={data.base} />}
      actions={
        data.canWrite && data.version === 0 ? (
          <LinkButton to={`${data.base}/link-naming?usual`}>{t.usual}</LinkButton>
        ) : null
      }
    >
      {data.saved ? (
        <p className="note">{t.savedBy(data.saved.by, data.saved.when)}</p>
      ) : (
        <p className="note">{t.none}</p>
      )}
      {data.canWrite ? (
        <NamingForm />
      ) : (
        <Callout tone="info" title={t.readOnly}>
          <Written />
        </Callout>
      )}
      {data.linkCount > 0 ? <Outside /> : null}
    </Page>
  )
}

const columns = ['name', 'source', 'medium', 'content'] as const

function NamingForm() {
  const data = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const words = useWords({ fr, en })
  const t = words.naming
  const value = (name: string) => (refused ? refused.typed[name] : data.values[name]) ?? ''
  const wrong = (name: string) => (refused?.problems[name] ? { error: refused.problems[name] } : {})
  const labels = labelsOf(t, data.rows)
  return (
    <EditForm method="post" key={`${data.version} ${data.values['sources'] ?? ''}`}>
      {refused ? <ErrorSummary title={t.errors} errors={refused.problems} labels={labels} /> : null}
      <input type="hidden" name="version" value={data.version} />
      <h2>{t.values}</h2>
      <div className="naming-lists">
        <LongTextField
          name="sources"
          label={t.sources}
          help={t.sourcesHelp}
          rows={8}
          spellCheck={false}
          defaultValue={value('sources')}
          {...wrong('sources')}
        />
        <LongTextField
          name="mediums"
          label={t.mediums}
          help={t.mediumsHelp}
          rows={8}
          spellCheck={false}
          defaultValue={value('mediums')}
          {...wrong('mediums')}
        />
      </div>
      <RadioField
        name="declaredOnly"
        label={t.campaigns}
        defaultValue={value('declaredOnly') || 'any'}
        options={[
          { value: 'any', label: t.campaignsAny },
          { value: 'declared', label: t.campaignsDeclared },
        ]}
      />
      <ChoiceField
        name="separator"
        label={t.separator}
        help={t.separatorHelp}
        required
        defaultValue={value('separator') || 'any'}
        options={(['-', '_', '.', 'any'] as const).map((sign) => ({ value: sign, label: t.separators[sign] }))}
      />
      <h2>{t.patterns}</h2>
      <p className="note">{t.patternHelp}</p>
      <div className="naming-lists">
        <LongTextField
          name="campaignPatterns"
          label={t.campaignPatterns}
          help={t.campaignExample}
          spellCheck={false}
          defaultValue={value('campaignPatterns')}
          {...wrong('campaignPatterns')}
        />
        <LongTextField
          name="contentPatterns"
          label={t.contentPatterns}
          help={t.contentExample}
          spellCheck={false}
          defaultValue={value('contentPatterns')}
          {...wrong('contentPatterns')}
        />
        <LongTextField
          name="termPatterns"
          label={t.termPatterns}
          spellCheck={false}
          defaultValue={value('termPatterns')}
          {...wrong('termPatterns')}
        />
      </div>
      <h2>{t.templates}</h2>
      <p className="note">{t.templatesHelp}</p>
      <TemplateRows value={value} problems={refused?.problems ?? {}} />
      <SaveBar>
        <Button type="submit" tone="main">
          {t.save}
        </Button>
      </SaveBar>
    </EditForm>
  )
}

type Words = typeof fr.naming

const labelsOf = (t: Words, rows: number): Record<string, string> => ({
  sources: t.sources,
  mediums: t.mediums,
  campaignPatterns: t.campaignPatterns,
  contentPatterns: t.contentPatterns,
  termPatterns: t.termPatterns,
  ...Object.fromEntries(
    Array.from({ length: rows }, (_, row) =>
      columns.map((column) => [`template.${row}.${column}`, `${columnLabel(t, column)}, ${t.templateRow(row + 1)}`]),
    ).flat(),
  ),
})

const columnLabel = (t: Words, column: (typeof columns)[number]) => (column === 'name' ? t.template : t[column])

function TemplateRows({
  value,
  problems,
}: {
  readonly value: (name: string) => string
  readonly problems: Readonly<Record<string, string>>
}) {
  const { channels, rows } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en }).naming
  const audience = useWords({ fr: audienceFr, en: audienceEn })
  const locale = useLocale()
  return (
    <Table
      caption={t.templates}
      rows={Array.from({ length: rows }, (_, row) => row)}
      rowKey={String}
      columns={[
        ...columns.map((column) => ({
          key: column,
          label: columnLabel(t, column),
          cell: (row: number) => {
            const name = `template.${row}.${column}`
            const problem = problems[name]
            return (
              <>
                <input
                  type="text"
                  className="in-table"
                  id={`field-${name}`}
                  name={name}
                  aria-label={`${columnLabel(t, column)}, ${t.templateRow(row + 1)}`}
                  defaultValue={value(name)}
                  autoComplete="off"
                  spellCheck={column === 'name'}
                  {...(problem ? { 'aria-invalid': true, 'aria-describedby': `field-${name}-error` } : {})}
                />
                {problem ? (
                  <p className="field-error" id={`field-${name}-error`}>
                    {problem}
                  </p>
                ) : null}
              </>
            )
          },
        })),
        {
          key: 'channel',
          label: t.channel,
          cell: (row: number) => (channels[row] ? valueLabel('channel', channels[row], audience, locale) : '—'),
        },
      ]}
    />
  )
}

/** The convention for those who may not change it. */
function Written() {
  const { values } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en }).naming
  const shown = ['sources', 'mediums', 'campaignPatterns', 'contentPatterns', 'termPatterns'] as const
  return (
    <dl className="facts">
      {shown.map((name) => (
        <div key={name}>
          <dt>{t[name]}</dt>
          <dd>{(values[name] ?? '').split('\n').filter(Boolean).join(', ') || '—'}</dd>
        </div>
      ))}
    </dl>
  )
}

function Outside() {
  const { base, outside, outsideCount } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en }).naming
  return (
    <section aria-labelledby="outside">
      <h2 id="outside">{t.outside}</h2>
      {outsideCount === 0 ? (
        <p>
          <Status tone="good">{t.outsideNone}</Status>
        </p>
      ) : (
        <>
          <p>{t.outsideLead(outsideCount)}</p>
          <Table
            caption={t.outside}
            rows={outside}
            rowKey={({ id }) => id}
            columns={[
              { key: 'link', label: t.link, cell: ({ id, title }) => <Link to={`${base}/links/${id}`}>{title}</Link> },
              { key: 'problem', label: t.problem, cell: ({ problems }) => problems.join(' ') },
            ]}
          />
        </>
      )}
    </section>
  )
}
