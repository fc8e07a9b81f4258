import { describe, expect, test } from 'vitest'
import { insight } from '../src/diagnosis/insights.ts'
import { hasChromium } from './chromium.ts'
import { startProduct } from './product.fixture.ts'
import { locales, openHouse } from './visitor.fixture.ts'

describe.runIf(hasChromium)('first visit', () => {
  const house = openHouse()

  test.for(locales)('from an empty instance to the map of a first project, %s', async (locale, { onTestFinished }) => {
    const empty = await startProduct({ withOwner: false })
    onTestFinished(() => empty.stop())
    const camille = await house.visitor(locale, { cookies: [], url: empty.url })
    const { t, page } = camille
    const { fields, welcome } = t.accounts

    await camille.go('/')
    await camille.heading(welcome.title).waitFor()
    await camille.findsItClean()
    await camille.field(fields.name).fill('Camille Roux')
    await camille.field(fields.email).fill('camille@ruchers.example')
    await camille.field(fields.password).fill('court')
    await camille.field(fields.workspace).fill('Les Ruchers du Ventoux')
    await camille.press(welcome.submit)

    // Refused: the field is named, and what was typed is kept, but for the password.
    await page.getByRole('alert').getByRole('link', { name: fields.password }).waitFor()
    expect(await camille.field(fields.email).inputValue()).toBe('camille@ruchers.example')
    expect(await camille.field(fields.workspace).inputValue()).toBe('Les Ruchers du Ventoux')
    expect(await camille.field(fields.password).inputValue()).toBe('')
    await camille.findsItClean()
    await camille.field(fields.password).fill('une longue phrase facile')
    await camille.press(welcome.submit)

    // No project yet: the page says what a project is, gives an example and the first step.
    await camille.heading(t.projects.projects.empty).waitFor()
    await camille.sees(t.projects.projects.purpose)
    await camille.sees(t.projects.projects.example)
    await camille.findsItClean()
    await camille.follow(t.projects.projects.add)

    await camille.heading(t.projects.settings.createTitle).waitFor()
    await camille.findsItClean()
    await camille.field(t.projects.settings.fields.name.label).fill('Relancer la boutique')
    await camille.field(t.projects.settings.fields.company.label).fill('Les Ruchers du Ventoux')
    await camille.field(t.projects.settings.fields.startsOn.label).fill('2026-10-01')
    await camille.field(t.projects.settings.fields.endsOn.label).fill('2026-09-01')
    await camille.field(t.projects.settings.fields.envelopeCents.label).fill('48 000')
    await camille.press(t.projects.settings.create)
    await page.getByRole('alert').getByRole('link', { name: t.projects.settings.fields.endsOn.label }).waitFor()
    expect(await camille.field(t.projects.settings.fields.envelopeCents.label).inputValue()).toBe('48 000')
    await camille.field(t.projects.settings.fields.endsOn.label).fill('2027-09-30')
    await camille.press(t.projects.settings.create)

    // The map: nothing yet in any of the 14 competencies, and where to begin.
    await camille.heading('Relancer la boutique').waitFor()
    await camille.isTold(t.projects.settings.created)
    expect(await page.getByRole('heading', { name: /^C\d\.\d/ }).count()).toBe(14)
    await camille.findsItClean()
    const map = new URL(page.url()).pathname
    await camille.follow(insight.words[locale].add)
    await camille.heading(insight.words[locale].add).waitFor()

    // Every room of an empty project teaches: what it is for, an example, the first action.
    for (const room of ['swot', 'strategy', 'budget', 'plan', 'calendar', 'sites', 'kpi-board', 'insights']) {
      await camille.go(`${map}/${room}`)
      const main = page.getByRole('main')
      expect(await main.getByText(t.ui.example, { exact: true }).count(), room).toBe(1)
      expect(await main.getByRole('link').or(main.getByRole('button')).count(), room).toBeGreaterThan(0)
    }
    await camille.go(`${map}/audience`)
    await camille.heading(t.audience.noSite.title).waitFor()
    await camille.leave()
    expect(empty.complaints()).toEqual([])
  })
})
