import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { isAppError } from '../errors.ts'
import type { Locale } from '../i18n.ts'
import { type Paper, documentOf } from './document.ts'
import { chartSvg } from './draw-chart.tsx'
import { sampleFigures, sampleFrozen, sampleTexts } from './figures.fixture.ts'
import { type Failure, Typesetter, usualLimits } from './typesetter.ts'

// The real compiler, in its real process; what came out is read by poppler, which knows nothing of us.

const hasPoppler = spawnSync('pdftotext', ['-v']).status === 0
const readPdf = test.skipIf(!hasPoppler)
if (!hasPoppler) console.warn('poppler-utils is not installed: PDFs are made here, but not read back')

const folder = mkdtempSync(join(tmpdir(), 'filrouge-paper-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const failures: { failure: Failure; reason: string }[] = []
const typesetter = new Typesetter((failure, reason) => failures.push({ failure, reason }))

function manuscript(over: Partial<Paper> = {}) {
  const paper = { texts: sampleTexts, figures: sampleFigures, frozen: sampleFrozen, locale: 'fr' as Locale, ...over }
  const { document, charts } = documentOf({ readAt: new Date('2026-11-24T10:00:00Z'), ...paper })
  return {
    document,
    drawings: Object.fromEntries([...charts].map(([file, chart]) => [file, chartSvg(chart, paper.locale)])),
  }
}

const setPaper = (over: Partial<Paper> = {}) => typesetter.set(manuscript(over))

function read(pdf: Buffer) {
  const file = join(folder, `${crypto.randomUUID()}.pdf`)
  writeFileSync(file, pdf)
  const run = (tool: string, ...args: string[]) =>
    execFileSync(tool, [...args, file, ...(tool === 'pdftotext' ? ['-'] : [])], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  const info = Object.fromEntries(
    run('pdfinfo')
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  )
  // Spaces of every width and line ends as one space, so that a sentence can be looked for.
  const text = run('pdftotext', '-layout').replace(/[\s\u200b]+/gu, ' ')
  return { info, text, structure: () => run('pdfinfo', '-struct-text') }
}

describe('a report on paper', () => {
  readPdf('is tagged, has a title, an author and a language, and says that it is PDF/UA-1', async () => {
    const pdf = await setPaper()
    const { info } = read(pdf)
    expect(info).toMatchObject({
      Tagged: 'yes',
      Title: 'Rapport du troisième trimestre 2026',
      Author: 'Camille Roux',
      JavaScript: 'no',
    })
    expect(Number(info['Pages'])).toBeGreaterThanOrEqual(4)
    expect(Number(info['Pages'])).toBeLessThanOrEqual(8)
    const raw = pdf.toString('latin1')
    expect(raw).toContain('<pdfuaid:part>1</pdfuaid:part>')
    expect(raw).toMatch(/\/Lang\s*\(fr-FR\)/)
  })

  readPdf('has a cover, contents, every chapter, page numbers and the date of its freeze', async () => {
    const { text, info } = read(await setPaper())
    for (const said of [
      'Rapport de communication et webmarketing, Les Ruchers du Ventoux',
      'Camille Roux, Chargée de communication',
      'Période du 1 juil. 2026 au 30 sept. 2026',
      'Chiffres figés le mar. 6 oct. 2026',
      'À valider',
      'Sommaire',
      'Indicateurs face à leurs cibles',
      'Audience',
      'Canaux',
      'Campagnes',
      'Budget',
      'Plan d’actions',
      'Contenus publiés',
      'Enseignements',
      'Préconisations et décisions',
      'Définitions et méthode',
      `2/${info['Pages']}`,
    ])
      expect(text).toContain(said)
  })

  readPdf('says its figures as the screen does: French spaces, euros, signs', async () => {
    const { text } = read(await setPaper())
    for (const said of ['12 412', '3 120,50 €', '46 550 €', '+12,6 %', '43,1 %', '1 min 38 s', '−0,48 %', '283,68 €'])
      expect(text).toContain(said)
    expect(text).not.toMatch(/undefined|NaN|Infinity|\[object/)
  })

  readPdf('speaks English to an English reader', async () => {
    const pdf = await setPaper({ locale: 'en' })
    const { text } = read(pdf)
    expect(pdf.toString('latin1')).toMatch(/\/Lang\s*\(en-GB\)/)
    for (const said of ['Contents', 'Indicators against their targets', '12,412', 'For approval', 'Late by 12 days'])
      expect(text).toContain(said)
    expect(text).not.toContain('Sommaire')
  })

  readPdf('has headings, tables with header cells, and drawings with their alternative', async () => {
    const pdf = await setPaper()
    const structure = read(pdf).structure()
    for (const tag of ['H1', 'Table', 'TH', 'TD', 'Figure', 'TOC'])
      expect(structure).toMatch(new RegExp(`^\\s*${tag}\\b`, 'm'))
    // One drawing a chart: visits in time, channels, campaigns, budget.
    expect(structure.match(/^\s*Figure\b/gm)).toHaveLength(4)
  })

  readPdf('tells a draft from a frozen report, and an approved one from both', async () => {
    const draft = read(await setPaper({ frozen: null })).text
    expect(draft).toContain('Document de travail : les chiffres, relevés le mar. 24 nov. 2026')
    const approval = { at: '2026-10-09T06:00:00.000Z', by: 'Hélène Vial', texts: sampleTexts }
    const approved = read(await setPaper({ frozen: { ...sampleFrozen, approval } })).text
    expect(approved).toContain('Rapport validé le ven. 9 oct. 2026')
    expect(approved).not.toContain('Document de travail')
  })

  readPdf('holds with nothing to say: no KPI, no site, no line', async () => {
    const empty = {
      ...sampleFigures, kpis: [], sites: [], campaigns: [], actions: [], recommendations: [], contents: { planned: 0, published: [] },
      budget: { ...sampleFigures.budget, envelopeCents: null, plannedCents: 0, forecastCents: 0, natures: [] },
    } // prettier-ignore
    const { text } = read(await setPaper({ figures: empty, texts: { ...sampleTexts, summary: null, lessons: null } }))
    for (const said of [
      'Aucun KPI dans ce projet',
      'Aucun site mesuré',
      'Aucune ligne de budget',
      'Aucune préconisation',
    ])
      expect(text).toContain(said)
  })

  test('the same frozen report gives the same bytes', async () => {
    const [one, two] = await Promise.all([setPaper(), setPaper()])
    expect(one.equals(two)).toBe(true)
  })
})

describe('what people typed is shown, never run', () => {
  const code = '#import "/etc/passwd" #eval("1+1") $x^2$ *gras* _penché_ @cite <label> = Titre \\ `brut` // commentaire'

  readPdf('Typst code in every text stays text', async () => {
    const hostile = {
      ...sampleTexts,
      title: `Rapport ${code}`,
      author: code,
      summary: code,
      lessons: `${code}\n- ${code}`,
    }
    const [kpi] = sampleFigures.kpis
    const figures = {
      ...sampleFigures,
      kpis: kpi ? [{ ...kpi, title: code, cause: code, source: code }] : [],
      campaigns: sampleFigures.campaigns.map((one) => ({ ...one, title: code })),
      project: { name: code, company: code },
    }
    const { text, info } = read(await setPaper({ texts: hostile, figures }))
    expect(info['Title']).toBe(`Rapport ${code}`)
    for (const said of [
      '#import "/etc/passwd"',
      '#eval("1+1")',
      '$x^2$',
      '*gras*',
      '@cite',
      '<label>',
      '// commentaire',
    ])
      expect(text).toContain(said)
  })

  readPdf.each<[string, string, string]>([
    ['letters of other scripts', 'Ελληνικά, Кириллица, œuvre, Œ, ß, Ł, ș', 'Ελληνικά'],
    ['right to left', 'Rapport שלום עולם du miel', 'Rapport'],
    ['signs no font draws', 'Avant \u{1f41d}\u{1f36f} après \u{e000}', 'Avant'],
    ['an emoji made of several', 'Avant \u{1f469}\u{200d}\u{1f33e} après', 'après'],
    ['quotes, backslashes and braces', '"a" \\u{41} {b} \\n «c» \u2019', '{b}'],
    ['10,000 letters with spaces', 'miel de lavande '.repeat(625), 'miel de lavande miel de lavande'],
    ['10,000 letters without a space', 'm'.repeat(10_000), 'mmmmm'],
  ])('%s', async (_, typed, found) => {
    const { text } = read(await setPaper({ texts: { ...sampleTexts, summary: typed, lessons: typed } }))
    expect(text).toContain(found)
    expect(text).toContain('Enseignements')
  })

  readPdf('signs no font draws are told by a sign, in drawings too', async () => {
    const [first, ...rest] = sampleFigures.campaigns
    const campaigns = first ? [{ ...first, title: '\u{1f41d} Été' }, ...rest] : []
    const { text } = read(await setPaper({ figures: { ...sampleFigures, campaigns } }))
    expect(text).toContain('\u25a1 Été')
  })

  test('a drawing holds no script and names no outside file', () => {
    const { drawings } = manuscript({
      figures: {
        ...sampleFigures,
        campaigns: sampleFigures.campaigns.map((one) => ({ ...one, title: '</text><script>alert(1)</script>&"' })),
      },
    })
    for (const svg of Object.values(drawings)) {
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /)
      expect(svg).not.toMatch(/<script|href=|<image|<foreignObject/)
    }
  })
})

describe('the limits of the process that sets a page', () => {
  const refusedBy = async (limits: Partial<typeof usualLimits>, change: Record<string, unknown> = {}) => {
    const told: Failure[] = []
    const strict = new Typesetter((failure) => told.push(failure), { ...usualLimits, ...limits })
    const error = await strict.set({ ...manuscript(), ...change }).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    if (!isAppError(error)) throw new Error('a document out of limits was set')
    return { told, id: error.id, status: error.status, fr: error.words.fr }
  }

  test.each<[Failure, Partial<typeof usualLimits>]>([
    ['time', { seconds: 0.01 }],
    ['memory', { megabytes: 20 }],
    ['size', { bytes: 1_000 }],
  ])('too much %s ends it, and the reader is told what he may do', async (failure, limits) => {
    const refused = await refusedBy(limits)
    expect(refused).toMatchObject({ told: [failure], id: 'notTypeset', status: 500 })
    expect(refused.fr).toContain('Le rapport en ligne reste lisible')
  })

  test('a document the layout cannot read is refused whole, with the reason for the log', async () => {
    const refused = await refusedBy({}, { document: { title: 'sans le reste' } })
    expect(refused).toMatchObject({ told: ['compiler'], id: 'notTypeset' })
    expect(refused.fr).toContain('n’a pas pu être composé')
  })

  test('documents wait for their turn, and too many are refused at the door', async () => {
    const narrow = new Typesetter(() => undefined, { ...usualLimits, parallel: 1, waiting: 1 })
    const [first, second, third] = await Promise.allSettled([1, 2, 3].map(() => narrow.set(manuscript())))
    expect([first?.status, second?.status, third?.status]).toEqual(['fulfilled', 'fulfilled', 'rejected'])
    expect(third).toMatchObject({ reason: { id: 'tooMany', retryAfter: 10 } })
    // The turn was handed on: it is free again.
    expect((await narrow.set(manuscript())).subarray(0, 5).toString()).toBe('%PDF-')
  })

  test('nothing went wrong with the others', () => expect(failures).toEqual([]))
})
