import type { fr } from './annotations.fr.ts'

export const en: typeof fr = {
  annotation: {
    one: 'annotation',
    many: 'Annotations',
    add: 'Add an annotation',
    purpose:
      'An annotation says what happened on a day: a trade fair, an outage, a mention on the radio. It is read on the curves, and explains what figures alone do not say.',
    example: '12 November: two minutes about the honey house on the regional news.',
    fields: {
      title: { label: 'What happened' },
      subject: { label: 'Subject' },
      startsOn: { label: 'Day' },
      endsOn: { label: 'Until', help: 'Empty if it lasted one day.' },
      note: { label: 'Details' },
    },
    options: {
      subject: {
        event: 'Event',
        communication: 'Communication',
        site: 'Site and measurement',
        market: 'Market',
        other: 'Other',
      },
    },
  },
  marks: {
    column: 'Annotations',
    title: 'What happened',
    none: 'Nothing is noted in this period.',
    add: 'Annotate',
    all: 'All annotations',
    hide: (what) => `Hide: ${what}`,
    show: (what) => `Show: ${what}`,
    more: (count) => `and ${count} more in the table`,
    sources: {
      annotation: 'notes',
      content: 'publications',
      campaign: 'campaigns',
      import: 'imports',
      channels: 'channel rules',
    },
    phases: {
      content: { on: (title) => `Published: ${title}` },
      campaign: {
        from: (title) => `Campaign begins: ${title}`,
        to: (title) => `Campaign ends: ${title}`,
      },
    },
    from: (title) => `${title} (begins)`,
    to: (title) => `${title} (ends)`,
    imported: { log: 'Server logs imported', history: 'History imported' },
    channelsChanged: (version) => `Channel rules changed (version ${version})`,
  },
}
