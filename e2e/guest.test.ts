import { describe, expect, test } from 'vitest'
import { content } from '../src/content/contents.ts'
import { hasChromium } from './chromium.ts'
import { startProject } from './project.fixture.ts'
import { locales, openHouse } from './visitor.fixture.ts'

describe.runIf(hasChromium)('a guest', () => {
  const house = openHouse()

  test.for(locales)('comments by a link, without an account, until the link is closed, %s', async (locale) => {
    const camille = await house.visitor(locale)
    const { t, page } = camille
    const { base, plant } = await startProject(camille, `Invités ${locale}`)
    const id = await plant(content, { title: 'Recette de Noël', state: 'review', plannedOn: '2026-12-10' })

    await camille.go(`${base}/guests`)
    await camille.heading(t.accounts.guests.empty).waitFor()
    await camille.findsItClean()
    await camille.field(t.accounts.guests.name).fill('Comité du client')
    await page.getByRole('radio', { name: t.accounts.guests.dayCount(7), exact: true }).check()
    await camille.press(t.accounts.guests.add)
    const link = await camille.field(t.accounts.copyLabel).inputValue()
    await camille.findsItClean()

    const lea = await house.visitor(locale, { cookies: [] })
    await lea.go(link)
    await lea.heading(t.accounts.guestEntry.title).waitFor()
    await lea.findsItClean()
    await lea.field(t.accounts.fields.name).fill('Léa Martin')
    await lea.press(t.accounts.guestEntry.submit)
    await lea.heading(`Invités ${locale}`).waitFor()
    await lea.findsItClean()
    // The budget is not hers to see, in the bar or by its address.
    expect(await lea.page.getByRole('navigation', { name: t.ui.mainNav }).innerText()).not.toContain(t.budget.title)
    await lea.page.goto(`${base}/budget`)
    await lea.heading(t.ui.errors.notFound.title).waitFor()

    await lea.go(`${base}/contents/${id}`)
    await lea.sees(t.projects.object.readOnly)
    expect(await lea.button(t.projects.object.save).count()).toBe(0)
    await lea.field(t.projects.object.comment).fill('La photo du pot est trop sombre.\n<b>Merci</b>')
    await lea.press(t.projects.object.send)
    await lea.isTold(t.projects.object.commented)
    await lea.findsItClean()

    await camille.go(`${base}/contents/${id}`)
    const comment = page.getByRole('listitem').filter({ hasText: 'La photo du pot est trop sombre.' })
    expect(await comment.innerText()).toContain(`Léa Martin (${t.projects.object.guest})`)
    expect(await comment.innerText()).toContain('<b>Merci</b>')
    await camille.go(`${base}/guests`)
    await page.getByRole('cell', { name: 'Léa Martin' }).waitFor()
    await camille.findsItClean()
    await page.locator('summary').filter({ hasText: t.accounts.guests.revoke }).click()
    await camille.sees(t.accounts.guests.revokeSure(1))
    await camille.press(t.accounts.guests.revokeOf('Comité du client'))
    await camille.isTold(t.accounts.guests.revoked)

    // Closed for her too, from the next page on; her comment stays.
    await lea.page.goto(`${base}/contents/${id}`)
    await lea.heading(t.accounts.signIn.title).waitFor()
    await lea.page.goto(link)
    await lea.heading(t.accounts.guestEntry.goneTitle).waitFor()
    await lea.findsItClean()
    await camille.go(`${base}/contents/${id}`)
    await comment.waitFor()
    await lea.leave()
    await camille.leave()
  })
})
