import type { fr } from './contents.fr.ts'

export const en: typeof fr = {
  line: {
    one: 'editorial line',
    many: 'Editorial lines',
    add: 'Add an editorial line',
    purpose:
      'An editorial line says what a support publishes, for whom, in which tone and how often. Each support has its own, and only one.',
    example:
      'Blog: recipes and flowers, for people curious about cooking, warm tone, one article a week, never a promotion.',
    fields: {
      title: { label: 'Editorial line', help: 'Usually the name of the support: “Blog line”.' },
      role: { label: 'Role', help: 'What the support brings to the strategy.' },
      public: { label: 'Audience', help: 'Whom it speaks to, precisely.' },
      tone: { label: 'Tone' },
      rhythm: { label: 'Rhythm', help: '“One article a week, on Tuesdays”.' },
      formats: { label: 'Formats and subjects' },
      toDo: { label: 'Do' },
      toAvoid: { label: 'Avoid' },
    },
  },
  content: {
    one: 'content',
    many: 'Contents',
    add: 'Add a content',
    purpose:
      'A content is what will be published: its format, its editorial line, its persona, the day it is planned for and the instant it is scheduled at.',
    example: 'Article “Three recipes with lavender honey”, planned for Tuesday 1 December, blog line, for Claire.',
    fields: {
      title: { label: 'Working title' },
      state: { label: 'State' },
      format: { label: 'Format' },
      plannedOn: { label: 'Planned on', help: 'The day aimed at in the editorial calendar.' },
      scheduledAt: { label: 'Scheduled at', help: 'The instant set in the publishing tool.' },
      author: { label: 'Author' },
      hook: { label: 'Hook' },
      brief: { label: 'Brief', help: 'Subject, angle, sources, length, keyword.' },
      callToAction: { label: 'Call to action', help: 'What the reader should do next.' },
      url: { label: 'Address once published' },
    },
    options: {
      state: {
        idea: 'Idea',
        drafting: 'Drafting',
        review: 'In review',
        approved: 'Approved',
        scheduled: 'Scheduled',
        published: 'Published',
      },
      format: {
        article: 'Article',
        post: 'Short post',
        image: 'Image',
        video: 'Video',
        story: 'Story',
        audio: 'Audio',
        newsletter: 'Newsletter',
        print: 'Print',
        event: 'Event',
      },
    },
    groups: { calendar: 'Calendar', writing: 'Writing' },
  },
}
