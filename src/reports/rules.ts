import { addMonths, dayIn, daysBetween } from '../period.ts'
import { type FileObject, type Reader, type Rule, wordedRule } from '../projects/coverage.ts'
import type { Frozen } from './figures.ts'
import { en } from './rules.en.ts'
import { fr } from './rules.fr.ts'

const words = { fr, en }

/** Days a report may wait for the next step before it is called out. */
export const patience = 15

const frozenIn = ({ values }: FileObject): Frozen | null => (values['frozen'] ?? null) as Frozen | null

const frozenReports = (reader: Reader) => reader.of('report').filter((report) => frozenIn(report) !== null)
const mended = (object: FileObject, page: '' | '/page') => ({ object, to: `reports/${object.id}${page}` })

/** What the coverage check says of reports: results, reasons and recommendations, in time, and read by management. */
export const reportRules: readonly Rule[] = [
  wordedRule('report-without-recommendation', 'CR3.4', words, (reader) =>
    frozenReports(reader)
      .filter((report) => reader.before(report, 'recommendation').length === 0)
      .map((report) => mended(report, '')),
  ),
  wordedRule('report-without-words', 'CR3.4', words, (reader) =>
    frozenReports(reader)
      .filter(({ values }) => !values['summary'] || !values['lessons'])
      .map((report) => mended(report, '')),
  ),
  wordedRule('report-not-frozen', 'CR3.4', words, (reader) =>
    reader
      .of('report')
      .filter(
        (report) =>
          frozenIn(report) === null && daysBetween(String(report.values['endsOn']), reader.file.today) > patience,
      )
      .map((report) => mended(report, '/page')),
  ),
  wordedRule('report-not-approved', 'CR3.4', words, (reader) =>
    frozenReports(reader)
      .filter((report) => {
        const frozen = frozenIn(report)
        if (!frozen || frozen.approval) return false
        return daysBetween(dayIn(reader.file.project.timeZone, new Date(frozen.at)), reader.file.today) > patience
      })
      .map((report) => mended(report, '/page')),
  ),
  wordedRule('quarter-without-report', 'CR3.4', words, (reader) => {
    const { today, project } = reader.file
    const since = addMonths(today, -3)
    // Nothing is measured yet, or it has not been for three months: there is nothing to account for.
    if (reader.of('kpi').length === 0 || (project.startsOn !== null && project.startsOn > since)) return []
    const isCovered = frozenReports(reader).some(({ values }) => String(values['endsOn']) >= since)
    return isCovered ? [] : [{ object: null, to: 'reports/new' }]
  }),
]
