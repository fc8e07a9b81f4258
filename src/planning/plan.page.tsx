import { mayRead, mayWrite } from '../projects/kind.ts'
import { textOf } from '../accounts/form.ts'
import './plan.css'
import { Form, Link, useLoaderData } from 'react-router'
import { type PageArgs, scopeOf } from '../accounts/request.ts'
import { badRequest, forbidden, notFound } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatDate, formatPercent } from '../i18n.ts'
import { dayIn } from '../period.ts'
import { listObjects, readObject, updateObject } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { en as kindEn } from './actions.en.ts'
import { fr as kindFr } from './actions.fr.ts'
import { type ActionState, actionStates } from './action-states.ts'
import { action as actionKind } from './actions.ts'
import { en as planEn } from './plan.en.ts'
import { fr as planFr } from './plan.fr.ts'
import { PlanTimeline } from './PlanTimeline.tsx'
import { ownersOf, plannedFrom, punctuality, standingText, timeline } from './timeline.ts'

const words = { fr: { plan: planFr, kind: kindFr }, en: { plan: planEn, kind: kindEn } }

async function place(args: PageArgs) {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  if (!mayRead(scope, actionKind)) throw notFound()
  const base = `/w/${args.params['workspace']}/p/${project.slug}`
  return { scope, project, base, here: `${base}/plan` }
}

export async function loader(args: PageArgs) {
  const { scope, project, base, here } = await place(args)
  const params = new URL(args.request.url).searchParams
  const objects = await listObjects(scope, actionKind, project.id)
  const today = dayIn(project.timeZone, scope.now)
  const actions = objects.map(plannedFrom)
  const filter = {
    owner: params.get('owner') ?? '',
    state: actionStates.find((state) => state === params.get('state')) ?? '',
  }
  const isShown = (each: (typeof actions)[number]) =>
    (filter.owner === '' || (filter.owner === '-' ? each.owner === null : each.owner === filter.owner)) &&
    (filter.state === '' || each.state === filter.state)
  const shown = actions.filter(isShown)
  const extra = new Map(
    objects.map(({ id, version, values }) => [
      id,
      {
        version,
        deliverable: values['deliverable'] as string | null,
        deliverableDueOn: values['deliverableDueOn'] as string | null,
      },
    ]),
  )
  const rows = shown
    .map((each) => ({
      ...each,
      ...(extra.get(each.id) ?? { version: 0, deliverable: null, deliverableDueOn: null }),
      standing: punctuality(each, today),
    }))
    .toSorted((a, b) => lateness(b) - lateness(a) || (a.endsOn ?? '9999').localeCompare(b.endsOn ?? '9999'))
  return {
    base,
    here,
    today,
    filter,
    owners: ownersOf(actions),
    hasOrphans: actions.some(({ owner }) => owner === null),
    count: actions.length,
    rows,
    late: rows.filter(({ standing }) => standing.kind === 'late'),
    timeline: timeline(shown, today),
    canWrite: mayWrite(scope, actionKind),
  }
}

type Row = Awaited<ReturnType<typeof loader>>['rows'][number]

/** Days late, for sorting: what should be over, then what should have begun, then the rest; what is over last. */
function lateness({ standing }: Pick<Row, 'standing'>): number {
  if (standing.kind === 'late') return 100_000 + standing.days
  if (standing.kind === 'lateStart') return standing.days
  return standing.kind === 'over' ? -1 : 0
}

/** Changes the state of one action from the plan. */
export async function action(args: PageArgs) {
  const { scope, project, here } = await place(args)
  if (!mayWrite(scope, actionKind)) throw forbidden()
  const form = await args.request.formData()
  const state = actionStates.find((each) => each === form.get('state'))
  if (!state)
    throw badRequest(
      'unknownState',
      { fr: 'Choisissez un état de la liste.', en: 'Choose a state of the list.' },
      'state',
    )
  const object = await readObject(scope, actionKind, project.id, textOf(form, 'id'))
  const t = words[scope.locale]
  // Done is done whole: a bar left at 80 % would contradict its state.
  const values = { state, ...(state === 'done' ? { progress: 1 } : {}) }
  const saved = await updateObject(scope, actionKind, project.id, object.id, Number(form.get('version')), values)
  const back = `${here}${new URL(args.request.url).search}`
  return saved.saved
    ? redirectSaying(back, {
        text: t.plan.saved(object.title, t.kind.options.state[state].toLowerCase()),
        tone: 'good',
      })
    : redirectSaying(back, { text: t.plan.conflict, tone: 'bad' })
}

type Data = Awaited<ReturnType<typeof loader>>

export default function PlanPage() {
  const data = useLoaderData<typeof loader>()
  const { plan: t, kind } = useWords(words)
  const { base, canWrite, late, rows } = data
  const add = canWrite ? (
    <LinkButton to={`${base}/actions/new`} tone="main">
      {t.add}
    </LinkButton>
  ) : null
  if (data.count === 0)
    return (
      <Page title={t.title} lead={t.lead}>
        <Empty title={t.emptyTitle} text={kind.purpose} example={kind.example} action={add} />
      </Page>
    )
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        <>
          <LinkButton to={`${base}/actions`}>{t.list}</LinkButton>
          {add}
        </>
      }
    >
      <section className={late.length > 0 ? 'plan-late' : 'plan-late none'} aria-labelledby="late">
        <h2 id="late">{late.length > 0 ? t.lateTitle(late.length) : t.noLate}</h2>
        {late.length > 0 ? (
          <ul>
            {late.map((row) => (
              <li key={row.id}>
                <Link to={`${base}/actions/${row.id}`}>{row.title}</Link>{' '}
                <strong className="alarm">{standingText(row.standing, t)}</strong>{' '}
                <span className="quiet">{row.owner ?? t.nobody}</span>
              </li>
            ))}
          </ul>
        ) : null}
      </section>
      <Filters data={data} />
      <PlanTimeline timeline={data.timeline} base={base} />
      <Rows data={data} rows={rows} />
    </Page>
  )
}

function Filters({ data }: { data: Data }) {
  const { plan: t, kind } = useWords(words)
  const { filter, owners, here } = data
  return (
    <Form method="get" className="filters">
      <label>
        <span>{t.owner}</span>
        <select name="owner" defaultValue={filter.owner}>
          <option value="">{t.all}</option>
          {owners.map((owner) => (
            <option key={owner}>{owner}</option>
          ))}
          {data.hasOrphans ? <option value="-">{t.nobody}</option> : null}
        </select>
      </label>
      <label>
        <span>{t.state}</span>
        <select name="state" defaultValue={filter.state}>
          <option value="">{t.all}</option>
          {actionStates.map((state) => (
            <option key={state} value={state}>
              {kind.options.state[state]}
            </option>
          ))}
        </select>
      </label>
      <Button type="submit">{t.filter}</Button>
      {filter.owner || filter.state ? <Link to={here}>{t.clear}</Link> : null}
    </Form>
  )
}

function Rows({ data, rows }: { data: Data; rows: Data['rows'] }) {
  const { plan: t, kind } = useWords(words)
  const locale = useLocale()
  const { base, canWrite } = data
  const day = (value: string | null) =>
    value === null ? '—' : <span className="plan-day">{formatDate(value, locale)}</span>
  const columns: Column<Data['rows'][number]>[] = [
    { key: 'title', label: t.columns.title, cell: (row) => <Link to={`${base}/actions/${row.id}`}>{row.title}</Link> },
    { key: 'owner', label: t.columns.owner, cell: (row) => row.owner ?? <span className="gap">{t.nobody}</span> },
    { key: 'from', label: t.columns.from, cell: (row) => day(row.startsOn) },
    { key: 'to', label: t.columns.to, cell: (row) => day(row.endsOn) },
    {
      key: 'standing',
      label: t.columns.standing,
      cell: (row) => (
        <span className={row.standing.kind === 'late' ? 'alarm' : undefined}>{standingText(row.standing, t)}</span>
      ),
    },
    {
      key: 'progress',
      label: t.progress,
      align: 'end',
      cell: (row) => (row.progress === null ? '—' : formatPercent(row.progress, locale)),
    },
    {
      key: 'deliverable',
      label: t.columns.deliverable,
      cell: (row) =>
        row.deliverable === null
          ? '—'
          : `${row.deliverable} (${row.deliverableDueOn ? formatDate(row.deliverableDueOn, locale) : t.noDeliverableDay})`,
    },
    {
      key: 'state',
      label: t.columns.state,
      cell: (row) => (canWrite ? <StateForm row={row} /> : (kind.options.state[row.state as ActionState] ?? '—')),
    },
  ]
  return (
    <Table
      caption={t.list}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      empty={t.nothing}
      exports={[
        { to: `${base}/export/actions`, label: t.export },
        { to: `${base}/export/actions?format=xlsx`, label: t.exportXlsx },
      ]}
    />
  )
}

/** The state, changed where it is read. */
function StateForm({ row }: { row: Data['rows'][number] }) {
  const { plan: t, kind } = useWords(words)
  return (
    <Form method="post" className="plan-state">
      <input type="hidden" name="id" value={row.id} />
      <input type="hidden" name="version" value={row.version} />
      <select name="state" defaultValue={row.state ?? ''} aria-label={t.stateOf(row.title)} key={row.state}>
        {actionStates.map((state) => (
          <option key={state} value={state}>
            {kind.options.state[state]}
          </option>
        ))}
      </select>
      <Button type="submit" tone="quiet" aria-label={`${t.setState} (${row.title})`}>
        ✓
      </Button>
    </Form>
  )
}
