import { Form, Link, useActionData, useLoaderData } from 'react-router'
import { type Refused, refuse, refuseWith, textOf } from '../accounts/form.ts'
import { appOf, type PageArgs, requireRole } from '../accounts/request.ts'
import { invalid } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatDayYear, formatInstant, formatNumber } from '../i18n.ts'
import { dayIn } from '../period.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { CheckField, ErrorSummary, NumberField, RadioField } from '../ui/Field.tsx'
import { EditForm } from '../ui/Form.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { olderThan } from './deletion.store.ts'
import { en } from './privacy.en.ts'
import { readMonths, readPrivacyForm } from './privacy-form.ts'
import { fr } from './privacy.fr.ts'
import { privacyLogOf } from './privacy-log.store.ts'
import { cutoffOf } from './retention.ts'
import { placeOfSite } from './site-place.ts'
import { monthsKept } from './site.ts'
import { listSelfAssessments, makeSelfAssessment } from './self-assessments.store.ts'
import { SiteTabs } from './SiteTabs.tsx'
import { updateSite } from './sites.store.ts'
import { Snippet } from './Snippet.tsx'

export async function loader(args: PageArgs) {
  const { scope, site, here } = await placeOfSite(args)
  const asked = readMonths(new URL(args.request.url).searchParams.get('months') ?? '')
  const [log, assessments] = await Promise.all([privacyLogOf(scope, site.id, 50), listSelfAssessments(scope, site.id)])
  const day = (instant: Date) => formatDayYear(dayIn(site.timeZone, instant), scope.locale)
  const previewOf = async (months: number) => {
    const cutoff = cutoffOf(site, scope.now, months)
    return {
      months,
      day: formatDayYear(cutoff.day, scope.locale),
      counts: await olderThan(scope.clickhouse, site.id, cutoff),
    }
  }
  const { obeySignals = false, smallFigures } = site.settings
  return {
    here,
    domain: site.domain,
    mode: site.mode,
    canWrite: scope.role === 'owner' || scope.role === 'lead',
    origin: appOf(args).config.url ?? new URL(args.request.url).origin,
    months: monthsKept(site),
    preview: 'months' in asked ? await previewOf(asked.months) : null,
    values: {
      obeySignals: obeySignals ? 'on' : '',
      below: smallFigures ? String(smallFigures.below) : '',
      how: smallFigures?.how ?? 'hide',
    } as Record<string, string>,
    assessments: assessments.map(({ id, madeAt, madeBy }) => ({
      id,
      madeBy,
      when: formatInstant(madeAt, site.timeZone, scope.locale),
    })),
    log: log.map(({ id, at, act, doneBy, counts, before }) => ({
      id,
      act,
      doneBy,
      when: formatInstant(at, site.timeZone, scope.locale),
      before: before ? day(before) : null,
      counts: Object.entries(counts).filter(([, count]) => count > 0),
    })),
  }
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, site, here } = await placeOfSite(args)
  requireRole(scope, ['owner', 'lead'])
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale].privacy
  const back = `${here}/${site.domain}/privacy`
  try {
    switch (textOf(form, 'intent')) {
      case 'retention': {
        const read = readMonths(textOf(form, 'months'))
        if ('problems' in read) throw invalid(read.problems)
        await updateSite(scope, site.id, { settings: (now) => ({ ...now, retentionMonths: read.months }) })
        return redirectSaying(back, { text: t.retentionSaved(read.months), tone: 'good' })
      }
      case 'settings': {
        await updateSite(scope, site.id, {
          settings: (now) => {
            const read = readPrivacyForm((name) => textOf(form, name), now)
            if ('problems' in read) throw invalid(read.problems)
            return read.settings
          },
        })
        return redirectSaying(back, { text: t.saved, tone: 'good' })
      }
      case 'assess':
        await makeSelfAssessment(scope, site, appOf(args).config.version)
        return redirectSaying(back, { text: t.assessed, tone: 'good' })
      default:
        return refuse(form, { form: t.errors })
    }
  } catch (error) {
    return refuseWith(form, error, scope.locale)
  }
}

type Data = Awaited<ReturnType<typeof loader>>

export default function PrivacyPage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  return (
    <Page
      title={t.privacy.title(data.domain)}
      kicker={<Link to={data.here}>{t.kicker}</Link>}
      lead={t.privacy.lead}
      strip={<SiteTabs />}
    >
      <Callout tone="info" title={data.mode === 'exempt' ? t.privacy.exempt : t.privacy.consent}>
        <p>
          <Link to={`${data.here}/${data.domain}#settings`}>{t.privacy.modeHelp}</Link>
        </p>
      </Callout>
      {data.canWrite ? <Settings data={data} /> : null}
      <Retention data={data} />
      <OptOut data={data} />
      <Assessments data={data} />
      <Log data={data} />
    </Page>
  )
}

function Settings({ data }: { readonly data: Data }) {
  const answer = useActionData<Refused>()
  const refused = answer?.intent === 'settings' ? answer : undefined
  const t = useWords({ fr, en }).privacy
  const value = (name: string) => refused?.typed[name] ?? data.values[name] ?? ''
  return (
    <section aria-labelledby="settings">
      <h2 id="settings">{t.settings}</h2>
      <EditForm method="post" key={JSON.stringify(data.values)}>
        <input type="hidden" name="intent" value="settings" />
        {refused ? <ErrorSummary title={t.errors} errors={refused.problems} labels={{ below: t.below }} /> : null}
        <CheckField
          name="obeySignals"
          label={t.obeySignals}
          help={t.obeySignalsHelp}
          defaultChecked={value('obeySignals') !== ''}
        />
        <NumberField
          name="below"
          label={t.below}
          help={t.belowHelp}
          whole
          defaultValue={value('below')}
          {...(refused?.problems['below'] ? { error: refused.problems['below'] } : {})}
        />
        <RadioField
          name="how"
          label={t.how}
          defaultValue={value('how')}
          options={(['hide', 'round'] as const).map((how) => ({
            value: how,
            label: t.hows[how],
            help: t.howHelp[how],
          }))}
        />
        <div className="form-actions">
          <Button type="submit" tone={data.preview ? 'plain' : 'main'}>
            {t.save}
          </Button>
        </div>
      </EditForm>
    </section>
  )
}

/** Two steps: the months first, which change nothing, then what they would delete, and the button that says so. */
function Retention({ data: { months, preview, canWrite } }: { readonly data: Data }) {
  const locale = useLocale()
  const t = useWords({ fr, en }).privacy
  const count = (table: string) => formatNumber(preview?.counts[table] ?? 0, locale)
  const loses = Object.values(preview?.counts ?? {}).some((rows) => rows > 0)
  return (
    <section aria-labelledby="retention">
      <h2 id="retention">{t.retention}</h2>
      <p>{t.retentionNow(months)}</p>
      {canWrite ? (
        <Form method="get" className="form" action="#retention">
          <NumberField
            name="months"
            label={t.months}
            help={t.monthsHelp}
            unit={t.monthsUnit}
            whole
            required
            key={preview?.months}
            defaultValue={String(preview?.months ?? months)}
          />
          <div className="form-actions">
            <Button type="submit">{t.preview}</Button>
          </div>
        </Form>
      ) : null}
      {canWrite && preview && preview.months !== months ? (
        <Callout tone={loses ? 'warn' : 'info'} title={t.previewTitle(preview.months)} live>
          <p>{loses ? t.previewLoss(count('visits'), count('events'), preview.day) : t.previewNothing}</p>
          <Form method="post" action="." className="form-actions">
            <input type="hidden" name="intent" value="retention" />
            <input type="hidden" name="months" value={preview.months} />
            <Button type="submit" tone={loses ? 'danger' : 'main'}>
              {t.confirm(preview.months)}
            </Button>
            <LinkButton to="." tone="quiet">
              {t.keepAsIs}
            </LinkButton>
          </Form>
        </Callout>
      ) : null}
    </section>
  )
}

function OptOut({ data: { domain, origin } }: { readonly data: Data }) {
  const t = useWords({ fr, en }).privacy
  const page = `${origin}/opt-out/${domain}`
  return (
    <section aria-labelledby="opt-out">
      <h2 id="opt-out">{t.optOut}</h2>
      <p>{t.optOutHelp}</p>
      <p>
        <a href={`/opt-out/${domain}`}>{t.optOutOpen}</a>
      </p>
      <h3>{t.link}</h3>
      <Snippet label={t.link}>{`<a href="${page}">${t.linkText}</a>`}</Snippet>
      <h3>{t.frame}</h3>
      <Snippet label={t.frame}>
        {`<iframe src="${page}?embed" title="${t.linkText}" width="100%" height="520"></iframe>`}
      </Snippet>
      <p>{t.frameHelp(origin)}</p>
      <h3>{t.button}</h3>
      <p>{t.buttonHelp}</p>
    </section>
  )
}

function Assessments({ data: { assessments, canWrite, here, domain } }: { readonly data: Data }) {
  const t = useWords({ fr, en }).privacy
  const columns: Column<Data['assessments'][number]>[] = [
    { key: 'when', label: t.when, cell: ({ when }) => when },
    { key: 'by', label: t.by, cell: ({ madeBy }) => madeBy },
    {
      key: 'file',
      label: t.document,
      cell: ({ id, when }) => (
        <a href={`${here}/${domain}/self-assessment?id=${id}`} download aria-label={t.downloadOf(when)}>
          {t.download}
        </a>
      ),
    },
  ]
  return (
    <section aria-labelledby="self-assessments">
      <h2 id="self-assessments">{t.assessments}</h2>
      <p>{t.assessmentsHelp}</p>
      <Table
        caption={t.assessments}
        columns={columns}
        rows={assessments}
        rowKey={({ id }) => id}
        empty={t.assessmentsNone}
      />
      {canWrite ? (
        <Form method="post" className="form-actions">
          <input type="hidden" name="intent" value="assess" />
          <Button type="submit">{t.assess}</Button>
        </Form>
      ) : null}
    </section>
  )
}

function Log({ data: { log } }: { readonly data: Data }) {
  const locale = useLocale()
  const t = useWords({ fr, en }).privacy
  const columns: Column<Data['log'][number]>[] = [
    { key: 'when', label: t.when, cell: ({ when }) => when },
    {
      key: 'act',
      label: t.act,
      cell: ({ act, before }) => (before ? `${t.acts[act]} (${t.before(before)})` : t.acts[act]),
    },
    {
      key: 'counts',
      label: t.counts,
      cell: ({ counts }) =>
        counts.map(([table, rows]) => t.count(formatNumber(rows, locale), t.rows[table] ?? table)).join(', ') || '—',
    },
    { key: 'by', label: t.by, cell: ({ doneBy }) => doneBy ?? t.clock },
  ]
  return (
    <section aria-labelledby="privacy-log">
      <h2 id="privacy-log">{t.log}</h2>
      <Table caption={t.log} columns={columns} rows={log} rowKey={({ id }) => String(id)} empty={t.logNone} />
    </section>
  )
}
