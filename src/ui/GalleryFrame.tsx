import type { ReactNode } from 'react'
import { ErrorMessage } from './ErrorPage.tsx'
import { Logo } from './Logo.tsx'
import { OfflineBanner } from './Offline.tsx'
import { Preferences } from './Preferences.tsx'
import { KeyList } from './Shortcuts.tsx'
import { ThreadStrip } from './ThreadStrip.tsx'
import { Toast } from './Toast.tsx'
import { en } from './gallery.en.ts'
import { fr } from './gallery.fr.ts'
import { useWords } from './locale.tsx'

/** What stands around pages, and in their place. */
export function FrameParts() {
  const t = useWords({ fr, en })
  return (
    <section aria-labelledby="frame">
      <h2 id="frame">{t.frame}</h2>
      <Specimen title={t.strips.alone}>
        <ThreadStrip before={[]} here={{ ...t.thread.here, title: t.strips.alone }} after={[]} gaps={t.strips.gaps} />
      </Specimen>
      <Specimen title={t.strips.long}>
        <ThreadStrip {...t.thread} here={{ ...t.thread.here, title: t.strips.long }} before={t.strips.before} />
      </Specimen>
      <div className="specimens">
        <Specimen title={t.toasts.saved}>
          <Toast flash={{ tone: 'good', text: t.toasts.saved }} />
        </Specimen>
        <Specimen title={t.toasts.deleted}>
          <Toast
            flash={{
              tone: 'good',
              text: t.toasts.deleted,
              undo: { label: t.toasts.undo, action: '/ui', fields: { intent: 'restore' } },
            }}
          />
        </Specimen>
        <Specimen title={t.toasts.failed}>
          <Toast flash={{ tone: 'bad', text: t.toasts.failed }} />
        </Specimen>
        {(['nothing', 'sending', 'leaving'] as const).map((tried) => (
          <Specimen key={tried} title={t.offline[tried]}>
            <OfflineBanner isOffline tried={tried} />
          </Specimen>
        ))}
        {[0, 401, 403, 404, 418, 500, 503].map((status) => (
          <Specimen key={status}>
            <ErrorMessage status={status} heading="h3" />
          </Specimen>
        ))}
        <Specimen>
          <ErrorMessage
            status={422}
            heading="h3"
            problem={{
              id: 'invalid',
              words: { fr: fr.errors, en: en.errors },
              fields: { address: { fr: fr.wrong, en: en.wrong } },
            }}
          />
        </Specimen>
        <Specimen title={t.preferences}>
          <Preferences />
          <Logo />
        </Specimen>
        <Specimen title={t.keys}>
          <KeyList />
        </Specimen>
      </div>
    </section>
  )
}

/** One piece in one state. What is fixed to the window elsewhere is fixed to its box here. */
function Specimen({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  return (
    <div className="specimen">
      {title ? <h3>{title}</h3> : null}
      <div className="specimen-box">{children}</div>
    </div>
  )
}
