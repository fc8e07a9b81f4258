import './imports.css'
import { useEffect } from 'react'
import { Link, useLoaderData, useRevalidator } from 'react-router'
import { textOf } from '../accounts/form.ts'
import { appOf, type PageArgs, requireRole } from '../accounts/request.ts'
import { notFound } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatInstant, formatNumber } from '../i18n.ts'
import { Empty } from '../ui/Empty.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { ExportForm } from './ExportForm.tsx'
import { ImportCard, type ShownRun } from './ImportCard.tsx'
import type { HistoryReport } from './import-history.ts'
import type { ImportReport } from './import-log.ts'
import { askOf, getRun, listRuns } from './import-runs.store.ts'
import { en } from './imports.en.ts'
import { fr } from './imports.fr.ts'
import { olderImports } from './imports.store.ts'
import { placeOfSite } from './site-place.ts'
import { UploadForm } from './UploadForm.tsx'

/** A command that has said nothing for this long no longer runs. */
const silence = 120_000

export async function loader(args: PageArgs) {
  const { scope, site, here: sites, canWrite } = await placeOfSite(args)
  const siteTo = `${sites}/${site.domain}`
  const [runs, older] = await Promise.all([listRuns(scope, site.id), olderImports(scope, site.id)])
  return {
    here: `${siteTo}/imports`,
    siteTo,
    domain: site.domain,
    canWrite,
    small: site.settings.smallFigures ?? null,
    runs: runs.map((run): ShownRun => ({
      id: run.id,
      kind: run.kind,
      state: run.state,
      startedBy: run.startedBy,
      files: run.files,
      progress: run.progress,
      when: formatInstant(run.createdAt, site.timeZone, scope.locale),
      problem: run.problem?.[scope.locale] ?? null,
      report: run.kind === 'log' ? (run.report as ImportReport | null) : null,
      history: run.kind === 'history' ? (run.report as HistoryReport | null) : null,
      isStale:
        run.folder === null && run.state === 'running' && scope.now.getTime() - run.changedAt.getTime() > silence,
    })),
    older: older.map(({ finishedAt, ...file }) => ({
      ...file,
      when: formatInstant(finishedAt, site.timeZone, scope.locale),
    })),
  }
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, site, here } = await placeOfSite(args)
  requireRole(scope, ['owner', 'lead'])
  const form = await args.request.formData()
  const wish = (['import', 'cancel', 'remove'] as const).find((one) => one === textOf(form, 'intent'))
  if (!wish) throw notFound()
  const t = { fr, en }[scope.locale]
  await askOf(scope, await getRun(scope, site.id, Number(textOf(form, 'id'))), wish)
  appOf(args).imports.kick()
  return redirectSaying(`${here}/${site.domain}/imports`, { text: t.asked[wish], tone: 'good' })
}

const moving = new Set(['checking', 'waiting', 'running', 'cancelling', 'removing'])

export default function ImportsPage() {
  const { domain, siteTo, here, canWrite, small, runs, older } = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const isMoving = runs.some(({ state, isStale }) => moving.has(state) && !isStale)
  useLooking(isMoving)
  return (
    <Page title={t.title} kicker={<Link to={siteTo}>{t.back(domain)}</Link>} lead={t.lead}>
      {canWrite ? (
        <section aria-labelledby="send">
          <h2 id="send">{t.send}</h2>
          <UploadForm address={`${here}/files`} />
          <p>{t.byCommand}</p>
          <pre className="code" tabIndex={0} role="group" aria-label={t.byCommand}>
            <code>{`npm run filrouge -- import-log --site ${domain} /var/log/nginx/access.log*`}</code>
          </pre>
        </section>
      ) : null}
      <section aria-labelledby="runs">
        <h2 id="runs">{t.list}</h2>
        {isMoving ? (
          <noscript>
            <a href={here}>{t.refresh}</a>
          </noscript>
        ) : null}
        {runs.length === 0 ? <Empty title={t.none} text={t.nonePurpose} example={t.noneExample} /> : null}
        <div className="imports">
          {runs.map((run) => (
            <ImportCard key={run.id} run={run} canWrite={canWrite} />
          ))}
        </div>
      </section>
      {older.length > 0 ? <Older rows={older} /> : null}
      <ExportForm address={`${siteTo}/history`} domain={domain} small={small} />
    </Page>
  )
}

/** Looks again by itself while something moves and the page is in view. */
function useLooking(isMoving: boolean): void {
  const { revalidate } = useRevalidator()
  useEffect(() => {
    if (!isMoving) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void revalidate()
    }, 1_000)
    return () => clearInterval(timer)
  }, [isMoving, revalidate])
}

type OlderRow = Awaited<ReturnType<typeof loader>>['older'][number]

function Older({ rows }: { readonly rows: readonly OlderRow[] }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const figure = (key: 'lines' | 'kept' | 'bots' | 'known'): Column<OlderRow> => ({
    key,
    label: t[key],
    align: 'end',
    cell: (file) => formatNumber(file[key], locale),
  })
  const columns: Column<OlderRow>[] = [
    { key: 'file', label: t.file, cell: ({ name }) => name },
    ...(['lines', 'kept', 'bots', 'known'] as const).map(figure),
    { key: 'when', label: t.when, cell: ({ when }) => when },
  ]
  return (
    <section aria-labelledby="older">
      <h2 id="older">{t.older}</h2>
      <p>{t.olderHelp}</p>
      <Table caption={t.older} columns={columns} rows={rows} rowKey={({ id }) => String(id)} />
    </section>
  )
}
