import { addDays, type Day } from '../period.ts'
import { distance, folded } from './naming.ts'

/** What names a campaign link in traffic. */
export interface Tag {
  readonly source: string
  readonly medium: string
  readonly campaign: string
}

export const tagKey = ({ source, medium, campaign }: Tag) => JSON.stringify([source, medium, campaign])

export interface SeenTag extends Tag {
  readonly visits: number
}

/** A tracked link as the audit reads it. */
export interface DeclaredLink extends Tag {
  readonly id: string
  readonly title: string
  readonly publishedOn: Day
  /** Clicks of people in the period. */
  readonly clicks: number
  /** Share of visits that carry their campaign on the site it leads to: those with consent; null where they cannot be seen. */
  readonly share: number | null
}

export interface Verdict extends Tag {
  /** The link it is counted with; null when it is set aside. */
  readonly linkId: string | null
  readonly reason: string
  readonly by: string
  readonly at: Date
}

export interface Audit {
  /** Seen, close to a declared link: the same but for case, accents, separators or a slip. */
  readonly variants: readonly (SeenTag & { readonly link: DeclaredLink })[]
  /** Seen, and like nothing declared. */
  readonly undeclared: readonly SeenTag[]
  /** Declared for a week or more, and neither clicked nor seen. */
  readonly unseen: readonly DeclaredLink[]
  /** Clicked, and no visit carries the parameters: something on the way drops them. */
  readonly lost: readonly (DeclaredLink & { readonly expected: number })[]
  readonly decided: readonly (Verdict & { readonly visits: number; readonly linkTitle: string | null })[]
  /** Declared and seen, as it should be. */
  readonly fine: number
}

/** Days a new link has before its silence is said. */
const grace = 7
/** Visits that should have been seen before their absence means something. */
const meaningful = 5

/**
 * Campaign links of a project against the traffic of its sites.
 * @param seen the parameters visits came with, over the period
 */
export function auditLinks(
  declared: readonly DeclaredLink[],
  seen: readonly SeenTag[],
  verdicts: readonly Verdict[],
  today: Day,
): Audit {
  const decided = new Map(verdicts.map((verdict) => [tagKey(verdict), verdict]))
  const visitsOf = new Map(seen.map((tag) => [tagKey(tag), tag.visits]))
  const known = new Set(declared.map(tagKey))
  const open = seen.filter((tag) => !known.has(tagKey(tag)) && !decided.has(tagKey(tag)))
  const judged = open.map((tag) => ({ tag, link: likeliest(tag, declared) }))
  const isSeen = (link: DeclaredLink) =>
    (visitsOf.get(tagKey(link)) ?? 0) > 0 ||
    verdicts.some((verdict) => verdict.linkId === link.id && (visitsOf.get(tagKey(verdict)) ?? 0) > 0)
  const silent = declared.filter((link) => !isSeen(link))
  return {
    variants: judged.flatMap(({ tag, link }) => (link ? [{ ...tag, link }] : [])).toSorted(byVisits),
    undeclared: judged.flatMap(({ tag, link }) => (link ? [] : [tag])).toSorted(byVisits),
    unseen: silent.filter(({ clicks, publishedOn }) => clicks === 0 && publishedOn <= addDays(today, -grace)),
    lost: silent
      .map((link) => ({ ...link, expected: Math.round(link.clicks * (link.share ?? 0)) }))
      .filter((link) => isTagged(link) && link.expected >= meaningful)
      .toSorted((a, b) => b.expected - a.expected),
    decided: verdicts.map((verdict) => ({
      ...verdict,
      visits: visitsOf.get(tagKey(verdict)) ?? 0,
      linkTitle: declared.find(({ id }) => id === verdict.linkId)?.title ?? null,
    })),
    fine: declared.length - silent.length,
  }
}

const byVisits = (a: SeenTag, b: SeenTag) => b.visits - a.visits || (tagKey(a) < tagKey(b) ? -1 : 1)

const isTagged = ({ source, medium, campaign }: Tag) => source !== '' || medium !== '' || campaign !== ''

/**
 * The declared link whose parameters were probably meant: each part the same once folded, or one or two signs away where it is long
 * enough for that to be a slip. The nearest wins, then the most clicked.
 */
function likeliest(tag: Tag, declared: readonly DeclaredLink[]): DeclaredLink | null {
  const [best] = declared
    .filter(isTagged)
    .map((link) => ({ link, slips: slipsBetween(tag, link) }))
    .filter(({ slips }) => slips !== null)
    .toSorted(
      (a, b) => (a.slips ?? 0) - (b.slips ?? 0) || b.link.clicks - a.link.clicks || (a.link.id < b.link.id ? -1 : 1),
    )
  return best?.link ?? null
}

/** Signs that separate two tags, folded; null when a part is another word. */
export function slipsBetween(a: Tag, b: Tag): number | null {
  let slips = 0
  for (const part of ['source', 'medium', 'campaign'] as const) {
    // Words of another alphabet fold to nothing, which is not the same as nothing.
    if (a[part] !== b[part] && (folded(a[part]) === '' || folded(b[part]) === '')) return null
    const [left, right] = [folded(a[part]), folded(b[part])]
    const reach = Math.min(left.length, right.length) < 5 ? 0 : Math.max(left.length, right.length) < 9 ? 1 : 2
    // Figures are not slips: noel-2025 and noel-2026 are two campaigns.
    const isOther = left.replace(/\D/g, '') !== right.replace(/\D/g, '')
    const apart = left === right ? 0 : isOther ? Infinity : distance(left, right, reach)
    if (apart > reach && left !== right) return null
    slips += apart
  }
  return slips
}
