import { useParams } from 'react-router'
import { useWords } from '../ui/locale.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { en } from './privacy.en.ts'
import { fr } from './privacy.fr.ts'

/** The pages of one site, a subject each. Goes in a page's `strip`. */
export function SiteTabs() {
  const t = useWords({ fr, en }).tabs
  const { workspace, project, domain } = useParams()
  const site = `/w/${workspace}/p/${project}/sites/${domain}`
  return (
    <Tabs
      label={t.label}
      tabs={[
        { to: site, label: t.measure },
        { to: `${site}/left-out`, label: t.leftOut },
        { to: `${site}/filters`, label: t.filters },
        { to: `${site}/privacy`, label: t.privacy },
        { to: `${site}/consent`, label: t.consent },
      ]}
    />
  )
}
