import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maxRows, readTable, withTaken } from './link-table.ts'
import { openNaming } from './naming.ts'
import { decoded, parsePasted } from './pasted-table.ts'

describe('a table', () => {
  const cell = fc.string({ maxLength: 12 }).map((text) => text.replace(/\r/g, '').trim())
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

  test.each(['\t', ';', ','])('written with %j reads back, whatever its cells hold', (separator) => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 5 }), (rows) => {
        const text = [['a', 'b', 'c'], ...rows].map((cells) => cells.map(quoted).join(separator)).join('\r\n')
        const filled = rows.filter((cells) => cells.some((one) => one !== ''))
        expect(parsePasted(text).rows.map(({ cells }) => cells)).toEqual(filled)
      }),
    )
  })

  test.each([
    ['a mark of order and quotes left open', '\ufeffa;b\n"x;y', [['x;y']]],
    ['a quote inside a word', 'a;b\nrue "des" Lilas;2', [['rue "des" Lilas', '2']]],
    ['lines of different lengths', 'a,b\n1\n1,2,3', [['1'], ['1', '2', '3']]],
    ['nothing', '', []],
  ])('with %s is read as a spreadsheet would', (_, text, rows) => {
    expect(parsePasted(text).rows.map(({ cells }) => cells)).toEqual(rows)
  })

  test('counts its lines as an editor does, empty ones and those inside quotes too', () => {
    expect(parsePasted('a,b\n\n1,"x\ny"\n2,3').rows.map(({ line }) => line)).toEqual([3, 5])
  })

  test('saved by an old spreadsheet keeps its accents', () => {
    expect(decoded(Buffer.from('été', 'latin1'))).toBe('été')
    expect(decoded(Buffer.from('été'))).toBe('été')
  })
})

const around = { naming: openNaming, campaigns: [], template: undefined, campaign: '' }
const rowsOf = (text: string, more = {}) => readTable(text, { ...around, ...more }).rows
const french = (problems: Readonly<Record<string, { fr: string }>>) =>
  Object.fromEntries(Object.entries(problems).map(([name, { fr }]) => [name, fr.replace(/[\u00a0\u202f]/g, ' ')]))

describe('a table of links', () => {
  test('is read by the names of its columns, French, English or Bitly’s', () => {
    const [row] = rowsOf(
      'Nom du lien;Page d’arrivée;Source (utm_source);Medium;Campagne\nLettre;https://a.example/x;lettre;email;noel',
    )
    expect(row?.link).toMatchObject({
      title: 'Lettre',
      destination: 'https://a.example/x',
      utmSource: 'lettre',
      utmMedium: 'email',
      utmCampaign: 'noel',
    })
    const [bitly] = rowsOf(
      'link,long_url,title,created_at,total_clicks\nhttps://bit.ly/3AbC9x,"https://a.example/p?id=3&utm_source=Lettre&utm_medium=email",,2025-03-04T10:11:12+0000,52',
    )
    expect(bitly?.values).toMatchObject({
      slug: '3abc9x',
      destination: 'https://a.example/p?id=3',
      utmSource: 'Lettre',
      utmMedium: 'email',
      publishedOn: '2025-03-04',
      title: 'P',
    })
    expect(french(bitly?.problems ?? {})['utmSource']).toContain('« lettre »')
    expect(readTable('link,long_url,total_clicks\nx,https://a.example/,1', around).ignored).toEqual(['total_clicks'])
  })

  test('takes what its lines leave empty from the template and the campaign', () => {
    const template = { name: 'Lettre', source: 'newsletter', medium: 'email', content: '' }
    const [a, b] = rowsOf('url\tutm_source\nhttps://a.example/coffrets-de-noel\t\nhttps://a.example/\tpartenaire', {
      template,
      campaign: 'noel',
    })
    expect(a?.link).toMatchObject({
      title: 'Coffrets de noel',
      utmSource: 'newsletter',
      utmMedium: 'email',
      utmCampaign: 'noel',
      slug: null,
    })
    expect(b?.link).toMatchObject({ title: 'A.example', utmSource: 'partenaire', utmMedium: 'email' })
  })

  test('names each problem by its line and column, and the good lines stay good', () => {
    const rows = rowsOf(
      [
        'title,destination,slug,utm_campaign,date',
        'Un,https://a.example/,un,noel,23/11/2026',
        'Deux,boutique,deux,Noël,hier',
        'Trois,https://a.example/,un,,',
        'Quatre,javascript:alert(1),x,,',
      ].join('\n'),
    )
    expect(rows.map(({ line, link }) => [line, link !== null])).toEqual([
      [2, true],
      [3, false],
      [4, false],
      [5, false],
    ])
    expect(rows[0]?.link?.publishedOn).toBe('2026-11-23')
    expect(Object.keys(rows[1]?.problems ?? {}).sort()).toEqual(['destination', 'publishedOn'])
    expect(french(rows[2]?.problems ?? {})).toEqual({ slug: 'La ligne 2 prend déjà « un ».' })
    expect(Object.keys(rows[3]?.problems ?? {})).toEqual(['destination'])
    expect(withTaken(rows.slice(0, 1), new Set(['un']))[0]?.link).toBeNull()
  })

  test('asks the convention of the project', () => {
    const naming = { ...openNaming, mediums: ['email'] }
    const [row] = rowsOf('url,utm_medium\nhttps://a.example/,e-mail', { naming })
    expect(french(row?.problems ?? {})['utmMedium']).toContain('« email »')
  })

  test.each([
    ['no column of addresses', 'title,source\nx,y', /La première ligne nomme/],
    ['two columns for one thing', 'url,destination\nhttps://a.example/,https://b.example/', /Deux colonnes/],
    ['headings alone', 'url,title', /pas de ligne/],
    ['too many lines', `url\n${'https://a.example/\n'.repeat(maxRows + 1)}`, /501 lignes/],
  ])('with %s is refused whole', (_, text, sentence) => {
    const table = readTable(text, around)
    expect(table.rows).toEqual([])
    expect(table.problem?.fr).toMatch(sentence)
  })

  test('is never a fault of ours, whatever is pasted', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        for (const row of rowsOf(`url,slug,date,utm_source\n${text}`))
          expect(row.link === null).toBe(Object.keys(row.problems).length > 0)
      }),
    )
  })
})
