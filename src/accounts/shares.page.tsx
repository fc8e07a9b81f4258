import { useActionData, useLoaderData } from 'react-router'
import { badRequest } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatDate, formatInstant } from '../i18n.ts'
import { isDay } from '../period.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { Empty } from '../ui/Empty.tsx'
import { CheckField, RadioField, TextField } from '../ui/Field.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { DoorForm, ShownOnce, wrong } from './Door.tsx'
import { Sure } from './Sure.tsx'
import { en as accountsEn } from './accounts.en.ts'
import { fr as accountsFr } from './accounts.fr.ts'
import { type Refused, refuseWith, textOf } from './form.ts'
import { type PageArgs, appOf, projectNamed, requireRole, scopeOf } from './request.ts'
import { isShareView, pinnedFrom, shareDays, shareViews } from './share-views.ts'
import { addShare, listShares, revokeShare } from './shares.store.ts'
import { en } from './shares.en.ts'
import { fr } from './shares.fr.ts'

async function place(args: PageArgs) {
  const scope = await scopeOf(args)
  const project = await projectNamed(scope, args.params['project'])
  requireRole(scope, ['owner', 'lead', 'contributor'])
  return { scope, project, base: `/w/${args.params['workspace']}/p/${project.slug}` }
}

/** The view that "Share" was chosen on: its address, and the days it showed if it shows some. */
function offeredBy(search: URLSearchParams) {
  const view = search.get('view') ?? ''
  const what = search.get('what') ?? ''
  const [from, to] = [search.get('from') ?? '', search.get('to') ?? '']
  if (!isShareView(view)) return null
  const { hasPeriod } = shareViews[view]
  if (hasPeriod && !(isDay(from) && isDay(to))) return null
  return { view, what, days: hasPeriod ? { from, to } : null, ...pinnedSays(view, what) }
}

function pinnedSays(view: string, pinned: string) {
  const said = new URLSearchParams(pinned)
  return {
    of: said.get('site') ?? said.get('title') ?? '',
    period: isShareView(view) && shareViews[view].hasPeriod ? (said.has('from') ? 'fixed' : 'rolling') : 'none',
    filters: said.getAll('f').length,
  } as const
}

export async function loader(args: PageArgs) {
  const { scope, project, base } = await place(args)
  const shares = await listShares(scope, project.id)
  const instant = (at: Date) => formatInstant(at, project.timeZone, scope.locale)
  return {
    base,
    offered: offeredBy(new URL(args.request.url).searchParams),
    shares: shares.map(({ id, view, name, pinned, state, expiresAt, revokedAt, hasPassword, openings, openedAt }) => ({
      id,
      name,
      state,
      hasPassword,
      openings,
      view: isShareView(view) ? shareViews[view].label[scope.locale] : view,
      // When it ends or ended.
      until: revokedAt ? instant(revokedAt) : expiresAt && instant(expiresAt),
      openedAt: openedAt && instant(openedAt),
      ...pinnedSays(view, pinned),
    })),
  }
}

/** What the page shows once. */
interface Made {
  readonly link: string
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, project, base } = await place(args)
  const form = await args.request.formData()
  try {
    switch (textOf(form, 'intent')) {
      case 'add': {
        const [from, to] = [textOf(form, 'from'), textOf(form, 'to')]
        const isFixed = textOf(form, 'period') === 'fixed' && isDay(from) && isDay(to)
        const token = await addShare(scope, project.id, {
          view: textOf(form, 'view'),
          name: textOf(form, 'name'),
          pinned: pinnedFrom(textOf(form, 'what'), isFixed ? { from, to } : null),
          changesPeriod: form.has('changesPeriod'),
          days: Number(textOf(form, 'days') || Number.NaN),
          password: textOf(form, 'password'),
        })
        return Response.json({ link: `${appOf(args).url}/s/${token}` } satisfies Made, {
          headers: { 'cache-control': 'no-store' },
        })
      }
      case 'revoke':
        await revokeShare(scope, project.id, textOf(form, 'share'))
        return redirectSaying(`${base}/shares`, { text: { fr, en }[scope.locale].revoked, tone: 'good' })
      default:
        throw badRequest('unknownIntent', { fr: 'Action inconnue.', en: 'Unknown action.' }, 'intent')
    }
  } catch (error) {
    return refuseWith(form, error, scope.locale)
  }
}

type Data = Awaited<ReturnType<typeof loader>>
type Row = Data['shares'][number]

export default function SharesPage() {
  const { base, offered, shares } = useLoaderData<typeof loader>()
  const answer = useActionData<Refused | Made>()
  const { copyLabel } = useWords({ fr: accountsFr, en: accountsEn })
  const t = useWords({ fr, en })
  const made = answer && 'link' in answer ? answer : null
  const columns: Column<Row>[] = [
    { key: 'name', label: t.name, cell: (row) => row.name },
    {
      key: 'view',
      label: t.view,
      cell: (row) =>
        [t.what(row.view, row.of), t.period.short[row.period], t.filters(row.filters)].filter(Boolean).join(', '),
    },
    {
      key: 'state',
      label: t.state,
      cell: (row) => (
        <>
          <Status tone={tones[row.state]}>{t.states[row.state](row.until)}</Status>
          {row.hasPassword ? <p className="quiet">{t.protected}</p> : null}
        </>
      ),
    },
    {
      key: 'openings',
      label: t.openings,
      cell: (row) => (row.openedAt ? t.opened(row.openings, row.openedAt) : t.never),
    },
    {
      key: 'actions',
      label: t.actions,
      cell: (row) =>
        row.state === 'open' ? (
          <Sure ask={t.revoke} sends={{ intent: 'revoke', share: row.id }} confirm={t.revokeOf(row.name)}>
            {t.revokeMeans}
          </Sure>
        ) : null,
    },
  ]
  return (
    <Page title={t.title} lead={t.lead}>
      {made ? (
        <Callout tone="good" title={t.made} live>
          <ShownOnce id="share-link" label={copyLabel} help={t.madeHelp} value={made.link} />
        </Callout>
      ) : null}
      {offered && !made ? (
        <NewShare offered={offered} refused={answer && 'problems' in answer ? answer : null} />
      ) : null}
      {shares.length > 0 ? (
        <Table caption={t.title} columns={columns} rows={shares} rowKey={(row) => row.id} />
      ) : offered ? null : (
        <Empty
          title={t.empty}
          text={t.emptyText}
          action={
            <LinkButton to={`${base}/audience`} tone="main">
              {t.toAudience}
            </LinkButton>
          }
        />
      )}
    </Page>
  )
}

const tones = { open: 'good', expired: 'neutral', closed: 'neutral' } as const

function NewShare(props: { readonly offered: NonNullable<Data['offered']>; readonly refused: Refused | null }) {
  const { offered, refused } = props
  const t = useWords({ fr, en })
  const locale = useLocale()
  const { view, what, days, of, filters, period } = offered
  const typed = refused?.typed
  return (
    <section aria-labelledby="add-share">
      <h2 id="add-share">{t.addTitle}</h2>
      <p>{[t.what(shareViews[view].label[locale], of), t.filters(filters)].filter(Boolean).join(', ')}</p>
      {view === 'audience' ? null : <p className="note">{t.follows[view]}</p>}
      <DoorForm
        problems={refused?.problems}
        labels={{ name: t.name, days: t.days, password: t.password, view: t.view }}
      >
        <input type="hidden" name="intent" value="add" />
        <input type="hidden" name="view" value={view} />
        <input type="hidden" name="what" value={what} />
        <TextField
          name="name"
          label={t.name}
          help={t.nameHelp}
          autoComplete="off"
          required
          defaultValue={typed?.['name']}
          {...wrong(refused?.problems, 'name')}
        />
        {days ? <PeriodFields days={days} isFixed={period === 'fixed'} typed={typed} /> : null}
        <RadioField
          name="days"
          label={t.days}
          required
          defaultValue={typed?.['days'] ?? '30'}
          options={shareDays.map((days) => ({ value: String(days), label: t.dayCount(days) }))}
          {...wrong(refused?.problems, 'days')}
        />
        <TextField
          name="password"
          type="password"
          label={t.password}
          help={t.passwordHelp}
          autoComplete="new-password"
          {...wrong(refused?.problems, 'password')}
        />
        <Button type="submit" tone="main">
          {t.add}
        </Button>
      </DoorForm>
    </section>
  )
}

/** Whether the period moves on or stays, and whether its reader may leave it. */
function PeriodFields(props: {
  readonly days: { readonly from: string; readonly to: string }
  readonly isFixed: boolean
  readonly typed: Refused['typed'] | undefined
}) {
  const { days, isFixed, typed } = props
  const t = useWords({ fr, en })
  const locale = useLocale()
  const fixed = { value: 'fixed', label: t.period.fixed(formatDate(days.from, locale), formatDate(days.to, locale)) }
  const rolling = { value: 'rolling', label: t.period.rolling, help: t.period.rollingHelp }
  return (
    <>
      <input type="hidden" name="from" value={days.from} />
      <input type="hidden" name="to" value={days.to} />
      <RadioField
        name="period"
        label={t.period.label}
        required
        defaultValue={isFixed ? 'fixed' : (typed?.['period'] ?? 'rolling')}
        options={isFixed ? [fixed] : [rolling, fixed]}
      />
      <CheckField name="changesPeriod" label={t.changesPeriod} defaultChecked={typed?.['changesPeriod'] === 'on'} />
    </>
  )
}
