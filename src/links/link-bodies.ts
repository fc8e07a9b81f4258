import * as z from 'zod'
import type { PastedTable } from './pasted-table.ts'
import { maxRows, tableColumns } from './link-table.ts'
import { namingSchema } from './naming.ts'
import { utmFields } from './utm.ts'

// What programs send about links: read by `links.http.ts`, described by the OpenAPI document.

const typed = z.string().max(2_000).nullish()
const choice = z.string().max(120).default('')

export const checkBody = z.strictObject({
  destination: z.string().max(2_000),
  ...(Object.fromEntries(utmFields.map((name) => [name, typed])) as Record<(typeof utmFields)[number], typeof typed>),
  template: choice.describe('Name of a template of the convention, for the fields left empty'),
})

export const tableBody = z
  .strictObject({
    links: z
      .array(z.strictObject(Object.fromEntries(tableColumns.map((column) => [column, typed]))))
      .min(1)
      .max(maxRows)
      .optional()
      .describe('One object a link'),
    table: z.string().max(1_000_000).optional().describe('Or a table as text: CSV, or tabs; the first line names the columns'),
    template: choice.describe('Name of a template of the convention, for the fields left empty'),
    campaign: choice.describe('Technical name of a campaign, for the lines that name none'),
    dryRun: z.boolean().default(false).describe('Judge the lines, and make nothing'),
  })
  .refine(({ links, table }) => (links === undefined) !== (table === undefined), { path: ['links'] }) // prettier-ignore

export const namingBody = z.strictObject({ ...namingSchema.shape, version: z.int().min(0).describe('The version read; 0 where none is written') }) // prettier-ignore

/** Links of a body as the table that a person would paste: the first link is on line 2. */
export const tableOfLinks = (links: NonNullable<z.infer<typeof tableBody>['links']>): PastedTable => ({
  head: tableColumns,
  rows: links.map((link, at) => ({ line: at + 2, cells: tableColumns.map((column) => link[column] ?? '') })),
})
