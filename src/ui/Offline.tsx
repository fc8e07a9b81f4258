import { useEffect, useState, useSyncExternalStore } from 'react'
import { toneSigns } from './Status.tsx'
import { useWords } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

function subscribe(listener: () => void) {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

/** What a reader without a network just tried. */
type Tried = 'nothing' | 'sending' | 'leaving'

/**
 * Says that the network is gone for as long as it is. Until it is back no form is sent and no link is followed: either
 * would replace the page, and what was typed in it, by an error.
 */
export function Offline() {
  const isOffline = useSyncExternalStore(
    subscribe,
    () => !navigator.onLine,
    // A server draws every page as if its reader had a network.
    () => false,
  )
  const [tried, setTried] = useState<Tried>('nothing')
  useEffect(() => {
    if (!isOffline) return
    const hold = (what: Tried) => (event: Event) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null
      if (what === 'leaving' && (!link || link.getAttribute('href')?.startsWith('#'))) return
      event.preventDefault()
      event.stopPropagation()
      setTried(what)
    }
    const [onSubmit, onClick] = [hold('sending'), hold('leaving')]
    document.addEventListener('submit', onSubmit, true)
    document.addEventListener('click', onClick, true)
    return () => {
      document.removeEventListener('submit', onSubmit, true)
      document.removeEventListener('click', onClick, true)
      setTried('nothing')
    }
  }, [isOffline])
  return <OfflineBanner isOffline={isOffline} tried={tried} />
}

export function OfflineBanner({ isOffline, tried }: { readonly isOffline: boolean; readonly tried: Tried }) {
  const t = useWords({ fr, en }).offline
  return (
    // Always there, so that what appears in it is read out.
    <div role="status" className="offline-region">
      {isOffline ? (
        <p className="offline">
          <span className="status-sign" aria-hidden="true">
            {toneSigns.warn}
          </span>
          <span>
            <strong>{t.title}</strong> {t[tried]}
          </span>
        </p>
      ) : null}
    </div>
  )
}
