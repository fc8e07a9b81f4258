import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Context, Hono } from 'hono'
import { contextOf, type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import type { Scope } from '../accounts/scope.ts'
import { pageContextOf, refusal } from '../accounts/security.ts'
import type { App } from '../app.ts'
import { badRequest, conflict, expected, notFound, tooLarge } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { addRun, type ImportKind, importKinds, type RunFile } from './import-runs.store.ts'
import { en } from './imports.en.ts'
import { fr } from './imports.fr.ts'
import { readerOf } from './log-format.ts'
import { boundaryOf, partsOf } from './multipart.ts'
import type { Site } from './site.ts'
import { getSite } from './sites.store.ts'

/** All the files of one import; beyond, the command line reads them where they are. */
const mostBytes = 2 * 2 ** 30
const mostFiles = 200

const here = '/w/:workspace/p/:project/sites/:domain/imports/files'

/**
 * Files for an import, to disk as they arrive. `POST …/files`: a form, as a page without scripts sends it. `PUT …/files/:upload/:file`:
 * a piece of a file at `?offset=`, as the page's script sends it, so that a cut connection costs one piece; `POST …/files/:upload`: they are all there.
 */
export function uploadRoutes(app: App): Hono {
  return new Hono()
    .post(here, (c) => answer(app, c, (place) => wholeForm(app, c, place)))
    .put(`${here}/:upload/:file`, (c) => answer(app, c, (place) => piece(app, c, place)))
    .post(`${here}/:upload`, (c) => answer(app, c, (place) => allSent(app, c, place)))
}

interface Place {
  readonly scope: Scope
  readonly site: Site
  readonly page: string
}

async function answer(app: App, c: Context, work: (place: Place) => Promise<Response>): Promise<Response> {
  const params = c.req.param() as PageArgs['params']
  try {
    const args: PageArgs = { request: c.req.raw, params, context: contextOf(pageContextOf(app, c)) }
    const scope = await scopeOf(args)
    requireRole(scope, ['owner', 'lead'])
    const project = await projectBySlug(scope, params['project'])
    const site = await getSite(scope, params['domain'] ?? '')
    if (site.projectId !== project.id) throw notFound()
    return await work({ scope, site, page: `/w/${params['workspace']}/p/${project.slug}/sites/${site.domain}/imports` })
  } catch (error) {
    if (error instanceof Response) return error
    const known = expected(error)
    if (!known) throw error
    return refusal(c.req.raw, known)
  }
}

async function wholeForm(app: App, c: Context, place: Place): Promise<Response> {
  const boundary = boundaryOf(c.req.header('content-type') ?? null)
  const { body } = c.req.raw
  if (boundary === null || !body) throw noFile()
  const name = newUpload(place.site)
  const folder = app.imports.folder(name)
  const fields: Record<string, string> = {}
  const files: RunFile[] = []
  try {
    let left = mostBytes
    for await (const part of partsOf(body, boundary)) {
      if (part.file === null) {
        fields[part.name] = await textOf(part.bytes)
      } else if (part.file !== '') {
        if (files.length >= mostFiles) throw tooManyFiles()
        const file = plainName(part.file)
        const bytes = await write(part.bytes, join(folder, String(files.length), file), left)
        left -= bytes
        files.push({ name: file, bytes })
      }
    }
    return await begin(app, c, place, { folder: name, files, fields })
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function textOf(bytes: AsyncIterable<Buffer>): Promise<string> {
  let text = ''
  for await (const part of bytes) {
    text += part.toString('utf8')
    if (text.length > 4_000) throw tooLarge('4 000')
  }
  return text
}

async function write(bytes: AsyncIterable<Buffer>, path: string, most: number): Promise<number> {
  await mkdir(dirname(path), { recursive: true })
  let size = 0
  await pipeline(
    async function* () {
      for await (const part of bytes) {
        size += part.length
        if (size > most) throw tooBig()
        yield part
      }
    },
    createWriteStream(path, { mode: 0o600 }),
  )
  return size
}

/** A piece must begin where the file ends: one sent twice is not written twice. */
async function piece(app: App, c: Context, { site }: Place): Promise<Response> {
  const { upload = '', file = '' } = c.req.param() as Record<string, string>
  const folder = app.imports.folder(uploadOf(site, upload))
  const index = Number(file)
  const offset = Number(c.req.query('offset'))
  if (!Number.isInteger(index) || index < 0 || index >= mostFiles) throw tooManyFiles()
  const path = join(folder, String(index), plainName(c.req.query('name') ?? ''))
  await mkdir(dirname(path), { recursive: true })
  const handle = await open(path, 'a', 0o600)
  try {
    const { size } = await handle.stat()
    if (size !== offset) return Response.json({ offset: size }, { status: 409 })
    const bytes = new Uint8Array(await c.req.raw.arrayBuffer())
    if (size + bytes.length > mostBytes) throw tooBig()
    await handle.writeFile(bytes)
    return Response.json({ offset: size + bytes.length })
  } finally {
    await handle.close()
  }
}

async function allSent(app: App, c: Context, place: Place): Promise<Response> {
  const name = uploadOf(place.site, c.req.param('upload') ?? '')
  const folder = app.imports.folder(name)
  const form = await c.req.raw.formData()
  const fields = Object.fromEntries([...form].filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
  const files: RunFile[] = []
  const indexes = await readdir(folder).catch(() => [])
  for (const index of indexes.map(Number).sort((a, b) => a - b)) {
    const [file] = await readdir(join(folder, String(index)))
    if (file !== undefined) files.push({ name: file, bytes: (await stat(join(folder, String(index), file))).size })
  }
  if (files.reduce((sum, { bytes }) => sum + bytes, 0) > mostBytes) {
    await rm(folder, { recursive: true, force: true })
    throw tooBig()
  }
  return begin(app, c, place, { folder: name, files, fields })
}

async function begin(
  app: App,
  c: Context,
  { scope, site, page }: Place,
  sent: {
    readonly folder: string
    readonly files: readonly RunFile[]
    readonly fields: Readonly<Record<string, string>>
  },
): Promise<Response> {
  if (sent.files.length === 0) throw noFile()
  const kind = importKinds.find((one) => one === sent.fields['kind']) ?? ('log' satisfies ImportKind)
  const format = (sent.fields['format'] ?? '').trim().slice(0, 1_000)
  if (kind === 'log' && format !== '') readerOf(format)
  const id = await addRun(scope, site, {
    kind,
    format: format === '' ? null : format,
    folder: sent.folder,
    files: sent.files,
  })
  app.imports.kick()
  if (!c.req.header('accept')?.includes('text/html')) return Response.json({ id }, { status: 201 })
  return redirectSaying(page, { text: { fr, en }[scope.locale].received(sent.files.length), tone: 'good' })
}

const newUpload = (site: Site) => `${site.id}-${randomUUID()}`

/** The name of the browser's choice, below this site's number: nobody writes into the upload of another site. */
function uploadOf(site: Site, given: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(given)) throw notFound()
  return `${site.id}-${given}`
}

/** The last part of a name, as every file system can hold it. */
function plainName(given: string): string {
  const name = (given.split(/[/\\]/).at(-1) ?? '')
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 120)
  return /^\.*$/.test(name) ? 'fichier' : name
}

const noFile = () =>
  badRequest('noFile', { fr: 'Choisissez un ou plusieurs fichiers, puis envoyez-les.', en: 'Choose one file or several, then send them.' }, 'file') // prettier-ignore
const tooBig = () => tooLarge('2 Gio')
const tooManyFiles = () =>
  conflict('tooManyFiles', {
    fr: `${mostFiles} fichiers au plus en une fois : importez le reste ensuite, ou par la ligne de commande.`,
    en: `${mostFiles} files at most at once: import the rest afterwards, or by the command line.`,
  })
