import './kpis.css'
import { Form, Link, useActionData, useLoaderData } from 'react-router'
import { type Refused, refuse, textOf } from '../accounts/form.ts'
import { appOf, type PageArgs } from '../accounts/request.ts'
import { forbidden, notFound } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatPercent } from '../i18n.ts'
import { fromForm, number, toForm } from '../projects/field.ts'
import { checkValues, mayWrite } from '../projects/kind.ts'
import { createObject, inTransaction, listObjects } from '../projects/objects.store.ts'
import { problemTexts } from '../projects/show.ts'
import { addLink, linksOf } from '../projects/thread.store.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorSummary, LongTextField, TextField } from '../ui/Field.tsx'
import { Figure, Figures } from '../ui/Figure.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Table } from '../ui/Table.tsx'
import { KpiViews } from './KpiViews.tsx'
import { en } from './futures.en.ts'
import { fr } from './futures.fr.ts'
import { scenario } from './kpi-kinds.ts'
import { measureIn } from './measures.store.ts'
import { kpiPlace } from './place.store.ts'
import { shownIn } from './show.ts'
import { type KpiUnit, fromUnit, inUnit } from './unit.ts'
import { type Driver, whatIf } from './what-if.ts'
import { type Parts, readParts } from './what-if.store.ts'

const typedNumber = number({ max: 1_000_000_000_000 })

async function place(args: PageArgs) {
  const at = await kpiPlace(args)
  const { one } = at
  const measured = await measureIn(one.m, one.asked, false)
  return { ...at, measured, parts: await readParts(one, measured.elapsed) }
}

/** The drivers as they were typed, in their own units; what is left out stays as it is. */
function chosen(parts: Parts, text: (name: string) => string | null, locale: 'fr' | 'en') {
  const problems: Record<string, string> = {}
  const t = { fr, en }[locale].whatIf
  const read = (name: string, kept: number, unit: KpiUnit): number => {
    const typed = text(name)?.trim() ?? ''
    if (typed === '') return kept
    const parsed = typedNumber.schema.safeParse(fromForm(typedNumber.spec, typed.replace(/[%€]/g, ''), 'UTC'))
    if (parsed.success && parsed.data !== null) return fromUnit(unit, parsed.data)
    problems[name] = t.number
    return kept
  }
  const drivers = parts.drivers.map((driver, i) => ({
    ...driver,
    value: read(`value.${i}`, driver.value, driver.unit),
    doubt: Math.min(10, read(`doubt.${i}`, driver.doubt, 'percent')),
  }))
  return { drivers, problems }
}

export async function loader(args: PageArgs) {
  const { scope, project, base, one, measured, parts } = await place(args)
  const params = new URL(args.request.url).searchParams
  const [scenarios, links] = await Promise.all([listObjects(scope, scenario, project.id), linksOf(scope, project.id)])
  const kept = scenarios.filter(({ id }) => links.some(({ from, to }) => from === one.id && to === id))
  const common = {
    base,
    id: one.id,
    title: one.values.title,
    unit: one.values.unit,
    target: one.values.target,
    currency: project.currency,
    figure: measured.figure,
    elapsed: measured.elapsed,
    canWrite: mayWrite(scope, scenario),
    kept: kept.map(({ id, title }) => ({ id, title })),
  }
  if (!parts) return { ...common, tried: null }
  const { drivers, problems } = chosen(parts, (name) => params.get(name), scope.locale)
  return { ...common, tried: triedOf(parts, drivers, problems, one.values.target, measured.figure, scope.locale) }
}

/** As many digits as one reads. */
const rounded = (value: number) => Number(Math.abs(value) < 1 ? value.toPrecision(3) : value.toFixed(2))

/** What a page shows of a try: texts of the fields, figures in the KPI's own unit. */
function triedOf(
  { drivers: before, effect }: Parts,
  drivers: readonly Driver[],
  problems: Readonly<Record<string, string>>,
  target: number | null,
  figure: KpiUnit,
  locale: 'fr' | 'en',
) {
  const found = whatIf(effect, drivers, target === null ? null : fromUnit(figure, target))
  const usual = whatIf(effect, before, null)
  const typed = (unit: KpiUnit, value: number) =>
    toForm(typedNumber.spec, rounded(inUnit(unit, value) ?? 0), 'UTC', locale)
  return {
    problems,
    before: inUnit(figure, usual.result),
    result: inUnit(figure, found.result),
    low: inUnit(figure, found.low),
    high: inUnit(figure, found.high),
    gap: inUnit(figure, found.gap),
    drivers: drivers.map(({ key, written, unit, value, doubt }, i) => ({
      written,
      named: before[i]?.named ?? null,
      unit,
      now: inUnit(unit, before[i]?.value ?? 0),
      value: inUnit(unit, value),
      valueText: typed(unit, value),
      doubtText: toForm(typedNumber.spec, Number((doubt * 100).toPrecision(2)), 'UTC', locale),
      reaching: inUnit(unit, found.reaching.get(key) ?? null),
    })),
  }
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, project, base, one, measured, parts } = await place(args)
  if (!mayWrite(scope, scenario)) throw forbidden()
  if (!parts) throw notFound()
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale].whatIf
  const { drivers, problems } = chosen(parts, (name) => textOf(form, name), scope.locale)
  const title = textOf(form, 'title').trim()
  if (title === '') problems['title'] = t.nameNeeded
  if (Object.keys(problems).length > 0) return refuse(form, problems)
  const tried = triedOf(parts, drivers, {}, one.values.target, measured.figure, scope.locale)
  const checked = checkValues(scenario, {
    title,
    note: textOf(form, 'note').trim() || null,
    drivers: {
      savedOn: one.today,
      unit: measured.figure,
      before: tried.before ?? 0,
      after: tried.result,
      low: tried.low,
      high: tried.high,
      target: one.values.target,
      drivers: tried.drivers.map(({ written, unit, now, value }) => ({
        written,
        unit,
        before: now ?? 0,
        after: value ?? 0,
      })),
    },
  })
  if (!checked.ok) return refuse(form, problemTexts(checked.problems, scope.locale))
  await inTransaction(scope, async (within) => {
    const id = await createObject(within, scenario, project.id, checked.values)
    await addLink(within, appOf(args).catalog.kinds, one.id, id)
  })
  const search = new URLSearchParams(
    [...form].flatMap(([name, value]) =>
      /^(value|doubt)\./.test(name) && typeof value === 'string' ? [[name, value]] : [],
    ),
  )
  return redirectSaying(`${base}/kpis/${one.id}/what-if?${search}`, { text: t.saved, tone: 'good' })
}

type Data = Awaited<ReturnType<typeof loader>>
type Tried = NonNullable<Data['tried']>

export default function WhatIfPage() {
  const { base, id, title, elapsed, tried, kept } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en }).whatIf
  const locale = useLocale()
  return (
    <Page title={title} kicker={t.title} lead={t.lead} toolbar={<KpiViews base={base} id={id} title={title} />}>
      {tried ? (
        <>
          <p className="note">{t.basis(formatPercent(elapsed, locale, 0))}</p>
          <Try tried={tried} />
        </>
      ) : (
        <p className="note">{t.none}</p>
      )}
      {kept.length > 0 ? (
        <section aria-labelledby="kept">
          <h2 id="kept">{t.kept}</h2>
          <ul>
            {kept.map((one) => (
              <li key={one.id}>
                <Link to={`${base}/scenarios/${one.id}`}>{one.title}</Link>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </Page>
  )
}

function Try({ tried }: { readonly tried: Tried }) {
  const { unit, target, currency, figure, canWrite } = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en }).whatIf
  const locale = useLocale()
  const shown = (value: number | null) => shownIn(figure, unit, value, currency, locale)
  const problems = refused?.problems ?? tried.problems
  const nameOf = ({ written, named }: Tried['drivers'][number]) => (named ? t.parts[named] : written)
  const cell = (name: string, label: string, kept: string) => (
    <>
      <input
        type="text"
        inputMode="decimal"
        className="in-table"
        id={`field-${name}`}
        name={name}
        aria-label={label}
        defaultValue={refused?.typed[name] ?? kept}
        autoComplete="off"
        {...(problems[name] ? { 'aria-invalid': true, 'aria-describedby': `field-${name}-error` } : {})}
      />
      {problems[name] ? (
        <p className="field-error" id={`field-${name}-error`}>
          {problems[name]}
        </p>
      ) : null}
    </>
  )
  return (
    <>
      <Figures label={t.after}>
        <Figure label={t.before} value={shown(tried.before)} />
        <Figure label={t.after} value={shown(tried.result)} />
        <Figure label={t.target} value={shown(target)} />
        <Figure label={t.gap} value={tried.gap === null ? '—' : `${tried.gap > 0 ? '+' : ''}${shown(tried.gap)}`} />
      </Figures>
      {tried.low === null || tried.high === null ? null : <p>{t.interval(shown(tried.low), shown(tried.high))}</p>}
      <Form method="get" preventScrollReset key={JSON.stringify(tried.drivers)}>
        {Object.keys(problems).length > 0 ? (
          <ErrorSummary title={t.errors} errors={problems} labels={{ title: t.name }} />
        ) : null}
        <Table
          caption={t.drivers}
          rows={tried.drivers.map((driver, i) => ({ ...driver, i }))}
          rowKey={({ i }) => String(i)}
          columns={[
            { key: 'driver', label: t.driver, cell: (row) => nameOf(row) },
            {
              key: 'now',
              label: t.now,
              align: 'end',
              cell: (row) => shownIn(row.unit, null, row.now, currency, locale),
            },
            {
              key: 'value',
              label: t.chosen,
              cell: (row) => cell(`value.${row.i}`, t.chosenOf(nameOf(row)), row.valueText),
            },
            {
              key: 'doubt',
              label: t.doubt,
              cell: (row) => cell(`doubt.${row.i}`, t.doubtOf(nameOf(row)), row.doubtText),
            },
            {
              key: 'reaching',
              label: t.reaching,
              align: 'end',
              cell: (row) =>
                row.reaching === null ? t.noReaching : shownIn(row.unit, null, row.reaching, currency, locale),
            },
          ]}
        />
        <p className="form-actions">
          <Button type="submit" tone="main">
            {t.compute}
          </Button>
        </p>
        {canWrite ? (
          <details {...(problems['title'] ? { open: true } : {})}>
            <summary>{t.scenario}</summary>
            <TextField
              name="title"
              label={t.name}
              maxLength={200}
              defaultValue={refused?.typed['title'] ?? ''}
              {...(problems['title'] ? { error: problems['title'] } : {})}
            />
            <LongTextField name="note" label={t.note} help={t.noteHelp} defaultValue={refused?.typed['note'] ?? ''} />
            <Button type="submit" formMethod="post">
              {t.save}
            </Button>
          </details>
        ) : null}
      </Form>
    </>
  )
}
