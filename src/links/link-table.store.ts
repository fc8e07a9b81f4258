import type { Scope } from '../accounts/scope.ts'
import { isAppError } from '../errors.ts'
import type { Kind } from '../projects/kind.ts'
import { createObject, inTransaction, listObjects } from '../projects/objects.store.ts'
import { addLink } from '../projects/thread.store.ts'
import { type Around, type LinkTable, type TableRow, readTable, withTaken } from './link-table.ts'
import { type Campaign, campaign, trackedLink } from './links.ts'
import { campaignNames, namingOf, takenSlugs } from './naming.store.ts'

/** A table judged by the project's convention and by what the instance holds. */
export async function judgeTable(
  scope: Scope,
  projectId: string,
  text: string,
  asked: { readonly template: string; readonly campaign: string },
): Promise<LinkTable> {
  const [{ naming }, campaigns] = await Promise.all([namingOf(scope, projectId), campaignNames(scope, projectId)])
  const around: Around = {
    naming,
    campaigns,
    template: naming.templates.find(({ name }) => name === asked.template),
    campaign: campaigns.includes(asked.campaign) ? asked.campaign : '',
  }
  const table = readTable(text, around)
  const slugs = table.rows.map(({ values }) => values.slug).filter((slug) => slug !== '')
  return { ...table, rows: withTaken(table.rows, await takenSlugs(scope, slugs, null)) }
}

/**
 * Makes every link of a table, each tied to the campaign whose technical name it carries: all or none.
 * @returns their ids, in the order of the lines; null when an address was taken between the reading and the writing
 */
export async function createLinks(
  scope: Scope,
  kinds: readonly Kind[],
  projectId: string,
  rows: readonly TableRow[],
): Promise<string[] | null> {
  const campaigns = await listObjects(scope, campaign, projectId)
  const byName = new Map(campaigns.map(({ id, values }) => [(values as Campaign).utmCampaign, id]))
  try {
    return await inTransaction(scope, async (inside) => {
      const made: string[] = []
      for (const { link } of rows) {
        if (!link) throw new Error('a table with a refused line was to be created')
        const id = await createObject(inside, trackedLink, projectId, link)
        const from = byName.get(link.utmCampaign ?? '')
        if (from !== undefined) await addLink(inside, kinds, from, id)
        made.push(id)
      }
      return made
    })
  } catch (error) {
    if (isAppError(error) && error.status === 422) return null
    throw error
  }
}
