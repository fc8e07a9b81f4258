import { formatInstant, formatNumber } from '../i18n.ts'
import type { Journal } from '../journal.ts'
import { useLocale, useWords } from '../ui/locale.tsx'
import { en } from './left-out.en.ts'
import { fr } from './left-out.fr.ts'

/** What waits on the server's disk before it is counted, ready for the page. */
export const waitingOf = (journal: Pick<Journal, 'pending' | 'limitBytes'>) => {
  const { events, bytes, since } = journal.pending()
  return { events, bytes, since: since?.toISOString() ?? null, limit: journal.limitBytes }
}

interface Props {
  readonly waiting: ReturnType<typeof waitingOf>
  readonly timeZone: string
}

/** How many events were received and are not counted yet, since when, how much room is left, and what follows when there is none. */
export function Waiting({ waiting: { events, bytes, since, limit }, timeZone }: Props) {
  const locale = useLocale()
  const t = useWords({ fr, en })
  const size = (of: number) => {
    const isLarge = of >= 2 ** 30
    return `${formatNumber(of / 2 ** (isLarge ? 30 : 20), locale, 1)}\u00a0${isLarge ? t.gib : t.mib}`
  }
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{t.waiting}</h2>
      <p>
        {events === 0 || since === null
          ? t.nothingWaits
          : t.waits(
              events,
              formatNumber(events, locale),
              formatInstant(new Date(since), timeZone, locale),
              size(bytes),
            )}
      </p>
      <p className="muted">{t.waitingLimit(size(limit))}</p>
      {bytes > limit ? <p role="alert">{t.waitingFull}</p> : null}
    </section>
  )
}
