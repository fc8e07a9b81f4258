import type { fr } from './insights.fr.ts'

export const en: typeof fr = {
  kind: {
    one: 'insight',
    many: 'Insights',
    add: 'Add an insight',
    purpose:
      'An insight is a dated, sourced fact from the watch, the diagnosis or the audit. It becomes a strength, a weakness, an opportunity or a threat, and objectives start from it.',
    example: 'Opportunity: “Local honey grows 8% in specialist shops” (trade body, October 2026), weight 4.',
    fields: {
      title: {
        label: 'Insight',
        help: 'A sentence that states the fact, not its subject: “Organic honey prices fall by 6%”.',
      },
      box: { label: 'Nature' },
      weight: { label: 'Weight', help: 'From 1 (worth noting) to 5 (decisive for the project).' },
      source: { label: 'Source', help: 'Who says so: study, article, interview, internal figures.' },
      sourceUrl: { label: 'Address of the source' },
      observedOn: { label: 'Observed on' },
      detail: { label: 'Details and bearing', help: 'What it changes for the company.' },
    },
    options: {
      box: { strength: 'Strength', weakness: 'Weakness', opportunity: 'Opportunity', threat: 'Threat' },
    },
    groups: { evidence: 'Evidence' },
  },
  swot: {
    title: 'SWOT',
    lead: 'The project’s insights, heaviest first. Each line leads to its source.',
    unsourced: 'no source',
    add: (box: string) => `Add: ${box}`,
    addShort: 'Add',
    empty: 'Nothing here yet.',
    weight: (n: number) => `weight ${n}`,
    internal: 'Internal',
    external: 'External',
    boxes: { strength: 'Strengths', weakness: 'Weaknesses', opportunity: 'Opportunities', threat: 'Threats' },
    leads: (n: number) => (n === 0 ? 'no objective' : `${n} objective${n > 1 ? 's' : ''}`),
  },
}
