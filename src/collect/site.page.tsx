import { Form, Link, useActionData, useLoaderData } from 'react-router'
import { type Refused, refuseWith, textOf } from '../accounts/form.ts'
import { appOf, type PageArgs, requireRole } from '../accounts/request.ts'
import { invalid } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatInstant, formatNumber } from '../i18n.ts'
import { addDays, dayIn } from '../period.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { ChoiceField, ErrorSummary, LongTextField, RadioField, TextField } from '../ui/Field.tsx'
import { EditForm, SaveBar } from '../ui/Form.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { en } from './collect.en.ts'
import { fr } from './collect.fr.ts'
import { receptionOf } from './events.store.ts'
import { dropsSince } from './imports.store.ts'
import { en as leftOutEn } from './left-out.en.ts'
import { fr as leftOutFr } from './left-out.fr.ts'
import { MovingOver } from './MovingOver.tsx'
import { movesTo } from './moving.ts'
import { readSiteForm, snippetOf } from './site-form.ts'
import { placeOfSite } from './site-place.ts'
import { SiteTabs } from './SiteTabs.tsx'
import { removeSite, updateSite } from './sites.store.ts'
import { Snippet } from './Snippet.tsx'
import { WaitingForVisit } from './WaitingForVisit.tsx'

export async function loader(args: PageArgs) {
  const { scope, site, here, canWrite } = await placeOfSite(args)
  const [reception, drops] = await Promise.all([
    receptionOf(scope.clickhouse, site.id, scope.now),
    dropsSince(scope, site.id, addDays(dayIn(site.timeZone, scope.now), -29)),
  ])
  return {
    here,
    audienceTo: here.replace(/sites$/, 'audience'),
    domain: site.domain,
    canWrite,
    moving: movesTo(site, appOf(args).config.url ?? new URL(args.request.url).origin),
    snippet: snippetOf(site, appOf(args).config.url ?? new URL(args.request.url).origin),
    state: reception.state,
    last: reception.state === 'receiving' ? formatInstant(reception.at, site.timeZone, scope.locale) : null,
    timeZones: [...new Set([site.timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])],
    mode: site.mode,
    values: {
      timeZone: site.timeZone,
      currency: site.currency,
      mode: site.mode as string,
      searchParams: (site.settings.searchParams ?? []).join('\n'),
    } as Record<string, string>,
    drops,
  }
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, site, here } = await placeOfSite(args)
  requireRole(scope, ['owner', 'lead'])
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale]
  if (textOf(form, 'intent') === 'remove') {
    await removeSite(scope, site.id)
    return redirectSaying(here, {
      text: t.site.removed(site.domain),
      tone: 'good',
      undo: { label: t.site.undo, action: here, fields: { domain: site.domain } },
    })
  }
  try {
    const read = readSiteForm((name) => textOf(form, name), site.settings)
    if ('problems' in read) throw invalid(read.problems)
    const { settings, ...plain } = read
    const { searchParams = [] } = settings
    await updateSite(scope, site.id, { ...plain, settings: (now) => ({ ...now, searchParams }) })
    return redirectSaying(`${here}/${site.domain}`, { text: t.site.saved, tone: 'good' })
  } catch (error) {
    return refuseWith(form, error, scope.locale)
  }
}

type Data = Awaited<ReturnType<typeof loader>>

export default function SitePage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en }).site
  return (
    <Page
      title={data.domain}
      kicker={<Link to={data.here}>{t.back}</Link>}
      lead={t.lead}
      strip={<SiteTabs />}
      actions={<LinkButton to={`${data.here}/${data.domain}/channels`}>{t.channels}</LinkButton>}
    >
      {data.last ? (
        <Callout tone="good" title={t.receiving} live>
          <p>{t.lastEvent(data.last)}</p>
          <p>
            <Link to={`${data.audienceTo}?site=${data.domain}`}>{t.seeAudience}</Link>
          </p>
        </Callout>
      ) : data.state === 'waiting' ? (
        <WaitingForVisit />
      ) : (
        <Callout tone="warn" title={t.silent}>
          <p>{t.silentHelp}</p>
        </Callout>
      )}
      <section aria-labelledby="snippet">
        <h2 id="snippet">{t.snippet}</h2>
        <p>{t.snippetHelp}</p>
        <Snippet label={t.snippet}>{data.snippet}</Snippet>
        <p>
          <Link to={`${data.here}/${data.domain}/snippets`}>{t.moreSnippets}</Link>
        </p>
        <p>{t.snippetEvent}</p>
        <Snippet
          label={t.snippetEvent}
        >{`filrouge('commande', { props: { produit: 'miel' }, revenue: { amount: 27.90, currency: 'EUR' } })`}</Snippet>
      </section>
      <MovingOver moves={data.moving} />
      {data.canWrite ? <Settings data={data} /> : null}
      <Drops data={data} />
      <section aria-labelledby="imports">
        <h2 id="imports">{t.imports}</h2>
        <p>{t.importsHelp}</p>
        <p>
          <LinkButton to={`${data.here}/${data.domain}/imports`}>{t.importsTo}</LinkButton>
        </p>
      </section>
      {data.canWrite ? <Removal domain={data.domain} /> : null}
    </Page>
  )
}

function Settings({ data }: { readonly data: Data }) {
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en }).site
  const value = (name: string) => refused?.typed[name] ?? data.values[name] ?? ''
  const wrong = (name: string) => (refused?.problems[name] ? { error: refused.problems[name] } : {})
  const labels = { timeZone: t.timeZone, currency: t.currency, searchParams: t.searchParams }
  return (
    <section aria-labelledby="settings">
      <h2 id="settings">{t.settings}</h2>
      <EditForm method="post" key={JSON.stringify(data.values)}>
        {refused ? <ErrorSummary title={t.errors} errors={refused.problems} labels={labels} /> : null}
        <RadioField
          name="mode"
          label={t.mode}
          defaultValue={value('mode')}
          options={(['exempt', 'consent'] as const).map((mode) => ({
            value: mode,
            label: t.modes[mode],
            help: t.modeHelp[mode],
          }))}
        />
        <ChoiceField
          name="timeZone"
          label={t.timeZone}
          help={t.timeZoneHelp}
          required
          defaultValue={value('timeZone')}
          options={data.timeZones.map((zone) => ({ value: zone, label: zone }))}
          {...wrong('timeZone')}
        />
        <TextField
          name="currency"
          label={t.currency}
          required
          maxLength={3}
          defaultValue={value('currency')}
          {...wrong('currency')}
        />
        <LongTextField
          name="searchParams"
          label={t.searchParams}
          help={t.searchParamsHelp}
          defaultValue={value('searchParams')}
          {...wrong('searchParams')}
        />
        <SaveBar>
          <Button type="submit" tone="main">
            {t.save}
          </Button>
        </SaveBar>
      </EditForm>
    </section>
  )
}

/** The last thirty days at a glance; the page behind says on what and by which rule. */
function Drops({ data }: { readonly data: Data }) {
  const locale = useLocale()
  const t = useWords({ fr, en }).site
  const words = useWords({ fr: leftOutFr, en: leftOutEn })
  const columns: Column<Data['drops'][number]>[] = [
    { key: 'reason', label: t.reason, cell: ({ reason }) => words.reasons[reason]?.name ?? reason },
    { key: 'count', label: t.count, align: 'end', cell: ({ count }) => formatNumber(count, locale) },
  ]
  return (
    <section aria-labelledby="drops">
      <h2 id="drops">{t.drops}</h2>
      <Table
        caption={t.drops}
        columns={columns}
        rows={data.drops}
        rowKey={({ reason }) => reason}
        empty={t.dropsNone}
      />
      <p className="form-actions">
        <LinkButton to={`${data.here}/${data.domain}/left-out`}>{words.title}</LinkButton>
        <LinkButton to={`${data.here}/${data.domain}/filters`}>{words.filters}</LinkButton>
      </p>
    </section>
  )
}

/** Two steps without a script: open, then press. */
function Removal({ domain }: { readonly domain: string }) {
  const t = useWords({ fr, en }).site
  return (
    <section aria-labelledby="removal">
      <h2 id="removal">{t.removal}</h2>
      <p>{t.removalHelp}</p>
      <details>
        <summary>{t.remove}</summary>
        <Form method="post" className="form-actions">
          <input type="hidden" name="intent" value="remove" />
          <Button type="submit" tone="danger">
            {t.removeThis(domain)}
          </Button>
        </Form>
      </details>
    </section>
  )
}
