import type { fr } from './filters.fr.ts'

export const en: typeof fr = {
  title: 'Filters of the site',
  lead: 'What must not count: your team, your administration pages, a country, made-up referrers. A filter holds within seconds, not for the past.',
  errors: 'The filters were not saved',
  ownAddress: 'Your address',
  ownAddressIs: (ip) => `You are reading this page from ${ip}.`,
  ownAddressOut: 'Your visits from this address already do not count.',
  ownAddressPrivate:
    'It is an address of a local network: behind a proxy, set FILROUGE_TRUSTED_PROXIES to see those of visitors.',
  addOwn: 'Stop counting my address',
  ownAdded: 'Your address no longer counts for this site',
  fields: {
    ips: 'IP addresses not to count',
    hosts: 'Other hosts of this site',
    paths: 'Pages not to count',
    countries: 'Countries not to count',
    referrers: 'Made-up referrers, beside our own list',
  },
  help: {
    ips: 'One a line, IPv4 or IPv6, or a range such as 192.0.2.0/24 or 2001:db8::/32.',
    hosts: 'One a line: a shop or a payment page hosted elsewhere. An event from another host is left out.',
    paths: 'One path a line; * stands for any text: /admin/*',
    countries: 'One a line, by its name or its code: Belgium, or BE.',
    referrers: 'One domain a line; its sub-domains are included.',
  },
  save: 'Save the filters',
  saved: 'Filters saved',
  readOnly: 'The workspace’s owner and project leads may change them.',
  nothing: 'None',
}
