import type { cliFr } from './cli.fr.ts'

const reasons = (refused: Readonly<Record<string, number>>) =>
  Object.entries(refused)
    .map(([reason, count]) => `    ${reason}: ${count}\n`)
    .join('')

export const cliEn: typeof cliFr = {
  help: `Filrouge, on the command line. Every command takes --json.

  npm run filrouge -- site add DOMAIN [--timezone Europe/Paris] [--mode exempt|consent] [--project PROJECT]
  npm run filrouge -- key add NAME --scope stats:read,events:write     the key is shown once
  npm run filrouge -- password reset ADDRESS [--second-factor off]     a link to choose another password
  npm run filrouge -- import-log --site DOMAIN FILE…                   server logs, gzip or not
  npm run filrouge -- journal                                          what waits to be written
  npm run filrouge -- backup FILE                                      all of it, in one file, while it runs
  npm run filrouge -- restore FILE                                     into an empty folder

Folder: FILROUGE_DATA (by default data, in that of the program). An instance that runs answers by itself; otherwise it is
opened for the command. Exit code: 0 done, 1 refused, 2 command not understood.
`,
  waiting: 'The folder is busy: an instance is starting, or another command has it. Waiting…',
  restoreRunning: 'This instance is open: stop it, then restore into an empty folder (FILROUGE_DATA).',
  notUnderstood: (status) => `The open instance did not understand the command (${status}). Is it of the same version?`,
  cut: 'The instance stopped during the command. Start it again and repeat: nothing is counted twice.',
  result: {
    'site add': (site) => `Site added: ${site.domain} (${site.timezone}, ${site.mode})\n`,
    'key add': (key) => `Key "${key.name}", to note now, it will not be shown again:\n${key.key}\n`,
    'password reset': (reset) =>
      `Link for ${reset.email}, to be handed over safely: it works once, for 24 hours.\n${reset.link}\n`,
    'import-log': (r) =>
      `${r.site}: ${r.lines} lines read, ${r.kept} page views kept in ${r.visits} visits, ${r.bots} by bots, ${r.known} already known, refused by reason:\n${reasons(r.refused)}`,
    journal: (p) =>
      `${p.events} events waiting (${p.bytes} bytes, ${p.segments} files)${p.since ? ` since ${new Date(p.since).toISOString()}` : ''}\n` +
      (p.torn > 0 ? `${p.torn} records cut by a sudden stop, never acknowledged\n` : '') +
      (p.refused > 0 ? `${p.refused} events refused by ClickHouse, kept in refused.ndjson\n` : ''),
    backup: (r) => `Backup written: ${r.file} (${r.rows} rows, ${r.events} events)\n`,
    restore: (r) => `Backup restored: ${r.rows} rows, ${r.events} events\n`,
  },
}
