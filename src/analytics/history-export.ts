import { badRequest, type Words } from '../errors.ts'
import { isDay, type Period } from '../period.ts'

/** The days an address or a command asks for; the field that is wrong otherwise. Neither is needed. */
export function boundsAsked(
  from: string | null,
  to: string | null,
): Partial<Period> | { readonly wrong: 'from' | 'to' } {
  if (from !== null && from !== '' && !isDay(from)) return { wrong: 'from' }
  if (to !== null && to !== '' && (!isDay(to) || (from !== null && from !== '' && to < from))) return { wrong: 'to' }
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) }
}

export const wrongBound: Words = {
  fr: 'Un jour s’écrit AAAA-MM-JJ, et la fin ne précède pas le début.',
  en: 'A day is written YYYY-MM-DD, and the end does not come before the start.',
}

export const nothingMeasured = () =>
  badRequest('nothingMeasured', {
    fr: 'Ce site n’a rien mesuré sur ces jours : il n’y a rien à exporter.',
    en: 'This site measured nothing on these days: there is nothing to export.',
  })

/** Name of the file of a site's days. */
export const historyFileName = (domain: string, period: Period | null): string =>
  `${[domain.replaceAll('.', '-'), 'filrouge', ...(period ? [period.from, period.to] : [])].join('-')}.csv`
