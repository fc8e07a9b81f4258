import type { Params } from './params.ts'
import { type Report, thresholds, vitals } from './behaviour.ts'

/** What a reading of events needs: the conditions of the period and the filters, and the values that go beside the text. */
export interface Reading {
  readonly conditions: readonly string[]
  readonly params: Params
  readonly currency: string
  readonly limit: number
}

type Sql = (reading: Reading) => string

const from = ({ conditions }: Reading, ...more: readonly string[]) =>
  `from events\nwhere ${[...conditions, ...more].join('\n  and ')}`

const number = (key: string) => {
  const read = `toFloat64OrNull(props['${key}'])`
  return `if(isFinite(${read}), ${read}, null)`
}
const limited = ({ limit, params }: Reading, order: string) => `order by ${order}\nlimit ${params.add(limit, 'UInt32')}`
const visits = 'toInt64(uniqExact(visit_id)) as visits'
const count = (name: string) => `toInt64(count()) as ${name}`
const currency = ({ params, currency: code }: Reading) => params.add(code, 'String')

/** Names that have pages of their own are not among the events. */
const told = "name not in ('pageview', 'engagement', 'web-vitals')"

const properties = (reading: Reading) =>
  `from (\nselect visit_id, arrayJoin(arrayZip(mapKeys(props), mapValues(props))) as pair, tupleElement(pair, 1) as property, tupleElement(pair, 2) as value\n${from(reading, told)}\n)\nwhere property != 'products'`

const listed =
  (name: string, property: string, key: string): Sql =>
  (reading) =>
    `select props['${property}'] as ${key}, ${count('events')}, ${visits}\n${from(reading, `name = '${name}'`)}\ngroup by ${key}\n${limited(reading, `events desc, ${key}`)}`

/** One row a visit and page: how long it was in view, how far down it was read. */
const readings = (reading: Reading) =>
  `select visit_id, path, sum(${number('time')}) as seconds, max(least(${number('scroll')}, 100)) as deepest\n${from(reading, "name = 'engagement'")}\ngroup by visit_id, path`
const readingFigures =
  'avg(seconds) as time, avg(deepest) as depth, countIf(deepest >= 90) / nullIf(count(deepest), 0) as toTheEnd, toInt64(count()) as measured'

/**
 * One row a visit and term. Where the address of a page says what is searched for, an event `search` only adds what it found;
 * where no address does, the events are the searches.
 */
const searches = (
  reading: Reading,
) => `select visit_id, term, countIf(name = 'pageview') as viewed, countIf(name = 'search') as told,
  countIf(name = 'search' and results = '0') as nothing
from (
select visit_id, name, if(name = 'pageview', props['search'], props['term']) as term, props['results'] as results
${from(reading, "name in ('pageview', 'search')")}
)
where term != ''
group by visit_id, term`

const percentiles = vitals.map((vital) => `quantileExact(0.75)(${number(vital)}) as ${vital}`).join(', ')
const vitalsBy =
  (column: string, key: string): Sql =>
  (reading) =>
    `select ${column} as ${key}, ${count('measured')}, ${percentiles}\n${from(reading, "name = 'web-vitals'")}\ngroup by ${key}\n${limited(reading, `measured desc, ${key}`)}`

const isOrder = 'revenue_cents > 0'
const inCurrency = (reading: Reading) => `currency = ${currency(reading)}`
const lines =
  "arrayJoin(JSONExtract(props['products'], 'Array(Tuple(name String, quantity Int64, cents Int64))')) as line"

/** The figures at the head of a page, in one row; null where they are read from visits. */
export const figuresSql: Readonly<Record<Report, Sql | null>> = {
  events: (reading) =>
    `select ${count('events')}, ${visits}, toInt64(uniqExact(name)) as names\n${from(reading, told)}`,
  reading: (reading) => `select ${readingFigures}\nfrom (\n${readings(reading)}\n)`,
  search: (reading) =>
    `select toInt64(sum(if(viewed > 0, viewed, told))) as searches, ${visits}, toInt64(sum(nothing)) as without, sum(nothing) / nullIf(sum(if(viewed > 0, viewed, told)), 0) as withoutShare\nfrom (\n${searches(reading)}\n)`,
  missing: (reading) =>
    `select ${count('views')}, ${visits}, toInt64(uniqExact(path)) as pages\n${from(reading, "name = '404'")}`,
  vitals: (reading) => `select ${percentiles}, ${count('measured')}\n${from(reading, "name = 'web-vitals'")}`,
  orders: (reading) =>
    `select toInt64(sum(revenue_cents)) as revenue, ${count('orders')}, sum(revenue_cents) / nullIf(count(), 0) as basket, toInt64(sum(arraySum(line -> tupleElement(line, 2), JSONExtract(props['products'], 'Array(Tuple(name String, quantity Int64, cents Int64))')))) as pieces\n${from(reading, isOrder, inCurrency(reading))}`,
  places: null,
  devices: null,
}

/** The tables of each page that are read from events. */
export const tablesSql: Readonly<Partial<Record<Report, Readonly<Record<string, Sql>>>>> = {
  events: {
    names: (reading) =>
      `select name as event, ${count('events')}, ${visits}, toInt64(uniqExact(visitor_id)) as visitors, toInt64(sumIf(revenue_cents, ${inCurrency(reading)})) as revenue\n${from(reading, told)}\ngroup by event\n${limited(reading, 'events desc, event')}`,
    keys: (reading) =>
      `select property, ${count('events')}, toInt64(uniqExact(value)) as different, sum(figure) as total, avg(figure) as mean\nfrom (\nselect property, value, toFloat64OrNull(value) as read, if(isFinite(read), read, null) as figure ${properties(reading)}\n)\ngroup by property\n${limited(reading, 'events desc, property')}`,
    values: (reading) =>
      `select property, value, ${count('events')}, ${visits} ${properties(reading)}\ngroup by property, value\n${limited(reading, 'events desc, property, value')}`,
    forms: (reading) =>
      `select props['form'] as form, path as page, ${count('events')}, ${visits}\n${from(reading, "name = 'form'")}\ngroup by form, page\n${limited(reading, 'events desc, form, page')}`,
    downloads: listed('download', 'url', 'file'),
    outbound: listed('outbound', 'url', 'address'),
  },
  reading: {
    pages: (reading) =>
      `select path as page, ${readingFigures}, quantileExact(0.5)(seconds) as median, countIf(deepest >= 50) / nullIf(count(deepest), 0) as half\nfrom (\n${readings(reading)}\n)\ngroup by page\n${limited(reading, 'measured desc, page')}`,
  },
  search: {
    terms: (reading) =>
      `select term, toInt64(sum(if(viewed > 0, viewed, told))) as searches, toInt64(count()) as visits, toInt64(sum(nothing)) as without\nfrom (\n${searches(reading)}\n)\ngroup by term\n${limited(reading, 'searches desc, term')}`,
    next: (reading) => `select ifNull(after, '') as next, ${count('searches')}
from (
select name, term, max(name = 'pageview' and term != '') over (partition by visit_id) as by_address,
  any(if(name = 'pageview', toString(path), null)) over (partition by visit_id order by ts rows between 1 following and unbounded following) as after
from (
select visit_id, ts, name, path, if(name = 'pageview', props['search'], props['term']) as term
${from(reading, "name in ('pageview', 'search')")}
)
)
where term != '' and (name = 'pageview' or by_address = 0)
group by next
${limited(reading, 'searches desc, next')}`,
  },
  missing: {
    pages: (reading) =>
      `select path as page, props['from'] as origin, ${count('views')}, ${visits}\n${from(reading, "name = '404'")}\ngroup by page, origin\n${limited(reading, 'views desc, page, origin')}`,
  },
  vitals: {
    spread: (reading) =>
      `select vital, quantileExact(0.75)(value) as p75, countIf(value <= good) / count() as good_share, countIf(value > good and value <= poor) / count() as middling, countIf(value > poor) / count() as poor_share, ${count('measured')}
from (
select arrayJoin([${vitals.map((vital) => `tuple('${vital}', ${number(vital)}, ${thresholds[vital].map((limit) => `toFloat64(${limit})`).join(', ')})`).join(', ')}]) as one,
  tupleElement(one, 1) as vital, tupleElement(one, 2) as value, tupleElement(one, 3) as good, tupleElement(one, 4) as poor
${from(reading, "name = 'web-vitals'")}
)
where value is not null
group by vital`,
    pages: vitalsBy('path', 'page'),
    devices: vitalsBy('device', 'device'),
  },
  orders: {
    products: (reading) =>
      `select tupleElement(line, 1) as product, toInt64(sum(tupleElement(line, 2))) as pieces, toInt64(sum(tupleElement(line, 2) * tupleElement(line, 3))) as revenue, toInt64(uniqExact(event_id)) as orders\nfrom (\nselect event_id, ${lines}\n${from(reading, isOrder, inCurrency(reading))}\n)\ngroup by product\n${limited(reading, 'revenue desc, product')}`,
    channels: (reading) =>
      `select visit_channel as channel, ${count('orders')}, toInt64(sum(revenue_cents)) as revenue, sum(revenue_cents) / count() as basket\n${from(reading, isOrder, inCurrency(reading))}\ngroup by channel\n${limited(reading, 'revenue desc, channel')}`,
    currencies: (reading) =>
      `select toString(currency) as code, ${count('orders')}, sum(revenue_cents) / 100 as amount\n${from(reading, isOrder)}\ngroup by code\n${limited(reading, 'orders desc, code')}`,
  },
}
