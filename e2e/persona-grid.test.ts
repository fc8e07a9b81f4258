import { describe, expect, test } from 'vitest'
import { persona, support } from '../src/strategy/strategy.ts'
import { hasChromium } from './chromium.ts'
import { Keyboard } from './keyboard.fixture.ts'
import { startProject } from './project.fixture.ts'
import { locales, openHouse } from './visitor.fixture.ts'

describe.runIf(hasChromium)('the grid of a persona', () => {
  const house = openHouse()

  test.for(locales)('is filled by keyboard alone, sheet by sheet, %s', async (locale) => {
    const camille = await house.visitor(locale)
    const { t, page } = camille
    const keyboard = new Keyboard(camille)
    const project = await startProject(camille, `Grille ${locale}`)
    const id = await project.plant(persona, { title: 'Claire, parent pressé', confidence: 'hypothesis' })
    await project.plant(support, { title: 'Page Instagram', ownership: 'owned', channel: 'organicSocial' })
    await project.plant(support, { title: 'Newsletter', ownership: 'owned', channel: 'email' })
    const cell = (row: string, day: 'week' | 'weekend', slot: keyof typeof t.grid.slots) =>
      page.getByRole('textbox', {
        name: new RegExp(`^${t.ui.grid.cell(row, `${t.grid.dayTypes[day]} ${t.grid.slots[slot]}`)}`),
      })
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')

    await camille.go(`${project.base}/personas/${id}`)
    await keyboard.skipToContent()
    await keyboard.tabTo(camille.link(persona.views[0]?.words[locale] ?? ''))
    await keyboard.press('Enter')
    await camille.heading(t.grid.title('Claire, parent pressé')).waitFor()
    await camille.findsItClean()

    // Arrows go from case to case and stop at the edges; digits and Space set a value.
    // The keyboard goes on from the new page's content: nobody tabs through the bars again.
    await keyboard.tabTo(cell('Newsletter', 'week', 'dawn'))
    await keyboard.press('ArrowLeft', 'ArrowUp', '3', 'ArrowRight', 'Space', 'Space')
    expect(await cell('Newsletter', 'week', 'dawn').inputValue()).toBe('3')
    expect(await cell('Newsletter', 'week', 'morning').inputValue()).toBe('2')
    expect(await focused()).toContain(t.grid.intensities[2])
    await keyboard.press('ArrowDown', '9', 'ArrowLeft', 'Space', 'Space', 'Space', 'Space')
    // Nothing above the highest level, and Space comes round to none.
    expect(await cell('Page Instagram', 'week', 'morning').inputValue()).toBe('3')
    expect(await cell('Page Instagram', 'week', 'dawn').inputValue()).toBe('0')
    await camille.findsItClean()
    await keyboard.tabTo(camille.button(t.grid.save))
    await keyboard.press('Enter')
    await camille.isTold(t.grid.saved)

    // What was filled is said in words below, and the supports now belong to the persona.
    const summary = page.getByRole('region', { name: t.grid.summaryCaption })
    const row = summary.getByRole('row').filter({ hasText: 'Newsletter' })
    expect(await row.innerText()).toContain(`${t.grid.dayTypes.week.toLowerCase()} ${t.grid.slots.dawn}`)
    expect(await page.getByText(t.grid.linked, { exact: true }).count()).toBe(2)

    // Another sheet: the computer's newsletters, empty until they are filled.
    await keyboard.tabTo(page.getByRole('combobox', { name: t.grid.device }))
    await keyboard.type(t.grid.devices.desktop)
    await keyboard.tabTo(page.getByRole('combobox', { name: t.grid.format }))
    await keyboard.type(t.grid.formats.newsletter)
    await keyboard.tabTo(camille.button(t.grid.show))
    await keyboard.press('Enter')
    await page.getByRole('table', { name: t.grid.sheet(t.grid.devices.desktop, t.grid.formats.newsletter) }).waitFor()
    expect(await cell('Newsletter', 'week', 'dawn').inputValue()).toBe('0')
    await keyboard.tabTo(page.getByRole('navigation', { name: t.grid.layers }).getByRole('link').first())
    await keyboard.press('Enter')
    await expect.poll(() => cell('Newsletter', 'week', 'dawn').inputValue()).toBe('3')
    await camille.leave()
  })
})
