import type { Scope } from '../accounts/scope.ts'
import { answer, consentedShare, sitesOf } from '../analytics/analytics.store.ts'
import { query } from '../analytics/query.ts'
import { forbidden, invalid } from '../errors.ts'
import { type Day, type Period, addDays, dayIn } from '../period.ts'
import { mayWrite } from '../projects/kind.ts'
import { listObjects, readObject } from '../projects/objects.store.ts'
import type { Project } from '../projects/projects.store.ts'
import {
  type Audit,
  type DeclaredLink,
  type SeenTag,
  type Tag,
  type Verdict,
  auditLinks,
  tagKey,
} from './link-audit.ts'
import { type TrackedLink, siteOfDestination, trackedLink } from './links.ts'

interface VerdictTable {
  projectId: string
  workspaceId: string
  source: string
  medium: string
  campaign: string
  linkId: string | null
  reason: string
  decidedAt: Date
  decidedBy: string
}

declare module '../postgres.ts' {
  interface Tables {
    linkVerdicts: VerdictTable
  }
}

/** Parameters one site answers with at most: the most visited come first. */
const tagsASite = 2_000

export interface ProjectAudit {
  readonly audit: Audit
  readonly period: Period
  /** Sites in consent mode, which alone keep campaign parameters. */
  readonly sites: readonly string[]
}

/** The campaign links of a project against what its sites saw over the last days. */
export async function auditOf(scope: Scope, project: Project, days: number): Promise<ProjectAudit> {
  const today = dayIn(project.timeZone, scope.now)
  const period = { from: addDays(today, 1 - days), to: today }
  const [links, sites, verdicts, clicks] = await Promise.all([
    listObjects(scope, trackedLink, project.id),
    sitesOf(scope, { project: project.id }),
    verdictsOf(scope, project.id),
    clicksByLink(scope, project.id, period),
  ])
  const asked = sites.filter(({ mode }) => mode === 'consent')
  const told = await Promise.all(
    asked.map(async (site) => ({
      share: await consentedShare(scope, site, period),
      rows: (
        await answer(
          scope,
          site,
          query({
            period,
            metrics: ['visits'],
            dimensions: ['utmSource', 'utmMedium', 'utmCampaign'],
            limit: tagsASite,
          }),
        )
      ).rows,
    })),
  )
  const declared = links.map(({ id, title, createdAt, values }): DeclaredLink => {
    const { destination, utmSource, utmMedium, utmCampaign, publishedOn } = values as TrackedLink
    const site = siteOfDestination(asked, destination)
    return {
      id,
      title,
      source: utmSource ?? '',
      medium: utmMedium ?? '',
      campaign: utmCampaign ?? '',
      publishedOn: publishedOn ?? dayIn(project.timeZone, createdAt),
      clicks: clicks.get(id) ?? 0,
      share: site ? (told[asked.indexOf(site)]?.share ?? null) : null,
    }
  })
  const seen = new Map<string, SeenTag>()
  for (const { rows } of told)
    for (const row of rows) {
      const tag = { source: row.utmSource ?? '', medium: row.utmMedium ?? '', campaign: row.utmCampaign ?? '' }
      if (tag.source === '' && tag.medium === '' && tag.campaign === '') continue
      const key = tagKey(tag)
      seen.set(key, { ...tag, visits: (seen.get(key)?.visits ?? 0) + (row.visits ?? 0) })
    }
  return {
    audit: auditLinks(declared, [...seen.values()], verdicts, today),
    period,
    sites: asked.map(({ domain }) => domain),
  }
}

async function clicksByLink(scope: Scope, projectId: string, period: Period): Promise<ReadonlyMap<string, number>> {
  const rows = await scope.db
    .selectFrom('linkClicks as c')
    .innerJoin('objects as o', 'o.id', 'c.linkId')
    .select(({ fn }) => ['c.linkId', fn.sum<number>('c.count').as('count')])
    .where('o.workspaceId', '=', scope.workspace)
    .where('o.projectId', '=', projectId)
    .where('c.kind', '=', 'person')
    .where('c.day', '>=', period.from)
    .where('c.day', '<=', period.to)
    .groupBy('c.linkId')
    .execute()
  return new Map(rows.map(({ linkId, count }) => [linkId, Number(count)]))
}

/** What was decided of the project's undeclared parameters, latest first. */
export async function verdictsOf(scope: Scope, projectId: string): Promise<Verdict[]> {
  const rows = await scope.db
    .selectFrom('linkVerdicts')
    .select(['source', 'medium', 'campaign', 'linkId', 'reason', 'decidedBy', 'decidedAt'])
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', projectId)
    .orderBy('decidedAt', 'desc')
    .execute()
  return rows.map(({ decidedBy, decidedAt, ...row }) => ({ ...row, by: decidedBy, at: decidedAt }))
}

/**
 * Decides of parameters seen in traffic: counted with a link, or set aside with a reason.
 * @throws forbidden; notFound for a link of another project; invalid without a reason
 */
export async function decide(
  scope: Scope,
  projectId: string,
  tag: Tag,
  linkId: string | null,
  reason: string,
): Promise<void> {
  if (!mayWrite(scope, trackedLink)) throw forbidden()
  if (linkId !== null) await readObject(scope, trackedLink, projectId, linkId)
  else if (reason.trim() === '')
    throw invalid({
      reason: { fr: 'Dites en quelques mots pourquoi c’est normal.', en: 'Say in a few words why this is expected.' },
    })
  const kept = { linkId, reason: reason.trim().slice(0, 300), decidedAt: scope.now, decidedBy: scope.user.name }
  await scope.db
    .insertInto('linkVerdicts')
    .values({ projectId, workspaceId: scope.workspace, ...tag, ...kept })
    .onConflict((on) =>
      on
        .columns(['projectId', 'source', 'medium', 'campaign'])
        .doUpdateSet(kept)
        .where('linkVerdicts.workspaceId', '=', scope.workspace),
    )
    .execute()
}

/** Takes a decision back: the parameters are in question again. */
export async function undecide(scope: Scope, projectId: string, tag: Tag): Promise<void> {
  if (!mayWrite(scope, trackedLink)) throw forbidden()
  await scope.db
    .deleteFrom('linkVerdicts')
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', projectId)
    .where('source', '=', tag.source)
    .where('medium', '=', tag.medium)
    .where('campaign', '=', tag.campaign)
    .execute()
}

/** Visits that came to a link under other spellings, which were counted with it. */
export async function visitsOfVariants(
  scope: Scope,
  projectId: string,
  linkId: string,
  site: Parameters<typeof answer>[1],
  period: { readonly from: Day; readonly to: Day },
): Promise<SeenTag[]> {
  const variants = (await verdictsOf(scope, projectId)).filter((verdict) => verdict.linkId === linkId)
  return Promise.all(
    variants.map(async ({ source, medium, campaign }) => {
      const is = (dimension: 'utmSource' | 'utmMedium' | 'utmCampaign', value: string) => ({
        dimension,
        operator: 'is' as const,
        values: [value],
      })
      const filters = [is('utmSource', source), is('utmMedium', medium), is('utmCampaign', campaign)]
      const { totals } = await answer(scope, site, query({ period, metrics: ['visits'], filters }))
      return { source, medium, campaign, visits: totals.visits ?? 0 }
    }),
  )
}
