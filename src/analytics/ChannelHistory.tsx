import { useEffect } from 'react'
import { useRevalidator } from 'react-router'
import { useWords } from '../ui/locale.tsx'
import { Progress } from '../ui/Progress.tsx'
import { Status } from '../ui/Status.tsx'
import { Table } from '../ui/Table.tsx'
import { en } from './channels.en.ts'
import { fr } from './channels.fr.ts'
import type { ChannelsData } from './channels.page.tsx'

/** Milliseconds between two looks at work under way, while the page is in view. */
const every = 2_000

/** Who published rules, when, how many visits it moved; and how far the latest is. */
export function ChannelHistory({ rewrites }: { readonly rewrites: ChannelsData['rewrites'] }) {
  const t = useWords({ fr, en })
  const { revalidate } = useRevalidator()
  const [latest] = rewrites
  const isUnderWay = latest !== undefined && !latest.isDone
  useEffect(() => {
    if (!isUnderWay) return undefined
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void revalidate()
    }, every)
    return () => clearInterval(timer)
  }, [isUnderWay, revalidate])
  if (!latest) return null
  return (
    <section aria-labelledby="history">
      <h2 id="history">{t.history}</h2>
      {latest.isDone ? null : (
        <Progress
          label={t.rewrite}
          ratio={latest.done}
          note={latest.hasProblem ? t.rewriteProblem : latest.done === null ? t.rewriteWaiting : t.rewriteRunning}
        />
      )}
      <Table
        caption={t.history}
        rows={rewrites}
        rowKey={({ version }) => String(version)}
        columns={[
          { key: 'version', label: t.historyColumns.version, cell: ({ version }) => version },
          { key: 'by', label: t.historyColumns.by, cell: ({ by }) => by },
          { key: 'when', label: t.historyColumns.when, cell: ({ when }) => when },
          { key: 'moved', label: t.historyColumns.moved, align: 'end', cell: ({ moved }) => moved },
          {
            key: 'state',
            label: t.historyColumns.state,
            cell: ({ isDone, done }) => (
              <Status tone={isDone ? 'good' : 'info'}>
                {isDone ? t.finished : done === null ? t.toDo : t.running}
              </Status>
            ),
          },
        ]}
      />
    </section>
  )
}
