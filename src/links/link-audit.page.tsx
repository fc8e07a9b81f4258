import './links.css'
import type { ReactNode } from 'react'
import { Form, Link, useActionData, useLoaderData } from 'react-router'
import { type Refused, refuseWith, textOf } from '../accounts/form.ts'
import { type PageArgs } from '../accounts/request.ts'
import { badRequest, forbidden } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatDayYear, formatNumber } from '../i18n.ts'
import { mayWrite } from '../projects/kind.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { Figure, Figures } from '../ui/Figure.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { LinkTabs } from './LinkTabs.tsx'
import { en } from './audit.en.ts'
import { fr } from './audit.fr.ts'
import { spanOf, spans } from './click-facets.ts'
import { auditOf, decide, undecide } from './link-audit.store.ts'
import type { Tag } from './link-audit.ts'
import { trackedLink } from './links.ts'
import { en as statsEn } from './stats.en.ts'
import { fr as statsFr } from './stats.fr.ts'
import { placeOf } from '../projects/place.store.ts'

/** Lines of a finding the page shows; the file has them all. */
const shown = 100

export async function loader(args: PageArgs) {
  const { scope, project, base } = await placeOf(args)
  const days = spanOf(new URL(args.request.url).searchParams.get('days'))
  const { audit, sites } = await auditOf(scope, project, days)
  return {
    base,
    days,
    spans,
    sites,
    canWrite: mayWrite(scope, trackedLink),
    fine: audit.fine,
    counts: {
      variants: audit.variants.length,
      undeclared: audit.undeclared.length,
      unseen: audit.unseen.length,
      lost: audit.lost.length,
    },
    variants: audit.variants.slice(0, shown),
    undeclared: audit.undeclared.slice(0, shown),
    unseen: audit.unseen.slice(0, shown),
    lost: audit.lost.slice(0, shown),
    decided: audit.decided,
  }
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, project, base } = await placeOf(args)
  if (!mayWrite(scope, trackedLink)) throw forbidden()
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale]
  const [source, medium, campaign] = ['source', 'medium', 'campaign'].map((name) => textOf(form, name).slice(0, 300))
  const tag: Tag = { source: source ?? '', medium: medium ?? '', campaign: campaign ?? '' }
  const back = (text: string) => redirectSaying(`${base}/link-audit`, { text, tone: 'good' })
  try {
    switch (textOf(form, 'intent')) {
      case 'merge':
        await decide(scope, project.id, tag, textOf(form, 'link'), '')
        return back(t.merged)
      case 'ignore':
        await decide(scope, project.id, tag, null, textOf(form, 'reason'))
        return back(t.ignored)
      case 'undo':
        await undecide(scope, project.id, tag)
        return back(t.undone)
      default:
        throw badRequest('unknownIntent', { fr: 'Action inconnue.', en: 'Unknown action.' }, 'intent')
    }
  } catch (error) {
    return refuseWith(form, error, scope.locale)
  }
}

const text = ({ source, medium, campaign }: Tag) => [source, medium, campaign].map((part) => part || '—').join(' · ')

export default function LinkAuditPage() {
  const data = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en })
  const stats = useWords({ fr: statsFr, en: statsEn })
  const locale = useLocale()
  const count = (n: number) => formatNumber(n, locale, 0)
  return (
    <Page title={t.title} lead={t.lead} toolbar={<LinkTabs base={data.base} />}>
      {data.sites.length === 0 ? (
        <Callout tone="warn" title={t.noSite} />
      ) : (
        <p className="note">{t.basis(data.sites.join(', '), data.days)}</p>
      )}
      <nav className="spans" aria-label={stats.span}>
        {data.spans.map((span) => (
          <Link key={span} to={`?days=${span}`} {...(span === data.days ? { 'aria-current': 'true' as const } : {})}>
            {stats.spanOf(span)}
          </Link>
        ))}
      </nav>
      {refused?.problems['reason'] ? <Callout tone="bad" title={refused.problems['reason']} live /> : null}
      <Figures label={t.summary}>
        <Figure label={t.fine} value={count(data.fine)} />
        {(['variants', 'undeclared', 'unseen', 'lost'] as const).map((finding) => (
          <Figure
            key={finding}
            label={t[finding]}
            value={count(data.counts[finding])}
            definition={t[`${finding}Lead`]}
          />
        ))}
      </Figures>
      <Findings id="variants">
        <Table
          caption={t.variants}
          empty={t.nothing}
          rows={data.variants}
          rowKey={text}
          columns={[
            { key: 'tag', label: t.tag, cell: (row) => <code>{text(row)}</code> },
            { key: 'visits', label: t.visits, align: 'end', cell: ({ visits }) => count(visits) },
            {
              key: 'proposal',
              label: t.proposal,
              cell: ({ link }) => (
                <>
                  <Link to={`${data.base}/links/${link.id}`}>{link.title}</Link> <code>{text(link)}</code>
                </>
              ),
            },
            ...actions((row: (typeof data.variants)[number]) => <Decision tag={row} link={row.link.id} />),
          ]}
        />
      </Findings>
      <Findings id="undeclared">
        <Table
          caption={t.undeclared}
          empty={t.nothing}
          rows={data.undeclared}
          rowKey={text}
          columns={[
            { key: 'tag', label: t.tag, cell: (row) => <code>{text(row)}</code> },
            { key: 'visits', label: t.visits, align: 'end', cell: ({ visits }) => count(visits) },
            ...actions((row: (typeof data.undeclared)[number]) => <Decision tag={row} link={null} />),
          ]}
        />
      </Findings>
      <Findings id="lost">
        <Table
          caption={t.lost}
          empty={t.nothing}
          rows={data.lost}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'link',
              label: t.link,
              cell: ({ id, title }) => <Link to={`${data.base}/links/${id}/visits`}>{title}</Link>,
            },
            { key: 'tag', label: t.tag, cell: (row) => <code>{text(row)}</code> },
            { key: 'clicks', label: t.clicks, align: 'end', cell: ({ clicks }) => count(clicks) },
            { key: 'expected', label: t.expected, align: 'end', cell: ({ expected }) => count(expected) },
            {
              key: 'action',
              label: t.action,
              cell: ({ id }) => <Link to={`${data.base}/links/${id}/visits`}>{t.test}</Link>,
            },
          ]}
        />
      </Findings>
      <Findings id="unseen">
        <Table
          caption={t.unseen}
          empty={t.nothing}
          rows={data.unseen}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'link',
              label: t.link,
              cell: ({ id, title }) => <Link to={`${data.base}/links/${id}`}>{title}</Link>,
            },
            { key: 'tag', label: t.tag, cell: (row) => <code>{text(row)}</code> },
            {
              key: 'published',
              label: t.published,
              short: true,
              cell: ({ publishedOn }) => formatDayYear(publishedOn, locale),
            },
          ]}
        />
      </Findings>
      {data.decided.length > 0 ? <Decided /> : null}
      <p className="table-exports">
        <a href={`${data.base}/link-audit/export?days=${data.days}`} download>
          {t.export}
        </a>{' '}
        <a href={`${data.base}/link-audit/export?days=${data.days}&format=xlsx`} download>
          {t.exportXlsx}
        </a>
      </p>
    </Page>
  )

  function actions<Row>(cell: (row: Row) => ReactNode): Column<Row>[] {
    return data.canWrite ? [{ key: 'action', label: t.action, cell }] : []
  }
}

function Findings({
  id,
  children,
}: {
  readonly id: 'variants' | 'undeclared' | 'unseen' | 'lost'
  readonly children: ReactNode
}) {
  const t = useWords({ fr, en })
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{t[id]}</h2>
      <p className="note">{t[`${id}Lead`]}</p>
      {children}
    </section>
  )
}

const TagFields = ({ source, medium, campaign }: Tag) => (
  <>
    <input type="hidden" name="source" value={source} />
    <input type="hidden" name="medium" value={medium} />
    <input type="hidden" name="campaign" value={campaign} />
  </>
)

/** What may be done of parameters that no link declares. */
function Decision({ tag, link }: { readonly tag: Tag; readonly link: string | null }) {
  const { base } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const search = new URLSearchParams({ utmSource: tag.source, utmMedium: tag.medium, utmCampaign: tag.campaign })
  return (
    <div className="decision">
      {link === null ? (
        <LinkButton to={`${base}/links/new?${search}`}>{t.declare}</LinkButton>
      ) : (
        <Form method="post">
          <TagFields {...tag} />
          <input type="hidden" name="link" value={link} />
          <Button type="submit" name="intent" value="merge">
            {t.merge}
          </Button>
        </Form>
      )}
      <details>
        <summary>{t.ignore}</summary>
        <Form method="post">
          <TagFields {...tag} />
          <input
            type="text"
            name="reason"
            required
            maxLength={300}
            aria-label={t.reasonOf(text(tag))}
            placeholder={t.reason}
          />
          <Button type="submit" name="intent" value="ignore">
            {t.ignore}
          </Button>
        </Form>
      </details>
    </div>
  )
}

function Decided() {
  const { base, decided, canWrite } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const locale = useLocale()
  return (
    <section aria-labelledby="decided">
      <h2 id="decided">{t.decided}</h2>
      <Table
        caption={t.decided}
        rows={decided}
        rowKey={text}
        columns={[
          { key: 'tag', label: t.tag, cell: (row) => <code>{text(row)}</code> },
          { key: 'visits', label: t.visits, align: 'end', cell: ({ visits }) => formatNumber(visits, locale, 0) },
          {
            key: 'verdict',
            label: t.verdict,
            cell: ({ linkId, linkTitle, reason }) =>
              linkId === null ? (
                `${t.aside} (${reason})`
              ) : (
                <Link to={`${base}/links/${linkId}/visits`}>{t.with(linkTitle ?? '')}</Link>
              ),
          },
          { key: 'by', label: t.by, cell: ({ by }) => by },
          ...(canWrite
            ? [
                {
                  key: 'action',
                  label: t.action,
                  cell: (row: Tag) => (
                    <Form method="post">
                      <TagFields source={row.source} medium={row.medium} campaign={row.campaign} />
                      <Button type="submit" name="intent" value="undo" tone="quiet">
                        {t.undo}
                      </Button>
                    </Form>
                  ),
                },
              ]
            : []),
        ]}
      />
    </section>
  )
}
