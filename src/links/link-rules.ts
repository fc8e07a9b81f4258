import * as z from 'zod'
import type { Words } from '../errors.ts'
import { destinationTrouble, troubleWords } from './address.ts'

export const ruleDevices = ['desktop', 'mobile', 'tablet', 'tv'] as const

/** Rules one link has at most. */
export const maxRules = 10

const rule = z.object({
  /** '' for any device. */
  device: z.enum(['', ...ruleDevices]),
  /** Two letters (ISO 3166-1), '' for any country. */
  country: z.string().regex(/^([A-Z]{2})?$/),
  destination: z.string().max(2_000),
})

export const rulesSchema = z.array(rule).max(maxRules)

/** Who is sent elsewhere than to the link's page: the first rule that fits wins, and who fits none gets the page itself. */
export type LinkRule = z.infer<typeof rule>

export const fitsRule = (
  { device, country }: LinkRule,
  reader: { readonly device: string; readonly country: string },
) => (device === '' || device === reader.device) && (country === '' || country === reader.country)

/** Fields of the rules a form holds, by row: `rule.<row>.device`, `.country`, `.destination`. Rows that are wholly empty are left out. */
export function readRules(text: (name: string) => string): {
  readonly rules: readonly LinkRule[]
  readonly problems: Readonly<Record<string, Words>>
} {
  const rows = Array.from({ length: maxRules }, (_, row) => ({
    row,
    rule: {
      device: ruleDevices.find((device) => device === text(`rule.${row}.device`)) ?? ('' as const),
      country: text(`rule.${row}.country`).trim().toUpperCase(),
      destination: text(`rule.${row}.destination`).trim(),
    },
  })).filter(({ rule: { device, country, destination } }) => device !== '' || country !== '' || destination !== '')
  const problems: Record<string, Words> = {}
  for (const [at, { row, rule }] of rows.entries()) {
    const before = rows.slice(0, at).map((one) => one.rule)
    if (rule.destination === '') problems[`rule.${row}.destination`] = needed
    else if (destinationTrouble(rule.destination, []) !== null)
      problems[`rule.${row}.destination`] = troubleWords[destinationTrouble(rule.destination, []) ?? 'unreadable']
    if (!/^([A-Z]{2})?$/.test(rule.country)) problems[`rule.${row}.country`] = badCountry
    else if (rule.device === '' && rule.country === '') problems[`rule.${row}.device`] = fitsAll
    else if (before.some((one) => takesAll(one, rule))) problems[`rule.${row}.device`] = hidden
  }
  return { rules: rows.map(({ rule }) => rule), problems }
}

/** Whether whoever fits the later rule fits the one before it. */
const takesAll = (before: LinkRule, later: LinkRule) =>
  (before.device === '' || before.device === later.device) &&
  (before.country === '' || before.country === later.country)

const fitsAll: Words = {
  fr: 'Une règle nomme un appareil ou un pays : sinon, changez la page d’arrivée elle-même.',
  en: 'A rule names a device or a country: otherwise change the landing page itself.',
}
const hidden: Words = {
  fr: 'Une règle placée avant celle-ci prend déjà tous ses visiteurs : montez celle-ci, ou retirez-la.',
  en: 'A rule before this one already takes all its visitors: move this one up, or remove it.',
}
const badCountry: Words = {
  fr: 'Un pays s’écrit en deux lettres : FR, BE, CH.',
  en: 'A country is two letters: FR, BE, CH.',
}
const needed: Words = { fr: 'Donnez l’adresse où mène cette règle.', en: 'Give the address this rule leads to.' }
