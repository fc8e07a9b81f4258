import * as z from 'zod'
import type { Words } from '../errors.ts'
import { conventional } from './links.ts'
import { type Utm, type UtmField } from './utm.ts'

/** What a support's links begin with: the form and the table fill the empty fields from it. */
export interface Template {
  readonly name: string
  readonly source: string
  readonly medium: string
  readonly content: string
}

/** The naming convention of a project, as data. An empty list or pattern allows anything that is in lower case. */
export interface Naming {
  readonly sources: readonly string[]
  readonly mediums: readonly string[]
  /** Whether `utm_campaign` must be the technical name of a campaign of the project. */
  readonly declaredOnly: boolean
  /** What joins words in campaigns, contents and terms; sources and mediums are listed as they are. */
  readonly separator: '-' | '_' | '.' | 'any'
  readonly campaignPatterns: readonly string[]
  readonly contentPatterns: readonly string[]
  readonly termPatterns: readonly string[]
  readonly templates: readonly Template[]
}

export const openNaming: Naming = {
  sources: [],
  mediums: [],
  declaredOnly: false,
  separator: 'any',
  campaignPatterns: [],
  contentPatterns: [],
  termPatterns: [],
  templates: [],
}

/** What a project may start from: supports of the trade, each in the channel it belongs to. */
export const usualNaming = (words: readonly string[]): Naming => {
  const supports: readonly (readonly [source: string, medium: string])[] = [
    ['newsletter', 'email'],
    ['linkedin', 'social'],
    ['facebook', 'social'],
    ['instagram', 'social'],
    ['linkedin', 'paid-social'],
    ['google', 'cpc'],
    ['partenaire', 'referral'],
    ['imprime', 'print'],
    ['qr', 'print'],
    ['sms', 'sms'],
  ]
  return {
    ...openNaming,
    sources: [...new Set(supports.map(([source]) => source)), 'presse', 'signature'],
    mediums: [...new Set(supports.map(([, medium]) => medium)), 'display', 'affiliate'],
    separator: '-',
    templates: supports.map(([source, medium], at) => ({ name: words[at] ?? source, source, medium, content: '' })),
  }
}

const maxEntries = 100
const maxEntry = 120

const name = z.string().max(maxEntry)
const names = z.array(name).max(maxEntries)

/** @public read back from the database, and from a form */
export const namingSchema = z.object({
  sources: names,
  mediums: names,
  declaredOnly: z.boolean(),
  separator: z.enum(['-', '_', '.', 'any']),
  campaignPatterns: names,
  contentPatterns: names,
  termPatterns: names,
  templates: z.array(z.object({ name, source: name, medium: name, content: name })).max(30),
})

/** Lines of a text, trimmed, empty ones and repetitions left out. */
const linesOf = (text: string) => [
  ...new Set(
    text
      .split(/[\n,;]/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
]

/** Rows of templates the form holds. */
export const templateRows = 14

/**
 * The convention that a form sends, or what is wrong in it by field.
 * @param text the form's fields by name: lists a line an entry, templates as `template.<row>.<column>`
 */
export function readNaming(
  text: (name: string) => string,
): { readonly naming: Naming } | { readonly problems: Record<string, Words> } {
  const lists = ['sources', 'mediums', 'campaignPatterns', 'contentPatterns', 'termPatterns'] as const
  const read = Object.fromEntries(lists.map((list) => [list, linesOf(text(list))])) as Record<
    (typeof lists)[number],
    string[]
  >
  const problems: Record<string, Words> = {}
  const asked = z.enum(['-', '_', '.']).safeParse(text('separator'))
  const separator = asked.success ? asked.data : 'any'
  for (const list of lists) {
    const wrong = read[list].find((entry) => !(list.endsWith('Patterns') ? isPattern(entry) : isConventional(entry)))
    if (wrong !== undefined) problems[list] = list.endsWith('Patterns') ? badPattern(wrong) : badName(wrong)
    else if (read[list].length > maxEntries || read[list].some((entry) => entry.length > maxEntry))
      problems[list] = tooMany
    else if (list.endsWith('Patterns') && separator !== 'any') {
      const odd = read[list].find((mask) => !isJoined(mask, separator))
      if (odd !== undefined) problems[list] = badJoin(odd, separator)
    }
  }
  const templates = Array.from({ length: templateRows }, (_, row) => ({
    name: text(`template.${row}.name`).trim(),
    source: text(`template.${row}.source`).trim(),
    medium: text(`template.${row}.medium`).trim(),
    content: text(`template.${row}.content`).trim(),
  }))
  templates.forEach((template, row) => {
    const { name: called, ...utm } = template
    const written = Object.entries(utm).filter(([, typed]) => typed !== '')
    if (called === '' && written.length > 0) problems[`template.${row}.name`] = nameless
    if (called !== '' && templates.findIndex((one) => one.name === called) < row)
      problems[`template.${row}.name`] = namedTwice
    if (called.length > maxEntry) problems[`template.${row}.name`] = tooMany
    for (const [column, typed] of written)
      if (!isConventional(typed)) problems[`template.${row}.${column}`] = badName(typed)
      else if (typed.length > maxEntry) problems[`template.${row}.${column}`] = tooMany
  })
  if (Object.keys(problems).length > 0) return { problems }
  return {
    naming: {
      ...read,
      declaredOnly: text('declaredOnly') === 'declared',
      separator,
      templates: templates.filter((template) => template.name !== ''),
    },
  }
}

const isConventional = (typed: string) => conventional(typed) === typed

/** A mask: `*` stands for one or more signs, `#` for one digit, the rest for itself. Three stars at most. */
const isPattern = (typed: string) => /^[a-z0-9._*#-]+$/.test(typed) && (typed.match(/\*/g) ?? []).length <= 3

/** Whether a value fits a mask. */
export function fits(mask: string, value: string): boolean {
  const shape = mask
    .split(/(\*+|#)/)
    .map((part) => (part.startsWith('*') ? '[a-z0-9._-]+' : part === '#' ? '[0-9]' : part.replaceAll('.', '\\.')))
    .join('')
  return new RegExp(`^${shape}$`).test(value)
}

const badName = (typed: string): Words =>
  conventional(typed) === ''
    ? noLetters
    : {
        fr: `Minuscules, sans accent ni espace : « ${typed.slice(0, 60)} » s’écrit « ${conventional(typed).slice(0, 60)} ».`,
        en: `Lower case, no accent, no space: “${typed.slice(0, 60)}” is written “${conventional(typed).slice(0, 60)}”.`,
      }

const noLetters: Words = {
  fr: 'Écrivez des lettres sans accent, des chiffres et des tirets.',
  en: 'Write letters without accent, digits and hyphens.',
}

/** Whether a name that fits the mask can be joined as the project joins its words. */
const isJoined = (mask: string, separator: '-' | '_' | '.') => {
  const shape = mask.replaceAll('#', '0').replaceAll('*', 'a')
  return rejoined(shape, separator) === shape
}

const badJoin = (typed: string, separator: string): Words => ({
  fr: `Les mots se joignent par « ${separator} » : aucun nom ne suivrait le modèle « ${typed.slice(0, 60)} ».`,
  en: `Words are joined by “${separator}”: no name could follow the pattern “${typed.slice(0, 60)}”.`,
})

const badPattern = (typed: string): Words => ({
  fr: `« ${typed.slice(0, 60)} » n’est pas un modèle : des minuscules, des chiffres, * pour une suite de signes (trois au plus), # pour un chiffre.`,
  en: `“${typed.slice(0, 60)}” is not a pattern: lower-case letters, digits, * for a run of signs (three at most), # for a digit.`,
})

const tooMany: Words = {
  fr: `Cent lignes au plus, de ${maxEntry} caractères chacune.`,
  en: `A hundred lines at most, of ${maxEntry} characters each.`,
}

const nameless: Words = { fr: 'Donnez un nom à ce modèle.', en: 'Give this template a name.' }

const namedTwice: Words = {
  fr: 'Un modèle porte déjà ce nom : on ne saurait lequel choisir.',
  en: 'A template has this name already: nobody could tell which one to choose.',
}

/**
 * What the convention says against a link's parameters, by field, each with the mended name where one can be proposed.
 * @param campaigns technical names of the project's campaigns
 */
export function namingProblems(naming: Naming, utm: Utm, campaigns: readonly string[]): Record<string, Words> {
  const found: [UtmField, Words | null][] = [
    ['utmSource', listed('utm_source', utm.utmSource, naming.sources)],
    ['utmMedium', listed('utm_medium', utm.utmMedium, naming.mediums)],
    [
      'utmCampaign',
      (naming.declaredOnly ? listed('utm_campaign', utm.utmCampaign, campaigns) : null) ??
        shaped(utm.utmCampaign, naming.campaignPatterns, naming.separator) ??
        (naming.declaredOnly && campaigns.length === 0 && filled(utm.utmCampaign) ? noCampaign : null),
    ],
    ['utmContent', shaped(utm.utmContent, naming.contentPatterns, naming.separator)],
    ['utmTerm', shaped(utm.utmTerm, naming.termPatterns, naming.separator)],
  ]
  return Object.fromEntries(found.filter((pair): pair is [UtmField, Words] => pair[1] !== null))
}

/** The same of a campaign's technical name: its shape, not whether it is declared. */
export const campaignNameProblem = (naming: Naming, typed: string): Words | null =>
  shaped(typed, naming.campaignPatterns, naming.separator)

const filled = (typed: string | null): typed is string => typed !== null && typed !== ''

function listed(parameter: string, typed: string | null, allowed: readonly string[]): Words | null {
  if (!filled(typed) || allowed.length === 0 || allowed.includes(typed)) return null
  const near = nearest(typed, allowed)
  if (near !== null)
    return {
      fr: `La convention du projet n’a pas « ${typed} » : écrivez « ${near} ».`,
      en: `The project’s convention does not have “${typed}”: write “${near}”.`,
    }
  const some = allowed.slice(0, 8)
  const more = allowed.length - some.length
  return {
    fr: `La convention du projet n’a pas « ${typed} » pour ${parameter} : choisissez ${some.join(', ')}${more > 0 ? ` ou l’une des ${more} autres valeurs` : ''}.`,
    en: `The project’s convention does not have “${typed}” for ${parameter}: choose ${some.join(', ')}${more > 0 ? ` or one of ${more} more` : ''}.`,
  }
}

function shaped(typed: string | null, masks: readonly string[], separator: Naming['separator']): Words | null {
  if (!filled(typed)) return null
  const joined = separator === 'any' ? typed : rejoined(typed, separator)
  if (joined !== typed)
    return {
      fr: `Les mots se joignent par « ${separator} » : écrivez « ${joined} ».`,
      en: `Words are joined by “${separator}”: write “${joined}”.`,
    }
  if (masks.length === 0 || masks.some((mask) => fits(mask, typed))) return null
  return {
    fr: `« ${typed} » ne suit aucun modèle du projet : ${masks.slice(0, 4).join(', ')} (* : des signes, # : un chiffre).`,
    en: `“${typed}” follows no pattern of the project: ${masks.slice(0, 4).join(', ')} (*: some signs, #: a digit).`,
  }
}

/** Words joined by the project's sign; a dot between digits stays (a price, a version). */
export const rejoined = (typed: string, separator: '-' | '_' | '.') => {
  const joined = typed.replace(/[-_.]+/g, (run, from: number) =>
    run === '.' && /^\d\.\d$/.test(typed.slice(from - 1, from + 2)) ? run : separator,
  )
  return joined.replace(new RegExp(`^\\${separator}+|\\${separator}+$`, 'g'), '') || typed
}

const noCampaign: Words = {
  fr: 'La convention ne permet que les campagnes du projet, et il n’en a pas encore : ajoutez d’abord la campagne.',
  en: 'The convention allows only the project’s campaigns, and it has none yet: add the campaign first.',
}

/** What separators and case hide: `Paid_Social` and `paidsocial` are one word. */
export const folded = (typed: string) => conventional(typed).replace(/[._-]/g, '')

/** The allowed value that was probably meant: the same but for separators, or a slip of one or two signs; null when none is near. */
export function nearest(typed: string, allowed: readonly string[]): string | null {
  const wanted = folded(typed)
  const same = allowed.find((value) => folded(value) === wanted)
  if (same !== undefined) return same
  const reach = wanted.length < 4 ? 0 : wanted.length < 8 ? 1 : 2
  const [best] = allowed
    .map((value) => ({ value, slips: distance(wanted, folded(value), reach) }))
    .filter(({ slips }) => slips <= reach)
    .toSorted((a, b) => a.slips - b.slips)
  return best?.value ?? null
}

/**
 * Signs added, dropped, changed or swapped with their neighbour between two words (optimal string alignment).
 * @param reach beyond this any number will do, which spares most of the work
 */
export function distance(a: string, b: string, reach = Infinity): number {
  if (Math.abs(a.length - b.length) > reach) return reach + 1
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(
        Math.min(
          at(rows, i - 1, j) + 1,
          (row[j - 1] ?? 0) + 1,
          at(rows, i - 1, j - 1) + change,
          swapped ? at(rows, i - 2, j - 2) + 1 : Infinity,
        ),
      )
    }
    rows.push(row)
  }
  return at(rows, a.length, b.length)
}

const at = (rows: readonly (readonly number[])[], i: number, j: number) => rows[i]?.[j] ?? 0

/** The parameters of a template where the fields are empty: what is typed is never written over. */
export const withTemplate = <U extends Utm>(utm: U, template: Template | undefined): U =>
  template
    ? {
        ...utm,
        utmSource: utm.utmSource || template.source || null,
        utmMedium: utm.utmMedium || template.medium || null,
        utmContent: utm.utmContent || template.content || null,
      }
    : utm
