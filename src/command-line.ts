import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { CommandName } from './commands.ts'
import type { Words } from './errors.ts'

export interface Asked {
  readonly command: CommandName | 'restore'
  readonly args: Record<string, unknown>
  readonly json: boolean
}

/** What the words of a command line ask: a command, the help, or what is wrong with them. */
export type Reading =
  | { readonly asked: Asked }
  | { readonly help: true }
  | { readonly problem: Words; readonly json: boolean }

const options = {
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  site: { type: 'string' },
  scope: { type: 'string', multiple: true },
  timezone: { type: 'string' },
  mode: { type: 'string' },
  project: { type: 'string' },
  'second-factor': { type: 'string' },
  format: { type: 'string' },
  'dry-run': { type: 'boolean' },
  from: { type: 'string' },
  to: { type: 'string' },
} as const

type Option = keyof typeof options

/** The shape of each command: its options, and what follows its name. */
const shapes: Record<
  Asked['command'],
  { takes: readonly Option[]; needs: readonly Option[]; words: readonly string[] }
> = {
  'site add': { takes: ['timezone', 'mode', 'project'], needs: [], words: ['DOMAIN'] },
  'key add': { takes: ['scope'], needs: ['scope'], words: ['NAME'] },
  'password reset': { takes: ['second-factor'], needs: [], words: ['ADDRESS'] },
  'import-log': { takes: ['site', 'format', 'dry-run'], needs: ['site'], words: ['FILE…'] },
  'import-history': { takes: ['site', 'dry-run'], needs: ['site'], words: ['FILE…'] },
  'export-history': { takes: ['site', 'from', 'to'], needs: ['site'], words: ['FILE'] },
  journal: { takes: [], needs: [], words: [] },
  backup: { takes: [], needs: [], words: ['FILE'] },
  restore: { takes: [], needs: [], words: ['FILE'] },
}

const isCommand = (name: string): name is Asked['command'] => Object.hasOwn(shapes, name)

/** @param cwd where files are named from */
export function readCommand(argv: readonly string[], cwd: string): Reading {
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  // Asked for even where it was taken for the value of an option: the refusal is read by a program too.
  const json = argv.includes('--json')
  const refuse = (fr: string, en: string): Reading => ({ problem: { fr, en }, json })
  if (values.help === true || argv.length === 0) return { help: true }

  const [first = '', second = ''] = positionals
  const command = isCommand(first) ? first : `${first} ${second}`
  if (!isCommand(command))
    return refuse(`Commande inconnue : ${command.trim()}.`, `Unknown command: ${command.trim()}.`)
  const { takes, needs, words } = shapes[command]
  for (const token of tokens) {
    if (token.kind !== 'option' || token.name === 'json') continue
    const { name, rawName, value, inlineValue } = token
    if (!takes.some((option) => option === name))
      return refuse(`${command} ne prend pas l’option ${rawName}.`, `${command} takes no option ${rawName}.`)
    if (name === 'dry-run') {
      if (value === undefined) continue
      return refuse(`L’option ${rawName} ne prend pas de valeur.`, `Option ${rawName} takes no value.`)
    }
    if (value === undefined || value === '' || (inlineValue === false && value.startsWith('-')))
      return refuse(`L’option ${rawName} attend une valeur.`, `Option ${rawName} needs a value.`)
  }
  const missing = needs.find((name) => values[name] === undefined)
  if (missing) return refuse(`${command} demande l’option --${missing}.`, `${command} needs option --${missing}.`)

  const rest = positionals.slice(command.split(' ').length)
  const many = words.some((word) => word.endsWith('…'))
  if (rest.length < words.length || (rest.length > words.length && !many) || rest.includes(''))
    return words.length === 0
      ? refuse(
          `${command} ne prend rien d’autre : ${rest.join(' ')}.`,
          `${command} takes nothing else: ${rest.join(' ')}.`,
        )
      : refuse(`${command} attend ${words.join(' ')}.`, `${command} expects ${words.join(' ')}.`)
  return { asked: { command, json, args: argumentsOf(command, values, rest, cwd) } }
}

function argumentsOf(
  command: Asked['command'],
  values: Readonly<Record<string, unknown>>,
  rest: readonly string[],
  cwd: string,
): Record<string, unknown> {
  const files = rest.map((name) => resolve(cwd, name))
  switch (command) {
    case 'site add': {
      const given = (['timezone', 'mode', 'project'] as const).filter((name) => values[name] !== undefined)
      return { domain: rest[0], ...Object.fromEntries(given.map((name) => [name, values[name]])) }
    }
    case 'key add': {
      const scopes = (values['scope'] as string[]).flatMap((list) => list.split(',')).map((scope) => scope.trim())
      return { name: rest[0], scopes: scopes.filter((scope) => scope !== '') }
    }
    case 'password reset': {
      const secondFactor = values['second-factor']
      return { email: rest[0], ...(secondFactor === undefined ? {} : { secondFactor }) }
    }
    case 'import-history':
    case 'import-log': {
      const format = values['format']
      return {
        site: values['site'],
        files,
        ...(format === undefined ? {} : { format }),
        ...(values['dry-run'] === true ? { dryRun: true } : {}),
      }
    }
    case 'export-history': {
      const bounds = (['from', 'to'] as const).filter((name) => values[name] !== undefined)
      return {
        site: values['site'],
        file: files[0],
        ...Object.fromEntries(bounds.map((name) => [name, values[name]])),
      }
    }
    case 'journal':
      return {}
    case 'backup':
    case 'restore':
      return { file: files[0] }
  }
}
