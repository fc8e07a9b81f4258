import { useWords } from '../ui/locale.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { en } from './naming.en.ts'
import { fr } from './naming.fr.ts'

/** The pages that prepare and watch over campaign links, one beside the other. */
export function LinkTabs({ base }: { readonly base: string }) {
  const t = useWords({ fr, en }).tabs
  return (
    <Tabs
      label={t.label}
      tabs={[
        { to: `${base}/link-builder`, label: t.builder },
        { to: `${base}/link-table`, label: t.table },
        { to: `${base}/link-audit`, label: t.audit },
        { to: `${base}/link-naming`, label: t.naming },
        { to: `${base}/link-qr`, label: t.qr },
        { to: `${base}/links`, label: t.list },
      ]}
    />
  )
}
