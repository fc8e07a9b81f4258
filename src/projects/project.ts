import * as z from 'zod'
import type { Words } from '../errors.ts'
import { choice, date, endBeforeStart, type Field, longText, money, text } from './field.ts'
import type { ValuesOf } from './kind.ts'

/** A communication project of one company: the fields of its settings page. */
export const projectFields = {
  name: text({ required: true, max: 120 }),
  company: text({ required: true, max: 120 }),
  sector: text({ group: 'company' }),
  size: text({ group: 'company' }),
  offer: longText({ group: 'company', max: 2_000 }),
  area: text({ group: 'company' }),
  positioning: longText({ group: 'company', max: 2_000 }),
  startsOn: date({ group: 'frame' }),
  endsOn: date({ group: 'frame' }),
  envelopeCents: money({ group: 'frame' }),
  vatReference: choice(['excl', 'incl'], { required: true, group: 'frame' }),
  timeZone: timeZone(),
  currency: choice(['EUR', 'CHF', 'GBP', 'USD', 'CAD', 'XPF', 'XOF'], { required: true, group: 'frame' }),
} as const

export type ProjectValues = ValuesOf<typeof projectFields>

/** An IANA time zone that this runtime knows. */
function timeZone(): Field<string> {
  const known = (zone: string) => {
    try {
      new Intl.DateTimeFormat('fr', { timeZone: zone })
      return true
    } catch {
      return false
    }
  }
  const words: Words = {
    fr: 'Fuseau inconnu : écrivez-le comme Europe/Paris.',
    en: 'Unknown time zone: write it like Europe/Paris.',
  }
  return {
    spec: { type: 'text', required: true, maxLength: 60, group: 'frame' },
    schema: z.string().trim().min(1).max(60).refine(known, { params: { words } }),
  }
}

/** Problems no field shows alone. */
export const checkProject = ({ startsOn, endsOn }: ProjectValues): Record<string, Words> =>
  endBeforeStart(startsOn, endsOn, 'endsOn')

/** A name as a segment of an address: lower case, without accents; "projet" when nothing is left. */
export function slugOf(name: string, fallback = 'projet'): string {
  const slug = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[œŒ]/g, 'oe')
    .replace(/[æÆ]/g, 'ae')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  return slug === '' ? fallback : slug
}
