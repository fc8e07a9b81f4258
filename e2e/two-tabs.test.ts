import { describe, expect, test } from 'vitest'
import { insight } from '../src/diagnosis/insights.ts'
import { hasChromium } from './chromium.ts'
import { startProject } from './project.fixture.ts'
import { locales, openHouse } from './visitor.fixture.ts'

describe.runIf(hasChromium)('two tabs on one object', () => {
  const house = openHouse()

  test.for(locales)('the second is told what changed, keeps its own words, and nothing is lost, %s', async (locale) => {
    const first = await house.visitor(locale)
    const { t } = first
    const { fields } = insight.words[locale]
    const label = (name: string) => fields[name]?.label ?? ''
    const { base, plant } = await startProject(first, `Onglets ${locale}`)
    const values = { title: 'La concurrence baisse ses prix', box: 'threat', weight: '3', source: 'Relevé en magasin' }
    const id = await plant(insight, values)
    await first.go(`${base}/insights/${id}`)
    const second = await first.secondTab()
    await second.go(`${base}/insights/${id}`)

    // Different fields: both are right, and the second is told.
    await first.fill(insight, { weight: '5' })
    await first.press(t.projects.object.save)
    await first.isTold(t.projects.object.saved)
    await second.fill(insight, { detail: 'Douze magasins relevés' })
    await second.press(t.projects.object.save)
    await second.isTold(t.projects.object.savedBoth('camille'))
    expect(await second.field(label('weight')).inputValue()).toBe('5')
    expect(await second.field(label('detail')).inputValue()).toBe('Douze magasins relevés')

    // The same field: nothing is written before the second has read what the first wrote.
    await first.go(`${base}/insights/${id}`)
    await second.fill(insight, { title: 'Deux concurrents baissent leurs prix', weight: '4' })
    await second.press(t.projects.object.save)
    await second.heading('Deux concurrents baissent leurs prix').waitFor()
    await first.fill(insight, { title: 'Trois concurrents baissent leurs prix', source: 'Relevé en ligne' })
    await first.press(t.projects.object.save)
    const told = first.page.getByRole('status').filter({ hasText: t.projects.object.conflictTitle })
    await told.getByText('Deux concurrents baissent leurs prix').waitFor()
    expect(await told.innerText()).toContain(t.projects.object.conflictSame)
    await first.findsItClean()
    expect(await first.field(label('title')).inputValue()).toBe('Trois concurrents baissent leurs prix')
    expect(await first.field(label('source')).inputValue()).toBe('Relevé en ligne')
    // What only the second changed is taken over.
    expect(await first.field(label('weight')).inputValue()).toBe('4')

    await first.press(t.projects.object.conflictAnyway)
    await first.heading('Trois concurrents baissent leurs prix').waitFor()
    await first.go(`${base}/insights/${id}`)
    expect(await first.field(label('weight')).inputValue()).toBe('4')
    expect(await first.field(label('detail')).inputValue()).toBe('Douze magasins relevés')
    // Every version stays readable in the history.
    await first.page.getByText(t.projects.object.history).click()
    await first.sees('Deux concurrents baissent leurs prix')
    await first.findsItClean()
    await first.leave()
  })
})
