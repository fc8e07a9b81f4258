import type { fr } from './reports.fr.ts'

export const en: typeof fr = {
  kind: {
    one: 'report',
    many: 'Reports',
    add: 'Add a report',
    purpose:
      'A report tells management what happened over a period: figures against targets, lessons, recommendations. Its figures are frozen at a date and never change again.',
    example:
      'Report of the third quarter of 2026, for management: 12,400 visits, 3 KPIs of 5 on target, the summer campaign to be reviewed, two recommendations.',
    fields: {
      title: { label: 'Title' },
      state: { label: 'State', help: 'Becomes “For approval” when the figures are frozen.' },
      author: { label: 'Author' },
      function: { label: 'Function', help: 'The author’s, as the cover states it.' },
      audience: { label: 'Audience', help: 'For instance: management, steering committee.' },
      startsOn: { label: 'From' },
      endsOn: { label: 'To' },
      summary: {
        label: 'Summary',
        help: 'The essential in a few sentences: what worked, what did not, what is asked for.',
      },
      lessons: { label: 'Lessons', help: 'What the period teaches, and why: causes, not only figures.' },
      frozen: { label: 'Frozen figures' },
    },
    options: { state: { draft: 'Draft', toApprove: 'For approval', approved: 'Approved' } },
    groups: { cover: 'Cover', period: 'Period', text: 'Text' },
  },
}
