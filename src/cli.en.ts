import type { cliFr } from './cli.fr.ts'
import type { ImportReport } from './collect/import-log.ts'

const reasons = ({ refused, samples }: ImportReport) =>
  Object.entries(refused)
    .map(([reason, count]) => {
      const sample = samples[reason]
      return `    ${reason}: ${count}${sample ? `, such as ${sample.file} line ${sample.line}: ${sample.text}` : ''}\n`
    })
    .join('')

export const cliEn: typeof cliFr = {
  help: `Filrouge, on the command line. Every command takes --json.

  npm run filrouge -- site add DOMAIN [--timezone Europe/Paris] [--mode exempt|consent] [--project PROJECT]
  npm run filrouge -- key add NAME --scope stats:read,events:write     the key is shown once
  npm run filrouge -- password reset ADDRESS [--second-factor off]     a link to choose another password
  npm run filrouge -- import-log --site DOMAIN FILE…                   server logs, plain or in gzip, bzip2, zstd
      [--dry-run]           reads and reports, writes nothing
      [--format FORM]       combined, common, vhost, nginx, caddy, iis, cloudfront, alb, or the string of the server's
                            configuration: '%h %l %u %t "%r" %>s %b'; recognised by itself otherwise
      A command that was cut short is run again as it is: nothing counts twice.
  npm run filrouge -- import-history --site DOMAIN FILE… [--dry-run]   figures by day of Google Analytics 4, Plausible, Umami,
                            Matomo or Filrouge (CSV, JSON, ZIP): shown apart, never mixed with ours
  npm run filrouge -- export-history --site DOMAIN FILE [--from YYYY-MM-DD] [--to YYYY-MM-DD]   the days measured, as one CSV
                            that import-history reads; the file must not exist
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
      `${r.dryRun ? 'A trial, nothing is written. ' : ''}${r.site}: ${r.lines} lines read, ${r.kept} page views kept in ${r.visits} visits, ${r.bots} by bots, ${r.known} already known, refused by reason:\n${reasons(r)}` +
      (r.alsoMeasured > 0
        ? `Mind: ${r.alsoMeasured} of these days were measured as they happened too, their visits count twice.\n`
        : ''),
    'import-history': (r) =>
      `${r.dryRun ? 'A trial, nothing is written. ' : ''}${r.site}: ${r.tool}, ${r.days ? `${r.days.count} days from ${r.days.from} to ${r.days.to}` : 'no whole day'}, ${r.visits} visits, ${r.pageviews} page views, shown apart\n` +
      (r.alsoMeasured > 0
        ? `${r.alsoMeasured} of these days are measured here already: they keep our figures.\n`
        : '') +
      r.skipped.map(({ name, why }) => `Left out: ${name}: ${why.en}\n`).join(''),
    'export-history': (r) =>
      `${r.site}: ${r.days} days from ${r.from} to ${r.to}, ${r.rows} rows, in ${r.file}\n` +
      (r.smallFigures
        ? `Figures under ${r.smallFigures.below} are ${r.smallFigures.how === 'hide' ? 'hidden' : 'rounded'} in it, as the site asks.\n`
        : ''),
    journal: (p) =>
      `${p.events} events waiting (${p.bytes} bytes, ${p.segments} files)${p.since ? ` since ${new Date(p.since).toISOString()}` : ''}\n` +
      (p.torn > 0 ? `${p.torn} records cut by a sudden stop, never acknowledged\n` : '') +
      (p.refused > 0 ? `${p.refused} events refused by ClickHouse, kept in refused.ndjson\n` : ''),
    backup: (r) => `Backup written: ${r.file} (${r.rows} rows, ${r.events} events)\n`,
    restore: (r) => `Backup restored: ${r.rows} rows, ${r.events} events\n`,
  },
}
