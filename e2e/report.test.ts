import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { budgetLine } from '../src/budget/budget-lines.ts'
import { kpi } from '../src/kpis/kpis.ts'
import { en as reportsEn } from '../src/reports/reports.en.ts'
import { fr as reportsFr } from '../src/reports/reports.fr.ts'
import { report } from '../src/reports/reports.ts'
import { hasChromium } from './chromium.ts'
import { startProject } from './project.fixture.ts'
import { locales, openHouse } from './visitor.fixture.ts'

const hasPoppler = spawnSync('pdftotext', ['-v']).status === 0

describe.runIf(hasChromium)('a report', () => {
  const house = openHouse()

  test.for(locales)('freezes its figures and is downloaded as a PDF that says the same, %s', async (locale) => {
    const camille = await house.visitor(locale)
    const { t, page } = camille
    const words = { fr: reportsFr, en: reportsEn }[locale].page
    const project = await startProject(camille, `Rapport ${locale}`, { envelopeCents: '48000' })
    const kpiId = await project.plant(kpi, {
      title: 'Abonnés à la lettre',
      metric: 'manual',
      nature: 'aim',
      direction: 'up',
      baseline: '800',
      target: '1200',
      unit: 'abonnés',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      measured: '912',
      measuredOn: '2026-09-30',
    })
    const line = { nature: 'human', state: 'quoted', vatRate: '0.2', justification: 'Devis' }
    await project.plant(budgetLine, { ...line, title: 'Rédaction', quantity: '10', unitPriceCents: '450' })

    await camille.go(`${project.base}/reports`)
    await camille.sees(report.words[locale].purpose)
    await camille.findsItClean()
    await camille.page.getByRole('main').getByRole('link', { name: report.words[locale].add }).first().click()
    await camille.create(report, {
      title: 'Troisième trimestre',
      startsOn: '2026-07-01',
      endsOn: '2026-09-30',
      author: 'Camille Roux',
      audience: 'Direction',
      summary: 'Les abonnements avancent moins vite que prévu.',
    })
    await camille.page.getByRole('main').getByRole('link', { name: words.title, exact: true }).click()
    await camille.sees(words.live)
    await camille.sees('912')
    await camille.findsItClean()

    await page.getByText(words.freeze, { exact: true }).click()
    await camille.sees(words.freezeOnce)
    await camille.press(words.freezeConfirm)
    await camille.isTold(words.froze)
    await camille.sees(words.frozen)
    await camille.findsItClean()

    // What happens afterwards does not move it.
    const reportPage = new URL(page.url()).pathname
    await camille.go(`${project.base}/kpis/${kpiId}`)
    await camille.fill(kpi, { measured: '1377' })
    await camille.press(t.projects.object.save)
    await camille.isTold(t.projects.object.saved)
    await camille.go(reportPage)
    await camille.sees('912')
    expect((await page.getByRole('main').innerText()).replaceAll(/\s/g, '')).not.toContain('1377')

    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: words.pdf }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toMatch(/\.pdf$/)
    const file = await download.path()
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-')
    if (hasPoppler) {
      const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).replaceAll(/\s+/g, ' ')
      for (const said of ['Troisième trimestre', 'Camille Roux', 'Abonnés à la lettre', '912'])
        expect(text).toContain(said)
      expect(text.replaceAll(/\s/g, '')).not.toContain('1377')
    }

    await camille.press(words.approve)
    await camille.isTold(words.approvedNow)
    await camille.findsItClean()
    await camille.leave()
  })
})
