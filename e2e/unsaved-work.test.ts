import { describe, expect, test } from 'vitest'
import { insight } from '../src/diagnosis/insights.ts'
import { hasChromium } from './chromium.ts'
import { inviteMember } from './people.fixture.ts'
import { owner } from './product.fixture.ts'
import { startProject } from './project.fixture.ts'
import { locales, openHouse } from './visitor.fixture.ts'

const title = 'Les clients demandent la provenance'

describe.runIf(hasChromium)('work in a form', () => {
  const house = openHouse()

  test.for(locales)(
    'is written once, warned about before it is lost, and kept when the page closes, %s',
    async (locale) => {
      const camille = await house.visitor(locale)
      const { t, page } = camille
      const { base } = await startProject(camille, `Saisie ${locale}`)
      const label = (name: string) => insight.words[locale].fields[name]?.label ?? ''

      await camille.go(`${base}/insights/new`)
      await camille.fill(insight, { title, box: 'opportunity', weight: '3' })
      await camille.button(t.projects.object.create).dblclick()
      await camille.heading(title).waitFor()
      await camille.go(`${base}/insights`)
      expect(await page.getByRole('rowheader', { name: title }).count()).toBe(1)
      await camille.follow(title)
      await camille.heading(title).waitFor()

      // Leaving by a link asks first; staying keeps every word.
      const bar = page.getByRole('navigation', { name: t.ui.mainNav })
      const dialog = page.getByRole('dialog', { name: t.ui.unsaved.title })
      await camille.field(label('detail')).fill('Sept clients sur dix au marché')
      await bar.getByRole('link', { name: t.budget.title, exact: true }).click()
      await dialog.waitFor()
      await camille.findsItClean()
      await dialog.getByRole('button', { name: t.ui.unsaved.stay }).click()
      expect(await camille.field(label('detail')).inputValue()).toBe('Sept clients sur dix au marché')

      // So does closing the tab, in the browser's own words; the draft is found again.
      const asked = page.waitForEvent('dialog')
      const reloaded = page.reload()
      const question = await asked
      expect(question.type()).toBe('beforeunload')
      await question.accept()
      await reloaded
      await camille.sees(t.ui.form.draftTitle)
      await camille.findsItClean()
      await camille.press(t.ui.form.draftTake)
      expect(await camille.field(label('detail')).inputValue()).toBe('Sept clients sur dix au marché')
      await page.keyboard.press('Control+s')
      await camille.isTold(t.projects.object.saved)

      // Nothing is unsaved any more: nobody is asked.
      await bar.getByRole('link', { name: t.budget.title, exact: true }).click()
      await camille.heading(t.budget.title).waitFor()
      await camille.leave()
    },
  )

  test.for(locales)('waits for the network when it is gone, %s', async (locale) => {
    const camille = await house.visitor(locale)
    const { t, page } = camille
    const { base } = await startProject(camille, `Réseau ${locale}`)
    await camille.go(`${base}/insights/new`)
    await camille.fill(insight, { title, box: 'opportunity', weight: '3' })
    await page.context().setOffline(true)
    await camille.sees(t.ui.offline.nothing)
    await camille.findsItClean()
    await camille.press(t.projects.object.create)
    await camille.sees(t.ui.offline.sending)
    await camille.follow(t.projects.object.cancel)
    await camille.sees(t.ui.offline.leaving)
    expect(await camille.field(insight.words[locale].fields['title']?.label ?? '').inputValue()).toBe(title)
    await page.context().setOffline(false)
    await page.getByText(t.ui.offline.title).waitFor({ state: 'hidden' })
    await camille.create(insight, { title })
    await camille.leave()
  })
})

describe.runIf(hasChromium)('an address', () => {
  const house = openHouse()

  test.for(locales)(
    'that leads nowhere, or that is not open to a role, says so and where to go, %s',
    async (locale) => {
      const camille = await house.visitor(locale)
      const { t, page } = camille
      const { base } = await startProject(camille, `Adresses ${locale}`)
      const nowhere = [
        '/w/inconnu',
        `${base}x`,
        `${base}/inconnu`,
        `${base}/insights/${crypto.randomUUID()}`,
        '/rien/du/tout',
      ]
      for (const address of nowhere) {
        const answer = await page.goto(address)
        expect(answer?.status(), address).toBe(404)
        await camille.heading(t.ui.errors.notFound.title).waitFor()
        await camille.link(t.ui.errors.home).waitFor()
      }
      await camille.findsItClean()
      await camille.follow(t.ui.errors.home)
      await page.getByRole('navigation', { name: t.ui.mainNav }).waitFor()

      const gerante = await inviteMember(house, camille, base, 'management', `lectrice.${locale}@ruchers.example`)
      const refused = await gerante.page.goto(`${base}/insights/new`)
      expect(refused?.status()).toBe(403)
      await gerante.heading(t.ui.errors.forbidden.title).waitFor()
      await gerante.findsItClean()
      await gerante.leave()
      await camille.leave()
    },
  )

  test.for(locales)('that was asked for after the session ended is reached by signing in again, %s', async (locale) => {
    const camille = await house.visitor(locale)
    const { t, page } = camille
    const { base } = await startProject(camille, `Session ${locale}`)
    await camille.go(base)
    await page.context().clearCookies({ name: /session/ })
    await page
      .getByRole('navigation', { name: t.ui.mainNav })
      .getByRole('link', { name: t.budget.title, exact: true })
      .click()
    await camille.heading(t.accounts.signIn.title).waitFor()
    await camille.field(t.accounts.fields.email).fill(owner.email)
    await camille.field(t.accounts.fields.password).fill(owner.password)
    await camille.press(t.accounts.signIn.submit)
    await page.waitForURL(`**${base}/budget`)
    await camille.heading(t.budget.title).waitFor()
    await camille.leave()
  })
})
