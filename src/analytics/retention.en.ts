import type { fr } from './retention.fr.ts'

export const en: typeof fr = {
  title: 'Retention',
  lead: 'Of those who came a first time, how many come back, and after how long.',
  by: 'Group by',
  sizes: { day: 'Day', week: 'Week', month: 'Month' },
  basis:
    'Based on visitors who consented: they alone are recognised from one day to the next, for thirteen months at most. The others cannot enter this table.',
  filtered: 'Filters choose the first visit: those who came that way the first time are counted.',
  exempt: {
    title: 'This site recognises nobody from one day to the next',
    text: 'It is in the mode exempt from consent: a visitor’s number changes every night and cannot be found again. Knowing who comes back takes consent; no calculation can stand in for it.',
    action: 'See the site’s settings',
  },
  empty: {
    title: 'Nobody is recognised in this period yet',
    text: 'It takes visitors who consented: the site’s page must call filrouge.consent(true) when they accept. Choose a longer period too.',
    example: 'Week of 2 November: 120 first visitors, of whom 18 came back the week after (15%).',
  },
  table: (size) => `Share of first visitors who came back, by ${size} of first visit`,
  small: { day: 'day', week: 'week', month: 'month' },
  first: { day: 'Day of first visit', week: 'Week of first visit', month: 'Month of first visit' },
  size: 'Visitors',
  after: { day: (n) => `D+${n}`, week: (n) => `W+${n}`, month: (n) => `M+${n}` },
  afterLong: {
    day: (n) => `${n} day${n > 1 ? 's' : ''} later`,
    week: (n) => `${n} week${n > 1 ? 's' : ''} later`,
    month: (n) => `${n} month${n > 1 ? 's' : ''} later`,
  },
  whole: 'All together',
  cell: (n, size) => `${n} of ${size}`,
  running: 'The last figure of each row is that of a time still running.',
  curve: 'Share of visitors who came back, by time since their first visit',
  elapsed: 'Time elapsed',
  sheet: { first: 'First visit', after: 'Rank', back: 'Came back', share: 'Share' },
}
