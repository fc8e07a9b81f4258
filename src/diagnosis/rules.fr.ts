const source = {
  found: (title: string) => `« ${title} » n’a pas de source datée.`,
  mend: 'Compléter la source',
}
const unused = {
  found: (title: string) => `« ${title} » pèse lourd et ne fonde ni objectif ni persona.`,
  mend: 'Le relier à un objectif',
}
const empty = {
  found: (box: string) => `Il manque ${box}.`,
  mend: 'Ajouter un enseignement',
}

export const fr = {
  'study-box-empty': { rule: 'L’étude relève au moins une opportunité et une menace.', ...empty },
  'insight-without-source': { rule: 'Chaque opportunité et chaque menace cite sa source et sa date.', ...source },
  'insight-unused': {
    rule: 'Chaque opportunité ou menace de poids 4 ou 5 fonde un objectif ou un persona.',
    ...unused,
  },
  'audit-box-empty': { rule: 'L’audit relève au moins une force et une faiblesse.', ...empty },
  'audit-insight-without-source': { rule: 'Chaque force et chaque faiblesse cite sa source et sa date.', ...source },
  'audit-insight-unused': {
    rule: 'Chaque force ou faiblesse de poids 4 ou 5 fonde un objectif ou un persona.',
    ...unused,
  },
}

export const boxes = {
  strength: 'une force',
  weakness: 'une faiblesse',
  opportunity: 'une opportunité',
  threat: 'une menace',
}
