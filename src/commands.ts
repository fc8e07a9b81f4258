import * as z from 'zod'
import { scopeFor } from './accounts/fixtures.ts'
import { addWorkspaceKey } from './accounts/keys.store.ts'
import { issueResetByEmail } from './accounts/resets.store.ts'
import { keyScopes } from './accounts/roles.ts'
import type { Scope } from './accounts/scope.ts'
import { commandLineWorkspace } from './accounts/workspaces.store.ts'
import { exportHistory } from './analytics/export-history.ts'
import type { App } from './app.ts'
import { backup } from './backup.ts'
import { importHistory } from './collect/import-history.ts'
import { importLog } from './collect/import-log.ts'
import { addSite } from './collect/sites.store.ts'
import { badRequest } from './errors.ts'

/** What the command line asks of an instance, running or opened for the occasion. */
interface Command {
  /** @returns what `--json` prints; progress is a short text, said as often as there is something to say */
  run(app: App, args: Record<string, unknown>, onProgress: (text: string) => void): Promise<unknown>
}

/** What an argument may be, said when it was something else. */
const expected: Readonly<Record<string, string>> = {
  mode: 'exempt, consent',
  scopes: keyScopes.join(', '),
}

/** Arguments checked by a schema; the first wrong one is named. */
function read<T>(schema: z.ZodType<T>, args: Record<string, unknown>): T {
  const parsed = schema.safeParse(args)
  if (parsed.success) return parsed.data
  const name = String(parsed.error.issues[0]?.path[0] ?? 'arguments')
  const values = expected[name]
  throw badRequest(
    'badArgument',
    values === undefined
      ? { fr: 'absent ou refusé.', en: 'missing or refused.' }
      : { fr: `une ou plusieurs de ces valeurs : ${values}.`, en: `one or several of: ${values}.` },
    name,
  )
}

/** The command line acts as an owner of the first workspace, which it makes on an empty instance. */
async function commandScope(app: App): Promise<Scope> {
  const workspace = await commandLineWorkspace(app.db)
  return scopeFor(app, workspace, 'owner', { id: null, name: 'filrouge', email: null })
}

export const commands = {
  'site add': {
    async run(app, args) {
      const site = read(
        z.object({
          domain: z.string(),
          timezone: z.string().optional(),
          mode: z.enum(['exempt', 'consent']).optional(),
          project: z.string().optional(),
        }),
        args,
      )
      const scope = await commandScope(app)
      const project = await onlyProject(scope, site.project)
      const added = await addSite(scope, {
        domain: site.domain,
        ...(site.timezone === undefined ? {} : { timeZone: site.timezone }),
        ...(site.mode === undefined ? {} : { mode: site.mode }),
        ...(project === null ? {} : { projectId: project }),
      })
      return { id: added.id, domain: added.domain, timezone: added.timeZone, mode: added.mode }
    },
  },
  'key add': {
    async run(app, args) {
      const { name, scopes } = read(
        z.object({ name: z.string().trim().min(1).max(100), scopes: z.array(z.enum(keyScopes)).min(1) }),
        args,
      )
      const workspace = await commandLineWorkspace(app.db)
      return { name, scopes, key: await addWorkspaceKey(app.db, workspace.id, name, scopes) }
    },
  },
  'password reset': {
    async run(app, args) {
      const { email, secondFactor } = read(
        z.object({ email: z.string(), secondFactor: z.literal('off').optional() }),
        args,
      )
      const token = await issueResetByEmail(app.db, email, app.clock(), {
        dropsSecondFactor: secondFactor === 'off',
      })
      return { email, link: `${app.url}/reset/${token}` }
    },
  },
  'import-log': {
    async run(app, args, onProgress) {
      const { site, files, format, dryRun } = read(
        z.object({
          site: z.string(),
          files: z.array(z.string()).min(1),
          format: z.string().optional(),
          dryRun: z.boolean().optional(),
        }),
        args,
      )
      return importLog(app, {
        site,
        files,
        ...(format === undefined ? {} : { format }),
        ...(dryRun === undefined ? {} : { dryRun }),
        onProgress: ({ file, lines, bytes, totalBytes }) =>
          onProgress(`${file}: ${lines} (${Math.floor((100 * bytes) / Math.max(1, totalBytes))} %)`),
      })
    },
  },
  'import-history': {
    async run(app, args, onProgress) {
      const { site, files, dryRun } = read(
        z.object({ site: z.string(), files: z.array(z.string()).min(1), dryRun: z.boolean().optional() }),
        args,
      )
      return importHistory(app, {
        site,
        files,
        ...(dryRun === undefined ? {} : { dryRun }),
        onProgress: ({ file, lines }) => onProgress(`${file}: ${lines}`),
      })
    },
  },
  'export-history': {
    async run(app, args, onProgress) {
      const { site, file, from, to } = read(
        z.object({ site: z.string(), file: z.string(), from: z.string().optional(), to: z.string().optional() }),
        args,
      )
      return exportHistory(await commandScope(app), { site, file, from: from ?? null, to: to ?? null, onProgress })
    },
  },
  journal: {
    run: (app) => Promise.resolve(app.journal.pending()),
  },
  backup: {
    async run(app, args, onProgress) {
      const { file } = read(z.object({ file: z.string() }), args)
      return backup(app, file, onProgress)
    },
  },
} as const satisfies Record<string, Command>

export type CommandName = keyof typeof commands

/** The project a new site goes to: the one named, else the workspace's only one. */
async function onlyProject(scope: Scope, slug: string | undefined): Promise<string | null> {
  const projects = await scope.db
    .selectFrom('projects')
    .select(['id', 'slug'])
    .where('workspaceId', '=', scope.workspace)
    .execute()
  if (slug === undefined) return projects.length === 1 ? (projects[0]?.id ?? null) : null
  const named = projects.find((project) => project.slug === slug)
  if (!named)
    throw badRequest('unknownProject', { fr: `Aucun projet « ${slug} ».`, en: `No project "${slug}".` }, 'project')
  return named.id
}
