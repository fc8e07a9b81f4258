import { type MetricName, metricNames, metricOf } from '../analytics/catalog.ts'
import { conditionsOf, formFilled } from '../analytics/condition-form.ts'
import { readCondition, writeCondition } from '../analytics/filters.ts'
import type { Words } from '../errors.ts'
import { type Locale, formatNumber } from '../i18n.ts'
import { addressProblem } from '../message.ts'
import type { AlertDraft } from './alerts.store.ts'
import { en } from './alerts.en.ts'
import { fr } from './alerts.fr.ts'
import { type Grain, type Rule, type RuleKind, grains, references, ruleKinds } from './rule.ts'

/** The form of an alert: what it sends as a rule, and a rule as what it shows. */

type Problems = Readonly<Record<string, Words>>
export type Filled<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: Problems }

const said = (name: keyof typeof fr.problems): Words => ({ fr: fr.problems[name], en: en.problems[name] })
const among = <T extends string>(list: readonly T[], text: string | null, usual: T): T =>
  list.find((one) => one === text) ?? usual

export const kindFilled = (search: URLSearchParams): RuleKind => among(ruleKinds, search.get('kind'), 'threshold')

/** A number as people write it, in either language; null when it is none. */
function numberOf(typed: string | null): number | null {
  const plain = (typed ?? '').replace(/[\s\u00a0\u202f%€]/g, '').replace(',', '.')
  return /^\d+(\.\d+)?$/.test(plain) && Number(plain) < 1e12 ? Number(plain) : null
}

/** A figure of a metric as it is typed: a share in per cent, money in whole units. */
const scaleOf = (metric: MetricName) => ({ ratio: 100, cents: 1 / 100 })[metricOf(metric).unit as string] ?? 1
const inMetric = (metric: MetricName, typed: number) => typed / scaleOf(metric)

const filterMost = 20

/**
 * The filters that stay ticked, then those of the rows and of a kept segment.
 * @param segment filters of the segment that was chosen
 */
function filtersFilled(search: URLSearchParams, segment: readonly string[]): Filled<readonly string[]> {
  const written = [...search.getAll('f'), ...segment]
  const known = written.flatMap((one) => readCondition(one) ?? [])
  const added = conditionsOf({ ...formFilled(search), kept: [] })
  const all = [...new Set([...known, ...added].map(writeCondition))]
  if (known.length < written.length) return { ok: false, problems: { filters: said('filters') } }
  return all.length > filterMost ? { ok: false, problems: { filters: said('manyFilters') } } : { ok: true, value: all }
}

/** The rule that a form says, or what is wrong with it. */
export function ruleFilled(search: URLSearchParams, segment: readonly string[] = []): Filled<Rule> {
  const problems: Record<string, Words> = {}
  const filters = filtersFilled(search, segment)
  if (!filters.ok) Object.assign(problems, filters.problems)
  const metric = metricNames.find((name) => name === search.get('metric'))
  const rule = ruleOf(kindFilled(search), search, metric ?? 'visits', filters.ok ? filters.value : [], problems)
  if (!metric && rule.kind !== 'silence') problems['metric'] = said('metric')
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, value: rule }
}

function ruleOf(
  kind: RuleKind,
  search: URLSearchParams,
  metric: MetricName,
  filters: readonly string[],
  problems: Record<string, Words>,
): Rule {
  const read = (name: string, problem: keyof typeof fr.problems, least = 0, most = 1e12) => {
    const value = numberOf(search.get(name))
    if (value !== null && value >= least && value <= most) return value
    problems[name] = said(problem)
    return 0
  }
  if (kind === 'silence') {
    const hours = Math.round(read('hours', 'hours', 1, 168))
    return { kind, metric: 'events', filters, hours, usual: search.has('usual') }
  }
  const fewest = Math.round(read('fewest', 'fewest'))
  const watching = { metric, filters, fewest }
  const side = among(['below', 'above', 'either'] as const, search.get('side'), 'either')
  if (kind === 'anomaly') return { ...watching, kind, side }
  if (kind === 'change') {
    const grain = among(['day', 'week'] as const, search.get('grain'), 'day')
    const against = among(references, search.get('against'), 'previous')
    return { ...watching, kind, grain, against, side, share: read('share', 'share', 1, 10_000) / 100 }
  }
  const grain: Grain = among(grains, search.get('grain'), 'day')
  const value = inMetric(metric, read('value', 'number'))
  return { ...watching, kind, grain, side: side === 'above' ? 'above' : 'below', value }
}

/** A rule as the texts of its form. */
export function ruleTexts(rule: Rule, locale: Locale): Record<string, string> {
  const number = (value: number) =>
    formatNumber(value, locale, 4)
      .replaceAll(/[\s\u00a0\u202f]/g, '')
      .replaceAll(locale === 'en' ? ',' : ' ', '')
  switch (rule.kind) {
    case 'silence':
      return { kind: rule.kind, hours: String(rule.hours), ...(rule.usual ? { usual: '1' } : {}) }
    case 'anomaly':
      return { kind: rule.kind, metric: rule.metric, side: rule.side, fewest: String(rule.fewest) }
    case 'change':
      return {
        kind: rule.kind, metric: rule.metric, side: rule.side, fewest: String(rule.fewest), grain: rule.grain, against: rule.against,
        share: number(rule.share * 100),
      } // prettier-ignore
    case 'threshold':
      return {
        kind: rule.kind, metric: rule.metric, side: rule.side, fewest: String(rule.fewest), grain: rule.grain,
        value: number(rule.value * scaleOf(rule.metric)),
      } // prettier-ignore
  }
}

/** What an empty form starts with: it can be tried at once. */
export const usualTexts: Readonly<Record<RuleKind, Readonly<Record<string, string>>>> = {
  threshold: { metric: 'visits', grain: 'day', side: 'below', value: '', fewest: '10' },
  change: { metric: 'visits', grain: 'day', against: 'weekdays', side: 'below', share: '30', fewest: '20' },
  silence: { hours: '3', usual: '1' },
  anomaly: { metric: 'visits', side: 'either', fewest: '20' },
}

const addressMost = 20
const longestName = 80

/** What a form decides besides its rule. @param known numbers of the members and of the sites that may be chosen */
export function draftFilled(
  search: URLSearchParams,
  rule: Filled<Rule>,
  known: {
    readonly members: readonly string[]
    readonly sites: readonly { readonly id: number; readonly domain: string }[]
  },
  urlProblem: (url: string) => Words | null,
): Filled<AlertDraft> {
  const problems: Record<string, Words> = rule.ok ? {} : { ...rule.problems }
  const text = (name: string) => (search.get(name) ?? '').trim()
  const site = known.sites.find(({ domain }) => domain === text('site'))
  // eslint-disable-next-line no-control-regex
  if (text('name') === '' || text('name').length > longestName || /[\u0000-\u001f\u007f\ufffd]/.test(text('name')))
    problems['name'] = said('name')
  if (!site) problems['site'] = said('site')
  const addresses = [
    ...new Set(
      text('addresses')
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ]
  const wrong = addresses.map(addressProblem).find((problem) => problem !== null)
  if (addresses.length > addressMost) problems['addresses'] = said('manyAddresses')
  else if (wrong) problems['addresses'] = wrong
  const webhookUrl = text('webhook') || null
  const webhook = webhookUrl === null ? null : urlProblem(webhookUrl)
  if (webhook) problems['webhook'] = webhook
  if (Object.keys(problems).length > 0 || !rule.ok || !site) return { ok: false, problems }
  const members = known.members.filter((id) => search.getAll('members').includes(id))
  return { ok: true, value: { siteId: site.id, name: text('name'), rule: rule.value, members, addresses, webhookUrl } }
}
