import { useEffect, useState } from 'react'
import { formatNumber } from '../i18n.ts'
import { useLocale, useWords } from '../ui/locale.tsx'
import { en } from './audience.en.ts'
import { fr } from './audience.fr.ts'

/** Milliseconds between two questions: a new visitor shows within seconds. */
const every = 5_000

/** Visitors of the last minutes. Served with the page, then asked again while it is in view. */
export function LiveCount({ count, address }: { readonly count: number | null; readonly address: string }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const [asked, setAsked] = useState<{ readonly visitors: number | null } | null>(null)
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return
      fetch(address, { headers: { accept: 'application/json' } })
        .then((answer) => (answer.ok ? (answer.json() as Promise<{ visitors: number | null }>) : null))
        .then((body) => body && setAsked(body))
        // Offline: the last count stays, and the next question tries again.
        .catch(() => {})
    }, every)
    return () => clearInterval(timer)
  }, [address])
  const shown = asked ? asked.visitors : count
  return (
    <p className="live" title={t.nowHelp}>
      <span className="live-dot" aria-hidden="true" />
      {shown === null ? t.fewNow : t.now(formatNumber(shown, locale, 0), shown)}
    </p>
  )
}
