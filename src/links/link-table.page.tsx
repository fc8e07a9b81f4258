import './links.css'
import { Form, useActionData, useLoaderData } from 'react-router'
import { textOf } from '../accounts/form.ts'
import { appOf, type PageArgs, scopeOf } from '../accounts/request.ts'
import { en as audienceEn } from '../analytics/audience.en.ts'
import { fr as audienceFr } from '../analytics/audience.fr.ts'
import { valueLabel } from '../analytics/labels.ts'
import { type Words, badRequest, forbidden } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import type { Locale } from '../i18n.ts'
import { mayWrite } from '../projects/kind.ts'
import { listObjects } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { problemTexts } from '../projects/show.ts'
import { Button } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { ChoiceField, LongTextField, TextField } from '../ui/Field.tsx'
import { useColon, useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { Table } from '../ui/Table.tsx'
import { LinkTabs } from './LinkTabs.tsx'
import { addressTraps } from './address-traps.ts'
import { type Predicted, predictions } from './link-check.store.ts'
import { createLinks, judgeTable } from './link-table.store.ts'
import { type TableRow, exampleTable } from './link-table.ts'
import { type Campaign, campaign, trackedLink } from './links.ts'
import { en as linksEn } from './links.en.ts'
import { fr as linksFr } from './links.fr.ts'
import { en } from './naming.en.ts'
import { fr } from './naming.fr.ts'
import { namingOf } from './naming.store.ts'
import { decoded, pastedFrom } from './pasted-table.ts'
import { isWorkbook, readWorkbook } from './xlsx-table.ts'

async function place(args: PageArgs) {
  const scope = await scopeOf(args)
  if (!mayWrite(scope, trackedLink)) throw forbidden()
  const project = await projectBySlug(scope, args.params['project'])
  return { scope, project, base: `/w/${args.params['workspace']}/p/${project.slug}` }
}

export async function loader(args: PageArgs) {
  const { scope, project, base } = await place(args)
  const [{ naming }, campaigns] = await Promise.all([
    namingOf(scope, project.id),
    listObjects(scope, campaign, project.id, { sort: { field: 'title', descending: false }, limit: 500 }),
  ])
  return {
    base,
    templates: naming.templates.map(({ name }) => name),
    campaigns: campaigns.map(({ title, values }) => ({ title, name: (values as Campaign).utmCampaign })),
    example: exampleTable({ fr, en }[scope.locale].table.example),
  }
}

/** A line of the preview, in the reader's language. */
interface Line {
  readonly line: number
  readonly values: TableRow['values']
  readonly channel: string | null
  readonly problems: Readonly<Record<string, string>>
  readonly warnings: readonly string[]
}

interface Preview {
  readonly text: string
  readonly template: string
  readonly campaign: string
  readonly problem: string | null
  readonly lines: readonly Line[]
  readonly ignored: readonly string[]
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, project, base } = await place(args)
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale].table
  const file = form.get('file')
  const given = file instanceof File && file.size > 0 ? await tableText(await file.bytes()) : textOf(form, 'table')
  const text = typeof given === 'string' ? given : textOf(form, 'table')
  const asked = { template: textOf(form, 'template'), campaign: textOf(form, 'campaign') }
  const answer = (more: Partial<Preview>, status: number) =>
    Response.json({ text, ...asked, problem: null, lines: [], ignored: [], ...more } satisfies Preview, { status })
  if (typeof given !== 'string') return answer({ problem: given.problem[scope.locale] }, 422)
  if (text.trim() === '') return answer({ problem: t.nothing }, 422)
  const table = await judgeTable(scope, project.id, text, asked)
  if (table.problem) return answer({ problem: table.problem[scope.locale], ignored: table.ignored }, 422)
  const isReady = table.rows.every(({ link }) => link !== null)
  const predicted = await predictions(scope, project.id)
  const shown = { lines: table.rows.map((row) => lineOf(row, scope.locale, predicted)), ignored: table.ignored }
  switch (textOf(form, 'intent')) {
    case 'check':
      return answer(shown, isReady ? 200 : 422)
    case 'create': {
      if (!isReady) return answer(shown, 422)
      const made = await createLinks(scope, appOf(args).catalog.kinds, project.id, table.rows)
      if (made === null) return answer({ ...shown, problem: t.takenMeanwhile }, 409)
      return redirectSaying(`${base}/links`, { text: t.created(made.length), tone: 'good' })
    }
    default:
      throw badRequest('unknownIntent', { fr: 'Action inconnue.', en: 'Unknown action.' }, 'intent')
  }
}

/** A file as the text of the form, so that what is wrong in it is mended on the page. */
async function tableText(bytes: Uint8Array): Promise<string | { readonly problem: Words }> {
  if (!isWorkbook(bytes)) return decoded(bytes)
  const read = await readWorkbook(Buffer.from(bytes))
  return 'problem' in read ? read : pastedFrom(read)
}

function lineOf({ line, values, link, problems }: TableRow, locale: Locale, predicted: Predicted): Line {
  const prediction = link && predicted(link)
  return {
    line,
    values,
    channel: prediction?.channel ?? null,
    problems: problemTexts(problems, locale),
    warnings:
      link && prediction
        ? [...prediction.warnings, ...addressTraps(link.destination, link)].map((words) => words[locale])
        : [],
  }
}

export default function LinkTablePage() {
  const { base, templates, campaigns, example } = useLoaderData<typeof loader>()
  const preview = useActionData<Preview>()
  const t = useWords({ fr, en }).table
  return (
    <Page title={t.title} lead={t.lead} toolbar={<LinkTabs base={base} />}>
      {preview?.problem ? (
        <Callout tone="bad" title={preview.problem} live>
          {preview.ignored.length > 0 ? <p>{t.ignored(preview.ignored.join(', '))}</p> : null}
        </Callout>
      ) : null}
      <Form method="post" encType="multipart/form-data" className="form" key={preview?.text ?? ''}>
        <LongTextField
          name="table"
          label={t.paste}
          help={t.pasteHelp}
          rows={8}
          className="pasted"
          wrap="off"
          spellCheck={false}
          placeholder={example}
          defaultValue={preview?.text ?? ''}
        />
        <TextField
          name="file"
          type="file"
          accept=".xlsx,.csv,.tsv,.txt,text/csv,text/plain"
          label={t.file}
          help={t.fileHelp}
        />
        {templates.length > 0 ? (
          <ChoiceField
            name="template"
            label={t.template}
            help={t.fillHelp}
            defaultValue={preview?.template ?? ''}
            options={templates.map((name) => ({ value: name, label: name }))}
          />
        ) : null}
        {campaigns.length > 0 ? (
          <ChoiceField
            name="campaign"
            label={t.campaign}
            help={t.fillHelp}
            defaultValue={preview?.campaign ?? ''}
            options={campaigns.map(({ title, name }) => ({ value: name, label: `${title} (${name})` }))}
          />
        ) : null}
        <div className="form-actions">
          <Button
            type="submit"
            name="intent"
            value="check"
            tone={preview && preview.lines.length > 0 ? 'plain' : 'main'}
          >
            {t.check}
          </Button>
        </div>
      </Form>
      {preview && preview.lines.length > 0 ? <Judged preview={preview} /> : null}
    </Page>
  )
}

function Judged({ preview }: { readonly preview: Preview }) {
  const { lines, ignored, text, template, campaign } = preview
  const words = useWords({ fr, en })
  const t = words.table
  const audience = useWords({ fr: audienceFr, en: audienceEn })
  const locale = useLocale()
  const bad = lines.filter(({ problems }) => Object.keys(problems).length > 0).length
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">{t.preview}</h2>
      <p role="status">
        {bad === 0 ? (
          <Status tone="good">{t.ready(lines.length)}</Status>
        ) : (
          <Status tone="bad">{t.notReady(bad, lines.length)}</Status>
        )}
      </p>
      {ignored.length > 0 ? <p className="note">{t.ignored(ignored.join(', '))}</p> : null}
      {bad === 0 ? (
        <Form method="post" className="form-actions">
          <input type="hidden" name="table" value={text} />
          <input type="hidden" name="template" value={template} />
          <input type="hidden" name="campaign" value={campaign} />
          <Button type="submit" name="intent" value="create" tone="main">
            {t.create(lines.length)}
          </Button>
        </Form>
      ) : null}
      <Table
        caption={t.preview}
        rows={lines}
        rowKey={({ line }) => String(line)}
        columns={[
          { key: 'line', label: t.line, align: 'end', cell: ({ line }) => line },
          { key: 'problems', label: bad > 0 ? t.problems : t.warnings, cell: (row) => <Judgement row={row} /> },
          { key: 'title', label: t.name, cell: ({ values }) => values.title },
          {
            key: 'destination',
            label: t.destination,
            cell: ({ values }) => <code className="long-address">{values.destination}</code>,
          },
          {
            key: 'slug',
            label: t.slug,
            cell: ({ values }) =>
              values.slug ? <code>{values.slug}</code> : <span className="quiet">{t.slugAuto}</span>,
          },
          {
            key: 'utm',
            label: t.campaignParams,
            cell: ({ values }) =>
              [values.utmSource, values.utmMedium, values.utmCampaign].map((text) => text || '—').join(' · '),
          },
          {
            key: 'channel',
            label: t.channel,
            cell: ({ channel }) => (channel === null ? '—' : valueLabel('channel', channel, audience, locale)),
          },
        ]}
      />
    </section>
  )
}

/** What is wrong with a line, column by column; or what it should know before it is published. */
function Judgement({ row }: { readonly row: Line }) {
  const t = useWords({ fr, en }).table
  const columns: Readonly<Record<string, { label: string }>> = useWords({ fr: linksFr, en: linksEn }).trackedLink.fields
  const colon = useColon()
  const problems = Object.entries(row.problems)
  if (problems.length === 0 && row.warnings.length === 0) return <Status tone="good">{t.fine}</Status>
  return (
    <ul className="judgement">
      {problems.map(([column, text]) => (
        <li key={column}>
          <Status tone="bad">
            <strong>
              {columns[column]?.label ?? t.other}
              {colon}
            </strong>
            {text}
          </Status>
        </li>
      ))}
      {row.warnings.map((text) => (
        <li key={text}>
          <Status tone="warn">{text}</Status>
        </li>
      ))}
    </ul>
  )
}
