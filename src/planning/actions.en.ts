import type { fr } from './actions.fr.ts'

export const en: typeof fr = {
  one: 'action',
  many: 'Actions',
  add: 'Add an action',
  purpose:
    'An action carries out an objective: who leads it, from when to when, and what it delivers. Together they make the action plan.',
  example:
    '“Win back summer customers with a series of three e-mails”, Nadia, 1 to 20 October, delivers the three approved e-mails.',
  fields: {
    title: { label: 'Action', help: 'A verb and a result: “Redo the honey page”.' },
    state: { label: 'State' },
    owner: { label: 'Owner', help: 'One person answers for the action.' },
    startsOn: { label: 'Start' },
    endsOn: { label: 'End' },
    progress: { label: 'Progress', unit: '%' },
    deliverable: { label: 'Deliverable', help: 'What exists at the end and can be shown.' },
    deliverableDueOn: { label: 'Deliverable due on' },
    detail: { label: 'Details' },
  },
  options: { state: { todo: 'To do', doing: 'In progress', done: 'Done', cancelled: 'Dropped' } },
  groups: { time: 'Calendar', deliverable: 'Deliverable' },
}
