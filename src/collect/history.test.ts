import { describe, expect, test } from 'vitest'
import { deflateRawSync } from 'node:zlib'
import { toXlsx } from '../xlsx.ts'
import { BadHistory, historyOf } from './history.ts'
import { tableOfJson, tablesOf, textOf } from './history-table.ts'
import { dayOf, numberOf, orderOf } from './history-value.ts'
import { unzip } from './unzip.ts'

// Each row is an export as its tool writes it.

const read = (name: string, text: string) => {
  const json = /^\s*\{/.test(text) ? tableOfJson(name, text) : null
  return historyOf(json ? [json] : tablesOf(name, text), 'Europe/Paris')
}
/** The rows in few words: day, dimension, value, then visitors, visits, pageviews, bounces, seconds. */
const short = (name: string, text: string) =>
  read(name, text).rows.map((r) =>
    [r.day.slice(5), r.dimension, r.value, r.visitors, r.visits, r.pageviews, r.bounces, r.seconds]
      .map((x) => x ?? '-')
      .join('|'),
  )

test.each([
  ['Google Analytics 4, an exploration', 'exploration.csv',
    '# ----------------------------------------\n# Forme libre 1\n# 20250517-20250518\n# ----------------------------------------\n\nDate,Utilisateurs actifs,Sessions,Vues,Taux de rebond,Durée moyenne des sessions\n,30,40,100,"0,4",90\n20250517,10,20,50,0.25,61.5\n20250518,20,20,50,0.5,100.123',
    'ga4', ['05-17|||10|20|50|5|1230', '05-18|||20|20|50|10|2002']],
  ['Google Analytics 4, a report by channel, days counted from the first', 'report.csv',
    '# ----\n# Start date: 20250517\n# End date: 20250518\n# ----\nNth day,Session primary channel group (Default channel group),Sessions\n0000,Organic Search,12\n0000,Direct,8\n0001,Direct,5\n',
    'ga4', ['05-17|channel|Organic Search|-|12|-|-|-', '05-17|channel|Direct|-|8|-|-|-', '05-18|channel|Direct|-|5|-|-|-', '05-17|||-|20|-|-|-', '05-18|||-|5|-|-|-']],
  ['Plausible, days', 'imported_visitors_20250517_20250518.csv',
    '"date","visitors","pageviews","bounces","visits","visit_duration"\n"2025-05-17",5,14,2,6,300\n"2025-05-18",1,1,1,1,0\n',
    'plausible', ['05-17|||5|6|14|2|300', '05-18|||1|1|1|1|0']],
  ['Plausible, sources', 'imported_sources_20250517_20250517.csv',
    'date,source,referrer,utm_source,utm_medium,utm_campaign,utm_content,utm_term,pageviews,visitors,visits,visit_duration,bounces\n2025-05-17,Google,google.com,,,,,,10,4,5,100,1\n2025-05-17,Google,,newsletter,email,mai,,,2,1,1,10,0\n',
    'plausible', ['05-17|source|Google|5|6|12|1|110', '05-17|referrerHost|google.com|4|5|10|1|100', '05-17|utmSource|newsletter|1|1|2|0|10', '05-17|utmMedium|email|1|1|2|0|10', '05-17|utmCampaign|mai|1|1|2|0|10', '05-17|||-|6|12|1|110']],
  ['Matomo, days', 'VisitsSummary.csv',
    'date,nb_uniq_visitors,nb_visits,nb_actions,bounce_count,sum_visit_length\n2025-05-17,5,6,14,2,300\n',
    'matomo', ['05-17|||5|6|14|2|300']],
  ['Matomo, a report in JSON', 'DevicesDetection.getBrowsers.json',
    '{"2025-05-17":[{"label":"Firefox","nb_visits":4,"nb_uniq_visitors":3},{"label":"Safari","nb_visits":2}],"2025-05-18":[]}',
    'matomo', ['05-17|browser|Firefox|3|4|-|-|-', '05-17|browser|Safari|0|2|-|-|-', '05-17|||-|6|-|-|-']],
  ['Umami, event by event, in the site’s own days', 'website_event.csv',
    'event_id,session_id,visit_id,url_path,page,browser,event_type,created_at\n1,s1,v1,,/,firefox,1,2025-05-17 21:50:00\n2,s1,v1,,/miel,firefox,1,2025-05-17 21:52:00\n3,s1,v1,,/miel,firefox,2,2025-05-17 21:53:00\n4,s2,v2,,/,chrome,1,2025-05-17 22:10:00\n',
    'umami', ['05-17|page|/|-|-|1|-|-', '05-17|page|/miel|-|-|1|-|-', '05-18|page|/|-|-|1|-|-', '05-17|||1|1|2|0|180', '05-17|browser|firefox|1|1|2|0|180', '05-18|||1|1|1|1|0', '05-18|browser|chrome|1|1|1|1|0']],
  ['our own', 'filrouge.csv',
    '\ufeffday,dimension,value,visitors,visits,pageviews,bounces,seconds\r\n2025-05-17,,,5,6,14,2,300\r\n2025-05-17,page,"/a, ""b""",3,,4,,\r\n',
    'filrouge', ['05-17|||5|6|14|2|300', '05-17|page|/a, "b"|3|0|4|0|0']],
  ['a spreadsheet of French hands', 'visites.csv', 'Jour;Visites;Taux de rebond\n01/05/2025;1 234;12,5 %\n02/05/2025;1.000;50 %\n',
    'ga4', ['05-01|||-|1234|-|154|-', '05-02|||-|1000|-|500|-']],
] as const)('%s', (_, name, text, tool, rows) => {
  expect(short(name, text)).toEqual(rows)
  expect(read(name, text).tool).toBe(tool)
}) // prettier-ignore

describe('what is wrong is said, with its line and its column', () => {
  test.each([
    ['a table of something else', 'nom;prix\nMiel;12\n', 'nom, prix'],
    ['a report that is not by day', 'Page path,Views\n/,12\n', 'jour par jour'],
    ['days without a figure', 'date,commentaire\n2025-05-17,rien\n', 'ne compte'],
    [
      'days that come twice for an unknown reason',
      'date,name,visitors\n2025-05-17,Clic,1\n2025-05-17,Achat,1\n',
      'plusieurs lignes',
    ],
    ['a wrong number', 'date,visits\n2025-05-17,12\n2025-05-18,douze\n', 'ligne 3, colonne « visits » : « douze »'],
    ['a wrong day', 'date,visits\n2025-02-30,12\n', 'ligne 2, colonne « date »'],
    ['days that could be months', 'date,visits\n05/06/2025,12\n', 'avant le mois'],
    [
      'a dimension of nobody',
      'day,dimension,value,visits\n2025-05-17,humeur,bonne,1\n',
      'ligne 2, colonne « dimension »',
    ],
    ['totals of Umami that say no day', 'x,y\n/,120\n/miel,40\n', 'website_event.csv'],
    ['a head alone', 'date,visits\n', 'aucune ligne'],
  ])('%s', (_, text, why) => {
    try {
      read('export.csv', text)
      expect.unreachable('it was accepted')
    } catch (error) {
      if (!(error instanceof BadHistory)) throw error
      expect(error.why.fr).toContain(why)
    }
  })

  test('a table that cannot be used is left out when others can', () => {
    const tables = [...tablesOf('imported_custom_events.csv', 'date,name,visitors\n2025-05-17,a,1\n2025-05-17,b,1\n'), ...tablesOf('imported_visitors.csv', 'date,visits\n2025-05-17,2\n')]
    const { rows, skipped } = historyOf(tables, 'UTC')
    expect([rows.length, skipped.map(({ name }) => name)]).toEqual([1, ['imported_custom_events.csv']])
  }) // prettier-ignore
})

test.each([
  ['2025-05-17', '2025-05-17'], ['20250517', '2025-05-17'], ['2025-05-17T10:00:00Z', '2025-05-17'], ['17/05/2025', '2025-05-17'],
  ['17.05.2025', '2025-05-17'], ['05/17/2025', '2025-05-17'], ['6/6/2025', '2025-06-06'], ['05/06/2025', null], ['2025-13-01', null], ['hier', null],
])('the day "%s" is %s', (text, day) => {
  expect(dayOf(text, orderOf([text]))).toBe(day)
}) // prettier-ignore

test.each([
  ['1234', true, 1234], ['1 234', true, 1234], ['1\u202f234', true, 1234], ['1,234', true, 1234], ['1.234', true, 1234], ['1.234.567', true, 1234567],
  ['1.234', false, 1.234], ['0,4', false, 0.4], ['12,5 %', false, 0.125], ['1.234,5', false, 1234.5], ['1,234.5', false, 1234.5], ['00:01:40', false, 100],
  ['85s', false, 85], ['', true, 0], ['-', true, 0], ['douze', true, null], ['1e3', true, null], ['-4', true, null],
  ['1,2,3', false, null], ['1.2.3', true, null], ['1.234.5', false, null], ['1,234,567.8', false, 1234567.8],
] as const)('the number "%s" (a count: %s) is %s', (text, isWhole, value) => {
  expect(numberOf(text, isWhole)).toBe(value)
}) // prettier-ignore

test('the text of an export is read whatever wrote it', () => {
  const text = 'Durée;é'
  expect([
    textOf(Buffer.from(text)), textOf(Buffer.from(`\ufeff${text}`)), textOf(Buffer.from(`\ufeff${text}`, 'utf16le')),
    textOf(Buffer.from(`\ufeff${text}`, 'utf16le').swap16()), textOf(Buffer.from(text, 'latin1')),
  ]).toEqual(Array(5).fill(text)) // prettier-ignore
})

describe('an archive', () => {
  const zip = toXlsx({ title: 'Jours', columns: [{ label: 'date', format: 'text' }], rows: [['2025-05-17']] })

  test('gives its files by name', async () => {
    const files = await unzip(zip)
    expect(files.map(({ name }) => name)).toContain('xl/workbook.xml')
    expect(files.find(({ name }) => name === 'xl/workbook.xml')?.bytes.toString()).toContain('<workbook')
  })

  test('that is cut short, damaged or larger than it may be is refused', async () => {
    await expect(unzip(zip.subarray(0, zip.length - 30))).rejects.toThrow('damaged')
    await expect(unzip(Buffer.concat([zip.subarray(40)]))).rejects.toThrow('damaged')
    await expect(unzip(trap(4 * 2 ** 20), 2 * 2 ** 20)).rejects.toThrow('512 MiB')
  })

  /** One file of zeros, as many as asked for, whose head says that it is small. */
  function trap(size: number): Buffer {
    const body = deflateRawSync(Buffer.alloc(size))
    const local = Buffer.alloc(31)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(8, 8)
    local.writeUInt16LE(1, 26)
    local.write('a', 30)
    const entry = Buffer.alloc(47)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(body.length, 20)
    entry.writeUInt32LE(10, 24)
    entry.writeUInt16LE(1, 28)
    entry.write('a', 46)
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.writeUInt16LE(1, 10)
    end.writeUInt32LE(local.length + body.length, 16)
    return Buffer.concat([local, body, entry, end])
  }
})
