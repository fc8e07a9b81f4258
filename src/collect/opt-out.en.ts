import type { fr } from './opt-out.fr.ts'

export const en: typeof fr = {
  title: (domain) => `Your visits to ${domain}`,
  other: 'Français',
  measured: (domain) =>
    `${domain} counts its visits with Filrouge, a tool that its publisher runs. Your IP address is not kept and nothing is sent to other companies.`,
  exempt:
    'Without a cookie and without a number kept in your browser: the page seen, the host of the site you come from, the kind of device, the browser, the language and the place (country, region or city). Your visits of two different days cannot be put together.',
  consent:
    'Without your consent the measure stops there: the page seen, the host of the site you come from, the kind of device, the browser, the language and the place (country, region or city). With your consent, the campaign you come from is kept too, with a number drawn at random that stays in your browser for 13 months at most.',
  kept: (months) => `This data is deleted after ${months} months.`,
  state: {
    out: 'Done: visits from this browser are no longer counted.',
    in: 'Visits from this browser are counted.',
  },
  number: 'Your visitor number',
  numberHelp: 'Give it to the site’s publisher to receive a copy of what it stands for, or to have it erased.',
  noNumber: 'This browser keeps no visitor number.',
  choice: 'Your choice',
  on: (host) => `On ${host}`,
  out: 'Stop counting my visits',
  in: 'Count my visits again',
  me: 'See my visitor number',
  how: 'The site opens for a moment, notes your choice in your browser, and brings you back here. This choice is all that is kept; it holds for this browser, until you clear its data.',
  failed: 'If you are not brought back here, the page that opened is not measured, or a blocker already prevents it.',
  signals: 'This site also obeys Do Not Track and Global Privacy Control, if your browser sends them.',
}
