import type { Words } from '../errors.ts'
import { dayIn } from '../period.ts'
import { choice, date, instant, longText, text, url } from '../projects/field.ts'
import { type ValuesOf, defineKind } from '../projects/kind.ts'
import { formats } from '../strategy/grid.ts'
import { en } from './contents.en.ts'
import { fr } from './contents.fr.ts'

/** What one support publishes, for whom and how: one line per support (CR2.2.2). */
export const editorialLine = defineKind({
  name: 'editorialLine',
  table: 'editorial_lines',
  path: 'editorial-lines',
  stage: 'produce',
  fields: {
    title: text({ required: true }),
    role: longText(),
    public: longText(),
    tone: text({ max: 300 }),
    rhythm: text({ max: 300 }),
    formats: longText(),
    toDo: longText(),
    toAvoid: longText(),
  },
  competency: () => 'C2.2.2',
  guests: true,
  columns: ['title', 'tone', 'rhythm'],
  words: { fr: fr.line, en: en.line },
})

export const contentStates = ['idea', 'drafting', 'review', 'approved', 'scheduled', 'published'] as const
export type ContentState = (typeof contentStates)[number]

/**
 * `plannedOn` is the day the editorial calendar aims at; `scheduledAt` is the instant set in a publishing tool. They are
 * two promises to two people, so they are two fields.
 */
export const content = defineKind({
  name: 'content',
  table: 'contents',
  path: 'contents',
  stage: 'produce',
  fields: {
    title: text({ required: true, max: 300 }),
    state: choice(contentStates, { required: true }),
    format: choice(formats),
    plannedOn: date({ group: 'calendar' }),
    scheduledAt: instant({ group: 'calendar' }),
    author: text({ group: 'writing' }),
    hook: longText({ max: 500, group: 'writing' }),
    brief: longText({ group: 'writing' }),
    callToAction: text({ group: 'writing' }),
    url: url({ group: 'writing' }),
  },
  // Without a day it is a production (C2.2.2), with one it is in the calendar (C2.3).
  competency: ({ plannedOn }) => (plannedOn === null || plannedOn === undefined ? 'C2.2.2' : 'C2.3'),
  guests: true,
  columns: ['title', 'state', 'format', 'plannedOn', 'scheduledAt', 'author'],
  check: ({ state, scheduledAt }) =>
    state === 'scheduled' && scheduledAt === null
      ? {
          scheduledAt: {
            fr: 'Un contenu programmé a un jour et une heure : écrivez-les, ou choisissez « Validé ».',
            en: 'A scheduled content has a day and a time: write them, or choose “Approved”.',
          },
        }
      : ({} as Record<string, Words>),
  marks: ({ state, scheduledAt, plannedOn }, timeZone) => {
    if (state !== 'published') return null
    const day = typeof scheduledAt === 'string' ? dayIn(timeZone, new Date(scheduledAt)) : plannedOn
    return typeof day === 'string' ? { from: day, to: null } : null
  },
  lateAfter: ({ state, plannedOn }) => (state === 'published' || typeof plannedOn !== 'string' ? null : plannedOn),
  words: { fr: fr.content, en: en.content },
})

export type Content = ValuesOf<typeof content.fields>
