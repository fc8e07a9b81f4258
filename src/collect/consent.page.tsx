import { Form, Link, useActionData, useLoaderData } from 'react-router'
import { type Refused, refuse, refuseWith, textOf } from '../accounts/form.ts'
import { appOf, type PageArgs, requireRole } from '../accounts/request.ts'
import { invalid } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatInstant, formatNumber } from '../i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { ErrorSummary, LongTextField, TextField } from '../ui/Field.tsx'
import { EditForm } from '../ui/Form.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { isLasting, lastingHash, purposes } from './consents.ts'
import { countProofs, noticesOf, proofsOf, writeNotice } from './consents.store.ts'
import { en } from './privacy.en.ts'
import { fr } from './privacy.fr.ts'
import { placeOfSite } from './site-place.ts'
import { SiteTabs } from './SiteTabs.tsx'
import { Snippet } from './Snippet.tsx'
import { eraseVisitor } from './visitor-rights.store.ts'

const shownProofs = 20
const longestNotice = 10_000

export async function loader(args: PageArgs) {
  const { scope, site, here } = await placeOfSite(args)
  const [notices, proofs, counts] = await Promise.all([
    noticesOf(scope, site.id),
    proofsOf(scope, site.id, shownProofs),
    countProofs(scope, site.id),
  ])
  const when = (instant: Date) => formatInstant(instant, site.timeZone, scope.locale)
  return {
    here,
    domain: site.domain,
    mode: site.mode,
    canWrite: scope.role === 'owner' || scope.role === 'lead',
    notices: notices.map(({ version, content, writtenBy, writtenAt }) => ({
      version,
      content,
      writtenBy,
      when: when(writtenAt),
    })),
    counts,
    proofs: proofs.map(({ id, visitor, noticeVersion, purposes: allowed, givenAt, withdrawnAt }) => ({
      id,
      visitor,
      noticeVersion,
      purposes: allowed,
      given: when(givenAt),
      withdrawn: withdrawnAt ? when(withdrawnAt) : null,
    })),
    purposes: [...purposes] as readonly string[],
  }
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, site, here } = await placeOfSite(args)
  requireRole(scope, ['owner', 'lead'])
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale].consent
  const back = `${here}/${site.domain}/consent`
  try {
    switch (textOf(form, 'intent')) {
      case 'notice': {
        const content = textOf(form, 'notice').replaceAll('\r\n', '\n').trim()
        if (content === '' || content.length > longestNotice)
          throw invalid({ notice: { fr: fr.consent.noticeWrong, en: en.consent.noticeWrong } })
        const version = await writeNotice(scope, site.id, content)
        return redirectSaying(back, { text: t.noticeSaved(version), tone: 'good' })
      }
      case 'erase': {
        const number = textOf(form, 'number').trim()
        if (!isLasting(number)) throw invalid({ number: { fr: fr.consent.numberWrong, en: en.consent.numberWrong } })
        const { events = 0, visits = 0 } = await eraseVisitor(scope, appOf(args), site, lastingHash(site.id, number))
        const said = (count: number) => formatNumber(count, scope.locale)
        const text = events > 0 ? t.erased(said(visits), said(events)) : t.erasedNothing
        return redirectSaying(back, { text, tone: 'good' })
      }
      default:
        return refuse(form, { form: t.errors })
    }
  } catch (error) {
    return refuseWith(form, error, scope.locale)
  }
}

type Data = Awaited<ReturnType<typeof loader>>

export default function ConsentPage() {
  const data = useLoaderData<typeof loader>()
  const words = useWords({ fr, en })
  const t = words.consent
  return (
    <Page
      title={t.title(data.domain)}
      kicker={<Link to={data.here}>{words.kicker}</Link>}
      lead={t.lead}
      strip={<SiteTabs />}
    >
      {data.mode === 'exempt' ? (
        <Callout tone="info" title={t.exemptTitle}>
          <p>
            <Link to={`${data.here}/${data.domain}#settings`}>{t.exemptText}</Link>
          </p>
        </Callout>
      ) : null}
      {data.mode === 'consent' && data.notices.length === 0 ? (
        <Callout tone="warn" title={t.noNoticeTitle}>
          <p>{t.noNoticeText}</p>
        </Callout>
      ) : null}
      <Notice data={data} />
      <section aria-labelledby="snippet">
        <h2 id="snippet">{t.snippet}</h2>
        <p>{t.snippetHelp}</p>
        <Snippet label={t.snippet}>{`filrouge.consent(true, ${data.notices[0]?.version ?? 1})`}</Snippet>
      </section>
      <Proofs data={data} />
      {data.canWrite ? <VisitorRights data={data} /> : null}
    </Page>
  )
}

function Notice({ data: { notices, purposes: allowed, canWrite } }: { readonly data: Data }) {
  const answer = useActionData<Refused>()
  const refused = answer?.intent === 'notice' ? answer : undefined
  const t = useWords({ fr, en }).consent
  const [latest, ...earlier] = notices
  return (
    <section aria-labelledby="notice">
      <h2 id="notice">{t.notice}</h2>
      {latest ? (
        <p>
          {t.version(latest.version)}, {t.versionBy(latest.when, latest.writtenBy)}
        </p>
      ) : null}
      <p>{t.allows}</p>
      <ul>
        {allowed.map((purpose) => (
          <li key={purpose}>{t.purposes[purpose] ?? purpose}</li>
        ))}
      </ul>
      {canWrite ? (
        <EditForm method="post" key={latest?.version ?? 0}>
          <input type="hidden" name="intent" value="notice" />
          {refused ? <ErrorSummary title={t.errors} errors={refused.problems} labels={{ notice: t.notice }} /> : null}
          <LongTextField
            name="notice"
            label={t.notice}
            help={t.noticeHelp}
            required
            maxLength={longestNotice}
            defaultValue={refused?.typed['notice'] ?? latest?.content ?? ''}
            {...(refused?.problems['notice'] ? { error: refused.problems['notice'] } : {})}
          />
          <div className="form-actions">
            <Button type="submit" tone="main">
              {t.saveNotice}
            </Button>
          </div>
        </EditForm>
      ) : (
        <p className="pre-line">{latest?.content}</p>
      )}
      {earlier.length > 0 ? (
        <>
          <h3>{t.versions}</h3>
          {earlier.map(({ version, content, when, writtenBy }) => (
            <details key={version}>
              <summary>
                {t.version(version)}, {t.versionBy(when, writtenBy)}
              </summary>
              <p className="pre-line">{content}</p>
            </details>
          ))}
        </>
      ) : null}
    </section>
  )
}

function Proofs({ data: { proofs, counts, here, domain } }: { readonly data: Data }) {
  const locale = useLocale()
  const t = useWords({ fr, en }).consent
  const columns: Column<Data['proofs'][number]>[] = [
    { key: 'given', label: t.given, cell: ({ given }) => given },
    { key: 'notice', label: t.noticeVersion, cell: ({ noticeVersion: v }) => (v === null ? '—' : t.version(v)) },
    {
      key: 'allowed',
      label: t.allowed,
      cell: ({ purposes: allowed }) => allowed?.map((purpose) => t.purposes[purpose] ?? purpose).join(', ') ?? '—',
    },
    { key: 'withdrawn', label: t.withdrawn, cell: ({ withdrawn }) => withdrawn ?? '—' },
    { key: 'visitor', label: t.reference, cell: ({ visitor }) => <code>{visitor}</code> },
  ]
  return (
    <section aria-labelledby="proofs">
      <h2 id="proofs">{t.proofs}</h2>
      {counts.given > 0 ? (
        <p>{t.proofsCount(formatNumber(counts.given, locale), formatNumber(counts.withdrawn, locale))}</p>
      ) : null}
      <Table
        caption={t.proofs}
        columns={columns}
        rows={proofs}
        rowKey={({ id }) => String(id)}
        empty={t.proofsNone}
        {...(counts.given > 0 ? { exports: [{ to: `${here}/${domain}/consent/proofs`, label: t.csv }] } : {})}
      />
    </section>
  )
}

/** One field, two doors: the copy is a file, the erasure asks once more. */
function VisitorRights({ data: { here, domain } }: { readonly data: Data }) {
  const answer = useActionData<Refused>()
  const refused = answer?.intent === 'erase' ? answer : undefined
  const t = useWords({ fr, en }).consent
  const number = (id: string) => (
    <TextField
      id={id}
      name="number"
      label={t.number}
      help={t.numberHelp}
      required
      autoComplete="off"
      spellCheck={false}
      inputMode="decimal"
      defaultValue={refused?.typed['number']}
      {...(refused?.problems['number'] && id === 'field-number' ? { error: refused.problems['number'] } : {})}
    />
  )
  return (
    <section aria-labelledby="visitor">
      <h2 id="visitor">{t.visitor}</h2>
      <p>{t.visitorHelp}</p>
      <Form method="post" action={`${here}/${domain}/consent/visitor`} reloadDocument className="form">
        {number('copy-number')}
        <div className="form-actions">
          <Button type="submit">{t.export}</Button>
        </div>
      </Form>
      <details open={refused !== undefined}>
        <summary>{t.erase}</summary>
        <Form method="post" className="form">
          <input type="hidden" name="intent" value="erase" />
          {refused ? <ErrorSummary title={t.errors} errors={refused.problems} labels={{ number: t.number }} /> : null}
          <p>{t.eraseHelp}</p>
          {number('field-number')}
          <div className="form-actions">
            <Button type="submit" tone="danger">
              {t.eraseThis}
            </Button>
          </div>
        </Form>
      </details>
    </section>
  )
}
