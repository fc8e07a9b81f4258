import type { HistoryExport } from './analytics/export-history.ts'
import type { BackupReport } from './backup.ts'
import type { HistoryReport } from './collect/import-history.ts'
import type { ImportReport } from './collect/import-log.ts'
import type { Pending } from './journal-pending.ts'

const reasons = (refused: Readonly<Record<string, number>>) =>
  Object.entries(refused)
    .map(([reason, count]) => `    ${reason} : ${count}\n`)
    .join('')

export const cliFr = {
  help: `Filrouge, en ligne de commande. Chaque commande accepte --json.

  npm run filrouge -- site add DOMAINE [--timezone Europe/Paris] [--mode exempt|consent] [--project PROJET]
  npm run filrouge -- key add NOM --scope stats:read,events:write      la clé n’est affichée qu’une fois
  npm run filrouge -- password reset ADRESSE [--second-factor off]     un lien pour choisir un autre mot de passe
  npm run filrouge -- import-log --site DOMAINE FICHIER…               journaux de serveur, tels quels ou en gzip, bzip2, zstd
      [--dry-run]           lit et rend compte, n’écrit rien
      [--format FORMAT]     combined, common, vhost, nginx, caddy, iis, cloudfront, alb, ou la chaîne de la configuration
                            du serveur : '%h %l %u %t "%r" %>s %b' ; reconnu de lui-même sinon
      Une commande interrompue se relance telle quelle : rien ne compte deux fois.
  npm run filrouge -- import-history --site DOMAINE FICHIER… [--dry-run]   chiffres par jour de Google Analytics 4, Plausible,
                            Umami, Matomo ou Filrouge (CSV, JSON, ZIP) : montrés à part, jamais mêlés aux nôtres
  npm run filrouge -- export-history --site DOMAINE FICHIER [--from AAAA-MM-JJ] [--to AAAA-MM-JJ]   les jours mesurés, en un CSV
                            que import-history relit ; le fichier ne doit pas exister
  npm run filrouge -- journal                                          ce qui attend d’être écrit
  npm run filrouge -- backup FICHIER                                   tout, en un fichier, sans arrêter
  npm run filrouge -- restore FICHIER                                  dans un dossier vide

Dossier : FILROUGE_DATA (par défaut data, dans celui du programme). Une instance ouverte répond elle-même ; sinon elle est
ouverte le temps de la commande. Code de sortie : 0 fait, 1 refusé, 2 commande mal écrite.
`,
  waiting: 'Le dossier est occupé par une instance qui démarre ou par une autre commande : attente…',
  restoreRunning: 'Cette instance est ouverte : arrêtez-la, puis restaurez dans un dossier vide (FILROUGE_DATA).',
  notUnderstood: (status: number) =>
    `L’instance ouverte n’a pas compris la commande (${status}). Est-elle de la même version ?`,
  cut: 'L’instance s’est arrêtée pendant la commande. Relancez-la, puis recommencez : rien n’est compté deux fois.',
  result: {
    'site add': (site: { domain: string; timezone: string; mode: string }) =>
      `Site ajouté : ${site.domain} (${site.timezone}, ${site.mode})\n`,
    'key add': (key: { name: string; key: string }) =>
      `Clé « ${key.name} », à noter maintenant, elle ne sera plus affichée :\n${key.key}\n`,
    'password reset': (reset: { email: string; link: string }) =>
      `Lien pour ${reset.email}, à remettre en main sûre : il sert une fois, pendant 24 heures.\n${reset.link}\n`,
    'import-log': (r: ImportReport) =>
      `${r.site} : ${r.lines} lignes lues, ${r.kept} pages vues gardées en ${r.visits} visites, ${r.bots} de robots, ${r.known} déjà connues, refusées par motif :\n${reasons(r.refused)}`,
    'import-history': (r: HistoryReport) =>
      `${r.dryRun ? 'Essai, rien n’est écrit. ' : ''}${r.site} : ${r.tool}, ${r.days ? `${r.days.count} jours du ${r.days.from} au ${r.days.to}` : 'aucun jour entier'}, ${r.visits} visites, ${r.pageviews} pages vues, montrées à part\n` +
      (r.alsoMeasured > 0 ? `${r.alsoMeasured} de ces jours sont déjà mesurés ici : ils gardent nos chiffres.\n` : '') +
      r.skipped.map(({ name, why }) => `Laissé de côté : ${name} : ${why.fr}\n`).join(''),
    'export-history': (r: HistoryExport) =>
      `${r.site} : ${r.days} jours du ${r.from} au ${r.to}, ${r.rows} lignes, dans ${r.file}\n` +
      (r.smallFigures
        ? `Les chiffres sous ${r.smallFigures.below} y sont ${r.smallFigures.how === 'hide' ? 'masqués' : 'arrondis'}, comme le site le demande.\n`
        : ''),
    journal: (p: Pending) =>
      `${p.events} événements en attente (${p.bytes} octets, ${p.segments} fichiers)${p.since ? ` depuis ${new Date(p.since).toISOString()}` : ''}\n` +
      (p.torn > 0 ? `${p.torn} enregistrements coupés par un arrêt brutal, jamais acquittés\n` : '') +
      (p.refused > 0 ? `${p.refused} événements refusés par ClickHouse, gardés dans refused.ndjson\n` : ''),
    backup: (r: BackupReport) => `Sauvegarde écrite : ${r.file} (${r.rows} lignes, ${r.events} événements)\n`,
    restore: (r: BackupReport) => `Sauvegarde restaurée : ${r.rows} lignes, ${r.events} événements\n`,
  },
}
