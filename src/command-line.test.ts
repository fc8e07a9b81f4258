import { describe, expect, test } from 'vitest'
import { readCommand } from './command-line.ts'

const read = (line: string) =>
  readCommand(
    line.split(' ').filter((word) => word !== ''),
    '/home/camille/mes journaux',
  )

describe('what is asked', () => {
  test.each([
    ['site add exemple.fr', 'site add', { domain: 'exemple.fr' }],
    [
      'site add exemple.fr --timezone Europe/Paris --mode consent',
      'site add',
      { domain: 'exemple.fr', timezone: 'Europe/Paris', mode: 'consent' },
    ],
    ['site add --project=ruchers exemple.fr', 'site add', { domain: 'exemple.fr', project: 'ruchers' }],
    [
      'key add Essai --scope stats:read,events:write',
      'key add',
      { name: 'Essai', scopes: ['stats:read', 'events:write'] },
    ],
    [
      'key add Essai --scope stats:read --scope events:write,',
      'key add',
      { name: 'Essai', scopes: ['stats:read', 'events:write'] },
    ],
    [
      'import-log --site exemple.fr access.log',
      'import-log',
      { site: 'exemple.fr', files: ['/home/camille/mes journaux/access.log'] },
    ],
    [
      'import-log a.log --site exemple.fr ../b.log.gz /var/log/c.log',
      'import-log',
      { site: 'exemple.fr', files: ['/home/camille/mes journaux/a.log', '/home/camille/b.log.gz', '/var/log/c.log'] },
    ],
    [
      'import-log --dry-run --site exemple.fr --format iis a.log',
      'import-log',
      { site: 'exemple.fr', files: ['/home/camille/mes journaux/a.log'], format: 'iis', dryRun: true },
    ],
    [
      'import-history --site exemple.fr export.zip',
      'import-history',
      { site: 'exemple.fr', files: ['/home/camille/mes journaux/export.zip'] },
    ],
    [
      'export-history --site exemple.fr --from 2026-01-01 jours.csv',
      'export-history',
      { site: 'exemple.fr', file: '/home/camille/mes journaux/jours.csv', from: '2026-01-01' },
    ],
    ['journal', 'journal', {}],
    ['backup ./a.tgz', 'backup', { file: '/home/camille/mes journaux/a.tgz' }],
    ['restore a.tgz', 'restore', { file: '/home/camille/mes journaux/a.tgz' }],
  ])('%s', (line, command, args) => {
    expect(read(line)).toEqual({ asked: { command, args, json: false } })
    expect(read(`${line} --json`)).toEqual({ asked: { command, args, json: true } })
    expect(read(`--json ${line}`)).toEqual({ asked: { command, args, json: true } })
  })

  test('a name or a file that begins with a dash comes after --', () => {
    expect(readCommand(['backup', '--', '-a.tgz'], '/tmp')).toMatchObject({ asked: { args: { file: '/tmp/-a.tgz' } } })
  })

  test.each(['', '--help', '-h', 'backup --help'])('help: %j', (line) => {
    expect(read(line)).toEqual({ help: true })
  })
})

describe('what is wrong', () => {
  test.each([
    ['sauvegarder a.tgz', 'Commande inconnue', 'Unknown command: sauvegarder a.tgz'],
    ['site', 'Commande inconnue', 'Unknown command: site.'],
    ['site remove exemple.fr', 'Commande inconnue', 'Unknown command: site remove'],
    ['toString', 'Commande inconnue', 'Unknown command: toString'],
    ['site add', 'site add attend DOMAIN', 'site add expects DOMAIN'],
    ['site add a.fr b.fr', 'attend DOMAIN', 'expects DOMAIN'],
    ['key add Essai', 'demande l’option --scope', 'needs option --scope'],
    ['key add --scope stats:read', 'attend NAME', 'expects NAME'],
    ['import-log a.log', 'demande l’option --site', 'needs option --site'],
    ['import-log --site a.fr', 'attend FILE…', 'expects FILE…'],
    ['import-log a.log --site', 'L’option --site attend une valeur', 'Option --site needs a value'],
    ['import-log a.log --site=', 'L’option --site attend une valeur', 'Option --site needs a value'],
    ['import-log --site a.fr --format', 'L’option --format attend une valeur', 'Option --format needs a value'],
    ['import-log --site a.fr --dry-run=non a', 'ne prend pas de valeur', 'takes no value'],
    ['journal maintenant', 'ne prend rien d’autre', 'takes nothing else: maintenant'],
    ['backup', 'attend FILE', 'expects FILE'],
    ['backup a b', 'attend FILE', 'expects FILE'],
    ['backup a --site b', 'ne prend pas l’option --site', 'takes no option --site'],
    ['journal --verbose', 'ne prend pas l’option --verbose', 'takes no option --verbose'],
    ['journal -x', 'ne prend pas l’option -x', 'takes no option -x'],
  ])('%s', (line, fr, en) => {
    const problem = read(line)
    if (!('problem' in problem)) throw new Error(`${line} was accepted`)
    expect(problem.problem.fr).toContain(fr)
    expect(problem.problem.en).toContain(en)
    expect(problem.json).toBe(false)
    expect(read(`${line} --json`)).toMatchObject({ json: true })
  })
})
