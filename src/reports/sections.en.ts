import type { fr } from './sections.fr.ts'

const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`

export const en: typeof fr = {
  dash: '—',
  from: (from, to) => (from === to ? from : `${from} to ${to}`),
  pair: (name, value) => `${name}: ${value}`,
  sections: {
    kpis: 'Indicators against their targets',
    audience: 'Audience',
    channels: 'Channels',
    campaigns: 'Campaigns',
    budget: 'Budget',
    actions: 'Action plan',
    contents: 'Published contents',
    recommendations: 'Recommendations and decisions',
  },
  highlights: {
    kpis: 'KPIs',
    of: (good, all) => `${good} of ${all}`,
    kpisNote: 'on target or reached',
    visits: 'Visits',
    compared: (moved) => `${moved} on the previous period`,
    notCompared: 'with nothing to compare with',
    forecast: 'Budget heading for',
    envelope: (amount) => `against an envelope of ${amount}`,
    noEnvelope: 'with no envelope set',
    late: 'Late actions',
    ofActions: (all) => `of ${plural(all, 'action', 'actions')} followed`,
  },
  of: (title, domain) => `${title} of ${domain}`,
  kpis: {
    basis: (asOf) =>
      `Values on ${asOf}. Expected = baseline + (target − baseline) × elapsed share of the KPI’s period; deviation = actual − expected.`,
    empty: 'No KPI in this project: nothing says whether the objectives advance.',
    caption: (good, all) => `${good} of ${plural(all, 'KPI', 'KPIs')} on target or reached`,
    kpi: 'KPI',
    actual: 'Actual',
    expected: 'Expected',
    target: 'Target',
    deviation: 'Deviation',
    state: 'State',
    causes: 'Causes noted for the deviations',
    cause: 'Cause',
    noCause: 'No cause noted.',
    calculation: 'How these figures are calculated',
    formula: 'Formula',
    source: 'Source',
    period: 'The KPI’s period',
    noPeriod: 'no period',
    manual: 'read by hand',
    sourceOf: ({ site, source, measuredOn }, day) =>
      site ?? `${source ?? 'source not noted'}${measuredOn ? `, read on ${day(measuredOn)}` : ''}`,
  },
  audience: {
    basis: (domain, period, compared) =>
      `Audience measured on ${domain}, ${period}${compared ? `, compared with ${compared}` : ''}.`,
    sumOfDays:
      'Without consent a visitor who comes back another day counts again: “visitors” is the sum of each day’s visitors.',
    empty: 'No measured site in this project.',
    caption: 'Figures of the period and of the one before',
    metric: 'Measure',
    now: 'Period',
    before: 'Previous period',
    change: 'Change',
    formula: 'Formula',
    steps: { hour: 'hour', day: 'day', week: 'week', month: 'month' },
    chart: (visits, step, moved) => `Visits by ${step}: ${visits} in all, ${moved}`,
    moved: {
      up: (rate) => `up ${rate} on the previous period`,
      down: (rate) => `down ${rate} on the previous period`,
      same: 'level with the previous period',
      none: 'with nothing to compare with',
    },
    date: 'Date',
    alt: (title, highest, when) => `Line chart. ${title}. Highest: ${highest}, ${when}. Every value is in the annex.`,
    series: 'Visits over time',
  },
  channels: {
    basis: (domain, period) =>
      `Audience measured on ${domain}, ${period}. Share = visits of the channel ÷ visits; conversion rate = converted visits ÷ visits.`,
    empty: 'No visit over the period.',
    caption: (first, share) => `First channel: ${first}, ${share} of visits`,
    table: 'Figures by channel',
    channel: 'Channel',
    visits: 'Visits',
    before: 'Previous period',
    share: 'Share',
    conversions: 'Conversions',
    rate: 'Conversion rate',
    revenue: 'Revenue',
  },
  campaigns: {
    basis:
      'Costs typed in each campaign, excl. VAT. Results measured over the campaign’s own days, up to the end of the report’s period. Cost per conversion = spent ÷ conversions.',
    exempt:
      'The site is in exempt mode: it does not keep campaign parameters. Only the clicks of tracked links are counted.',
    empty: 'No campaign over the period.',
    caption: (over, all) =>
      over === 0
        ? `${plural(all, 'campaign', 'campaigns')}, none above its planned cost`
        : `${over} of ${plural(all, 'campaign', 'campaigns')} above planned cost`,
    campaign: 'Campaign',
    days: 'Days measured',
    planned: 'Planned',
    spent: 'Spent',
    visits: 'Visits',
    clicks: 'Clicks',
    conversions: 'Conversions',
    revenue: 'Revenue',
    cost: 'Cost per conversion',
    costs: 'What each campaign was to cost and what it cost',
    results: 'What each campaign brought',
  },
  budget: {
    tax: { excl: 'excl. VAT', incl: 'incl. VAT' },
    basis: (tax) =>
      `Lines of the project’s budget, ${tax}, as they stood when read. Gap = actual − planned of the invoiced lines alone.`,
    empty: 'No budget line.',
    caption: (planned, envelope, over) =>
      envelope === null
        ? `${planned} planned, with no envelope set`
        : over
          ? `${planned} planned: more than the envelope of ${envelope}`
          : `${planned} planned of an envelope of ${envelope}`,
    table: 'Budget by nature of resource',
    nature: 'Nature',
    planned: 'Planned',
    invoiced: 'Invoiced lines',
    invoicedPlanned: 'Planned for these lines',
    actual: 'Actual',
    gap: 'Gap',
    ofLines: (done, all) => `${done} of ${all}`,
    total: 'Total',
    forecast: (amount) => `Heading for, actual where it is known and planned elsewhere: ${amount}.`,
  },
  actions: {
    basis: (asOf) =>
      `Actions of the plan with a day in the period, and those late on ${asOf}. Late: the due date has passed and the action is not done.`,
    empty: 'No action over the period.',
    caption: (done, late, all) =>
      `${done} of ${plural(all, 'action', 'actions')} done, ${late === 0 ? 'none late' : `${late} late`}`,
    action: 'Action',
    owner: 'Owner',
    due: 'Due',
    state: 'State',
    standing: { done: 'Done', running: 'Under way', cancelled: 'Cancelled' },
    late: (days) => `Late by ${plural(days, 'day', 'days')}`,
  },
  contents: {
    basis: 'Editorial calendar of the project: contents in the state “published” whose day falls in the period.',
    empty: (planned) =>
      planned === 0
        ? 'No content planned or published over the period.'
        : `No content published, for ${planned} planned over the period.`,
    caption: (published, planned) =>
      `${plural(published, 'content', 'contents')} published over the period, for ${planned} in the calendar`,
    content: 'Content',
    on: 'Day',
    format: 'Format',
    line: 'Editorial line',
  },
  recommendations: {
    basis: 'Recommendations cited by this report, and those submitted or decided over the period.',
    empty: 'No recommendation: the report finds without proposing.',
    caption: (approved, all) =>
      `${plural(all, 'recommendation', 'recommendations')}, ${approved === 0 ? 'none approved to date' : `${approved} approved`}`,
    recommendation: 'Recommendation',
    proposal: 'Finding and proposed action',
    cost: 'Cost excl. VAT',
    effect: 'Expected effect',
    who: 'Owner, due date',
    decision: 'Decision',
    decided: (outcome, by, on) => `${outcome} by ${by}, ${on}`,
  },
}
