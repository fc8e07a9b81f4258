import { type Locale, formatDayYear, formatNumber } from '../i18n.ts'
import type { Day } from '../period.ts'
import type { Project } from '../projects/projects.store.ts'
import { en } from './plan.en.ts'
import { fr } from './plan.fr.ts'
import type { CheckedPlan } from './plan.store.ts'
import { type EventState, expectation, faultText } from './tracking-plan.ts'

const tones: Readonly<Record<EventState, string>> = { unseen: 'bad', faults: 'warn', fine: 'good' }

interface Cell {
  readonly text: string
  readonly tone?: string
}

/** The plan as the data that the layout of documents reads (src/reports/report.typ): a cover, the events, then their parameters. */
export function planPaper(
  { check, facts, period, sites, small }: CheckedPlan,
  project: Pick<Project, 'name' | 'company'>,
  { today, author, locale }: { readonly today: Day; readonly author: string; readonly locale: Locale },
) {
  const t = { fr, en }[locale].check
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number)
  const table = (
    caption: string,
    labels: readonly string[],
    widths: readonly number[],
    rows: readonly (readonly Cell[])[],
  ) => ({
    kind: 'table',
    caption,
    columns: labels.map((label, at) => ({ label, end: widths[at] === 0, width: widths[at] ?? 10 })),
    rows,
    total: [],
  })
  const cells = (...texts: string[]): Cell[] => texts.map((text) => ({ text: broken(text) }))
  const count = (n: number | null): Cell => ({ text: n === null ? '—' : formatNumber(n, locale, 0) })
  const events = check.events.map((event) => {
    const of = facts.get(event.id)
    return [
      ...cells(`${event.title}\n${event.eventName}`, [of?.trigger, of?.page].filter(Boolean).join('\n') || '—', of?.owner || '—', of?.kpis || t.kpiNone),
      count(event.count),
      { text: t.states[event.state], tone: tones[event.state] },
    ] // prettier-ignore
  })
  const parameters = check.events.flatMap((event) => {
    const known = event.state === 'unseen' ? event.parameters.map((declared) => ({ name: declared.name, declared, count: 0, missing: 0, wrong: 0, examples: [] })) : event.verdicts // prettier-ignore
    return known.map((verdict) => {
      const fault = faultText(verdict, locale)
      const expected = verdict.declared ? expectation(verdict.declared, locale) : '—'
      return [
        ...cells(event.title, verdict.name, expected),
        count(verdict.count),
        fault === '' ? { text: t.noFault } : { text: broken(fault), tone: 'warn' },
      ]
    })
  })
  return {
    lang: locale,
    region: locale === 'fr' ? 'FR' : 'GB',
    fonts: ['Libertinus Serif', 'New Computer Modern'],
    title: t.title,
    author,
    date: { year, month, day },
    contents: t.paper.contents,
    footer: `${project.company}, ${t.title}`,
    cover: {
      kicker: t.paper.kicker(project.company),
      period: t.paper.period(formatDayYear(period.from, locale), formatDayYear(period.to, locale)),
      facts: [
        { label: t.paper.project, value: project.name },
        { label: t.paper.sites, value: sites.join(', ') || '—' },
        { label: t.paper.date, value: formatDayYear(today, locale) },
      ],
      state: small ? `${t.lead} ${t.small[small.how](small.below)}` : t.lead,
      isDraft: false,
    },
    blocks: [
      { kind: 'heading', level: 1, text: t.paper.events },
      ...(events.length > 0
        ? [table(t.title, [t.event, t.trigger, t.owner, t.kpi, t.volume, t.state], [30, 34, 16, 22, 0, 14], events)]
        : [{ kind: 'text', text: t.empty }]),
      ...(parameters.length > 0
        ? [
            { kind: 'heading', level: 1, text: t.paper.faults },
            table(t.paper.faults, [t.event, t.parameter, t.expected, t.volume, t.fault], [24, 20, 30, 0, 30], parameters),
            { kind: 'note', text: t.paper.method },
          ]
        : []),
      ...(check.undeclared.length > 0
        ? [
            { kind: 'heading', level: 1, text: t.undeclared },
            table(t.undeclaredLead, [t.technical, t.volume], [40, 0], check.undeclared.slice(0, 100).map(({ name, count: n }) => [...cells(name), count(n)])),
          ]
        : []),
    ],
  } // prettier-ignore
}

/** A word longer than a column may be cut: a mark of zero width says where. */
const broken = (text: string) => text.replace(/[^\s\u200b-]{25,}/g, (run) => run.replace(/.{24}/gu, '$&\u200b'))
