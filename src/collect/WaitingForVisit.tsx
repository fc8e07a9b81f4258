import { useEffect } from 'react'
import { useRevalidator } from 'react-router'
import { Callout } from '../ui/Callout.tsx'
import { useWords } from '../ui/locale.tsx'
import { en } from './collect.en.ts'
import { fr } from './collect.fr.ts'

/** Milliseconds between two looks, while the page is in view. */
const every = 3_000

/** A site whose line was just copied: the page looks again by itself, until the first visit shows. */
export function WaitingForVisit() {
  const t = useWords({ fr, en }).site
  const { revalidate } = useRevalidator()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void revalidate()
    }, every)
    return () => clearInterval(timer)
  }, [revalidate])
  return (
    <Callout tone="info" title={t.waiting} live>
      <p>{t.waitingHelp}</p>
    </Callout>
  )
}
