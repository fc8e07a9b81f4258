import { insight, insightRules } from './diagnosis/insights.ts'
import type { Catalog } from './projects/kind.ts'

/** Everything a project can hold, every rule that reads it, every room of the left bar: one list, in the order of the trade. */
export const catalog: Catalog = {
  kinds: [insight],
  rules: [...insightRules],
  derive: [],
  rooms: [{ stage: 'understand', path: 'swot', words: { fr: 'SWOT', en: 'SWOT' } }],
}
