import { createHmac } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from './postgres.ts'
import { StartError } from './start-error.ts'

declare module './postgres.ts' {
  interface Tables {
    instance: { singleton: boolean; secretFingerprint: string; createdAt: Date }
  }
}

/**
 * All nodes of an instance sign with one secret: the first to come leaves its fingerprint, the others compare.
 * @throws StartError when this node has another
 */
export async function agreeOnSecret(db: Kysely<Tables>, secret: string): Promise<void> {
  const secretFingerprint = createHmac('sha256', secret).update('filrouge instance').digest('hex')
  await db
    .insertInto('instance')
    .values({ singleton: true, secretFingerprint, createdAt: new Date() })
    .onConflict((oc) => oc.doNothing())
    .execute()
  const known = await db.selectFrom('instance').select('secretFingerprint').executeTakeFirstOrThrow()
  if (known.secretFingerprint !== secretFingerprint)
    throw new StartError(
      'Le secret de ce Filrouge n’est pas celui de la base : les sessions et les seconds facteurs des autres seraient perdus. Donnez à tous le même FILROUGE_SECRET, ou copiez ici le fichier auth-secret du premier. S’il est vraiment perdu, videz la table instance : chacun refera son second facteur.',
      'The secret of this Filrouge is not that of the database: the sessions and second factors of the others would be lost. Give all of them the same FILROUGE_SECRET, or copy the auth-secret file of the first here. If it is really lost, empty the table instance: everyone will set up their second factor again.',
    )
}
