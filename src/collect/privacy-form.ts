import { fr } from './privacy.fr.ts'
import { en } from './privacy.en.ts'
import type { Words } from '../errors.ts'
import { longestRetention, type SiteSettings } from './site.ts'

type Read<T> = T | { readonly problems: Readonly<Record<string, Words>> }

const whole = (typed: string): number | null => (/^\d{1,6}$/.test(typed.trim()) ? Number(typed.trim()) : null)

/** Signals and small figures as the form says them; the other settings stay. */
export function readPrivacyForm(
  text: (name: string) => string,
  before: SiteSettings,
): Read<{ settings: SiteSettings }> {
  const typed = text('below').trim()
  const below = whole(typed)
  if (typed !== '' && (below === null || below < 2 || below > 1000))
    return { problems: { below: { fr: fr.privacy.belowWrong, en: en.privacy.belowWrong } } }
  const { smallFigures: _, ...others } = before
  const how = text('how') === 'round' ? 'round' : 'hide'
  return {
    settings: {
      ...others,
      obeySignals: text('obeySignals') !== '',
      ...(below === null ? {} : { smallFigures: { below, how } }),
    },
  }
}

/** A number of months that may be kept. */
export function readMonths(typed: string): Read<{ months: number }> {
  const months = whole(typed)
  return months === null || months < 1 || months > longestRetention
    ? { problems: { months: { fr: fr.privacy.monthsWrong, en: en.privacy.monthsWrong } } }
    : { months }
}
