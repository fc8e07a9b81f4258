import type { fr } from './snippets.fr.ts'

export const en: typeof fr = {
  title: 'Lines to paste',
  lead: 'However the site is made, the line is ready: its address and its settings are already in it.',
  choose: 'What is measured, besides page views',
  update: 'Update the lines',
  copy: 'Copy',
  copyThis: (title) => `Copy: ${title}`,
  copied: 'Copied.',
  refused: 'The browser refused to copy: select the text and copy it.',
  consent:
    'This site asks for consent: the first page view waits for the visitor’s answer. Your banner calls filrouge.consent(true) or filrouge.consent(false).',
  exempt: 'This site is exempt from consent: nothing is placed in the browser, no banner is needed.',
  measures: {
    outbound: { name: 'Outbound links', help: 'clicks to another site' },
    downloads: { name: 'Downloads', help: 'PDF files, spreadsheets, archives…' },
    forms: { name: 'Forms', help: 'when they are sent, by their name, without anything written in them' },
    '404': { name: 'Missing pages', help: 'with the page that holds the link to mend' },
    scroll: { name: 'Depth of reading', help: 'how far down the page is read' },
    time: { name: 'Reading time', help: 'how long the page is in view' },
    vitals: { name: 'Speed as felt', help: 'Google’s Core Web Vitals' },
    hash: { name: 'Addresses after #', help: 'for a site whose pages are written so: /#/honeys' },
  },
  places: {
    html: { title: 'HTML', help: 'In every page, just before </head>.' },
    wordpress: {
      title: 'WordPress',
      help: 'In functions.php of the child theme; or the HTML line above, in a plugin that adds to the header.',
    },
    ghost: { title: 'Ghost', help: 'In Settings › Code injection › Site header.' },
    tagManager: {
      title: 'Google Tag Manager, Matomo Tag Manager',
      help: 'In a “Custom HTML” tag, fired on all pages. A tag manager does not keep the attributes of the HTML line: that is why this one writes them.',
    },
    react: {
      title: 'React, Vue and other applications',
      help: 'In index.html: changes of page are followed by themselves.',
    },
    next: { title: 'Next.js', help: 'In the root layout, app/layout.' },
    pixel: {
      title: 'Image, for pages without scripts',
      help: 'Counts a page view where scripts are refused. The browser says which page shows the image. Paste it at the start of <body>.',
    },
    curl: {
      title: 'From a server, with curl',
      help: 'To count an order the page does not see. KEY is a key of scope events:write; the address and the agent are the visitor’s, so that the order is in the visit. The id makes a second sending count once.',
    },
    php: { title: 'From a server, in PHP', help: 'When the order is paid.' },
    node: { title: 'From a server, with Node', help: 'When the order is paid.' },
  },
}
