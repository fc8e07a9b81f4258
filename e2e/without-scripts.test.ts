import { describe, expect, test } from 'vitest'
import { insight } from '../src/diagnosis/insights.ts'
import { hasChromium } from './chromium.ts'
import { owner } from './product.fixture.ts'
import { startProject } from './project.fixture.ts'
import { locales, openHouse } from './visitor.fixture.ts'

describe.runIf(hasChromium)('before scripts load', () => {
  const house = openHouse()

  test.for(locales)('one signs in, writes, mends, deletes and takes it back, %s', async (locale) => {
    const camille = await house.visitor(locale, { cookies: [], javaScriptEnabled: false })
    const { t, page } = camille
    const words = insight.words[locale]
    await page.goto('/sign-in')
    await camille.field(t.accounts.fields.email).fill(owner.email)
    await camille.field(t.accounts.fields.password).fill('pas le bon mot')
    await camille.press(t.accounts.signIn.submit)
    await camille.sees(t.accounts.signIn.wrong)
    await camille.signIn(owner)
    await page.context().addCookies([{ name: 'filrouge_locale', value: locale, url: house.url }])
    const { base } = await startProject(camille, `Sans script ${locale}`)

    await page.goto(`${base}/insights`)
    await page.getByRole('main').getByRole('link', { name: words.add }).first().click()
    await camille.fill(insight, { title: 'Le prix du miel bio baisse', weight: '9' })
    await camille.press(t.projects.object.create)
    // Refused: both fields are named, and what was typed is kept.
    const alert = page.getByRole('alert')
    await alert.getByRole('link', { name: words.fields['box']?.label ?? '' }).waitFor()
    await alert.getByRole('link', { name: words.fields['weight']?.label ?? '' }).waitFor()
    expect(await camille.field(words.fields['title']?.label ?? '').inputValue()).toBe('Le prix du miel bio baisse')
    await camille.create(insight, { title: 'Le prix du miel bio baisse', box: 'threat', weight: '4' })

    await camille.fill(insight, { title: 'Le prix du miel bio baisse de 6 %', source: 'FranceAgriMer' })
    await camille.press(t.projects.object.save)
    await camille.isTold(t.projects.object.saved)
    await camille.heading('Le prix du miel bio baisse de 6 %').waitFor()

    await page.getByText(t.projects.object.delete, { exact: true }).click()
    await camille.press(t.projects.object.deleteConfirm)
    await page.waitForURL(/\/insights$/)
    await page.getByRole('status').getByRole('button', { name: t.projects.object.undo }).click()
    await camille.heading('Le prix du miel bio baisse de 6 %').waitFor()
    expect(await camille.field(words.fields['source']?.label ?? '').inputValue()).toBe('FranceAgriMer')

    // Menus open and close by themselves, and the language is a form like any other.
    await page.getByRole('button', { name: 'camille' }).click()
    await camille.press(t.ui.otherLanguage)
    await page
      .getByText(insight.words[locale === 'fr' ? 'en' : 'fr'].many)
      .first()
      .waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe(locale === 'fr' ? 'en' : 'fr')
    await camille.leave()
  })

  test.for(locales)('two presses of the same button write once, %s', async (locale) => {
    const camille = await house.visitor(locale, { javaScriptEnabled: false })
    const { page, t } = camille
    const { base } = await startProject(camille, `Deux fois ${locale}`)
    await page.goto(`${base}/insights/new`)
    await camille.fill(insight, { title: 'Vu deux fois', box: 'strength', weight: '2' })
    await camille.button(t.projects.object.create).dblclick()
    await camille.heading('Vu deux fois').waitFor()
    await page.goto(`${base}/insights`)
    expect(await page.getByRole('link', { name: 'Vu deux fois' }).count()).toBe(1)
    await camille.leave()
  })
})
