import type { Scope } from '../accounts/scope.ts'
import { dayIn } from '../period.ts'
import type { FileObject, ProjectFile } from './coverage.ts'
import type { Catalog } from './kind.ts'
import { listObjects } from './objects.store.ts'
import type { Project } from './projects.store.ts'
import { linksOf } from './thread.store.ts'

/** A whole project as one value, for the coverage check and the map: a query a kind, run together. */
export async function projectFile(scope: Scope, catalog: Catalog, project: Project): Promise<ProjectFile> {
  const [lists, links] = await Promise.all([
    Promise.all(catalog.kinds.map((kind) => listObjects(scope, kind, project.id))),
    linksOf(scope, project.id),
  ])
  const objects: FileObject[] = lists.flat().map((object) => ({ ...object, derived: {} }))
  const facts = await Promise.all(catalog.derive.map((derive) => derive(scope, project.id, objects)))
  return {
    project,
    today: dayIn(project.timeZone, scope.now),
    objects: objects.map((object) => ({
      ...object,
      derived: Object.assign({}, ...facts.map((of) => of.get(object.id) ?? {})) as Record<string, unknown>,
    })),
    links,
  }
}
