import './kpis.css'
import { useActionData, useLoaderData } from 'react-router'
import { type Refused, refuse, textOf } from '../accounts/form.ts'
import { type PageArgs } from '../accounts/request.ts'
import { forbidden } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatDate, formatDay } from '../i18n.ts'
import { isDay } from '../period.ts'
import { fromForm, number, toForm } from '../projects/field.ts'
import { mayWrite } from '../projects/kind.ts'
import { updateObject } from '../projects/objects.store.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorSummary, RadioField } from '../ui/Field.tsx'
import { EditForm, SaveBar } from '../ui/Form.tsx'
import { LineChart } from '../ui/LineChart.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Table } from '../ui/Table.tsx'
import { KpiViews } from './KpiViews.tsx'
import { en } from './editors.en.ts'
import { fr } from './editors.fr.ts'
import { type Kpi, kpi } from './kpis.ts'
import { measureIn } from './measures.store.ts'
import { kpiPlace } from './place.store.ts'
import { type PathPoint, courseOf, pathShapes, shapeOf } from './path.ts'
import { shownIn } from './show.ts'

/** Empty rows that the table offers below the points already there. */
const spare = 3

const value = number({ min: -1_000_000_000 })

export async function loader(args: PageArgs) {
  const { scope, project, base, one } = await kpiPlace(args)
  const { plan, points, figure, accumulates } = await measureIn(one.m, one.asked)
  const course = plan ? courseOf(plan) : []
  // A drawing has room for a point a week, not for a point a day over years.
  const step = Math.max(1, Math.ceil(course.length / 120))
  const kept = course.filter((_, i) => (course.length - 1 - i) % step === 0)
  // Of the readings since the point before, the last.
  const actualOn = (day: string, before: string) =>
    points.findLast((point) => point.day <= day && point.day > before)?.actual ?? null
  const drawn = one.values.path ?? []
  return {
    base,
    id: one.id,
    version: one.version,
    title: one.values.title,
    unit: one.values.unit,
    currency: project.currency,
    canWrite: mayWrite(scope, kpi),
    accumulates,
    figure,
    shape: one.values.pathShape ?? 'linear',
    real: plan ? shapeOf(plan) : null,
    course: kept.map(({ day, planned }, i) => ({ day, planned, actual: actualOn(day, kept[i - 1]?.day ?? '') })),
    rows: [
      ...drawn.map(({ day, value: at }) => ({ day, value: toForm(value.spec, at, 'UTC', scope.locale) })),
      ...blanks(),
    ],
  }
}

const blanks = () => Array.from({ length: spare }, () => ({ day: '', value: '' }))

export async function action(args: PageArgs): Promise<Response> {
  const { scope, project, base, one } = await kpiPlace(args)
  if (!mayWrite(scope, kpi)) throw forbidden()
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale]
  const shape = pathShapes.find((known) => known === textOf(form, 'shape')) ?? 'linear'
  const { points, problems } = pointsIn(form, one.values, t.path)
  if (shape === 'seasonal' && !one.compiled?.accumulates) problems['shape'] = t.path.notSeasonal
  if (shape === 'drawn' && points.length === 0 && Object.keys(problems).length === 0) problems['day.0'] = t.path.noPoint
  if (Object.keys(problems).length > 0) return refuse(form, problems)
  const values = { ...one.values, pathShape: shape, path: points.length > 0 ? points : null }
  const saved = await updateObject(scope, kpi, project.id, one.id, Number(textOf(form, 'version')), values)
  if (!saved.saved) return refuse(form, { shape: t.changedMeanwhile }, 409)
  return redirectSaying(`${base}/kpis/${one.id}/path`, { text: t.path.saved, tone: 'good' })
}

/** The points of the table, in the order of their days; what is wrong by cell. */
function pointsIn(form: FormData, { startsOn, endsOn }: Kpi, t: typeof fr.path) {
  const points: PathPoint[] = []
  const problems: Record<string, string> = {}
  const rows = [...form.keys()].filter((name) => name.startsWith('day.')).map((name) => name.slice(4))
  for (const row of rows.slice(0, 200)) {
    const [day, typed] = [textOf(form, `day.${row}`).trim(), textOf(form, `value.${row}`).trim()]
    if (day === '' && typed === '') continue
    const read = value.schema.safeParse(fromForm(value.spec, typed, 'UTC'))
    if (!isDay(day)) problems[`day.${row}`] = t.dayNeeded
    else if ((startsOn && day < startsOn) || (endsOn && day > endsOn)) problems[`day.${row}`] = t.dayOutside
    else if (points.some((point) => point.day === day)) problems[`day.${row}`] = t.dayTwice
    if (!read.success || read.data === null) problems[`value.${row}`] = t.valueNeeded
    else points.push({ day, value: read.data })
  }
  return { points: points.toSorted((a, b) => (a.day < b.day ? -1 : 1)), problems }
}

export default function PathPage() {
  const data = useLoaderData<typeof loader>()
  const { base, id, title, unit, currency, canWrite, figure, real, shape, course } = data
  const t = useWords({ fr, en }).path
  const locale = useLocale()
  const shown = (n: number | null) => shownIn(figure, unit, n, currency, locale)
  return (
    <Page title={title} kicker={t.title} lead={t.lead} toolbar={<KpiViews base={base} id={id} title={title} />}>
      {real === null ? <p className="note">{t.noPlan}</p> : null}
      {real !== null && real !== shape ? (
        <p className="note">{shape === 'seasonal' ? t.noLastYear : t.noPoint}</p>
      ) : null}
      {course.length > 1 ? (
        <LineChart
          title={t.chart(title)}
          xLabel={t.day}
          labels={course.map(({ day }) => formatDate(day, locale))}
          shortLabels={course.map(({ day }) => formatDay(day, locale))}
          series={[
            { name: t.actual, values: course.map(({ actual }) => actual) },
            { name: t.planned, values: course.map(({ planned }) => planned), isComparison: true },
          ]}
          format={shown}
        />
      ) : null}
      {canWrite ? <PathForm /> : null}
    </Page>
  )
}

function PathForm() {
  const data = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en }).path
  const typed = (name: string, kept: string) => (refused ? (refused.typed[name] ?? '') : kept)
  const problems = refused?.problems ?? {}
  const cell = (name: string, label: string, kept: string, type: 'date' | 'text') => (
    <>
      <input
        type={type}
        className="in-table"
        id={`field-${name}`}
        name={name}
        aria-label={label}
        defaultValue={typed(name, kept)}
        autoComplete="off"
        {...(type === 'text' ? { inputMode: 'decimal' as const } : {})}
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
    <EditForm method="post" key={data.version}>
      {refused ? (
        <ErrorSummary title={t.errors} errors={problems} labels={labelsFor(Object.keys(problems), t)} />
      ) : null}
      <input type="hidden" name="version" value={data.version} />
      <RadioField
        name="shape"
        label={t.shape}
        defaultValue={typed('shape', data.shape)}
        options={pathShapesOffered(data.accumulates).map((value) => ({
          value,
          label: t.shapes[value],
          help: t.shapeHelps[value],
        }))}
        {...(problems['shape'] ? { error: problems['shape'] } : {})}
      />
      <Table
        caption={t.points}
        rows={data.rows.map((row, i) => ({ ...row, i }))}
        rowKey={({ i }) => String(i)}
        columns={[
          { key: 'day', label: t.day, cell: ({ i, day }) => cell(`day.${i}`, t.dayOf(i + 1), day, 'date') },
          {
            key: 'value',
            label: t.value,
            cell: ({ i, value: at }) => cell(`value.${i}`, t.valueOf(i + 1), at, 'text'),
          },
        ]}
      />
      <p className="note">{t.pointsHelp}</p>
      <SaveBar>
        <Button type="submit" tone="main">
          {t.save}
        </Button>
      </SaveBar>
    </EditForm>
  )
}

const labelsFor = (names: readonly string[], t: typeof fr.path): Record<string, string> =>
  Object.fromEntries(
    names.map((name) => {
      const [column, row] = name.split('.')
      return [
        name,
        row === undefined ? t.shape : column === 'day' ? t.dayOf(Number(row) + 1) : t.valueOf(Number(row) + 1),
      ]
    }),
  )

/** Only what adds up has a season to follow. */
const pathShapesOffered = (accumulates: boolean) =>
  accumulates ? (['linear', 'seasonal', 'drawn'] as const) : (['linear', 'drawn'] as const)
