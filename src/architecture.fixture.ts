// The rules of docs/architecture.md as functions of the source tree, so that they can be tried on trees made wrong on purpose.
import { posix } from 'node:path'

/** Text of each file, by its path from the root of the repository. */
export type Tree = ReadonlyMap<string, string>

/** Slices in order of dependency: one imports only from those before it. */
export const slices = [
  'accounts', 'projects', 'diagnosis', 'strategy', 'budget', 'planning', 'content',
  'collect', 'analytics', 'links', 'kpis', 'alerts', 'dashboards', 'recommendations', 'reports', 'world',
] // prettier-ignore

/** Files that hold a value and know no domain; with `ui/`, any slice may use them. */
const values = [
  'money.ts', 'period.ts', 'ratio.ts', 'i18n.ts', 'errors.ts', 'csv.ts', 'xlsx.ts', 'table-file.ts', 'flash.ts',
  'workdays.ts', 'start-error.ts', 'segment.ts', 'message.ts',
].map((file) => `src/${file}`) // prettier-ignore

/** Files of a slice that keep a live thing or talk to the outside by design, each with its reason in its own head. */
const edges = new Set(
  [
    'accounts/api.ts',
    'accounts/auth.ts',
    'accounts/demo.ts',
    'accounts/first-owner.ts',
    'accounts/fixtures.ts',
    'accounts/request.ts',
    'accounts/form.ts',
    'accounts/one-time-code.ts',
    'accounts/share-door.ts',
    'accounts/sign-in.ts',
    'projects/frame.ts',
    'analytics/export-history.ts',
    'collect/collector.ts',
    'collect/geo.ts',
    'collect/import-history.ts',
    'collect/import-log.ts',
    'collect/import-runner.ts',
    'collect/salt-ring.ts',
    'collect/site-cache.ts',
    'collect/site-place.ts',
    'world.ts',
    'reports/typesetter.ts',
    'reports/typeset-child.ts',
  ].map((file) => `src/${file}`),
)

/** Files that reach out; `.tsx` asks our own address from the browser, the command line and the start ask their own instance. */
const doorsOut = /^src\/(?:outbound|mail|cli|server)\.ts$|^src\/engines\/|\.tsx$/

/** Files that may be long: each is one list. */
const lists = /\.(fr|en)\.ts$|source-hosts|framework|world/

interface Import {
  readonly file: string
  readonly target: string
  readonly typeOnly: boolean
}

const isTest = (file: string) => /\.test\.tsx?$|\.fixture\.ts$|(^|\/)testing(\.setup)?\.ts$/.test(file)
const isSource = (file: string) => file.startsWith('src/') && !isTest(file)
const sliceOf = (path: string) => slices.find((slice) => path.startsWith(`src/${slice}/`) || path === `src/${slice}.ts`)
const isShown = (path: string) => path.endsWith('.page.tsx') || /\/[A-Z]\w*\.tsx$/.test(path)
const isPure = (file: string) =>
  sliceOf(file) !== undefined &&
  file.endsWith('.ts') &&
  !/\.(store|page|http|job|layout|fr|en)\.ts$/.test(file) &&
  !edges.has(file)
const touchesOutside = (target: string) =>
  /\.(store|page|http|job|layout)\.tsx?$|\.tsx$/.test(target) ||
  /^src\/(postgres|clickhouse|journal|jobs|mail|outbound|engines)\b/.test(target)

/** Imports of our own files: static, for their effect alone, and asked for later. */
function importsOf(file: string, text: string): Import[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?[^'"]*?from\s+['"](\.[^'"]+)['"]|(?:^|\n)\s*import\s+['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]\s*\)/g
  return [...text.matchAll(pattern)].map(([, type, path, bare, lazy]) => ({
    file,
    target: posix.normalize(posix.join(posix.dirname(file), path ?? bare ?? lazy ?? '')),
    typeOnly: type !== undefined,
  }))
}

const offendingImports = (tree: Tree, isWrong: (found: Import) => boolean): string[] =>
  [...tree]
    .filter(([file]) => isSource(file))
    .flatMap(([file, text]) => importsOf(file, text))
    .filter(isWrong)
    .map(({ file, target }) => `${file} imports ${target}`)

const offendingFiles = (tree: Tree, isWrong: (file: string, text: string) => boolean): string[] =>
  [...tree].filter(([file, text]) => isWrong(file, text)).map(([file]) => file)

/** Each rule gives what breaks it; none does when the list is empty. */
export const rules: Readonly<Record<string, (tree: Tree) => string[]>> = {
  'a slice imports only from slices before it': (tree) =>
    offendingImports(tree, ({ file, target }) => {
      const [from, to] = [sliceOf(file), sliceOf(target)]
      return from !== undefined && to !== undefined && slices.indexOf(to) > slices.indexOf(from)
    }),

  'a slice never imports another’s pages or components': (tree) =>
    offendingImports(tree, ({ file, target }) => {
      const to = sliceOf(target)
      return to !== undefined && sliceOf(file) !== to && isShown(target)
    }),

  'ui and the value files import no slice': (tree) =>
    offendingImports(
      tree,
      ({ file, target }) => (file.startsWith('src/ui/') || values.includes(file)) && sliceOf(target) !== undefined,
    ),

  // A pure file, x.ts in a slice, holds schemas, types and functions. Its imports of types are free.
  'a pure file imports no file that touches a database, the network or a page': (tree) =>
    offendingImports(tree, ({ file, target, typeOnly }) => isPure(file) && !typeOnly && touchesOutside(target)),

  'only config.ts reads the environment': (tree) =>
    offendingFiles(tree, (file, text) => isSource(file) && file !== 'src/config.ts' && /process\.env\b/.test(text)),

  // Addresses are typed by people: what leaves goes through the guard of outbound.ts, or to the mail server of the settings.
  'only outbound.ts, mail.ts and the engines open a connection outwards': (tree) =>
    offendingFiles(
      tree,
      (file, text) =>
        isSource(file) &&
        !doorsOut.test(file) &&
        /from\s+'(?:undici|nodemailer|node:(?:https?|http2|tls|dgram))'|import\s*\{[^}]*\b(?:connect|createConnection|Socket)\b[^}]*\}\s*from\s+'node:net'|^\s.*(?<!`)await fetch\(|= fetch\(/m.test(
          text,
        ),
    ),

  'no file is over 400 lines, tests included, unless it is a list': (tree) =>
    offendingFiles(tree, (file, text) => !lists.test(file) && text.trimEnd().split('\n').length > 400),

  'no type is switched off': (tree) =>
    offendingFiles(tree, (file, text) =>
      file.includes('architecture')
        ? false
        : /:\s*any\b|<any>|\bas any\b|@ts-ignore|@ts-expect-error|@ts-nocheck/.test(text),
    ),

  'a folder or file is named for what it holds: no drawer, no barrel': (tree) =>
    offendingFiles(
      tree,
      (file) => /(^|\/)(utils?|lib|helpers?|common|shared|misc)(\/|\.)/.test(file) || /(^|\/)index\.tsx?$/.test(file),
    ),
}
