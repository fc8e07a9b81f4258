import { ringing } from './alerts/alerts.store.ts'
import { annotation } from './analytics/annotation-kind.ts'
import { budgetLine } from './budget/budget-lines.ts'
import { budgetRules } from './budget/rules.ts'
import { content, editorialLine } from './content/contents.ts'
import { contentRules } from './content/rules.ts'
import { insight } from './diagnosis/insights.ts'
import { diagnosisRules } from './diagnosis/rules.ts'
import { action } from './planning/actions.ts'
import { planningRules } from './planning/rules.ts'
import { deriveMeasures } from './kpis/measures.store.ts'
import { deviation, digitalObjective, scenario } from './kpis/kpi-kinds.ts'
import { goal, kpi } from './kpis/kpis.ts'
import { rules as kpiRules } from './kpis/rules.ts'
import { deriveClicks } from './links/clicks.store.ts'
import { campaignGuard, deriveNaming, linkGuard } from './links/naming.store.ts'
import { campaign, trackedLink } from './links/links.ts'
import { plannedEvent } from './links/planned-events.ts'
import { rules as linkRules } from './links/rules.ts'
import type { Catalog } from './projects/kind.ts'
import { recommendation, recommendationRules } from './recommendations/recommendations.ts'
import { report } from './reports/reports.ts'
import { reportRules } from './reports/rules.ts'
import { strategyRules } from './strategy/rules.ts'
import { aim, persona, strategicObjective, support } from './strategy/strategy.ts'

/** Everything a project can hold, every rule that reads it, every room of the left bar: one list, in the order of the trade. */
export const catalog: Catalog = {
  kinds: [
    insight,
    aim,
    strategicObjective,
    persona,
    support,
    budgetLine,
    action,
    editorialLine,
    content,
    campaign,
    trackedLink,
    plannedEvent,
    annotation,
    digitalObjective,
    goal,
    kpi,
    deviation,
    scenario,
    recommendation,
    report,
  ],
  rules: [
    ...diagnosisRules,
    ...strategyRules,
    ...budgetRules,
    ...planningRules,
    ...contentRules,
    ...linkRules,
    ...kpiRules,
    ...recommendationRules,
    ...reportRules,
  ],
  derive: [deriveClicks, deriveNaming, deriveMeasures],
  guards: [campaignGuard, linkGuard],
  rooms: [
    { stage: 'understand', path: 'swot', words: { fr: 'SWOT', en: 'SWOT' } },
    { stage: 'decide', path: 'strategy', words: { fr: 'Stratégie', en: 'Strategy' } },
    { stage: 'decide', path: 'budget', words: { fr: 'Budget', en: 'Budget' } },
    { stage: 'decide', path: 'plan', words: { fr: 'Plan d’actions', en: 'Action plan' }, guests: true },
    {
      stage: 'produce',
      path: 'calendar',
      words: { fr: 'Calendrier éditorial', en: 'Editorial calendar' },
      guests: true,
    },
    { stage: 'measure', path: 'sites', words: { fr: 'Sites mesurés', en: 'Measured sites' } },
    { stage: 'measure', path: 'audience', words: { fr: 'Audience', en: 'Audience' } },
    { stage: 'measure', path: 'link-builder', words: { fr: 'Préparer un lien', en: 'Prepare a link' } },
    { stage: 'measure', path: 'tracking-plan', words: { fr: 'Plan de marquage', en: 'Tracking plan' } },
    { stage: 'measure', path: 'link-audit', words: { fr: 'Audit des liens', en: 'Audit of links' } },
    { stage: 'measure', path: 'dashboards', words: { fr: 'Tableaux de bord', en: 'Dashboards' } },
    { stage: 'measure', path: 'kpi-board', words: { fr: 'Suivi des KPI', en: 'KPI follow-up' } },
    { stage: 'measure', path: 'kpi-tree', words: { fr: 'Arbre des KPI', en: 'KPI tree' } },
    { stage: 'measure', path: 'alerts', words: { fr: 'Alertes', en: 'Alerts' }, waiting: ringing },
    {
      stage: 'recommend',
      path: 'decisions',
      words: { fr: 'Décisions attendues', en: 'Decisions awaited' },
    },
  ],
}
