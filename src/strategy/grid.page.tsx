import './grid.css'
import { Form, Link, useActionData, useLoaderData } from 'react-router'
import { appOf, type PageArgs, scopeOf } from '../accounts/request.ts'
import { forbidden } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { inTransaction, listObjects, mayWrite, readObject, updateObject } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { addLink, linksOf } from '../projects/thread.store.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { en } from './grid.en.ts'
import { fr } from './grid.fr.ts'
import {
  type Layer, type Moment, cellsIn, dayTypes, devices, formats, gridFrom, intensityAt, moments, momentsOf, slots, summary, withLayer,
} from './grid.ts' // prettier-ignore
import { persona, support } from './strategy.ts'

async function place(args: PageArgs) {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  const object = await readObject(scope, persona, project.id, args.params['id'] ?? '')
  const base = `/w/${args.params['workspace']}/p/${project.slug}`
  return { scope, project, object, base, here: `${base}/personas/${object.id}/grid`, layer: layerFrom(new URL(args.request.url)) }
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
    .map(({ id, title }) => ({ id, title, linked: linked.has(id), best: momentsOf(grid, id).slice(0, 2).map(({ moment }) => moment) }))
    .toSorted((a, b) => Number(b.linked) - Number(a.linked))
  const overall = summary(grid)
  return {
    base,
    here,
    layer,
    title: object.title,
    version: object.version,
    rows,
    cells: Object.fromEntries(
      rows.flatMap(({ id }) => moments.map((moment) => [cellName(id, moment), intensityAt(grid, { support: id, moment, ...layer })])),
    ),
    summary: rows
      .filter(({ id }) => overall.has(id))
      .map(({ id, title }) => ({ id, title, cells: moments.map((moment) => overall.get(id)?.get(moment) ?? 0) })),
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
      .map((id) => [id, Object.fromEntries(moments.map((moment) => [moment, Number(form.get(cellName(id, moment))) || 0]))]),
  )
}

export async function action(args: PageArgs) {
  const { scope, project, object, here, layer } = await place(args)
  if (!mayWrite(scope, persona)) throw forbidden()
  const form = await args.request.formData()
  const supports = await listObjects(scope, support, project.id)
  const sent = sentCells(form, supports.map(({ id }) => id))
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
  if (saved.saved) return redirectSaying(`${here}?${new URLSearchParams({ ...layer })}`, { text: t.saved, tone: 'good' })
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
