import { mayWrite } from '../projects/kind.ts'
import './grid.css'
import { Form, Link, useActionData, useLoaderData } from 'react-router'
import { appOf, type PageArgs, scopeOf } from '../accounts/request.ts'
import { forbidden } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { inTransaction, listObjects, readObject, updateObject } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { addLink, linksOf } from '../projects/thread.store.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { Empty } from '../ui/Empty.tsx'
import { EditForm, SaveBar } from '../ui/Form.tsx'
import { GridEditor } from '../ui/GridEditor.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Table } from '../ui/Table.tsx'
import { en } from './grid.en.ts'
import { fr } from './grid.fr.ts'
import {
  type DayType, type Layer, type Moment, type Slot, cellsIn, dayTypes, devices, formats, gridFrom, intensityAt, maxIntensity, moments,
  momentsOf, slots, withLayer,
} from './grid.ts' // prettier-ignore
import { persona, support } from './strategy.ts'

async function place(args: PageArgs) {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  const object = await readObject(scope, persona, project.id, args.params['id'] ?? '')
  const base = `/w/${args.params['workspace']}/p/${project.slug}`
  return {
    scope,
    project,
    object,
    base,
    here: `${base}/personas/${object.id}/grid`,
    layer: layerFrom(new URL(args.request.url)),
  }
}

/** The sheet an address asks for; the phone's articles when it asks for none. */
function layerFrom({ searchParams }: URL): Layer {
  return {
    device: devices.find((device) => device === searchParams.get('device')) ?? 'mobile',
    format: formats.find((format) => format === searchParams.get('format')) ?? 'article',
  }
}

export async function loader(args: PageArgs) {
  const { scope, project, object, base, here, layer } = await place(args)
  const [supports, links] = await Promise.all([
    listObjects(scope, support, project.id, { sort: { field: 'title', descending: false } }),
    linksOf(scope, project.id),
  ])
  const linked = new Set(links.filter(({ from }) => from === object.id).map(({ to }) => to))
  const grid = gridFrom(object.values['grid'])
  const rows = supports
    .map(({ id, title }) => ({ id, title, linked: linked.has(id) }))
    .toSorted((a, b) => Number(b.linked) - Number(a.linked))
  return {
    base,
    here,
    layer,
    title: object.title,
    version: object.version,
    rows,
    cells: Object.fromEntries(
      rows.flatMap(({ id }) =>
        moments.map((moment) => [cellName(id, moment), intensityAt(grid, { support: id, moment, ...layer })]),
      ),
    ),
    summary: rows
      .map(({ id, title }) => ({ id, title, moments: momentsOf(grid, id) }))
      .filter((row) => row.moments.length > 0),
    layers: devices
      .flatMap((device) => formats.map((format) => ({ device, format, cells: cellsIn(grid, { device, format }) })))
      .filter(({ cells }) => cells > 0),
    canWrite: mayWrite(scope, persona),
  }
}

const cellName = (supportId: string, moment: Moment) => `${supportId} ${moment}`

/** What the form sent for one sheet: support → moment → intensity, for the supports of the project only. */
function sentCells(form: FormData, supportIds: readonly string[]) {
  return Object.fromEntries(
    supportIds
      .filter((id) => moments.some((moment) => form.has(cellName(id, moment))))
      .map((id) => [
        id,
        Object.fromEntries(moments.map((moment) => [moment, Number(form.get(cellName(id, moment))) || 0])),
      ]),
  )
}

export async function action(args: PageArgs) {
  const { scope, project, object, here, layer } = await place(args)
  if (!mayWrite(scope, persona)) throw forbidden()
  const form = await args.request.formData()
  const supports = await listObjects(scope, support, project.id)
  const sent = sentCells(
    form,
    supports.map(({ id }) => id),
  )
  const grid = withLayer(gridFrom(object.values['grid']), layer, sent)
  const { kinds } = appOf(args).catalog
  const saved = await inTransaction(scope, async (scope) => {
    const result = await updateObject(scope, persona, project.id, object.id, Number(form.get('version')), { grid })
    // A support filled in the grid is a support of the persona: the thread says so too.
    if (result.saved)
      for (const id of Object.keys(sent))
        if (Object.values(sent[id] ?? {}).some((intensity) => intensity > 0)) await addLink(scope, kinds, object.id, id)
    return result
  })
  const t = { fr, en }[scope.locale]
  if (saved.saved)
    return redirectSaying(`${here}?${new URLSearchParams({ ...layer })}`, { text: t.saved, tone: 'good' })
  const cells = Object.fromEntries(
    Object.entries(sent).flatMap(([id, row]) => moments.map((moment) => [cellName(id, moment), row[moment] ?? 0])),
  )
  const who = saved.changes.at(-1)?.byName ?? '—'
  return Response.json({ who, version: saved.current.version, cells } satisfies Refused, { status: 409 })
}

interface Refused {
  readonly who: string
  readonly version: number
  readonly cells: Readonly<Record<string, number>>
}

type Data = Awaited<ReturnType<typeof loader>>

export default function GridPage() {
  const data = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const t = useWords({ fr, en })
  const { base, layer, rows, canWrite } = data
  const back = <LinkButton to={data.here.replace(/\/grid$/, '')}>{t.back}</LinkButton>
  if (rows.length === 0)
    return (
      <Page title={t.title(data.title)} lead={t.lead} actions={back}>
        <Empty
          title={t.support}
          text={t.noSupport}
          action={
            canWrite ? (
              <LinkButton to={`${base}/supports/new`} tone="main">
                {t.addSupport}
              </LinkButton>
            ) : null
          }
        />
      </Page>
    )
  const cells = refused?.cells ?? data.cells
  return (
    <Page title={t.title(data.title)} lead={t.lead} actions={back}>
      <LayerChoice data={data} />
      {refused ? (
        <Callout tone="warn" title={t.changedTitle} live>
          <p>{t.changed(refused.who)}</p>
        </Callout>
      ) : null}
      {canWrite ? null : <p className="quiet">{t.readOnly}</p>}
      <EditForm method="post" key={`${layer.device} ${layer.format} ${data.version}`}>
        <input type="hidden" name="version" value={refused?.version ?? data.version} />
        <GridEditor
          caption={t.sheet(t.devices[layer.device], t.formats[layer.format])}
          corner={t.support}
          groups={dayTypes.map((dayType) => ({
            key: dayType,
            label: t.dayTypes[dayType],
            columns: slots.map((slot) => ({ key: `${dayType}-${slot}`, label: t.slots[slot] })),
          }))}
          rows={rows.map((row) => ({ key: row.id, label: row.title, note: row.linked ? t.linked : t.notLinked }))}
          values={cells}
          max={maxIntensity}
          levels={t.intensities}
          readOnly={!canWrite}
        />
        {canWrite ? (
          <SaveBar>
            <Button type="submit" tone="main">
              {t.save}
            </Button>
          </SaveBar>
        ) : null}
      </EditForm>
      <Summary data={data} />
    </Page>
  )
}

/** Which sheet is shown: in the address, so that a colleague sees the same one. */
function LayerChoice({ data }: { data: Data }) {
  const t = useWords({ fr, en })
  const { layer, layers, here } = data
  return (
    <>
      <Form method="get" className="filters">
        <label>
          <span>{t.device}</span>
          <select name="device" defaultValue={layer.device}>
            {devices.map((device) => (
              <option key={device} value={device}>
                {t.devices[device]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t.format}</span>
          <select name="format" defaultValue={layer.format}>
            {formats.map((format) => (
              <option key={format} value={format}>
                {t.formats[format]}
              </option>
            ))}
          </select>
        </label>
        <Button type="submit">{t.show}</Button>
      </Form>
      {layers.length > 0 ? (
        <nav aria-label={t.layers}>
          <ul className="layers">
            {layers.map(({ device, format, cells }) => (
              <li key={`${device} ${format}`}>
                <Link
                  to={`${here}?${new URLSearchParams({ device, format })}`}
                  aria-current={device === layer.device && format === layer.format ? 'page' : undefined}
                >
                  {t.devices[device]}, {t.formats[format].toLowerCase()}
                </Link>{' '}
                <span className="quiet">{t.cells(cells)}</span>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
    </>
  )
}

/** All sheets at once: for each support, the moments of each level, strongest first. */
function Summary({ data }: { data: Data }) {
  const t = useWords({ fr, en })
  const momentText = (moment: Moment) => {
    const [dayType, slot] = moment.split('-') as [DayType, Slot]
    return `${t.dayTypes[dayType].toLowerCase()} ${t.slots[slot]}`
  }
  return (
    <section aria-labelledby="summary">
      <h2 id="summary">{t.summaryTitle}</h2>
      <Table
        caption={t.summaryCaption}
        columns={[
          {
            key: 'support',
            label: t.support,
            cell: (row) => <Link to={`${data.base}/supports/${row.id}`}>{row.title}</Link>,
          },
          ...[3, 2, 1].map((level) => ({
            key: String(level),
            label: `${level} · ${t.intensities[level] ?? ''}`,
            cell: (row: Data['summary'][number]) =>
              row.moments
                .filter(({ intensity }) => intensity === level)
                .map(({ moment }) => momentText(moment))
                .join(', ') || '—',
          })),
        ]}
        rows={data.summary}
        rowKey={(row) => row.id}
        empty={t.summaryEmpty}
      />
    </section>
  )
}
