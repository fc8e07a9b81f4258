import referential from './framework.json' with { type: 'json' }

/** The professional framework, word for word from its source. */
export interface Framework {
  readonly title: string
  readonly blocks: readonly Block[]
}

export interface Block {
  readonly code: string
  readonly title: string
  readonly activities: readonly {
    readonly code: string
    readonly title: string
    readonly competencies: readonly Competency[]
  }[]
}

export interface Competency {
  readonly code: string
  readonly text: string
  readonly criteria: readonly Criterion[]
}

export interface Criterion {
  readonly code: string
  readonly text: string
  readonly statements: readonly string[]
}

export const framework: Framework = referential

/** What the source says of itself, by the code it is about: CR1.2 is missing there, and is not invented here. */
export const frameworkNotes: Readonly<Record<string, string>> = Object.fromEntries(
  referential.notes.map(({ code, note }) => [code, note]),
)

export const competencies: readonly (Competency & { readonly activity: string; readonly block: string })[] =
  framework.blocks.flatMap((block) =>
    block.activities.flatMap((activity) =>
      activity.competencies.map((competency) => ({ ...competency, activity: activity.title, block: block.code })),
    ),
  )

/** The competency a criterion belongs to: CR1.3.1 → C1.3.1; a competency's own code stays. */
export const competencyOf = (criterion: string) => criterion.replace(/^CR/, 'C')

/** The criterion of a competency, or null where the source has none. */
export const criterionOf = (competency: string): Criterion | null =>
  competencies.find((c) => c.code === competency)?.criteria[0] ?? null
