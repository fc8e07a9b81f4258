import { describe, expect, test } from 'vitest'
import { templates } from '../src/dashboards/templates.ts'
import { hasChromium } from './chromium.ts'
import { Keyboard } from './keyboard.fixture.ts'
import { startProject } from './project.fixture.ts'
import { locales, openHouse } from './visitor.fixture.ts'

describe.runIf(hasChromium)('dashboards', () => {
  const house = openHouse()

  test.for(locales)('one is made from a template, composed by keyboard and turns, %s', async (locale) => {
    const camille = await house.visitor(locale)
    const { page } = camille
    const t = camille.t.dashboards
    const keyboard = new Keyboard(camille)
    const project = await startProject(camille, `Tableaux ${locale}`)
    const { name } = templates.trainer.words[locale]

    await camille.go(`${project.base}/dashboards`)
    await camille.press(t.use(name))
    await camille.isTold(t.created(name))
    await camille.follow(t.edit)

    await camille.follow(t.add)
    await page.getByRole('radio', { name: t.form.kinds.note }).check()
    await camille.field(t.form.note).fill('Bienvenue')
    await camille.field(t.form.title).fill('Accueil')
    await camille.press(t.form.save)
    await camille.isTold(t.form.added('Accueil'))

    const titles = () => page.getByRole('main').getByRole('heading', { level: 2 }).allTextContents()
    const before = await titles()
    const earlier = page.getByRole('button', { name: t.editing.about(t.editing.up, 'Accueil') })
    await earlier.focus()
    await keyboard.press('Enter')
    await camille.isTold(t.editing.moved('Accueil', 4, 1))
    await page.reload()
    expect(await titles()).toEqual([...before.slice(0, -2), 'Accueil', before.at(-2)])

    await camille.go(`${project.base}/dashboards/rotation`)
    await keyboard.press('Space')
    await page.getByText(t.turning.paused).waitFor()
    await camille.leave()
  })
})
