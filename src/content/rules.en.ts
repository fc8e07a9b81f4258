import type { fr } from './rules.fr.ts'

export const en: typeof fr = {
  'support-without-editorial-line': {
    rule: 'Every support has its editorial line.',
    found: (title) => `“${title}” has no editorial line.`,
    mend: 'Write the line',
  },
  'support-with-two-lines': {
    rule: 'No support has two editorial lines.',
    found: (title) => `“${title}” has several editorial lines.`,
    mend: 'Keep only one',
  },
  'support-without-content': {
    rule: 'Every support has at least one content.',
    found: (title) => `“${title}” has no content.`,
    mend: 'Open the calendar',
  },
  'content-without-line': {
    rule: 'Every content in preparation follows an editorial line.',
    found: (title) => `“${title}” follows no editorial line.`,
    mend: 'Link a line',
  },
  'published-content-without-line': {
    rule: 'Nothing is published without an editorial line.',
    found: (title) => `“${title}” is published without an editorial line.`,
    mend: 'Link a line',
  },
  'persona-without-content': {
    rule: 'Every persona has at least one content.',
    found: (title) => `“${title}” has no content.`,
    mend: 'Add a content',
  },
  'content-without-persona': {
    rule: 'Every content is for a persona.',
    found: (title) => `“${title}” is for no persona.`,
    mend: 'Link a persona',
  },
  'content-without-planned-day': {
    rule: 'Every content has a planned day.',
    found: (title) => `“${title}” has no planned day.`,
    mend: 'Choose the day',
  },
  'content-outside-moments': {
    rule: 'Every content falls at a moment of its persona.',
    found: (title) => `“${title}” falls outside its persona’s moments.`,
    mend: 'Review the day or the time',
  },
  'late-content': {
    rule: 'No content is past its planned day unpublished.',
    found: (title) => `“${title}” should be published and is not.`,
    mend: 'Review the day or the state',
  },
}
