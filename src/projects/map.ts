import type { FileObject, Finding, ProjectFile, Rule } from './coverage.ts'
import { competencies, competencyOf } from './framework.ts'
import type { Kind } from './kind.ts'

/** What the project's home says of one competency: facts, each of which leads somewhere; never a mark. */
export interface CompetencyState {
  readonly code: string
  /** Objects that feed it, by kind. */
  readonly present: readonly { readonly kind: string; readonly count: number }[]
  readonly missing: readonly { readonly rule: Rule; readonly findings: readonly Finding[] }[]
  readonly late: readonly { readonly object: FileObject; readonly since: string }[]
  /** Objects changed in the last seven days. */
  readonly changed: number
  readonly rules: number
}

const week = 7 * 86_400_000

/**
 * The map of a project: the framework's competencies in its order, with what is there, missing, late and new.
 * @param now for "changed in the last seven days"; lateness uses the file's own day
 */
export function mapOf(kinds: readonly Kind[], rules: readonly Rule[], file: ProjectFile, now: Date): CompetencyState[] {
  const kindOf = new Map(kinds.map((kind) => [kind.name, kind]))
  const fed = new Map<string, FileObject[]>()
  for (const object of file.objects) {
    const code = kindOf.get(object.kind)?.competency(withState(object))
    if (code) fed.set(code, [...(fed.get(code) ?? []), object])
  }
  return competencies.map(({ code }) => {
    const objects = fed.get(code) ?? []
    const own = rules.filter((rule) => competencyOf(rule.criterion) === code)
    return {
      code,
      present: countByKind(objects),
      missing: own.map((rule) => ({ rule, findings: rule.find(file) })).filter(({ findings }) => findings.length > 0),
      late: lateOnes(kindOf, objects, file.today),
      changed: objects.filter((object) => now.getTime() - object.updatedAt.getTime() < week).length,
      rules: own.length,
    }
  })
}

/** Objects of a project whose day has passed and that are not done, earliest first. */
export function lateOnes(kindOf: ReadonlyMap<string, Kind>, objects: readonly FileObject[], today: string) {
  return objects
    .map((object) => ({ object, since: kindOf.get(object.kind)?.lateAfter(withState(object)) ?? null }))
    .filter((late): late is { object: FileObject; since: string } => late.since !== null && late.since < today)
    .sort((a, b) => a.since.localeCompare(b.since))
}

const withState = (object: FileObject) => ({ ...object.values, title: object.title, state: object.state })

function countByKind(objects: readonly FileObject[]) {
  const counts = new Map<string, number>()
  for (const { kind } of objects) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].map(([kind, count]) => ({ kind, count }))
}
