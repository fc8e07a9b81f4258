import type { boxes as boxesFr, fr } from './rules.fr.ts'

const source = { found: (title: string) => `“${title}” has no dated source.`, mend: 'Complete the source' }
const unused = {
  found: (title: string) => `“${title}” weighs a lot and founds neither an objective nor a persona.`,
  mend: 'Link it to an objective',
}
const empty = { found: (box: string) => `There is no ${box}.`, mend: 'Add an insight' }

export const en: typeof fr = {
  'study-box-empty': { rule: 'The study notes at least one opportunity and one threat.', ...empty },
  'insight-without-source': { rule: 'Every opportunity and every threat cites its source and its date.', ...source },
  'insight-unused': {
    rule: 'Every opportunity or threat of weight 4 or 5 founds an objective or a persona.',
    ...unused,
  },
  'audit-box-empty': { rule: 'The audit notes at least one strength and one weakness.', ...empty },
  'audit-insight-without-source': {
    rule: 'Every strength and every weakness cites its source and its date.',
    ...source,
  },
  'audit-insight-unused': {
    rule: 'Every strength or weakness of weight 4 or 5 founds an objective or a persona.',
    ...unused,
  },
}

export const boxes: typeof boxesFr = {
  strength: 'strength',
  weakness: 'weakness',
  opportunity: 'opportunity',
  threat: 'threat',
}
