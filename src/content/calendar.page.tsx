import { mayRead, mayWrite } from '../projects/kind.ts'
import { textOf } from '../accounts/form.ts'
import './calendar.css'
import { Form, Link, useLoaderData } from 'react-router'
import { type PageArgs, scopeOf } from '../accounts/request.ts'
import { badRequest, forbidden, notFound } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatDate, formatDay, formatMonth } from '../i18n.ts'
import { addMonths, dayIn, isDay } from '../period.ts'
import { listObjects, readObject, updateObject } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { linksOf } from '../projects/thread.store.ts'
import { persona, support } from '../strategy/strategy.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { en as calendarEn } from './calendar.en.ts'
import { fr as calendarFr } from './calendar.fr.ts'
import { calendarView } from './calendar.ts'
import { en as kindsEn } from './contents.en.ts'
import { fr as kindsFr } from './contents.fr.ts'
import { content, editorialLine } from './contents.ts'
import { EntryCard, MonthGrid } from './MonthGrid.tsx'
import { monthFrom } from './month.ts'

const words = { fr: { calendar: calendarFr, kinds: kindsFr }, en: { calendar: calendarEn, kinds: kindsEn } }

async function place(args: PageArgs) {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  if (!mayRead(scope, content)) throw notFound()
  const base = `/w/${args.params['workspace']}/p/${project.slug}`
  return { scope, project, base, here: `${base}/calendar` }
}

export async function loader(args: PageArgs) {
  const { scope, project, base, here } = await place(args)
  const params = new URL(args.request.url).searchParams
  const byTitle = { sort: { field: 'title', descending: false } }
  const [contents, lines, supports, personas, links] = await Promise.all([
    listObjects(scope, content, project.id),
    listObjects(scope, editorialLine, project.id),
    listObjects(scope, support, project.id, byTitle),
    listObjects(scope, persona, project.id, byTitle),
    linksOf(scope, project.id),
  ])
  const today = dayIn(project.timeZone, scope.now)
  const month = monthFrom(params.get('month'), today)
  // A uuid of another project is no filter: the page shows everything rather than nothing.
  const known = (list: readonly { id: string }[], wanted: string | null) =>
    list.some(({ id }) => id === wanted) ? (wanted ?? '') : ''
  const filter = { support: known(supports, params.get('support')), persona: known(personas, params.get('persona')) }
  const titles = (list: readonly { id: string; title: string }[]) => list.map(({ id, title }) => ({ id, title }))
  const { entries, ...view } = calendarView(
    { contents, lines, supports, personas, links, timeZone: project.timeZone },
    month,
    filter,
  )
  return {
    base,
    here,
    today,
    month,
    previous: addMonths(month, -1),
    next: addMonths(month, 1),
    filter,
    supports: titles(supports),
    personas: titles(personas),
    total: contents.length,
    movable: entries.filter(({ state }) => state !== 'published').map(({ id, title }) => ({ id, title })),
    ...view,
    canWrite: mayWrite(scope, content),
  }
}

/** Moves a content to another planned day; the scheduled instant stays, and the calendar shows the difference. */
export async function action(args: PageArgs) {
  const { scope, project, here } = await place(args)
  if (!mayWrite(scope, content)) throw forbidden()
  const form = await args.request.formData()
  const text = (name: string) => textOf(form, name)
  const [id, day] = [text('content'), text('day')]
  const t = words[scope.locale].calendar
  // An empty day comes from undoing the move of a content that had none.
  if (day !== '' && !isDay(day)) throw badRequest('badDay', { fr: calendarFr.badDay, en: calendarEn.badDay }, 'day')
  const object = await readObject(scope, content, project.id, id)
  const before = object.values['plannedOn'] as string | null
  // A form shown before scripts load has no version of each content: the current one is then meant.
  const version = text('version') === '' ? object.version : Number(text('version'))
  const saved = await updateObject(scope, content, project.id, id, version, { plannedOn: day === '' ? null : day })
  const back = `${here}?${new URLSearchParams({
    ...Object.fromEntries(new URL(args.request.url).searchParams),
    ...(day === '' ? {} : { month: day.slice(0, 7) }),
  })}`
  if (!saved.saved) return redirectSaying(back, { text: t.conflict(object.title), tone: 'bad' })
  return redirectSaying(back, {
    text: t.moved(object.title, day === '' ? '—' : formatDate(day, scope.locale)),
    tone: 'good',
    undo: {
      label: t.undo,
      action: new URL(args.request.url).pathname,
      fields: { content: id, day: before ?? '', version: String(saved.version) },
    },
  })
}

type Data = Awaited<ReturnType<typeof loader>>

export default function CalendarPage() {
  const data = useLoaderData<typeof loader>()
  const { calendar: t, kinds } = useWords(words)
  const locale = useLocale()
  const { base, month, canWrite } = data
  const supportNames = new Map(data.supports.map(({ id, title }) => [id, title]))
  const add = canWrite ? (
    <LinkButton to={`${base}/contents/new`} tone="main">
      {t.add}
    </LinkButton>
  ) : null
  if (data.total === 0)
    return (
      <Page title={t.title} lead={t.lead}>
        <Empty title={t.emptyTitle} text={kinds.content.purpose} example={kinds.content.example} action={add} />
      </Page>
    )
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        <>
          <LinkButton to={`${base}/contents`}>{t.list}</LinkButton>
          {add}
        </>
      }
    >
      <Filters data={data} />
      <MonthNav data={data} />
      <p role="status">{data.count === 0 ? t.nothingPlanned : t.month(data.count, formatMonth(month, locale))}</p>
      <MonthGrid
        weeks={data.weeks}
        base={base}
        today={data.today}
        canWrite={canWrite}
        supportNames={supportNames}
        clashing={new Set(data.clashes.map(({ entry }) => entry.id))}
      />
      <p className="table-exports">
        <a href={`${base}/export/contents`} download>
          {t.export}
        </a>
        <a href={`${base}/export/contents?format=xlsx`} download>
          {t.exportXlsx}
        </a>
      </p>
      {canWrite && data.movable.length > 0 ? <Move data={data} /> : null}
      {data.unplanned.length > 0 ? (
        <section aria-labelledby="unplanned">
          <h2 id="unplanned">{t.unplannedTitle}</h2>
          <ul className="unplanned">
            {data.unplanned.map((entry) => (
              <EntryCard
                key={entry.id}
                {...{ entry, base, canWrite, supportNames }}
                today={data.today}
                place="unplanned"
                clashes={false}
              />
            ))}
          </ul>
        </section>
      ) : null}
      <Gaps data={data} supportNames={supportNames} />
    </Page>
  )
}

function Filters({ data }: { data: Data }) {
  const t = useWords(words).calendar
  const { filter, month, here } = data
  const select = (name: 'support' | 'persona', options: Data['supports']) =>
    options.length === 0 ? null : (
      <label>
        <span>{t[name]}</span>
        <select name={name} defaultValue={filter[name]}>
          <option value="">{t.all}</option>
          {options.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
    )
  return (
    <Form method="get" className="filters">
      <input type="hidden" name="month" value={month.slice(0, 7)} />
      {select('support', data.supports)}
      {select('persona', data.personas)}
      {data.supports.length + data.personas.length > 0 ? <Button type="submit">{t.filter}</Button> : null}
      {filter.support || filter.persona ? <Link to={`${here}?month=${month.slice(0, 7)}`}>{t.clear}</Link> : null}
    </Form>
  )
}

/** The address of another month with the same filters. */
function monthAddress({ here, filter }: Data, month: string): string {
  const kept = Object.entries(filter).filter(([, value]) => value !== '')
  return `${here}?${new URLSearchParams([['month', month.slice(0, 7)], ...kept])}`
}

function MonthNav({ data }: { data: Data }) {
  const t = useWords(words).calendar
  const locale = useLocale()
  return (
    <nav className="month-nav" aria-label={t.title}>
      <LinkButton
        to={monthAddress(data, data.previous)}
        aria-label={`${t.previous} (${formatMonth(data.previous, locale)})`}
      >
        ‹
      </LinkButton>
      <h2>{formatMonth(data.month, locale)}</h2>
      <LinkButton to={monthAddress(data, data.next)} aria-label={`${t.next} (${formatMonth(data.next, locale)})`}>
        ›
      </LinkButton>
      {data.today.slice(0, 7) === data.month.slice(0, 7) ? null : (
        <Link to={monthAddress(data, data.today)}>{t.thisMonth}</Link>
      )}
    </nav>
  )
}

/** One form for any content, for those who would rather choose it in a list than open its card. */
function Move({ data }: { data: Data }) {
  const t = useWords(words).calendar
  return (
    <section aria-labelledby="move" className="calendar-move">
      <h2 id="move">{t.moveTitle}</h2>
      <p className="quiet">{t.moveHelp}</p>
      <Form method="post" className="filters">
        <label>
          <span>{t.content}</span>
          <select name="content" required>
            {data.movable.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t.day}</span>
          <input type="date" name="day" required />
        </label>
        <Button type="submit">{t.move}</Button>
      </Form>
    </section>
  )
}

function Gaps({ data, supportNames }: { data: Data; supportNames: ReadonlyMap<string, string> }) {
  const t = useWords(words).calendar
  const locale = useLocale()
  const { base, clashes, gaps } = data
  const personaNames = new Map(data.personas.map(({ id, title }) => [id, title]))
  return (
    <div className="calendar-gaps">
      {data.supports.length > 0 ? (
        <section aria-labelledby="gaps">
          <h2 id="gaps">{t.gapsTitle}</h2>
          <p className="quiet">{gaps.length === 0 ? t.noGaps : t.gapsLead}</p>
          <dl>
            {gaps.map(({ support: id, weeks }) => (
              <div key={id}>
                <dt>
                  <Link to={`${base}/supports/${id}`}>{supportNames.get(id)}</Link>
                </dt>
                <dd>{t.weeksOf(weeks.map((monday) => formatDay(monday, locale)).join(', '))}</dd>
              </div>
            ))}
          </dl>
        </section>
      ) : null}
      {data.personas.length > 0 ? (
        <section aria-labelledby="clashes">
          <h2 id="clashes">{t.clashesTitle}</h2>
          {clashes.length === 0 ? <p className="quiet">{t.noClashes}</p> : null}
          <ul>
            {clashes.map(({ entry, persona: id }) => (
              <li key={`${entry.id} ${id}`}>
                <Link to={`${base}/contents/${entry.id}`}>{t.clash(entry.title, personaNames.get(id) ?? '')}</Link> (
                <Link to={`${base}/personas/${id}/grid`}>{t.openGrid}</Link>)
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  )
}
