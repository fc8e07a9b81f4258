import { choice, date, integer, longText, text, url } from '../projects/field.ts'
import { type ValuesOf, defineKind } from '../projects/kind.ts'
import { en } from './insights.en.ts'
import { fr } from './insights.fr.ts'

export const boxes = ['strength', 'weakness', 'opportunity', 'threat'] as const
export type Box = (typeof boxes)[number]

export const insight = defineKind({
  name: 'insight',
  table: 'insights',
  path: 'insights',
  stage: 'understand',
  fields: {
    title: text({ required: true, max: 300 }),
    box: choice(boxes, { required: true }),
    weight: integer({ required: true, min: 1, max: 5 }),
    source: text({ group: 'evidence' }),
    sourceUrl: url({ group: 'evidence' }),
    observedOn: date({ group: 'evidence' }),
    detail: longText({ group: 'evidence' }),
  },
  // Opportunities and threats come from the market study (C1.1), strengths and weaknesses from the audit (C1.2).
  competency: ({ box }) => (box === 'opportunity' || box === 'threat' ? 'C1.1' : 'C1.2'),
  columns: ['title', 'box', 'weight', 'source', 'observedOn'],
  words: { fr: fr.kind, en: en.kind },
})

export type Insight = ValuesOf<typeof insight.fields>

/** A SWOT matrix: each box's lines, heaviest first, then by title so that the order never wavers. */
export function swot<T extends { readonly box: string; readonly weight: number; readonly title: string }>(
  insights: readonly T[],
): Record<Box, T[]> {
  const matrix: Record<Box, T[]> = { strength: [], weakness: [], opportunity: [], threat: [] }
  for (const line of insights) if (isBox(line.box)) matrix[line.box].push(line)
  for (const box of boxes) matrix[box].sort((a, b) => b.weight - a.weight || a.title.localeCompare(b.title))
  return matrix
}

const isBox = (text: string): text is Box => (boxes as readonly string[]).includes(text)
