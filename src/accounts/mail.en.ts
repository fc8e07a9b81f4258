import type { fr } from './mail.fr.ts'

export const en: typeof fr = {
  title: 'E-mail sent',
  lead: 'What the workspace sent over the last 90 days, and what waits. The text of a message is erased once it has left.',
  caption: 'Last messages',
  to: 'To',
  subject: 'Subject',
  when: 'Asked for on',
  state: 'State',
  states: { waiting: 'Waiting', sent: 'Sent', failed: 'Given up' },
  sentAt: (when) => `on ${when}`,
  tries: (n, next) => `${n === 1 ? 'One try' : `${n} tries`}; the next at about ${next}.`,
  gaveUp: (n) => `After ${n === 1 ? 'one try' : `${n} tries`}.`,
  cannot: 'No e-mail leaves',
  empty: 'Nothing has been sent yet',
  emptyText:
    'Alerts and scheduled reports go through here. A trial message tells at once whether the mail server answers.',
  trialTitle: 'Try it',
  address: 'Address of the recipient',
  send: 'Send a trial message',
  trial: {
    subject: 'Trial message from Filrouge',
    text: 'This trial message has arrived: this Filrouge instance can send e-mail.',
  },
  trialSent: (to) => `The server accepted the message for ${to}.`,
  trialFailed: 'The message did not leave; the reason is in the list. It will be tried again by itself.',
}
