import type { Words } from '../errors.ts'
import { type Utm, utmFields } from './utm.ts'

/** Hosts that only shorten addresses: most drop what is added after theirs. */
const shorteners = new Set([
  'bit.ly', 'bitly.com', 't.co', 'tinyurl.com', 'lnkd.in', 'ow.ly', 'buff.ly', 'goo.gl', 'rebrand.ly', 'cutt.ly', 'is.gd', 'fb.me',
  'shorturl.at', 'rb.gy', 't.ly', 'urlz.fr', 'vu.fr',
]) // prettier-ignore

/** Parameters whose name announces a person, whatever the value. */
const personal =
  /^(e-?mail|mail|courriel|nom|prenom|name|first_?name|last_?name|full_?name|tel|telephone|phone|mobile|adresse|address|birth_?(date|day)|naissance|iban|ssn|nir|user_?id|login|contact_?id|subscriber)$/i

/** An e-mail address, or a French telephone number; a plus that was not encoded has become a space. */
const isPerson = (value: string) =>
  /[^\s@/=&]+@[^\s@/=&]+\.[a-z]{2,}/i.test(value) ||
  /^((\+|00)33[ .-]?(\(0\)[ .-]?)?|0)[1-9](?:[ .-]?\d\d){4}$/.test(value.replace(/^ (?=33)/, '+').trim())

/** Parameters that advertising networks add by themselves: in an address that is published they would claim every visit. */
const clickIds = ['gclid', 'gbraid', 'wbraid', 'fbclid', 'msclkid', 'ttclid', 'li_fat_id', 'twclid', 'dclid', 'yclid']

/**
 * What goes wrong with the address itself, before a link is published: each told with what happens and how to avoid it.
 * @param destination has passed the link's own check
 */
export function addressTraps(destination: string, utm: Utm): Words[] {
  const address = new URL(destination)
  const params = [...address.searchParams]
  return [
    afterFragment(address),
    utmFields.some((name) => utm[name]) ? alreadyThere(params) : null,
    copiedClick(params),
    shortened(address.hostname.replace(/^www\./, '')),
    personIn(params, utm),
  ].filter((trap) => trap !== null)
}

function copiedClick(params: readonly (readonly [string, string])[]): Words | null {
  const id = params.map(([name]) => name.toLowerCase()).find((name) => clickIds.includes(name))
  return id === undefined
    ? null
    : {
        fr: `L’adresse contient « ${id} », l’identifiant d’un clic de publicité copié avec elle : toutes les visites seraient attribuées à cette publicité. Retirez ce paramètre.`,
        en: `The address holds “${id}”, an advertising click id copied along: every visit would be credited to that advertisement. Remove this parameter.`,
      }
}

const shortened = (host: string): Words | null =>
  shorteners.has(host)
    ? {
        fr: `« ${host} » raccourcit des adresses : une redirection peut perdre les paramètres de campagne. Donnez la page d’arrivée elle-même, l’adresse courte vient avec le lien.`,
        en: `“${host}” shortens addresses: a redirect may lose the campaign parameters. Give the landing page itself, the short address comes with the link.`,
      }
    : null

/** A query written after the fragment is part of the fragment: no server and no measurement reads it. */
function afterFragment({ hash }: URL): Words | null {
  const query = /^#(utm_\w+)=/i.exec(hash) ?? /[?&](utm_\w+|source|ref)=/i.exec(hash)
  return query
    ? {
        fr: `« ${query[1]} » est écrit après le # : il n’est lu par personne. Placez les paramètres avant le #, ou laissez le lien les ajouter.`,
        en: `“${query[1]}” is written after the #: nobody reads it. Put the parameters before the #, or let the link add them.`,
      }
    : null
}

function alreadyThere(params: readonly (readonly [string, string])[]): Words | null {
  const found = params
    .map(([name]) => name)
    .filter((name) => /^(utm_(source|medium|campaign|content|term)|source|ref)$/i.test(name))
  const [first] = found
  if (first === undefined) return null
  return /^utm_/i.test(first)
    ? {
        fr: `La page d’arrivée porte déjà ${found.join(', ')} : les paramètres du lien les remplaceront. Retirez-les si c’est un reste de copie.`,
        en: `The landing page already carries ${found.join(', ')}: the link’s parameters will replace them. Remove them if they were copied by mistake.`,
      }
    : {
        fr: `La page d’arrivée porte déjà « ${first} », qui sert aussi de source : sans utm_source, la visite lui serait attribuée.`,
        en: `The landing page already carries “${first}”, which is a source too: without utm_source the visit would be credited to it.`,
      }
}

function personIn(params: readonly (readonly [string, string])[], utm: Utm): Words | null {
  const inUtm = utmFields.flatMap((name): [string, string][] =>
    utm[name] ? [[name.replace('utm', 'utm_').toLowerCase(), utm[name]]] : [],
  )
  const found = [...params, ...inUtm].find(([name, value]) => (personal.test(name) && value !== '') || isPerson(value))
  return found
    ? {
        fr: `Le paramètre « ${found[0].slice(0, 60)} » semble désigner une personne : une adresse se partage, s’archive et se lit dans les journaux. Retirez-le, ou mettez un code qui ne désigne personne.`,
        en: `Parameter “${found[0].slice(0, 60)}” seems to name a person: an address is shared, archived and read in logs. Remove it, or use a code that names nobody.`,
      }
    : null
}
