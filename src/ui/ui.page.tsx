import { Buttons, Words } from './GalleryWords.tsx'
import { ChartEdges } from './GalleryEdges.tsx'
import { Charts } from './GalleryCharts.tsx'
import { Fields } from './GalleryForms.tsx'
import { FrameParts } from './GalleryFrame.tsx'
import { Tables } from './GalleryTables.tsx'
import { LinkButton } from './Button.tsx'
import { Page } from './Page.tsx'
import { Shell } from './Shell.tsx'
import { Tabs } from './Tabs.tsx'
import { ThreadStrip } from './ThreadStrip.tsx'
import { en } from './gallery.en.ts'
import { fr } from './gallery.fr.ts'
import { useWords } from './locale.tsx'

/** Every component in each of its states, on one page: for the eye, and for axe. */
export default function GalleryPage() {
  const t = useWords({ fr, en })
  return (
    <Shell
      nav={t.stages.map(({ label, items }, i) => ({
        label,
        items: items.map((item, j) => ({ to: `/ui/${i}${j}`, label: item })),
      }))}
      workspaces={[{ to: '/ui/w', label: t.workspace }]}
      projects={[{ to: '/ui/p', label: t.project }]}
      user={{ name: 'Camille Roux', email: 'camille@example.org' }}
      current={{ workspace: { to: '/ui/w', label: t.workspace }, project: { to: '/ui/p', label: t.project } }}
      projectNav={[{ to: '/ui', label: t.title }]}
      createNav={[{ to: '/ui/new', label: t.add }]}
    >
      <Page
        title={t.title}
        kicker={t.kicker}
        lead={t.lead}
        actions={
          <>
            <LinkButton to="/ui">{t.secondary}</LinkButton>
            <LinkButton to="/ui" tone="main">
              {t.add}
            </LinkButton>
          </>
        }
        strip={<ThreadStrip {...t.thread} />}
        toolbar={
          <Tabs
            label={t.title}
            tabs={[
              { to: '/ui', label: t.tabs[0] ?? '' },
              { to: '/ui/second', label: t.tabs[1] ?? '' },
            ]}
          />
        }
        aside={{ label: t.aside, content: <p>{t.sentence}</p> }}
      >
        <Words />
        <Buttons />
        <Fields />
        <Tables />
        <Charts />
        <ChartEdges />
        <FrameParts />
      </Page>
    </Shell>
  )
}
