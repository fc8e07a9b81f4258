import { formatDay, formatDayYear, formatPercent } from '../i18n.ts'
import { change } from '../ratio.ts'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Status } from '../ui/Status.tsx'
import { en } from './board.en.ts'
import { fr } from './board.fr.ts'
import type { DashboardFigures } from './figures.store.ts'

/** How a figure has moved since the period before, in words and with a sign; nothing where no period is before. */
export function Compared(props: {
  readonly value: number | null
  readonly before: number | null
  readonly better: 'up' | 'down' | 'neither'
  readonly figures: DashboardFigures
}) {
  const { value, before, better, figures } = props
  const t = useWords({ fr, en })
  const locale = useLocale()
  const { compared } = figures
  if (!compared) return null
  const moved = change(value, before)
  const direction = moved === null || Math.abs(moved) < 0.0005 ? 'same' : moved > 0 ? 'up' : 'down'
  const tone = direction === 'same' || better === 'neither' ? 'neutral' : direction === better ? 'good' : 'warn'
  const isSameYear = compared.from.slice(0, 4) === figures.period.to.slice(0, 4)
  const day = isSameYear ? formatDay : formatDayYear
  return (
    <p className="figure-note">
      <Status tone={tone}>
        {moved === null
          ? t.noChange
          : direction === 'same'
            ? t.direction.same
            : `${formatPercent(Math.abs(moved), locale)} ${t.direction[direction]}`}
      </Status>{' '}
      {t.against('', t.versus(day(compared.from, locale), day(compared.to, locale))).trim()}
    </p>
  )
}
