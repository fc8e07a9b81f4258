import type { Kysely } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import type { Words } from '../errors.ts'
import type { Locale } from '../i18n.ts'
import type { Tables } from '../postgres.ts'

/** An object as the rules read it: its values, and what other slices computed of it. */
export interface FileObject {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly state: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly values: Readonly<Record<string, unknown>>
  /** Facts that are not columns, such as a KPI's status today. */
  readonly derived: Readonly<Record<string, unknown>>
}

/** A whole project at one moment: what the coverage check reads, and nothing else. */
export interface ProjectFile {
  readonly project: ProjectFacts
  readonly today: string
  readonly objects: readonly FileObject[]
  readonly links: readonly { readonly from: string; readonly to: string }[]
}

export interface ProjectFacts {
  readonly id: string
  readonly startsOn: string | null
  readonly endsOn: string | null
  readonly envelopeCents: number | null
  readonly vatReference: 'excl' | 'incl'
  readonly timeZone: string
}

/** What a rule found: the object concerned (null for the project as a whole) and where it is mended. */
export interface Finding {
  readonly object: FileObject | null
  readonly sentence: Words
  /** Address below the project, and what the button says. */
  readonly mend: { readonly to: string; readonly words: Words }
}

/**
 * One check of the coverage: data and a pure function. It states facts about links and completeness and never
 * gives a mark.
 */
export interface Rule {
  /** "objective-without-action" */
  readonly id: string
  /** Code of the framework's criterion, or of the competency where the framework has no criterion (C1.2). */
  readonly criterion: string
  /** What holds when the rule is satisfied: "Chaque objectif a au moins une action." */
  readonly words: Words
  readonly find: (file: ProjectFile) => readonly Finding[]
}

/** Facts another slice adds to objects before the rules run: object id → facts. */
export type Derive = (
  scope: Scope,
  projectId: string,
  objects: readonly FileObject[],
) => Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>>

/** Kysely over the whole product, for stores that work on any kind. */
export type Db = Kysely<Tables>

/** A project file with its links indexed both ways: rules ask it questions. */
export class Reader {
  readonly file: ProjectFile
  readonly #byId: ReadonlyMap<string, FileObject>
  readonly #after = new Map<string, FileObject[]>()
  readonly #before = new Map<string, FileObject[]>()

  constructor(file: ProjectFile) {
    this.file = file
    this.#byId = new Map(file.objects.map((object) => [object.id, object]))
    for (const { from, to } of file.links) {
      const origin = this.#byId.get(from)
      const result = this.#byId.get(to)
      if (!origin || !result) continue
      push(this.#after, from, result)
      push(this.#before, to, origin)
    }
  }

  of(kind: string): readonly FileObject[] {
    return this.file.objects.filter((object) => object.kind === kind)
  }

  /** Objects of a kind that rest directly on this one. */
  after(object: FileObject, kind: string): readonly FileObject[] {
    return (this.#after.get(object.id) ?? []).filter((other) => other.kind === kind)
  }

  /** Objects of a kind this one comes directly from. */
  before(object: FileObject, kind: string): readonly FileObject[] {
    return (this.#before.get(object.id) ?? []).filter((other) => other.kind === kind)
  }
}

function push(map: Map<string, FileObject[]>, key: string, object: FileObject) {
  const list = map.get(key)
  if (list) list.push(object)
  else map.set(key, [object])
}

/** A rule's `find` from a question asked of each object of one kind. */
export function eachWithout(
  kind: string,
  holds: (reader: Reader, object: FileObject) => boolean,
  finding: (object: FileObject) => Omit<Finding, 'object'>,
): Rule['find'] {
  return (file) => {
    const reader = new Reader(file)
    return reader
      .of(kind)
      .filter((object) => !holds(reader, object))
      .map((object) => ({ object, ...finding(object) }))
  }
}

export interface CriterionReport {
  readonly criterion: string
  readonly rules: readonly { readonly rule: Rule; readonly findings: readonly Finding[] }[]
}

/** Runs every rule on a project file, grouped by criterion in the order of first appearance. */
export function coverage(rules: readonly Rule[], file: ProjectFile): CriterionReport[] {
  const groups = new Map<string, { rule: Rule; findings: readonly Finding[] }[]>()
  for (const rule of rules) {
    const group = groups.get(rule.criterion) ?? []
    group.push({ rule, findings: rule.find(file) })
    groups.set(rule.criterion, group)
  }
  return [...groups].map(([criterion, found]) => ({ criterion, rules: found }))
}

/** What a rule says in one language; it lives in its slice's words. */
export interface RuleWords {
  /** What holds when the rule is satisfied. */
  readonly rule: string
  /** What is missing of an object, by its title; '' for the project as a whole. */
  readonly found: (title: string) => string
  /** The action that mends it. */
  readonly mend: string
}

/** What breaks a rule, before it is put into words. */
export interface Breach {
  readonly object: FileObject | null
  /** Address below the project where it is mended. */
  readonly to: string
  /** What is named, where it is not the object's title. */
  readonly about?: Words
}

/** A rule whose sentences come from its slice's words under its id. */
export function wordedRule<const Id extends string>(
  id: Id,
  criterion: string,
  words: Readonly<Record<Locale, Readonly<Record<Id, RuleWords>>>>,
  breaches: (reader: Reader) => readonly Breach[],
): Rule {
  const { fr, en } = { fr: words.fr[id], en: words.en[id] }
  return {
    id,
    criterion,
    words: { fr: fr.rule, en: en.rule },
    find: (file) =>
      breaches(new Reader(file)).map(({ object, to, about }) => ({
        object,
        sentence: { fr: fr.found(about?.fr ?? object?.title ?? ''), en: en.found(about?.en ?? object?.title ?? '') },
        mend: { to, words: { fr: fr.mend, en: en.mend } },
      })),
  }
}
