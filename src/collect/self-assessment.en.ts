import type { fr } from './self-assessment.fr.ts'

export const en: typeof fr = {
  title: (domain) => `Self-assessment of the audience measurement of ${domain}`,
  kicker: 'Self-assessment',
  author: 'Made by',
  date: 'Made on',
  site: 'Site',
  contents: 'Contents',
  frozen: (when, who) =>
    `Self-assessment made by ${who} on ${when}, from the site’s settings at that instant. It no longer changes; make another after a setting has changed.`,
  scope: 'What this document says',
  scopeText:
    'This document sets the site’s settings beside the criteria that the CNIL publishes for audience measurement without consent (article 82 of the French data protection act, guidelines and recommendation on cookies and other trackers).\nIt is a self-assessment: it says what the software does, and what the controller still has to verify. It is neither an opinion of the CNIL nor legal advice.',
  settings: 'Settings of the site',
  setting: 'Setting',
  value: 'Value',
  criteria: 'Criterion by criterion',
  does: 'What the settings do',
  check: 'What remains to be verified',
  states: {
    done: 'Done by the software',
    setting: 'Depends on a setting to look at',
    check: 'For the controller to verify',
  },
  summary: 'In short',
  stateCount: 'Criteria',
  labels: {
    mode: 'Mode',
    signals: 'Do Not Track and Global Privacy Control',
    small: 'Small figures',
    retention: 'Retention of visits',
    hosts: 'Other hosts measured',
    notice: 'Notice of consent',
    proofs: 'Proofs of consent kept',
    lastDeletion: 'Latest end of retention',
    version: 'Version of Filrouge',
  },
  values: {
    exempt: 'Exempt measurement',
    consent: 'With consent, per visitor; other visits as in exempt measurement',
    obeyed: 'Obeyed',
    ignored: 'Not taken into account',
    hide: (below) => `Under ${below}, not shown`,
    round: (below) => `Rounded to the nearest multiple of ${below}`,
    all: 'All shown',
    months: (months) => `${months} months`,
    none: 'None',
    noNotice: 'None',
    noticeVersion: (version) => `Version ${version}`,
    never: 'Nothing has been deleted yet',
  },
  list: [
    {
      title: 'A purpose limited to measuring the site’s audience',
      state: () => 'check',
      does: () =>
        'The data serves to count pages, visits and where they come from, for this site alone. Nothing in the software shows advertising or targets a visitor.',
      check: () =>
        'That the figures serve nothing else in your organisation, and that the processing is in your record.',
    },
    {
      title: 'For the publisher alone, without following from site to site',
      state: (facts) => (facts.hosts.length > 0 ? 'check' : 'done'),
      does: () =>
        'A visitor’s number depends on the site: the same browser has another number on another site, even one measured by the same installation. There is no third-party cookie.',
      check: (facts) =>
        facts.hosts.length > 0
          ? `That these other hosts are those of the same publisher: ${facts.hosts.join(', ')}.`
          : 'Nothing but the access to this installation.',
    },
    {
      title: 'No combination and no transmission to third parties',
      state: () => 'check',
      does: (facts) =>
        facts.mode === 'exempt'
          ? 'Campaign parameters, click identifiers and identifiers of persons are dropped by the server, whatever the page sends. The software calls no outside service.'
          : 'Without the visitor’s consent, campaign parameters, click identifiers and identifiers of persons are dropped by the server. The software calls no outside service.',
      check: () =>
        'That exports and access keys are not used to bring visits together with a file of customers, and that your host is bound by contract.',
    },
    {
      title: 'Anonymous statistics',
      state: (facts) => (facts.small ? 'done' : 'setting'),
      does: (facts) =>
        facts.small
          ? 'Small figures are hidden or rounded by the threshold that is set, wherever figures are given.'
          : 'Every number is shown, however small.',
      check: (facts) =>
        facts.small
          ? 'That the threshold suits the site’s traffic. It holds everywhere: totals, tables, exports, the API, reports and KPIs.'
          : 'Set a threshold for small figures, or say why none is needed.',
    },
    {
      title: 'Data limited to what is needed',
      state: () => 'done',
      does: () =>
        'Without consent: page (without its parameters), host of the referrer, kind of device, families of browser and system, language, place (country; region and city if the operator has installed a table of places). The IP address serves to find the place and to compute the number of the day, then is forgotten: it is written nowhere.',
      check: () => 'That the pages do not themselves send personal data in their titles, paths or properties.',
    },
    {
      title: 'Trackers that live 13 months at most, not prolonged',
      state: () => 'done',
      does: (facts) =>
        facts.mode === 'exempt'
          ? 'Nothing is written in the browser: an event that could not leave waits in the memory of the page, and is lost with it. A visitor’s number changes every day, and the salt it is computed with is destroyed two days later. Only a visitor’s refusal stays in the browser, by the visitor’s own choice.'
          : 'Before consent, nothing is written in the browser. After it, an event that could not leave waits there for the next page, and a number drawn at random stays there for 395 days at most, which nothing prolongs; the server refuses an older number.',
      check: () => 'That your banner asks the visitor again at a suitable pace.',
    },
    {
      title: 'A retention of 25 months at most',
      state: () => 'done',
      does: (facts) =>
        `Visits, their events and proofs that no longer prove anything are deleted every night after ${facts.months} months; each deletion is noted. The software refuses more than 25 months.`,
      check: () => 'That your backups and exports do not last longer.',
    },
    {
      title: 'Information of visitors',
      state: () => 'check',
      does: () =>
        'A public page tells each visitor what is measured and how long it is kept, in French and in English.',
      check: () => 'That your privacy policy names this processing and leads to that page.',
    },
    {
      title: 'The right to object to measurement',
      state: (facts) => (facts.obeysSignals ? 'done' : 'setting'),
      does: (facts) =>
        `The visitors’ page lets anyone refuse to be counted, without an account; the script and the server obey. ${
          facts.obeysSignals
            ? 'Do Not Track and Global Privacy Control are obeyed.'
            : 'Do Not Track and Global Privacy Control are not taken into account.'
        }`,
      check: (facts) =>
        facts.obeysSignals
          ? 'That the link to the visitors’ page works on the site.'
          : 'That the link to the visitors’ page works on the site; decide whether the signals of browsers should be obeyed.',
    },
    {
      title: 'Consent for what goes beyond exempt measurement',
      state: (facts) => (facts.mode === 'exempt' ? 'done' : facts.noticeVersion === null ? 'setting' : 'check'),
      does: (facts) =>
        facts.mode === 'exempt'
          ? 'The site asks for no consent and keeps nothing that needs one.'
          : 'Campaigns, click identifiers and a lasting number are kept only after the visitor’s consent. The date of each consent and the version of the notice are kept, without the IP address; a consent is withdrawn as simply as it is given.',
      check: (facts) =>
        facts.mode === 'exempt'
          ? 'Nothing, as long as the mode does not change.'
          : facts.noticeVersion === null
            ? 'Write the notice: the consents received refer to no text.'
            : 'That the site’s banner shows this notice, and that refusing is as simple as accepting.',
    },
    {
      title: 'The rights of persons',
      state: () => 'done',
      does: () =>
        'A visitor who consented sees a number on the visitors’ page; with this number, a copy of the data is handed over and its erasure is done, and noted. Other visits point at nobody.',
      check: () => 'That somebody answers these requests within a month.',
    },
  ],
}
