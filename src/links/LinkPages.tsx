import { useWords } from '../ui/locale.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { en } from './links.en.ts'
import { fr } from './links.fr.ts'
import { en as redirectEn } from './redirect.en.ts'
import { fr as redirectFr } from './redirect.fr.ts'

/** The pages of one tracked link, as its own page shows them. */
export function LinkPages({ title, here }: { readonly title: string; readonly here: string }) {
  const t = useWords({ fr, en }).visits
  const redirect = useWords({ fr: redirectFr, en: redirectEn })
  return (
    <Tabs
      label={title}
      tabs={[
        { to: here, label: t.back },
        { to: `${here}/visits`, label: t.title },
        { to: `${here}/redirect`, label: redirect.title },
      ]}
    />
  )
}
