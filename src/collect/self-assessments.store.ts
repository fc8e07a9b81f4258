import type { Generated, JSONColumnType } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import { notFound } from '../errors.ts'
import { countProofs, noticesOf } from './consents.store.ts'
import { assess, type SelfAssessment } from './self-assessment.ts'
import { monthsKept, type Site } from './site.ts'

interface SelfAssessmentRow {
  id: Generated<string>
  siteId: number
  madeAt: Date
  madeBy: string
  facts: JSONColumnType<SelfAssessment>
}

declare module '../postgres.ts' {
  interface Tables {
    selfAssessments: SelfAssessmentRow
  }
}

/** Assesses a site as it is set now, and keeps it as it is. */
export async function makeSelfAssessment(scope: Scope, site: Site, version: string): Promise<void> {
  const [[notice], proofs, deletion] = await Promise.all([
    noticesOf(scope, site.id),
    countProofs(scope, site.id),
    scope.db
      .selectFrom('privacyLog')
      .select('at')
      .where('siteId', '=', site.id)
      .where('act', '=', 'retention')
      .orderBy('at', 'desc')
      .executeTakeFirst(),
  ])
  const facts = {
    domain: site.domain,
    mode: site.mode,
    timeZone: site.timeZone,
    obeysSignals: site.settings.obeySignals ?? false,
    small: site.settings.smallFigures ?? null,
    months: monthsKept(site),
    hosts: site.settings.hosts ?? [],
    noticeVersion: notice?.version ?? null,
    proofs: proofs.given,
    lastDeletion: deletion?.at.toISOString() ?? null,
    version,
  }
  await scope.db
    .insertInto('selfAssessments')
    .values({ siteId: site.id, madeAt: scope.now, madeBy: scope.user.name, facts: JSON.stringify(assess(facts)) })
    .execute()
}

const own = (scope: Scope, siteId: number) =>
  scope.db
    .selectFrom('selfAssessments')
    .innerJoin('sites', 'sites.id', 'selfAssessments.siteId')
    .where('sites.workspaceId', '=', scope.workspace)
    .where('siteId', '=', siteId)

/** Self-assessments of a site, latest first. */
export const listSelfAssessments = (scope: Scope, siteId: number) =>
  own(scope, siteId).select(['selfAssessments.id', 'madeAt', 'madeBy']).orderBy('madeAt', 'desc').limit(100).execute()

/** One of them, as it was made. @throws notFound */
export async function readSelfAssessment(scope: Scope, siteId: number, id: string) {
  if (!/^[0-9a-f-]{36}$/.test(id)) throw notFound()
  const row = await own(scope, siteId)
    .select(['madeAt', 'madeBy', 'facts'])
    .where('selfAssessments.id', '=', id)
    .executeTakeFirst()
  if (!row) throw notFound()
  return row
}
