import { describe, expect, test } from 'vitest'
import { figureText } from './behaviour-cell.ts'
import { reportAt, reportPaths, reports } from './behaviour.ts'
import type { Unit } from './behaviour.ts'
import { en } from './audience.en.ts'
import { fr } from './audience.fr.ts'
import { valueLabel } from './labels.ts'

describe('a figure of behaviour reads as each language writes it', () => {
  test.each<[Unit, number | string, french: string, english: string]>([
    ['count', 1_234, '1\u202f234', '1,234'],
    ['count', 1_234.6, '1\u202f235', '1,235'],
    ['ratio', 0.1234, '12,3\u202f%', '12.3%'],
    ['ratio', 0, '0\u202f%', '0%'],
    ['percent', 79.6, '80\u202f%', '80%'],
    ['second', 95, '1\u202fmin 35\u202fs', '1 min 35 s'],
    ['cents', 3_480, '34,80\u202f€', '€34.80'],
    ['cents', 2_384.5, '23,85\u202f€', '€23.85'],
    ['cents', 125_000, '1\u202f250\u202f€', '€1,250'],
    ['ms', 180.4, '180\u202fms', '180 ms'],
    ['ms', 999, '999\u202fms', '999 ms'],
    ['ms', 1_000, '1\u202fs', '1 s'],
    ['ms', 2_450, '2,45\u202fs', '2.45 s'],
    ['score', 0.1234, '0,123', '0.123'],
    ['score', 0, '0', '0'],
    ['number', 8 / 3, '2,67', '2.67'],
    ['text', '/miel', '/miel', '/miel'],
  ])('%s %j', (unit, value, french, english) => {
    // Which no-break space stands before a sign is the business of Unicode's own tables.
    const plain = (text: string | null) => text?.replaceAll('\u00a0', '\u202f')
    expect([plain(figureText(value, unit, 'EUR', 'fr')), figureText(value, unit, 'EUR', 'en')]).toEqual([french, english])
  }) // prettier-ignore

  test.each(['count', 'ratio', 'second', 'cents', 'ms', 'score', 'percent', 'number'] as const)(
    'without a figure, %s is nothing rather than zero',
    (unit) => expect([figureText(null, unit, 'EUR', 'fr'), figureText(undefined, unit, 'EUR', 'en')]).toEqual([null, null]),
  ) // prettier-ignore
})

describe('the page an address ends in', () => {
  test.each(reports)('%s, as a browser and as the page’s script ask for it', (report) => {
    const address = `/w/ruchers/p/boutique/audience/${reportPaths[report]}`
    expect([address, `${address}/`, `${address}.data`].map(reportAt)).toEqual([report, report, report])
  })
  test.each(['/', '', '/audience', '/audience/orders/plus', '/audience/constructor', '/audience/ORDERS', '/audience/missing'])(
    'none at "%s"',
    (address) => expect(reportAt(address)).toBeNull(),
  ) // prettier-ignore
})

describe('a value of a dimension', () => {
  test.each([
    ['country', 'FR', 'France', 'France'],
    ['country', 'DE', 'Allemagne', 'Germany'],
    // As another tool's export names it.
    ['country', 'Germany', 'Germany', 'Germany'],
    ['country', '', fr.unknown.other, en.unknown.other],
    ['source', '', fr.unknown.source, en.unknown.source],
    ['utmMedium', '', fr.unknown.utmCampaign, en.unknown.utmCampaign],
    ['channel', 'Email', 'E-mail', 'Email'],
    // Channels of the reader's own have the name he gave.
    ['channel', 'Ruchers amis', 'Ruchers amis', 'Ruchers amis'],
    ['channel', 'constructor', 'constructor', 'constructor'],
    ['channel', '__proto__', '__proto__', '__proto__'],
    ['page', '/miel', '/miel', '/miel'],
  ] as const)('%s %j reads %j and %j', (dimension, value, french, english) =>
    expect([valueLabel(dimension, value, fr, 'fr'), valueLabel(dimension, value, en, 'en')]).toEqual([french, english]),
  ) // prettier-ignore
})
