import { Tabs } from '../ui/Tabs.tsx'
import { useWords } from '../ui/locale.tsx'
import { en } from './kpis.en.ts'
import { fr } from './kpis.fr.ts'

/** The pages of one KPI. */
export function KpiViews(props: { readonly base: string; readonly id: string; readonly title: string }) {
  const t = useWords({ fr, en })
  const here = `${props.base}/kpis/${props.id}`
  return (
    <Tabs
      label={props.title}
      tabs={[
        { to: here, label: t.followUp.back },
        ...Object.entries(t.views).map(([path, label]) => ({ to: `${here}/${path}`, label })),
      ]}
    />
  )
}
