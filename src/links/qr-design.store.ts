import type { Scope } from '../accounts/scope.ts'
import { forbidden } from '../errors.ts'
import { mayWrite } from '../projects/kind.ts'
import { trackedLink } from './links.ts'
import { readPng } from './png.ts'
import { type QrLook, plainLook } from './qr.ts'

interface QrDesignTable {
  projectId: string
  workspaceId: string
  dark: string
  light: string
  logo: Buffer | null
  savedAt: Date
  savedBy: string
}

declare module '../postgres.ts' {
  interface Tables {
    qrDesigns: QrDesignTable
  }
}

/** How the project's codes look; black on white where nobody chose. */
export async function lookOf(scope: Scope, projectId: string): Promise<QrLook> {
  const row = await scope.db
    .selectFrom('qrDesigns')
    .select(['dark', 'light', 'logo'])
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', projectId)
    .executeTakeFirst()
  if (!row) return plainLook
  const picture = row.logo && readPng(row.logo)
  return {
    dark: row.dark,
    light: row.light,
    logo: row.logo && picture && 'rgba' in picture ? { picture, file: row.logo } : null,
  }
}

/** Keeps how the project's codes look; the picture has been read. */
export async function saveLook(
  scope: Scope,
  projectId: string,
  look: { readonly dark: string; readonly light: string; readonly logo: Buffer | null },
): Promise<void> {
  if (!mayWrite(scope, trackedLink)) throw forbidden()
  const kept = { ...look, savedAt: scope.now, savedBy: scope.user.name }
  await scope.db
    .insertInto('qrDesigns')
    .values({ projectId, workspaceId: scope.workspace, ...kept })
    .onConflict((on) => on.column('projectId').doUpdateSet(kept).where('qrDesigns.workspaceId', '=', scope.workspace))
    .execute()
}
