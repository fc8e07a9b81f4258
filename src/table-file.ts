import { csvResponse, toCsv } from './csv.ts'
import { badRequest } from './errors.ts'
import type { Locale } from './i18n.ts'
import { type Sheet, toXlsx, xlsxType } from './xlsx.ts'

/** Formats a table comes out in; the address says which: `?format=xlsx`, CSV by default. */
const formats = ['csv', 'xlsx', 'json'] as const

/**
 * A table as the file that the address asks for.
 * @param name of the file without its ending; used as it is: give it a slug
 * @throws badRequest named `format` for one that does not exist
 */
export function tableFile(request: Request, name: string, sheet: Sheet, locale: Locale): Response {
  const wanted = new URL(request.url).searchParams.get('format') ?? 'csv'
  const format = formats.find((one) => one === wanted)
  if (!format)
    throw badRequest(
      'unknownFormat',
      { fr: `Ce format n’existe pas : choisissez ${formats.join(', ')}.`, en: `There is no such format: choose ${formats.join(', ')}.` },
      'format',
    ) // prettier-ignore
  if (format === 'xlsx')
    return new Response(new Uint8Array(toXlsx(sheet)), {
      headers: { 'content-type': xlsxType, 'content-disposition': `attachment; filename="${name}.xlsx"` },
    })
  const head = sheet.columns.map(({ label }) => label)
  const rows = sheet.rows.map((row) =>
    row.map((cell) => (cell !== null && typeof cell === 'object' ? cell.value : cell)),
  )
  if (format === 'json')
    return Response.json(
      rows.map((row) => Object.fromEntries(row.map((cell, i) => [head[i] ?? String(i), cell]))),
      { headers: { 'content-disposition': `attachment; filename="${name}.json"` } },
    )
  return csvResponse(name, toCsv(head, rows, locale))
}
