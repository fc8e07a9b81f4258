import { Tabs } from '../ui/Tabs.tsx'
import { useWords } from '../ui/locale.tsx'
import { en } from './kpis.en.ts'
import { fr } from './kpis.fr.ts'

/** The pages on all KPIs of a project. */
export function KpiTabs({ base }: { readonly base: string }) {
  const t = useWords({ fr, en })
  return (
    <Tabs
      label={t.kpi.many}
      tabs={[
        { to: `${base}/kpi-board`, label: t.board.title },
        { to: `${base}/kpi-tree`, label: t.board.tree },
        { to: `${base}/deviations`, label: t.board.deviations },
        { to: `${base}/scenarios`, label: t.board.scenarios },
      ]}
    />
  )
}
