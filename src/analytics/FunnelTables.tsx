import { formatDuration, formatNumber, formatPercent } from '../i18n.ts'
import { useLocale, useWords } from '../ui/locale.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import type { FunnelGroup, Reached } from './funnel.store.ts'
import type { Cut, Within } from './funnel.ts'
import { groupLabel } from './funnel-sheet.ts'
import { en as audienceEn } from './audience.en.ts'
import { fr as audienceFr } from './audience.fr.ts'
import { en } from './funnels.en.ts'
import { fr } from './funnels.fr.ts'

/** Each step: who made it, who stopped before, and how long it took. */
export function FunnelSteps(props: {
  readonly labels: readonly string[]
  readonly steps: readonly Reached[]
  readonly within: Within
}) {
  const { labels, steps, within } = props
  const t = useWords({ fr, en })
  const locale = useLocale()
  const whole = (n: number | null) => (n === null ? '—' : formatNumber(n, locale, 0))
  const share = (n: number | null) => (n === null ? '—' : formatPercent(n, locale))
  const rows = steps.map((step, i) => ({ ...step, label: labels[i] ?? '', i }))
  const columns: Column<(typeof rows)[number]>[] = [
    { key: 'step', label: t.steps, cell: ({ label }) => label },
    {
      key: 'count',
      label: within === 'visit' ? t.count.visit : t.count.days,
      align: 'end',
      cell: ({ count }) => whole(count),
    },
    { key: 'ofFirst', label: t.ofFirst, align: 'end', cell: ({ ofFirst }) => share(ofFirst) },
    { key: 'ofPrevious', label: t.ofPrevious, align: 'end', cell: ({ ofPrevious }) => share(ofPrevious) },
    { key: 'lost', label: t.lost, align: 'end', cell: ({ lost, i }) => (i === 0 ? '—' : whole(lost)) },
    {
      key: 'median',
      label: t.median,
      help: t.medianHelp,
      align: 'end',
      cell: ({ median }) => (median === null ? '—' : formatDuration(median, locale)),
    },
  ]
  return <Table caption={t.table} columns={columns} rows={rows} rowKey={({ label }) => label} />
}

/** The same funnel by group: arrivals at each step with the share lost before it, and the share that goes all the way. */
export function FunnelGroups(props: {
  readonly by: Cut
  readonly labels: readonly string[]
  readonly groups: readonly FunnelGroup[]
}) {
  const { by, labels, groups } = props
  const t = useWords({ fr, en })
  const words = useWords({ fr: audienceFr, en: audienceEn })
  const locale = useLocale()
  const columns: Column<FunnelGroup>[] = [
    { key: 'name', label: t.group[by], cell: ({ name }) => groupLabel(by, name, words, locale) },
    ...labels.map((label, i) => ({
      key: String(i),
      label,
      align: 'end' as const,
      cell: ({ steps }: FunnelGroup) => <Arrivals step={steps[i]} />,
    })),
    {
      key: 'whole',
      label: t.whole,
      align: 'end',
      cell: ({ steps }) => {
        const share = steps.at(-1)?.ofFirst ?? null
        return share === null ? '—' : formatPercent(share, locale)
      },
    },
  ]
  return <Table caption={t.byTable(t.bySmall[by])} columns={columns} rows={groups} rowKey={({ name }) => name} />
}

/** How many made a step, and the share that stopped before it. */
function Arrivals({ step }: { readonly step: Reached | undefined }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  if (step?.count == null) return '—'
  return (
    <>
      {formatNumber(step.count, locale, 0)}
      {step.ofPrevious === null ? null : (
        <span className="note funnel-loss">{t.loss(formatPercent(1 - step.ofPrevious, locale))}</span>
      )}
    </>
  )
}
