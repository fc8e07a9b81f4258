import type { Words } from '../errors.ts'
import { isDay } from '../period.ts'
import { checkValues } from '../projects/kind.ts'
import { type TrackedLink, conventional, slugTaken, trackedLink } from './links.ts'
import { withoutUtm } from './address.ts'
import { utmFields } from './utm.ts'
import { type Naming, type Template, folded, namingProblems, withTemplate } from './naming.ts'
import { parsePasted } from './pasted-table.ts'

/** Links one table makes at most. */
export const maxRows = 500

export const tableColumns = [
  'title', 'destination', 'slug', ...utmFields, 'publishedOn', 'expiresOn',
] as const // prettier-ignore
export type TableColumn = (typeof tableColumns)[number]

/** What people and other tools call each column, folded: no case, accent, space or sign. */
const aliases: Readonly<Record<TableColumn, readonly string[]>> = {
  title: ['title', 'titre', 'nom', 'nomdulien', 'name', 'linktitle', 'nameofthelink', 'label', 'libelle'],
  destination: ['destination', 'pagedarrivee', 'landingpage', 'adressedarrivee', 'landingaddress', 'adresse', 'adresselongue', 'longurl', 'longaddress', 'url', 'urllongue', 'urlcible', 'targeturl', 'originalurl', 'lien'],
  slug: ['slug', 'adressecourte', 'shortaddress', 'shorturl', 'shortlink', 'urlcourte', 'liencourt', 'link', 'bitlink', 'backhalf', 'keyword', 'alias', 'code'],
  utmSource: ['utmsource', 'source', 'sourceutmsource'],
  utmMedium: ['utmmedium', 'medium', 'mediumutmmedium', 'support'],
  utmCampaign: ['utmcampaign', 'campaign', 'campagne', 'campagneutmcampaign', 'campaignutmcampaign'],
  utmContent: ['utmcontent', 'content', 'contenu', 'contenuutmcontent', 'contentutmcontent'],
  utmTerm: ['utmterm', 'term', 'terme', 'motcle', 'termeutmterm', 'termutmterm'],
  publishedOn: ['publishedon', 'publiele', 'date', 'created', 'createdat', 'createdon', 'datecreated', 'creationdate', 'creele', 'datedecreation', 'timestamp'],
  expiresOn: ['expireson', 'dernierjour', 'lastday', 'expirele', 'expiration', 'expires', 'findevalidite'],
} // prettier-ignore

/** A line of the table: what its link will be, and what is wrong by column. */
export interface TableRow {
  readonly line: number
  readonly values: Readonly<Record<TableColumn, string>>
  readonly link: TrackedLink | null
  readonly problems: Readonly<Record<string, Words>>
}

export interface LinkTable {
  readonly rows: readonly TableRow[]
  /** Names of columns that mean nothing to us, as they were written. */
  readonly ignored: readonly string[]
  /** What keeps the whole table from being read. */
  readonly problem: Words | null
}

export interface Around {
  readonly naming: Naming
  readonly campaigns: readonly string[]
  readonly template: Template | undefined
  /** For lines that name no campaign. */
  readonly campaign: string
}

/**
 * Reads a table of links and judges each line by itself and beside the others; whether an address is taken on the instance is asked
 * apart (`withTaken`). Campaign parameters inside a long address become the link's own, so that links made elsewhere are known here.
 */
export function readTable(text: string, around: Around): LinkTable {
  const { head, rows } = parsePasted(text)
  const columns = head.map((name) => columnOf(name))
  const ignored = head.filter((name, at) => columns[at] === null && name !== '')
  const problem = wholeProblem(columns, rows.length)
  if (problem) return { rows: [], ignored, problem }
  const read = rows.map(({ line, cells }) => rowOf(line, columns, cells, around))
  return { rows: withoutRepetition(read), ignored, problem: null }
}

function columnOf(name: string): TableColumn | null {
  const key = folded(name)
  return tableColumns.find((column) => aliases[column].includes(key)) ?? null
}

function wholeProblem(columns: readonly (TableColumn | null)[], count: number): Words | null {
  const twice = tableColumns.find((column) => columns.filter((one) => one === column).length > 1)
  if (!columns.includes('destination'))
    return {
      fr: 'La première ligne nomme les colonnes : il en faut une pour la page d’arrivée (destination, url, long_url…).',
      en: 'The first line names the columns: one is needed for the landing page (destination, url, long_url…).',
    }
  if (twice)
    return {
      fr: `Deux colonnes disent la même chose (${twice}) : gardez-en une.`,
      en: `Two columns say the same (${twice}): keep one.`,
    }
  if (count === 0)
    return { fr: 'Le tableau n’a pas de ligne sous ses titres.', en: 'The table has no line under its headings.' }
  if (count > maxRows)
    return {
      fr: `${count} lignes : ${maxRows} au plus à la fois. Coupez le tableau en deux.`,
      en: `${count} lines: ${maxRows} at most at once. Cut the table in two.`,
    }
  return null
}

function rowOf(
  line: number,
  columns: readonly (TableColumn | null)[],
  cells: readonly string[],
  around: Around,
): TableRow {
  const typed = Object.fromEntries(
    tableColumns.map((column) => [column, cells[columns.indexOf(column)] ?? '']),
  ) as Record<TableColumn, string>
  const { destination, utm } = withoutUtm(typed.destination)
  const own = Object.fromEntries(utmFields.map((name) => [name, typed[name] || utm[name] || null])) as Record<
    (typeof utmFields)[number],
    string | null
  >
  const filled = withTemplate({ ...own, utmCampaign: own.utmCampaign || around.campaign || null }, around.template)
  const values: Record<TableColumn, string> = {
    ...typed,
    ...(Object.fromEntries(utmFields.map((name) => [name, filled[name] ?? ''])) as Record<
      (typeof utmFields)[number],
      string
    >),
    destination,
    title: typed.title || titleFrom(destination, filled.utmContent),
    slug: slugFrom(typed.slug),
    publishedOn: dayFrom(typed.publishedOn),
    expiresOn: dayFrom(typed.expiresOn),
  }
  const given = Object.fromEntries(
    tableColumns.map((column) => [column, values[column] === '' ? null : values[column]]),
  )
  const checked = checkValues(trackedLink, { ...given, title: values.title, destination: values.destination })
  const problems = checked.ok ? namingProblems(around.naming, checked.values, around.campaigns) : checked.problems
  const isGood = checked.ok && Object.keys(problems).length === 0
  return { line, values, problems, link: isGood ? checked.values : null }
}

/** What a link without a name is called: the last word of its address. */
function titleFrom(destination: string, content: string | null): string {
  const url = URL.parse(destination)
  if (!url) return destination.slice(0, 100)
  const word = readable(url.pathname.split('/').filter(Boolean).at(-1) ?? '').replace(/[-_]+/g, ' ') || url.hostname
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}${content ? ` (${content})` : ''}`.slice(0, 200)
}

/** A part of an address without its escapes; as it is where they are not UTF-8, as old sites wrote them. */
function readable(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** What follows the last slash of a short address of another tool; a word is left as it is. */
const slugFrom = (typed: string) =>
  typed.includes('/')
    ? (
        typed
          .replace(/[/?#]+$/, '')
          .split('/')
          .at(-1) ?? ''
      ).toLowerCase()
    : typed

/** 2026-11-23, 2026-11-23T10:00:00Z, 23/11/2026: a day; anything else is passed on, and refused by its field. */
function dayFrom(typed: string): string {
  const iso = /^(\d{4}-\d\d-\d\d)(?:[T ].*)?$/.exec(typed)?.[1]
  const [, day, month, year] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?: .*)?$/.exec(typed) ?? []
  const found = iso ?? (year === undefined ? typed : `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`)
  return isDay(found) ? found : typed
}

/** Two lines of one table that ask for the same short address. */
function withoutRepetition(rows: readonly TableRow[]): TableRow[] {
  const first = new Map<string, number>()
  return rows.map((row) => {
    const { slug } = row.values
    const before = slug === '' ? undefined : first.get(slug)
    if (before === undefined) {
      first.set(slug, row.line)
      return row
    }
    return refused(row, {
      fr: `La ligne ${before} prend déjà « ${slug} ».`,
      en: `Line ${before} takes “${slug}” already.`,
    })
  })
}

const refused = (row: TableRow, slug: Words): TableRow => ({ ...row, link: null, problems: { ...row.problems, slug } })

/** The same rows, told which addresses lead elsewhere already. */
export const withTaken = (rows: readonly TableRow[], taken: ReadonlySet<string>): TableRow[] =>
  rows.map((row) => (taken.has(row.values.slug) ? refused(row, slugTaken(row.values.slug, '')) : row))

/** A table to begin with: the headings, and a line that shows what goes under them. */
export const exampleTable = (words: { readonly title: string; readonly campaign: string }) =>
  `title\tdestination\tutm_source\tutm_medium\tutm_campaign\tutm_content\n${words.title}\thttps://boutique.example/coffrets\tnewsletter\temail\t${conventional(words.campaign)}\t`
