import { choice, date, endBeforeStart, integer, json, longText, money, text, url } from '../projects/field.ts'
import { type ValuesOf, defineKind } from '../projects/kind.ts'
import type { Words } from '../errors.ts'
import { rulesSchema } from './link-rules.ts'
import { en } from './links.en.ts'
import { fr } from './links.fr.ts'
import { type Utm, type UtmField, noUtm, utmFields } from './utm.ts'

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
  views: [{ path: 'visits', words: { fr: fr.visits.title, en: en.visits.title } }],
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
  fr: `« ${slug} » mène déjà ailleurs sur cette instance${free === '' ? ' : choisissez-en une autre' : ` : « ${free} » est libre`}.`,
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
  const proposal = conventional(slug).replace(/[._]/g, '-').slice(0, 60)
  return {
    slug: {
      fr: `De 2 à 60 lettres sans accent, chiffres ou tirets${proposal.length > 1 ? ` : « ${proposal} » convient` : ''}.`,
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

export const troubleWords: Readonly<Record<DestinationTrouble, Words>> = {
  unreadable: {
    fr: 'Cette adresse ne se lit pas : copiez-la depuis le navigateur.',
    en: 'This address cannot be read: copy it from the browser.',
  },
  scheme: { fr: 'L’adresse commence par https:// ou http://.', en: 'The address starts with https:// or http://.' },
  credentials: {
    fr: 'Une adresse publiée ne contient ni nom ni mot de passe.',
    en: 'A published address holds no name or password.',
  },
  loop: {
    fr: 'Ce lien mènerait à un lien suivi : donnez la page d’arrivée elle-même.',
    en: 'This link would lead to a tracked link: give the landing page itself.',
  },
}

export type DestinationTrouble = 'unreadable' | 'scheme' | 'credentials' | 'loop'

/**
 * Why we do not redirect to an address; null when we do. Asked at saving and again at each redirect, since the instance's own
 * address may change.
 * @param ownHosts hosts under which this instance answers, with their port
 */
export function destinationTrouble(destination: string, ownHosts: readonly string[]): DestinationTrouble | null {
  if (!URL.canParse(destination)) return 'unreadable'
  const target = new URL(destination)
  if (target.protocol !== 'https:' && target.protocol !== 'http:') return 'scheme'
  if (target.username !== '' || target.password !== '') return 'credentials'
  if (ownHosts.includes(target.host) && /^\/+l(\/|$)/i.test(target.pathname)) return 'loop'
  return null
}

const parameterOf: Readonly<Record<UtmField, string>> = {
  utmSource: 'utm_source',
  utmMedium: 'utm_medium',
  utmCampaign: 'utm_campaign',
  utmContent: 'utm_content',
  utmTerm: 'utm_term',
}

/**
 * The address the visitor lands on: the destination with its campaign parameters. What the destination already holds stays
 * (order, fragment); a campaign parameter it already has is replaced. Written in ASCII, as a Location header must be.
 * @throws TypeError when the destination is not an address: `destinationTrouble` says so first
 */
export function landingAddress(typed: string, utm: Utm): string {
  const destination = new URL(typed).href
  const hashAt = destination.indexOf('#')
  const hash = hashAt < 0 ? '' : destination.slice(hashAt)
  const beforeHash = hashAt < 0 ? destination : destination.slice(0, hashAt)
  const queryAt = beforeHash.indexOf('?')
  const path = queryAt < 0 ? beforeHash : beforeHash.slice(0, queryAt)
  const set = utmFields.flatMap((name): [string, string][] => {
    const value = utm[name]
    return value === null || value === '' ? [] : [[parameterOf[name], value]]
  })
  const names = new Set(set.map(([name]) => name))
  const kept = (queryAt < 0 ? '' : beforeHash.slice(queryAt + 1))
    .split('&')
    .filter((pair) => pair !== '' && !names.has(pair.split('=')[0]?.toLowerCase() ?? ''))
  const added = set.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  const query = [...kept, ...added].join('&')
  return `${path}${query === '' ? '' : `?${query}`}${hash}`
}

/** An address that was copied with its campaign parameters, and those parameters apart. What cannot be read stays as it is. */
export function withoutUtm(typed: string): { readonly destination: string; readonly utm: Utm } {
  const url = URL.parse(typed)
  if (!url || ![...url.searchParams.keys()].some((name) => /^utm_/i.test(name)))
    return { destination: typed, utm: noUtm }
  const utm: Record<UtmField, string | null> = { ...noUtm }
  const given = url.searchParams.entries().toArray()
  for (const [name, value] of given) {
    const field = utmFields.find((one) => parameterOf[one] === name.toLowerCase())
    if (!field) continue
    utm[field] = value.trim() || null
    url.searchParams.delete(name)
  }
  return { destination: url.href, utm }
}

/** The measured site a destination is on, by its host; null for a page measured elsewhere or nowhere. */
export const siteOfDestination = <S extends { readonly domain: string }>(
  sites: readonly S[],
  destination: string,
): S | null => {
  const host = URL.parse(destination)?.hostname.replace(/^www\./, '') ?? ''
  return sites.find(({ domain }) => host === domain || host.endsWith(`.${domain}`)) ?? null
}

export type ClickKind = 'person' | 'bot' | 'preview'

/** Robots that fetch a link to show its title and picture where it was posted (networks, messengers, mail clients). */
const previewAgents =
  /facebookexternalhit|facebot|meta-externalagent|twitterbot|linkedinbot|slackbot|slack-imgproxy|whatsapp|telegrambot|discordbot|skypeuripreview|microsoftpreview|mastodon|bluesky|cardyb|pinterestbot|redditbot|vkshare|viber|iframely|embedly|outbrain|google-pagerenderer|googleimageproxy|yahoomailproxy|bitlybot|applebot.*preview/i

/**
 * Who follows a link. A preview is told apart from other robots since it says where the link was posted.
 * @param isRobot the opinion of a list of robots on this user agent
 */
export function clickKind(method: string, userAgent: string, purpose: string, isRobot: boolean): ClickKind {
  if (previewAgents.test(userAgent) || /prefetch|preview|prerender/i.test(purpose)) return 'preview'
  return isRobot || userAgent === '' || method === 'HEAD' ? 'bot' : 'person'
}
