import { type Hash, createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import * as tar from 'tar'
import * as z from 'zod'
import { badRequest } from './errors.ts'

/**
 * A backup is a gzipped tar: manifest.json, a file of JSON lines per table of PostgreSQL, the events of ClickHouse in its
 * Native format (visits are computed from them again), and the instance's secret, without which two-factor codes and
 * sessions would be lost. It holds everything, secrets too: it is written with mode 600.
 */
const manifestSchema = z.object({
  format: z.literal(1),
  version: z.string(),
  madeAt: z.string(),
  migrations: z.array(z.string()),
  members: z.array(
    z.object({ name: z.string().regex(/^(?!.*\.\.)[\w./-]+$/), sha256: z.string(), rows: z.number().int() }),
  ),
  /** Where each counter of PostgreSQL stood: a number once given, even to a row deleted since, is not given again. */
  counters: z.record(z.string(), z.number().int()),
})

export type Manifest = z.infer<typeof manifestSchema>

/** A file that was read to its end once and is whole. */
export interface Backup {
  readonly file: string
  readonly manifest: Manifest
}

export const manifestMember = 'manifest.json'
export const secretMember = 'auth-secret'
export const eventsMember = 'events.native'
export const tableMember = (table: string) => `postgres/${table}.ndjson`

/**
 * Reads a whole backup and compares every part with what the manifest says, without writing anything.
 * @throws AppError in both languages: not there, no backup, damaged
 */
export async function openBackup(file: string): Promise<Backup> {
  if (!existsSync(file))
    throw badRequest('noFile', { fr: `${file} est introuvable.`, en: `${file} is not there.` }, 'file')
  const hashes = new Map<string, Hash>()
  const text: Buffer[] = []
  try {
    await tar.list({
      file,
      strict: true,
      onReadEntry(entry) {
        const hash = createHash('sha256')
        if (entry.type === 'File') hashes.set(entry.path, hash)
        entry.on('data', (part: Buffer) => {
          hash.update(part)
          if (entry.path === manifestMember) text.push(Buffer.from(part))
        })
      },
    })
    const manifest = manifestSchema.parse(JSON.parse(Buffer.concat(text).toString('utf8')))
    const isWhole = manifest.members.every(({ name, sha256 }) => hashes.get(name)?.digest('hex') === sha256)
    if (isWhole) return { file, manifest }
  } catch {
    // Told below: a broken gzip, a foreign tar and a manifest of another kind are the same to who reads.
  }
  throw badRequest(
    'damagedBackup',
    {
      fr: `${file} n’est pas une sauvegarde de Filrouge, ou il est abîmé. Rien n’a été modifié.`,
      en: `${file} is no backup of Filrouge, or it is damaged. Nothing was changed.`,
    },
    'file',
  )
}

/** Lays the parts of a checked backup in a folder. */
export const unpackBackup = ({ file, manifest }: Backup, folder: string): Promise<void> => {
  const names = new Set(manifest.members.map(({ name }) => name))
  return tar.extract({ file, cwd: folder, strict: true, filter: (path) => names.has(path) })
}

/** SHA-256 of a file, in hexadecimal. */
export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
