import { choice, date, endBeforeStart, integer, json, longText, money, text, url } from '../projects/field.ts'
import { type ValuesOf, defineKind } from '../projects/kind.ts'
import type { Words } from '../errors.ts'
import { destinationTrouble, troubleWords } from './address.ts'
import { rulesSchema } from './link-rules.ts'
import { en } from './links.en.ts'
import { fr } from './links.fr.ts'
import { en as redirectEn } from './redirect.en.ts'
import { fr as redirectFr } from './redirect.fr.ts'
import { utmFields } from './utm.ts'

export const campaign = defineKind({
  name: 'campaign',
  table: 'campaigns',
  path: 'campaigns',
  stage: 'measure',
  fields: {
    title: text({ required: true, max: 300 }),
    utmCampaign: text({ required: true, max: 120 }),
    state: choice(['planned', 'running', 'over'], { required: true }),
    purpose: longText(),
    owner: text({ max: 120 }),
    startsOn: date({ group: 'time' }),
    endsOn: date({ group: 'time' }),
    plannedCents: money({ group: 'cost' }),
    spentCents: money({ group: 'cost' }),
  },
  competency: () => 'C3.2',
  columns: ['title', 'utmCampaign', 'state', 'startsOn', 'endsOn', 'plannedCents', 'spentCents'],
  totals: ['plannedCents', 'spentCents'],
  check: ({ startsOn, endsOn, utmCampaign }) => ({
    ...conventionProblem('utmCampaign', utmCampaign),
    ...endBeforeStart(startsOn, endsOn, 'endsOn'),
  }),
  marks: ({ startsOn, endsOn }) =>
    typeof startsOn === 'string' ? { from: startsOn, to: typeof endsOn === 'string' ? endsOn : null } : null,
  lateAfter: ({ endsOn, state }) => (state === 'over' || typeof endsOn !== 'string' ? null : endsOn),
  words: { fr: fr.campaign, en: en.campaign },
})

export type Campaign = ValuesOf<typeof campaign.fields>

export const trackedLink = defineKind({
  name: 'trackedLink',
  table: 'tracked_links',
  path: 'links',
  stage: 'measure',
  fields: {
    title: text({ required: true, max: 300 }),
    destination: url({ required: true }),
    slug: text({ max: 60 }),
    utmSource: text({ group: 'utm', max: 120 }),
    utmMedium: text({ group: 'utm', max: 120 }),
    utmCampaign: text({ group: 'utm', max: 120 }),
    utmContent: text({ group: 'utm', max: 120 }),
    utmTerm: text({ group: 'utm', max: 120 }),
    publishedOn: date({ group: 'life' }),
    expiresOn: date({ group: 'life' }),
    maxClicks: integer({ group: 'life', min: 1 }),
    fallback: url({ group: 'life' }),
    rules: json(rulesSchema, { hidden: true }),
  },
  competency: () => 'C3.2',
  columns: ['title', 'slug', 'destination', 'utmSource', 'utmMedium', 'utmCampaign'],
  check: (values) => ({
    ...Object.assign({}, ...utmFields.map((name) => conventionProblem(name, values[name]))),
    ...slugProblem(values.slug),
    ...addressProblem('destination', values.destination),
    ...(values.fallback === null ? {} : addressProblem('fallback', values.fallback)),
    ...(values.fallback !== null && values.expiresOn === null && values.maxClicks === null
      ? { fallback: neverUsed }
      : {}),
    ...endBeforeStart(values.publishedOn, values.expiresOn, 'expiresOn'),
    ...Object.assign({}, ...(values.rules ?? []).map(({ destination }) => addressProblem('rules', destination))),
  }),
  views: [
    { path: 'visits', words: { fr: fr.visits.title, en: en.visits.title } },
    { path: 'redirect', words: { fr: redirectFr.title, en: redirectEn.title } },
  ],
  words: { fr: fr.trackedLink, en: en.trackedLink },
})

export type TrackedLink = ValuesOf<typeof trackedLink.fields>

/**
 * The naming convention: lower case, no accent, words joined by hyphens. Two spellings of one campaign would be two rows
 * in every table.
 */
export const conventional = (typed: string): string =>
  typed
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^-|-$/g, '')

function conventionProblem(field: string, typed: string | null): Record<string, Words> {
  if (typed === null || typed === '') return {}
  const proposal = conventional(typed)
  if (proposal === typed) return {}
  return {
    [field]:
      proposal === ''
        ? {
            fr: 'Écrivez des lettres sans accent, des chiffres et des tirets.',
            en: 'Write letters without accent, digits and hyphens.',
          }
        : {
            fr: `Minuscules, sans accent ni espace, pour ne pas couper une campagne en deux : écrivez « ${proposal} ».`,
            en: `Lower case, no accent, no space, so that one campaign is not split in two: write “${proposal}”.`,
          },
  }
}

/** Addresses that a reader would take for a page of ours, or that he should not be sent to by a stranger's link. */
const reservedSlugs = new Set([
  'admin', 'administration', 'api', 'compte', 'account', 'connexion', 'login', 'sign-in', 'signin', 'logout', 'mot-de-passe', 'password',
  'reset', 'securite', 'security', 'support', 'paiement', 'payment', 'facture', 'invoice', 'filrouge', 'assets', 'qr', 'null', 'undefined',
]) // prettier-ignore

export const slugTaken = (slug: string, free: string): Words => ({
  fr: `« ${slug} » mène déjà ailleurs sur cette instance${free === '' ? ' : choisissez-en une autre' : ` : « ${free} » est libre`}.`,
  en: `“${slug}” already leads elsewhere on this instance${free === '' ? ': choose another' : `: “${free}” is free`}.`,
})

function slugProblem(slug: string | null): Record<string, Words> {
  if (slug === null || slug === '') return {}
  if (reservedSlugs.has(slug))
    return {
      slug: {
        fr: `« ${slug} » est réservée : on la prendrait pour une page du site. Écrivez par exemple « ${slug}-offre ».`,
        en: `“${slug}” is reserved: it would pass for a page of the site. Write “${slug}-offer”, for instance.`,
      },
    }
  if (/^[a-z0-9][a-z0-9-]{1,59}$/.test(slug)) return {}
  const word = conventional(slug).replace(/[._-]+/g, '-').replace(/^-/, '').slice(0, 60) // prettier-ignore
  const proposal = reservedSlugs.has(word) ? `${word}-2` : word
  return {
    slug: {
      fr: `De 2 à 60 lettres sans accent, chiffres ou tirets${proposal.length > 1 ? ` : « ${proposal} » convient` : ''}.`,
      en: `2 to 60 letters without accent, digits or hyphens${proposal.length > 1 ? `: “${proposal}” fits` : ''}.`,
    },
  }
}

function addressProblem(field: string, address: string): Record<string, Words> {
  const problem = destinationTrouble(address, [])
  return problem === null ? {} : { [field]: troubleWords[problem] }
}

const neverUsed: Words = {
  fr: 'Cette adresse ne servirait jamais : donnez au lien une date de fin ou un nombre de clics.',
  en: 'This address would never be used: give the link an end date or a number of clicks.',
}

/** The measured site a destination is on, by its host, the most precise one; null for a page measured elsewhere or nowhere. */
export const siteOfDestination = <S extends { readonly domain: string }>(
  sites: readonly S[],
  destination: string,
): S | null => {
  const host = URL.parse(destination)?.hostname.replace(/^www\./, '') ?? ''
  const [nearest] = sites
    .filter(({ domain }) => host === domain || host.endsWith(`.${domain}`))
    .toSorted((a, b) => b.domain.length - a.domain.length)
  return nearest ?? null
}
