// Writes the days of a site to a file: an edge by design.
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Scope } from '../accounts/scope.ts'
import type { SmallFigures } from '../collect/site.ts'
import { badRequest } from '../errors.ts'
import { lengthOf, type Period } from '../period.ts'
import { siteByDomain } from './analytics.store.ts'
import { boundsAsked, nothingMeasured, wrongBound } from './history-export.ts'
import { daysMeasured, historyCsv } from './history-export.store.ts'

export interface HistoryExport extends Period {
  readonly site: string
  readonly file: string
  readonly days: number
  /** Lines of the table, its head apart. */
  readonly rows: number
  readonly smallFigures: SmallFigures | null
}

interface ExportOrder {
  readonly site: string
  /** Written anew: one that exists is refused. */
  readonly file: string
  readonly from: string | null
  readonly to: string | null
  readonly onProgress: (text: string) => void
}

/** Writes the days of a site to a CSV file, as they are read. @throws notFound, badRequest */
export async function exportHistory(scope: Scope, order: ExportOrder): Promise<HistoryExport> {
  const site = await siteByDomain(scope, order.site)
  const asked = boundsAsked(order.from, order.to)
  if ('wrong' in asked) throw badRequest('badDay', wrongBound, asked.wrong)
  const period = await daysMeasured(scope, site, asked)
  if (!period) throw nothingMeasured()
  let rows = -1
  const counted = async function* () {
    for await (const piece of historyCsv(scope, site, period)) {
      rows += piece.split('\r\n').length - 1
      order.onProgress(`${site.domain}: ${Math.max(0, rows)}`)
      yield piece
    }
  }
  await pipeline(Readable.from(counted()), createWriteStream(order.file, { flags: 'wx' })).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error
    throw badRequest('cannotWrite', cannotWrite(String(error.code)), 'file')
  })
  return {
    site: site.domain,
    file: order.file,
    ...period,
    days: lengthOf(period),
    rows,
    smallFigures: site.smallFigures ?? null,
  }
}

const cannotWrite = (code: string) =>
  code === 'EEXIST'
    ? {
        fr: 'ce fichier existe déjà : donnez un autre nom, rien n’a été remplacé.',
        en: 'this file exists already: give another name, nothing was replaced.',
      }
    : { fr: `ce fichier ne peut pas être écrit (${code}).`, en: `this file cannot be written (${code}).` }
