import { budgetLine } from './budget/budget-lines.ts'
import { budgetRules } from './budget/rules.ts'
import { content, editorialLine } from './content/contents.ts'
import { contentRules } from './content/rules.ts'
import { insight, insightRules } from './diagnosis/insights.ts'
import { action } from './planning/actions.ts'
import { planningRules } from './planning/rules.ts'
import type { Catalog } from './projects/kind.ts'
import { strategyRules } from './strategy/rules.ts'
import { aim, persona, strategicObjective, support } from './strategy/strategy.ts'

/** Everything a project can hold, every rule that reads it, every room of the left bar: one list, in the order of the trade. */
export const catalog: Catalog = {
  kinds: [insight, aim, strategicObjective, persona, support, budgetLine, action, editorialLine, content],
  rules: [...insightRules, ...strategyRules, ...budgetRules, ...planningRules, ...contentRules],
  derive: [],
  rooms: [{ stage: 'understand', path: 'swot', words: { fr: 'SWOT', en: 'SWOT' } }],
}
