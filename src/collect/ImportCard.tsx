import { Form } from 'react-router'
import { formatDate, formatNumber } from '../i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Progress } from '../ui/Progress.tsx'
import { Status, type Tone } from '../ui/Status.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { HistoryOutcome } from './HistoryOutcome.tsx'
import type { HistoryReport } from './import-history.ts'
import type { ImportReport } from './import-log.ts'
import type { ImportRun, ImportState } from './import-runs.store.ts'
import { en } from './imports.en.ts'
import { fr } from './imports.fr.ts'

/** An import as the page shows it. */
export interface ShownRun extends Pick<ImportRun, 'id' | 'kind' | 'state' | 'startedBy' | 'files' | 'progress'> {
  readonly when: string
  readonly problem: string | null
  readonly report: ImportReport | null
  readonly history: HistoryReport | null
  /** A command that says nothing any more. */
  readonly isStale: boolean
}

const tones: Readonly<Record<ImportState, Tone>> = {
  checking: 'info', checked: 'warn', waiting: 'info', running: 'info', cancelling: 'info', done: 'good', cancelled: 'warn', failed: 'bad',
  removing: 'info', removed: 'neutral',
} // prettier-ignore

/** What can be asked of an import in each state. */
const wishes: Readonly<Partial<Record<ImportState, readonly ('import' | 'cancel')[]>>> = {
  checking: ['cancel'],
  checked: ['import', 'cancel'],
  waiting: ['cancel'],
  running: ['cancel'],
}

/** One import: how it stands, what it gave or would give, what can be done with it. */
export function ImportCard({ run, canWrite }: { readonly run: ShownRun; readonly canWrite: boolean }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const [first] = run.files
  const name = t.more(first?.name ?? '', run.files.length - 1)
  const { progress, state } = run
  const isUnderWay =
    !run.isStale && (state === 'checking' || state === 'running' || state === 'cancelling' || state === 'removing')
  return (
    <section className="import" aria-labelledby={`import-${run.id}`}>
      <h3 id={`import-${run.id}`}>
        {name} <Status tone={run.isStale ? 'warn' : tones[state]}>{run.isStale ? t.stale : t.states[state]}</Status>
      </h3>
      <p className="quiet">{t.startedBy(run.startedBy, run.when)}</p>
      {run.isStale ? <p>{t.staleHelp}</p> : null}
      {isUnderWay ? (
        <Progress
          label={t.states[state]}
          ratio={progress && progress.totalBytes > 0 ? Math.min(1, progress.bytes / progress.totalBytes) : null}
          note={progress ? t.progress(progress.file, formatNumber(progress.lines, locale)) : t.canLeave}
        />
      ) : null}
      {run.problem ? <Callout tone="bad" title={run.problem} /> : null}
      {state === 'cancelled' ? <p>{t.cancelledHelp}</p> : null}
      {run.report && state !== 'removed' ? <Report report={run.report} isTrial={state === 'checked'} /> : null}
      {run.history && state !== 'removed' ? (
        <HistoryOutcome report={run.history} isTrial={state === 'checked'} />
      ) : null}
      {canWrite && !run.isStale ? <Wishes run={run} /> : null}
    </section>
  )
}

function Wishes({ run }: { readonly run: ShownRun }) {
  const t = useWords({ fr, en })
  const asked = wishes[run.state] ?? []
  const mayGo = run.state === 'done' || run.state === 'cancelled' || run.state === 'failed'
  return (
    <>
      {asked.length > 0 ? (
        <Form method="post" className="form-actions">
          <input type="hidden" name="id" value={run.id} />
          {asked.map((wish) => (
            <Button key={wish} type="submit" name="intent" value={wish} tone={wish === 'import' ? 'main' : 'plain'}>
              {wish === 'import'
                ? run.kind === 'history'
                  ? t.showIt
                  : t.importIt
                : run.state === 'checked'
                  ? t.drop
                  : t.cancel}
            </Button>
          ))}
        </Form>
      ) : null}
      {mayGo ? (
        <details>
          <summary>{run.kind === 'history' ? t.removeShown : t.remove}</summary>
          <p>{run.kind === 'history' ? t.removeShownHelp : t.removeHelp}</p>
          <Form method="post" className="form-actions">
            <input type="hidden" name="id" value={run.id} />
            <Button type="submit" name="intent" value="remove" tone="danger">
              {t.removeThis}
            </Button>
          </Form>
        </details>
      ) : null}
    </>
  )
}

interface Reason {
  readonly reason: string
  readonly count: number
  readonly sample: ImportReport['samples'][string] | undefined
}

function Report({ report, isTrial }: { readonly report: ImportReport; readonly isTrial: boolean }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const number = (n: number) => formatNumber(n, locale)
  const { samples, days, files } = report
  const reasons: Reason[] = Object.entries({ ...report.refused, ...(report.bots > 0 ? { bot: report.bots } : {}) })
    .map(([reason, count]) => ({ reason, count, sample: samples[reason] }))
    .toSorted((a, b) => b.count - a.count)
  const columns: Column<Reason>[] = [
    { key: 'reason', label: t.reason, cell: ({ reason }) => t.reasons[reason] ?? reason },
    { key: 'count', label: t.count, align: 'end', cell: ({ count }) => number(count) },
    {
      key: 'sample',
      label: t.sample,
      cell: ({ sample }) =>
        sample ? (
          <>
            <span className="quiet">{t.sampleAt(sample.file, number(sample.line))}</span>
            <br />
            <code className="import-sample">{sample.text}</code>
          </>
        ) : (
          '—'
        ),
    },
  ]
  return (
    <>
      {isTrial ? <p>{t.trialOf}</p> : null}
      <dl className="import-figures">
        {days ? (
          <div>
            <dt>{t.period}</dt>
            <dd>{t.periodText(formatDate(days.from, locale), formatDate(days.to, locale))}</dd>
          </div>
        ) : null}
        {(['lines', 'kept', 'visits', 'bots', 'known'] as const).map((key) => (
          <div key={key}>
            <dt>{t[key]}</dt>
            <dd>{number(report[key])}</dd>
          </div>
        ))}
      </dl>
      {report.alsoMeasured > 0 ? (
        <Callout tone="warn" title={t.alsoMeasured(number(report.alsoMeasured), report.alsoMeasured)}>
          <p>{t.alsoMeasuredHelp}</p>
        </Callout>
      ) : null}
      {report.kept + report.bots === 0 ? <p>{t.nothing}</p> : null}
      {reasons.length > 0 ? (
        <details>
          <summary>{t.reasonsTitle}</summary>
          <Table caption={t.reasonsTitle} columns={columns} rows={reasons} rowKey={({ reason }) => reason} />
        </details>
      ) : null}
      <details>
        <summary>{t.fileList(files.length)}</summary>
        <Files files={files} />
      </details>
    </>
  )
}

function Files({ files }: { readonly files: ImportReport['files'] }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const figure = (key: 'lines' | 'kept' | 'bots' | 'known'): Column<(typeof files)[number]> => ({
    key,
    label: t[key],
    align: 'end',
    cell: (file) => formatNumber(file[key], locale),
  })
  const columns: Column<(typeof files)[number]>[] = [
    { key: 'file', label: t.file, cell: ({ name }) => name },
    { key: 'format', label: t.format, cell: ({ format }) => t.formats[format] ?? <code>{format}</code> },
    ...(['lines', 'kept', 'bots', 'known'] as const).map(figure),
  ]
  return (
    <Table
      caption={t.fileList(files.length)}
      columns={columns}
      rows={files}
      rowKey={({ name, fingerprint }) => `${name} ${fingerprint}`}
    />
  )
}
